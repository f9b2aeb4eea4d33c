// How ShapeInspector draws: one card for each step, its operands turned in all four ways, the table of arrays.

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
  if (step.operation === "assignment") {
    if (wanted)
      drawn.push(sign("→"), figure(wanted, sizes, `${target} must be`, { empty: !sameShape(wanted, step.shape) }));
  } else {
    drawn.push(sign(drawn.length ? "→" : ""));
    drawn.push(step.shape ? figure(step.shape, sizes, step.source) : h("span", { class: "si-nothing" }, "✕ no result"));
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
      h("td", {}, `${sideText(inner, sizes)} meets ${sideText(meets, sizes)}`),
      h("td", {}, badge(step.verdict, step.verdict === "legal" ? "meets" : step.verdict)),
      h("td", {}, step.shape ? spell(step.shape) : "no result"),
      wanted ? h("td", {}, fits ? `✓ the shape of ${target}` : "not its shape") : null,
    );
  });
  return h(
    "details",
    { class: "si-ways" },
    focusable("summary", {}, "The same two blocks, turned in all four ways"),
    focusable(
      "div",
      { class: "si-scroll", tabindex: "0", role: "region", "aria-label": "Four ways to turn the operands" },
      h(
        "table",
        {},
        h(
          "thead",
          {},
          h(
            "tr",
            {},
            ...["product", "inner sides", "", "result", ...(wanted ? [`for ${target}`] : [])].map((text) =>
              h("th", { scope: "col" }, text || "verdict"),
            ),
          ),
        ),
        h("tbody", {}, ...rows),
      ),
    ),
  );
}

function arraysTable(arrays) {
  if (!arrays.length) return null;
  const cells = (row) => [
    h("th", { scope: "row" }, h("code", {}, row.name)),
    h("td", { class: "si-shape" }, row.got),
    h("td", { class: "si-shape" }, row.expected),
    h(
      "td",
      {},
      badge(row.verdict, row.verdict === "error" ? "differs" : row.verdict === "legal" ? "fits" : row.verdict),
    ),
    h("td", {}, row.reason),
  ];
  return h(
    "div",
    {},
    h("h3", {}, "Your arrays against the notation"),
    focusable(
      "div",
      { class: "si-scroll", tabindex: "0", role: "region", "aria-label": "Your arrays against the notation" },
      h(
        "table",
        {},
        h(
          "thead",
          {},
          h(
            "tr",
            {},
            ...["array", "its shape", "the notation's", "verdict", "why"].map((text) =>
              h("th", { scope: "col" }, text),
            ),
          ),
        ),
        h("tbody", {}, ...arrays.map((row) => h("tr", {}, ...cells(row)))),
      ),
    ),
  );
}
