// Walks an expression's tree and notes one step for each operation: course/shape_reader.py and shape_functions.py.

function dotted(node) {
  if (node.kind === "name") return node.name;
  if (node.kind !== "attribute") return null;
  const before = dotted(node.value);
  return before && `${before}.${node.name}`;
}

function wholeNumber(node) {
  if (node.kind === "unary" && node.operator === "-" && node.operand.kind === "number") {
    return node.operand.whole === null ? null : -node.operand.whole;
  }
  return node.kind === "number" ? node.whole : null;
}

const isNone = (node) =>
  (node.kind === "special" && node.name === "None") ||
  (node.kind === "attribute" && ["np.newaxis", "numpy.newaxis"].includes(dotted(node)));
const isCounter = (node) => node?.kind === "name" && RULES.SCALARS.includes(node.name);

function truth(node) {
  if (node.kind === "special") return node.name === "None" ? null : node.name === "True";
  return node.kind === "number" && node.whole !== null ? node.whole !== 0 : null;
}

class ShapeReader {
  constructor(text, shapes, sizes) {
    Object.assign(this, { text, shapes, sizes, steps: [] });
  }

  read(node) {
    if (!["name", "number", "binary", "unary", "attribute", "index", "call"].includes(node.kind)) {
      this.fail(node, "read", "unreadable");
    }
    return this[node.kind](node);
  }

  source(node) {
    return this.text.slice(node.start, node.end);
  }

  note(step) {
    this.steps.push(step);
    if (step.shape === null) throw new ShapeError(step.reason);
    return { shape: step.shape, side: null };
  }

  fail(node, operation, key, values = {}, operands = []) {
    const reason = say(key, values);
    this.note({ source: this.source(node), operation, operands, shape: null, verdict: "error", reason });
  }

  add(node, operation, operand, shape, verdict, key, values = {}) {
    const operands = operand ? [operand] : [];
    return this.note({ source: this.source(node), operation, operands, shape, verdict, reason: say(key, values) });
  }

  operand(node) {
    return { source: this.source(node), shape: this.read(node).shape };
  }

  assign(target, shape, source) {
    const expected = shapeOfName(target, this.shapes);
    const after = spell(shape);
    let [verdict, reason] = ["legal", say("new_name", { target, after })];
    if (expected && sameShape(expected, shape)) {
      reason = say(target.startsWith("d") ? "fits_gradient" : "fits", { target, base: target.slice(1), after });
    } else if (expected) {
      const same = sameShape(inNumbers(expected, this.sizes), inNumbers(shape, this.sizes));
      verdict = "silent trap";
      reason = say(same ? "fits_by_luck" : "does_not_fit", { target, expected: spell(expected), after });
    }
    this.steps.push({
      source: this.text,
      operation: "assignment",
      operands: [{ source, shape }],
      shape,
      verdict,
      reason,
    });
  }

  name(node) {
    if (Object.hasOwn(this.sizes, node.name)) return { shape: [], side: node.name };
    const shape = shapeOfName(node.name, this.shapes);
    if (shape === null && !RULES.SCALARS.includes(node.name)) {
      this.fail(node, "name", "unknown_name", { name: node.name, known: Object.keys(this.shapes).join(", ") });
    }
    return { shape: shape ?? [], side: null };
  }

  number(node) {
    return { shape: [], side: node.whole };
  }

  binary(node) {
    const [left, right] = [this.operand(node.left), this.operand(node.right)];
    return this.note((node.operator === "@" ? productStep : joinStep)(this.source(node), left, right, this.sizes));
  }

  unary(node) {
    const operand = this.operand(node.operand);
    if (!operand.shape.length) return { shape: [], side: null };
    return this.add(node, "each entry", operand, operand.shape, "legal", "each_entry");
  }

  attribute(node) {
    if (node.name === "T") return this.turn(node, this.operand(node.value));
    if (node.name === "shape") this.fail(node, "size", "shape_alone", { who: this.operand(node.value).source });
    return this.fail(node, "name", "unknown_attribute", { name: node.name });
  }

  turn(node, operand) {
    if (operand.shape.length === 1) {
      return this.add(node, "transpose", operand, operand.shape, "silent trap", "turned_rank_one");
    }
    const key = operand.shape.length ? "turned" : "turned_number";
    return this.add(node, "transpose", operand, [...operand.shape].reverse(), "legal", key);
  }

  index(node) {
    if (node.value.kind === "attribute" && node.value.name === "shape") {
      const operand = this.operand(node.value.value);
      const axis = wholeNumber(node.index);
      if (axis === null) this.fail(node, "size", "shape_alone", { who: operand.source });
      return { shape: [], side: operand.shape[this.axis(node, operand, axis)] };
    }
    const operand = this.operand(node.value);
    const entries = node.index.kind === "tuple" ? node.index.items : [node.index];
    const used = entries.filter((entry) => !isNone(entry)).length;
    const about = { who: operand.source, shape: spell(operand.shape) };
    if (used > operand.shape.length) this.fail(node, "index", "many_indices", about, [operand]);
    const remaining = [...operand.shape];
    const sides = [];
    let dropped = false;
    for (const entry of entries) {
      if (isNone(entry)) {
        sides.push(1);
        continue;
      }
      const kept = this.pick(node, operand, entry, remaining.shift());
      if (kept === null) dropped = true;
      else sides.push(kept);
    }
    const shape = [...sides, ...remaining];
    if (shape.length > 2) this.fail(node, "index", "many_sides", { after: spell(shape) }, [operand]);
    if (shape.length === 1 && dropped) {
      return this.add(node, "index", operand, shape, "silent trap", "picked_rank_one");
    }
    if (!shape.length) return this.add(node, "index", operand, shape, "legal", "picked_number");
    const values = { before: spell(operand.shape), after: spell(shape) };
    return this.add(node, "index", operand, shape, "legal", "picked", values);
  }

  pick(node, operand, entry, side) {
    const size = sizeOf(side, this.sizes);
    if (entry.kind === "slice") {
      if (!entry.lower && !entry.upper && !entry.step) return side;
      const lower = entry.lower ? wholeNumber(entry.lower) : 0;
      const upper = entry.upper ? wholeNumber(entry.upper) : size;
      const within = (end) => Math.min(size, Math.max(0, end < 0 ? end + size : end));
      if (!entry.step && lower !== null && upper !== null) return Math.max(0, within(upper) - within(lower));
      if (!entry.step && isCounter(entry.lower) && entry.upper) {
        if (this.source(entry.upper).replaceAll(" ", "") === `${entry.lower.name}+1`) return 1;
      }
      this.fail(node, "index", "bad_index", {}, [operand]);
    }
    const index = wholeNumber(entry);
    if (index === null && !isCounter(entry)) this.fail(node, "index", "bad_index", {}, [operand]);
    if (index !== null && (index < -size || index >= size)) {
      this.fail(node, "index", "outside", { index, side: spellSide(side, this.sizes) }, [operand]);
    }
    return null;
  }

  axis(node, operand, axis) {
    const rank = operand.shape.length;
    if (axis < -rank || axis >= rank) {
      const values = { axis, who: operand.source, shape: spell(operand.shape) };
      this.fail(node, "reduction", "no_axis", values, [operand]);
    }
    return axis < 0 ? axis + rank : axis;
  }

  call(node) {
    const path = dotted(node.callee);
    const spelled = this.source(node.callee);
    const args = [...node.args];
    let name = path;
    let known = RULES.BARE_ELEMENTWISE;
    if (path && ["np", "numpy"].includes(path.split(".")[0])) {
      name = path.includes(".") ? path.slice(path.indexOf(".") + 1) : path;
      known = RULES.NUMPY;
    } else if (path === "rng.standard_normal") {
      name = "standard_normal";
      known = [name];
    } else if (node.callee.kind === "attribute") {
      name = node.callee.name;
      known = RULES.METHODS;
      args.unshift(node.callee.value);
    }
    if (!known.includes(name)) {
      this.fail(node, "function", "unknown_function", { name: spelled, known: RULES.BARE_ELEMENTWISE.join(", ") });
    }
    return this.apply(node, name, spelled, args, node.keywords);
  }

  apply(node, name, spelled, args, keywords) {
    const { REDUCTIONS, CREATORS, SIZE_BY_SIZE, PRODUCTS, BINARY, FLATTEN } = RULES;
    if (REDUCTIONS.includes(name)) return this.reduce(node, spelled, args, keywords);
    if ([...CREATORS, ...SIZE_BY_SIZE, "standard_normal"].includes(name)) {
      return this.create(node, name, spelled, args, keywords);
    }
    const wanted = [...PRODUCTS, ...BINARY].includes(name) ? 2 : 1;
    if (keywords.size || (name === "reshape" ? args.length < 2 : args.length !== wanted)) {
      const example = name === "reshape" ? "np.reshape(A1, (n1, m))" : `np.${name}(${wanted === 2 ? "A1, A1" : "A1"})`;
      this.fail(node, "function", "arguments", { name: spelled, example });
    }
    if (name === "reshape") return this.reshape(node, this.operand(args[0]), args.slice(1));
    const operands = args.map((arg) => this.operand(arg));
    const [operand] = operands;
    const source = this.source(node);
    if (name === "dot" && !operand.shape.length && !/^(np|numpy)\./.test(spelled)) {
      this.fail(node, "matrix product", "number_method", { who: operand.source }, operands);
    }
    if (name === "matmul" || (name === "dot" && operands.every(({ shape }) => shape.length))) {
      return this.note(productStep(source, ...operands, this.sizes));
    }
    if (name === "dot" || BINARY.includes(name)) return this.note(joinStep(source, ...operands, this.sizes));
    if (name === "outer") {
      const shape = operands.map((each) => this.flatSide(each.shape));
      const reason = say("made", { after: spell(shape) });
      return this.note({ source, operation: "outer product", operands, shape, verdict: "legal", reason });
    }
    if (name === "transpose") return this.turn(node, operand);
    if ([...FLATTEN, "flatten"].includes(name)) return this.flatten(node, name, operand);
    if (!operand.shape.length) return { shape: [], side: null };
    return this.add(node, "each entry", operand, operand.shape, "legal", "each_entry");
  }

  flatten(node, name, operand) {
    const kept = operand.shape.filter((side) => sizeOf(side, this.sizes) !== 1);
    const shape = name === "squeeze" ? kept : [this.flatSide(operand.shape)];
    if (shape.length === 1) {
      return this.add(node, "flatten", operand, shape, "silent trap", "flattened", { after: spell(shape) });
    }
    return this.add(node, "flatten", operand, shape, "legal", shape.length ? "reshaped" : "flattened_number");
  }

  flatSide(shape) {
    const sides = shape.filter((side) => sizeOf(side, this.sizes) !== 1);
    return sides.length > 1 ? product(shape, this.sizes) : (sides[0] ?? 1);
  }

  reduce(node, spelled, args, keywords) {
    const axisNode = keywords.get("axis") ?? args[1];
    const keepNode = keywords.get("keepdims");
    let axis = !axisNode || isNone(axisNode) ? null : wholeNumber(axisNode);
    const keep = keepNode ? truth(keepNode) : false;
    const badAxis = axis === null && axisNode && !isNone(axisNode);
    const twice = args.length > 1 && keywords.has("axis");
    const others = [...keywords.keys()].some((key) => !["axis", "keepdims"].includes(key));
    if (args.length < 1 || args.length > 2 || twice || badAxis || keep === null || others) {
      this.fail(node, "reduction", "arguments", { name: spelled, example: "np.sum(Z1, axis=1, keepdims=True)" });
    }
    const operand = this.operand(args[0]);
    if (axis === null || (!operand.shape.length && (axis === 0 || axis === -1))) {
      const shape = keep ? operand.shape.map(() => 1) : [];
      return this.add(node, "reduction", operand, shape, "legal", "reduced_all");
    }
    axis = this.axis(node, operand, axis);
    const side = spellSide(operand.shape[axis], this.sizes);
    const [before, after] = [operand.shape.slice(0, axis), operand.shape.slice(axis + 1)];
    if (keep) {
      return this.add(node, "reduction", operand, [...before, 1, ...after], "legal", "reduced_keepdims", { side });
    }
    const shape = [...before, ...after];
    const [verdict, key] = shape.length ? ["silent trap", "reduced_rank_one"] : ["legal", "reduced_dropped"];
    return this.add(node, "reduction", operand, shape, verdict, key, { side });
  }

  sides(node, entries) {
    return entries.map((entry) => {
      const { side } = this.read(entry);
      if (side === null || (typeof side === "number" && side < 0)) {
        this.fail(node, "size", "bad_size", { who: this.source(entry) });
      }
      return side;
    });
  }

  create(node, name, spelled, args, keywords) {
    const bySize = RULES.SIZE_BY_SIZE.includes(name);
    const single = !bySize && args.length === 1;
    if (!bySize && args.length === 2 && !keywords.size) this.fail(node, "new array", "one_bracket", { name: spelled });
    if ((!bySize && !single) || keywords.size) {
      const example = bySize ? `${spelled}(n1, n0)` : `${spelled}((n1, 1))`;
      this.fail(node, "new array", "arguments", { name: spelled, example });
    }
    const entries = single && args[0].kind === "tuple" ? args[0].items : args;
    const shape = this.sides(node, entries);
    const [verdict, key] = shape.length === 1 ? ["silent trap", "made_rank_one"] : ["legal", "made"];
    return this.add(node, "new array", null, shape, verdict, key, { after: spell(shape) });
  }

  reshape(node, operand, given) {
    const entries = given.length === 1 && given[0].kind === "tuple" ? given[0].items : given;
    const rest = entries.filter((entry) => wholeNumber(entry) !== -1);
    const shape = this.sides(node, rest);
    const count = product(operand.shape, this.sizes);
    let filled = product(shape, this.sizes);
    if (rest.length === entries.length - 1 && filled && count % filled === 0) {
      const missing = this.missingSide(operand.shape, shape, count / filled);
      shape.splice(
        entries.findIndex((entry) => wholeNumber(entry) === -1),
        0,
        missing,
      );
      filled = count;
    }
    if (shape.length !== entries.length || filled !== count) {
      const after = spell(entries.map((entry) => this.source(entry)));
      this.fail(node, "reshape", "reshape_differs", { before: spell(operand.shape), count, after }, [operand]);
    }
    const [verdict, key] = shape.length === 1 ? ["silent trap", "flattened"] : ["legal", "reshaped"];
    return this.add(node, "reshape", operand, shape, verdict, key, { after: spell(shape) });
  }

  missingSide(shape, sides, size) {
    const left = shape.filter((side) => side !== 1);
    for (const side of sides) if (left.includes(side)) left.splice(left.indexOf(side), 1);
    return left.length === 1 && sizeOf(left[0], this.sizes) === size ? left[0] : size;
  }
}
