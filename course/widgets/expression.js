// Reads the text of one NumPy expression into a tree, with the extents Python's own parser gives each node.
// RULES holds the tables of course/shape_rules.py.

class Unreadable extends Error {}

const KEYWORDS = new Set(
  (
    "and as assert async await break class continue def del elif else except finally for from global if import in is " +
    "lambda nonlocal not or pass raise return try while with yield"
  ).split(" "),
);
const TOKEN =
  /\s*(?:(\d+\.\d*(?:[eE][+-]?\d+)?|\.\d+(?:[eE][+-]?\d+)?|\d+[eE][+-]?\d+)|(\d+)|([A-Za-z_]\w*)|(\*\*|\/\/|[-+*\/%@()[\],:.=]))/y;
const PRECEDENCE = { "+": 1, "-": 1, "*": 2, "/": 2, "//": 2, "%": 2, "@": 2 };

function tokens(text) {
  const found = [];
  TOKEN.lastIndex = 0;
  while (TOKEN.lastIndex < text.length) {
    const match = TOKEN.exec(text);
    if (!match) throw new Unreadable();
    const [, real, whole, name, sign] = match;
    const value = real ?? whole ?? name ?? sign;
    const kind = real ? "real" : whole ? "whole" : name ? "name" : "sign";
    const afterNumber =
      found.at(-1)?.end === TOKEN.lastIndex - value.length && ["real", "whole"].includes(found.at(-1).kind);
    if ((kind === "name" && (KEYWORDS.has(name) || afterNumber)) || (whole && /^0+[1-9]/.test(whole)))
      throw new Unreadable();
    found.push({ kind, value, start: TOKEN.lastIndex - value.length, end: TOKEN.lastIndex });
  }
  return found;
}

class Parser {
  constructor(text) {
    this.tokens = tokens(text);
    this.at = 0;
  }

  statement() {
    let target = null;
    if (this.tokens[0]?.kind === "name" && this.tokens[1]?.value === "=") {
      target = this.next().value;
      if (["True", "False", "None"].includes(target)) throw new Unreadable();
      this.next();
    }
    const node = this.list(null);
    if (this.at < this.tokens.length) throw new Unreadable();
    return { target, node };
  }

  peek(value) {
    return this.tokens[this.at]?.value === value && this.tokens[this.at].kind === "sign";
  }

  next() {
    if (this.at >= this.tokens.length) throw new Unreadable();
    return this.tokens[this.at++];
  }

  take(value) {
    if (!this.peek(value)) throw new Unreadable();
    return this.next();
  }

  node(kind, start, parts) {
    return { kind, start, end: this.tokens[this.at - 1].end, ...parts };
  }

  start() {
    if (this.at >= this.tokens.length) throw new Unreadable();
    return this.tokens[this.at].start;
  }

  list(closing, item = () => this.sum(1)) {
    const start = this.start();
    const items = [item()];
    let tuple = false;
    while (this.peek(",")) {
      this.next();
      tuple = true;
      if (this.at >= this.tokens.length || (closing && this.peek(closing))) break;
      items.push(item());
    }
    return tuple ? this.node("tuple", start, { items, bare: true }) : items[0];
  }

  sum(level) {
    const start = this.start();
    let left = level > 2 ? this.unary() : this.sum(level + 1);
    while (level <= 2 && PRECEDENCE[this.tokens[this.at]?.value] === level) {
      const operator = this.next().value;
      const right = this.sum(level + 1);
      left = this.node("binary", start, { operator, left, right });
    }
    return left;
  }

  unary() {
    const start = this.start();
    if (this.peek("-") || this.peek("+")) {
      const operator = this.next().value;
      const operand = this.unary();
      return this.node("unary", start, { operator, operand });
    }
    return this.power();
  }

  power() {
    const start = this.start();
    const left = this.postfix();
    if (!this.peek("**")) return left;
    const operator = this.next().value;
    const right = this.unary();
    return this.node("binary", start, { operator, left, right });
  }

  postfix() {
    const start = this.start();
    let node = this.atom();
    for (;;) {
      if (this.peek(".")) {
        this.next();
        const token = this.next();
        if (token.kind !== "name") throw new Unreadable();
        node = this.node("attribute", start, { value: node, name: token.value });
      } else if (this.peek("(")) {
        this.next();
        const { args, keywords } = this.call();
        node = this.node("call", start, { callee: node, args, keywords });
      } else if (this.peek("[")) {
        this.next();
        const index = this.list("]", () => this.slice());
        this.take("]");
        node = this.node("index", start, { value: node, index });
      } else return node;
    }
  }

  call() {
    const args = [];
    const keywords = new Map();
    while (!this.peek(")")) {
      if (this.tokens[this.at]?.kind === "name" && this.tokens[this.at + 1]?.value === "=") {
        const name = this.next().value;
        this.next();
        if (keywords.has(name)) throw new Unreadable();
        keywords.set(name, this.sum(1));
      } else {
        if (keywords.size) throw new Unreadable();
        args.push(this.sum(1));
      }
      if (!this.peek(")")) this.take(",");
    }
    this.next();
    return { args, keywords };
  }

  slice() {
    const start = this.start();
    const part = () => (this.peek(":") || this.peek(",") || this.peek("]") ? null : this.sum(1));
    const lower = part();
    if (!this.peek(":")) {
      if (!lower) throw new Unreadable();
      return lower;
    }
    this.next();
    const upper = part();
    let step = null;
    let stepped = false;
    if (this.peek(":")) {
      this.next();
      stepped = true;
      step = part();
    }
    return this.node("slice", start, { lower, upper, step, stepped });
  }

  atom() {
    const token = this.next();
    const at = { start: token.start, end: token.end };
    if (token.kind === "name") {
      const special = ["True", "False", "None"].includes(token.value);
      return { kind: special ? "special" : "name", ...at, name: token.value };
    }
    if (token.kind === "real") return { kind: "number", ...at, whole: null };
    if (token.kind === "whole") return { kind: "number", ...at, whole: Number(token.value) };
    if (token.value !== "(") throw new Unreadable();
    if (this.peek(")")) {
      this.next();
      return this.node("tuple", token.start, { items: [] });
    }
    const node = this.list(")");
    this.take(")");
    return node.bare ? this.node("tuple", token.start, { items: node.items }) : node;
  }
}

function bracketDepth(text) {
  let depth = 0;
  let deepest = 0;
  for (const character of text) {
    depth += "([".includes(character) - ")]".includes(character);
    deepest = Math.max(deepest, depth);
  }
  return deepest;
}
