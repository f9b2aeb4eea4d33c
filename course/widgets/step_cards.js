// How ShapeInspector draws: one card for each step, its operands turned in all four ways, the arrays.

const OPERATORS = { "matrix product": "@", "entry by entry": "∘" };

// Keeps each shape of a sentence on one line.
const unbroken = (text) => text.replace(/\([^()]*\)/g, (shape) => shape.replaceAll(" ", "\u00a0"));

const figure = (shape, sizes, name, options = {}) =>
  h(
    "figure",
    { class: shape.length === 2 ? "has-rows" : "" },
    block(shape, sizes, { name, ...options }),
    h("figcaption", {}, name),
  );

function stepCard(step, sizes, target, wanted) {
  const sign = (text) => h("span", { class: "si-sign", "aria-hidden": "true" }, text);
  const drawn = [];
  const productFails = step.operation === "matrix product" && step.verdict !== "legal";
  step.operands.forEach(({ source, shape }, position) => {
    if (position) drawn.push(sign(OPERATORS[step.operation] ?? ","));
    const trouble =
      productFails && shape.length === 2 ? [position ? "rows" : "columns"] : joinTrouble(step, position, sizes);
    drawn.push(figure(shape, sizes, source, { trouble, ghost: stretchedTo(step, shape, sizes) }));
  });
  const goal = () => figure(wanted, sizes, _("{name} must be", { name: target }), { empty: !sameShape(wanted, step.shape ?? []) });
  if (step.operation === "assignment") {
    if (wanted) drawn.push(sign("→"), goal());
  } else {
    drawn.push(sign(drawn.length ? "→" : ""));
    drawn.push(step.shape ? figure(step.shape, sizes, step.source) : h("span", { class: "si-nothing" }, _("✕ no result")));
    if (!step.shape && wanted) drawn.push(goal());
  }
  const turnable = step.operation === "matrix product" && step.operands.every(({ shape }) => shape.length === 2);
  return h(
    "li",
    { class: `si-step ${verdictClass(step.verdict)}` },
    h("p", { class: "si-title" }, h("code", {}, step.source), " ", badge(step.verdict)),
    h("div", { class: "si-blocks" }, ...drawn),
    h("p", {}, unbroken(step.reason)),
    turnable ? fourWays(step.operands, sizes, target, wanted) : null,
  );
}

function joinTrouble(step, position, sizes) {
  if (step.operation !== "entry by entry" || ["legal", "broadcast"].includes(step.verdict)) return [];
  const [mine, other] = [step.operands[position].shape, step.operands[1 - position].shape];
  if (mine.length !== 2 || other.length !== 2) return [];
  return ["rows", "columns"].filter((_, side) => mine[side] !== other[side] && mine[side] !== 1 && other[side] !== 1);
}

function stretchedTo(step, shape, sizes) {
  if (step.operation !== "entry by entry" || step.shape?.length !== 2 || shape.length !== 2) return null;
  const [rows, columns] = inNumbers(step.shape, sizes);
  const [own, across] = inNumbers(shape, sizes);
  return own === rows && across === columns ? null : [rows, columns];
}

// Each of the two operands as it is and turned: which products run at all, and which fill the block that is wanted.
function fourWays([left, right], sizes, target, wanted) {
  const plain = ({ source }) => (/^[\w.]+$/.test(source) ? source : `(${source})`);
  const turned = (operand) =>
    operand.source.endsWith(".T")
      ? { source: operand.source.slice(0, -2), shape: [...operand.shape].reverse() }
      : { source: `${plain(operand)}.T`, shape: [...operand.shape].reverse() };
  const rows = [
    [left, right],
    [left, turned(right)],
    [turned(left), right],
    [turned(left), turned(right)],
  ].map(([a, b]) => {
    const source = `${a.source} @ ${b.source}`;
    const step = productStep(source, a, b, sizes);
    const fits = wanted && step.shape && sameShape(step.shape, wanted);
    const [inner, meets] = [a.shape.at(-1), b.shape[0]];
    return h(
      "tr",
      { class: fits ? "is-fitting" : "" },
      h("th", { scope: "row" }, h("code", {}, source)),
      h("td", {}, _("{left} meets {right}", { left: sideText(inner, sizes), right: sideText(meets, sizes) })),
      h("td", {}, step.verdict === "legal" ? badge("legal", _("meets")) : badge(step.verdict)),
      h("td", {}, step.shape ? spell(step.shape) : _("no result")),
      wanted ? h("td", {}, fits ? _("✓ the shape of {name}", { name: target }) : _("not its shape")) : null,
    );
  });
  return h(
    "details",
    { class: "si-ways" },
    focusable("summary", {}, _("The same two blocks, turned in all four ways")),
    focusable(
      "div",
      { class: "si-scroll", tabindex: "0", role: "region", "aria-label": _("Four ways to turn the operands") },
      h(
        "table",
        {},
        h(
          "thead",
          {},
          h(
            "tr",
            {},
            ...[_("product"), _("inner sides"), _("verdict"), _("result")].map((text) => h("th", { scope: "col" }, text)),
            wanted ? h("th", { scope: "col" }, _("for {name}", { name: target })) : null,
          ),
        ),
        h("tbody", {}, ...rows),
      ),
    ),
  );
}

// The learner's arrays as blocks; beside one that does not fit, the block that the notation wants.
function arrayCards(arrays) {
  if (!arrays.length) return null;
  const words = { legal: _("fits"), "silent trap": _("silent trap"), error: _("differs") };
  const card = ({ name, meaning, shape, wanted, sizes, got, expected, verdict, reason }) => {
    const fits = verdict === "legal";
    const facts = { got, expected, reason };
    return h(
      "li",
      { class: `si-array ${verdictClass(verdict)}` },
      h("p", { class: "si-title" }, h("code", {}, name), " ", badge(verdict, words[verdict])),
      h("p", { class: "bbh-caption" }, meaning),
      h(
        "div",
        { class: "si-blocks" },
        figure(fits ? wanted : shape, sizes, _("your {name}", { name }), { unit: 9 }),
        fits ? null : figure(wanted, sizes, _("{name} must be", { name }), { unit: 9, empty: true }),
      ),
      h("p", {}, unbroken(fits ? expected : _("Yours is {got}, the notation has {expected}: {reason}.", facts))),
    );
  };
  return h(
    "div",
    {},
    h("h3", {}, _("Your arrays against the notation")),
    h("ul", { class: "si-arrays" }, ...arrays.map(card)),
  );
}
