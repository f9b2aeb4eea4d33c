// The rules of course/shapes.py in JavaScript: analyse("Z1 = W1 @ X + b1", SHAPES, sizes) gives the same steps.
// tests/widgets compares both languages on generated expressions.

class ShapeError extends Error {}

const say = (key, values = {}) => RULES.MESSAGES[key].replace(/\{(\w+)\}/g, (_, name) => values[name]);
const spell = (shape) => (shape.length === 1 ? `(${shape[0]},)` : `(${shape.join(", ")})`);
const sizeOf = (side, sizes) => (typeof side === "string" ? sizes[side] : side);
const spellSide = (side, sizes) => (typeof side === "string" ? `${side} = ${sizes[side]}` : String(side));
const inNumbers = (shape, sizes) => shape.map((side) => sizeOf(side, sizes));
const sameShape = (first, second) => first.length === second.length && first.every((side, i) => side === second[i]);
const product = (shape, sizes) => inNumbers(shape, sizes).reduce((total, side) => total * side, 1);

function shapeOfName(name, shapes) {
  const own = (key) => (Object.hasOwn(shapes, key) ? shapes[key] : null);
  return own(name) ?? (name.startsWith("d") ? own(name.slice(1)) : null);
}

function worstVerdict(steps) {
  return RULES.VERDICTS[Math.max(0, ...steps.map((step) => RULES.VERDICTS.indexOf(step.verdict)))];
}

function analyse(source, shapes, sizes) {
  const text = source.trim().split(/\s+/).join(" ");
  const failed = (reason, target = null, shown = text) => ({
    source: text,
    target,
    shape: null,
    steps: [{ source: shown, operation: "read", operands: [], shape: null, verdict: "error", reason }],
  });
  if (!text) return failed(say("empty"));
  if (text.length > RULES.MAX_CHARACTERS) {
    return failed(say("too_long", { limit: RULES.MAX_CHARACTERS }), null, `${text.slice(0, 40)}...`);
  }
  for (const character of text) {
    if (character === "^") return failed(say("caret"));
    if (!RULES.CHARACTERS.includes(character)) return failed(say("character", { character }));
  }
  if (bracketDepth(text) > RULES.MAX_DEPTH) return failed(say("too_deep", { limit: RULES.MAX_DEPTH }));
  let parsed;
  try {
    parsed = new Parser(text).statement();
  } catch (error) {
    if (error instanceof Unreadable) return failed(say("unreadable"));
    throw error;
  }
  const reader = new ShapeReader(text, shapes, sizes);
  try {
    const { shape } = reader.read(parsed.node);
    if (parsed.target !== null) reader.assign(parsed.target, shape, reader.source(parsed.node));
    return { source: text, target: parsed.target, steps: reader.steps, shape };
  } catch (error) {
    if (error instanceof ShapeError) return { source: text, target: parsed.target, steps: reader.steps, shape: null };
    throw error;
  }
}

function joinStep(source, left, right, sizes) {
  const base = { source, operation: "entry by entry", operands: [left, right] };
  const step = (shape, verdict, key, values) => ({ ...base, shape, verdict, reason: say(key, values) });
  if (!left.shape.length || !right.shape.length) {
    const shape = left.shape.length ? left.shape : right.shape;
    return step(shape, "legal", shape.length ? "number" : "numbers");
  }
  const rank = Math.max(left.shape.length, right.shape.length);
  const padded = (shape) => [...Array(rank - shape.length).fill(1), ...shape];
  const [firsts, seconds] = [padded(left.shape), padded(right.shape)];
  const shape = [];
  const stretched = new Set();
  let luck = null;
  for (let i = 0; i < rank; i += 1) {
    const [first, second] = [firsts[i], seconds[i]];
    const [a, b] = [sizeOf(first, sizes), sizeOf(second, sizes)];
    if (first === second) shape.push(first);
    else if (first === 1 || second === 1) {
      shape.push(first === 1 ? second : first);
      stretched.add(first === 1 ? left : right);
    } else if (a === b) {
      shape.push(first);
      luck ??= say("coincidence", { left: spellSide(first, sizes), right: spellSide(second, sizes) });
    } else if (a === 1 || b === 1) {
      shape.push(a === 1 ? second : first);
      luck ??= say("lucky_one", { side: spellSide(a === 1 ? first : second, sizes) });
    } else {
      return step(null, "error", "sides_differ", { left: spellSide(first, sizes), right: spellSide(second, sizes) });
    }
  }
  const after = spell(shape);
  if (luck) return { ...base, shape, verdict: "silent trap", reason: luck };
  if (left.shape.length !== right.shape.length) {
    const who = left.shape.length < right.shape.length ? left.source : right.source;
    return step(shape, "silent trap", "rank_one_meets", { who, after });
  }
  if (stretched.size === 2) {
    return step(shape, "silent trap", "both_stretched", { left: spell(left.shape), right: spell(right.shape), after });
  }
  if (stretched.size) {
    const [who] = stretched;
    const single = shape.length === 1 || sameShape(who.shape, [1, 1]);
    const line = single ? "entry" : who.shape[1] === 1 ? "column" : "row";
    return step(shape, "broadcast", "stretched", { who: who.source, before: spell(who.shape), after, line: LINE[line] });
  }
  return step(shape, "legal", "same_shape");
}

const LINE = { column: _("column"), row: _("row"), entry: _("entry") };
const LINES = { column: _("columns"), row: _("rows"), entry: _("entries") };
const lines = (word, side, sizes) => (sizeOf(side, sizes) === 1 ? LINE : LINES)[word];

function productStep(source, left, right, sizes) {
  const base = { source, operation: "matrix product", operands: [left, right] };
  const step = (shape, verdict, key, values) => ({ ...base, shape, verdict, reason: say(key, values) });
  for (const operand of [left, right]) {
    if (!operand.shape.length) return step(null, "error", "product_number", { who: operand.source });
  }
  const [innerLeft, innerRight] = [left.shape.at(-1), right.shape[0]];
  const shape = [...left.shape.slice(0, -1), ...right.shape.slice(1)];
  const [a, b] = [spellSide(innerLeft, sizes), spellSide(innerRight, sizes)];
  if (sizeOf(innerLeft, sizes) !== sizeOf(innerRight, sizes)) {
    return step(null, "error", "inner_differ", {
      left: left.source,
      left_side: a,
      left_line: lines(left.shape.length === 2 ? "column" : "entry", innerLeft, sizes),
      right: right.source,
      right_side: b,
      right_line: lines(right.shape.length === 2 ? "row" : "entry", innerRight, sizes),
    });
  }
  if (innerLeft !== innerRight) return step(shape, "silent trap", "inner_coincidence", { left: a, right: b });
  if (left.shape.length + right.shape.length < 4) {
    return step(shape, "silent trap", "product_rank_one", { after: spell(shape) });
  }
  return step(shape, "legal", "inner_meet", { side: a, after: spell(shape) });
}
