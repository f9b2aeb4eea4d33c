// StackingExplorer: the columns of one example lit in every matrix; a loop over columns against one matrix product.

const [CELL_WIDTH, CELL_HEIGHT] = [44, 26];
const FIXED = {
  W1: [
    [0.6, -0.4, 0.3],
    [-0.2, 0.8, 0.5],
    [0.9, 0.1, -0.7],
    [-0.5, 0.4, 0.2],
  ],
  b1: [[0.1], [-0.3], [0.2], [0.0]],
  W2: [[0.7, -0.6, 0.5, 0.9]],
  b2: [[0.1]],
  X: [
    [1.2, -0.7, 0.4, 1.6, -1.1, 0.2, -0.3, 0.9],
    [0.5, 1.3, -0.9, 0.1, 0.8, -1.4, 0.6, -0.2],
    [-0.6, 0.3, 1.1, -1.2, 0.7, 0.9, -0.1, 1.5],
  ],
  Y: [[1, 0, 1, 0, 1, 1, 0, 0]],
};
const LOOP = "for i in range(m):\n    Z1[:, i:i+1] = W1 @ X[:, i:i+1] + b1\n    A1[:, i:i+1] = np.tanh(Z1[:, i:i+1])";
const PRODUCT = "Z1 = W1 @ X + b1\nA1 = np.tanh(Z1)";
const decimals = (value) => (Math.abs(value) < 0.005 ? "0.00" : value.toFixed(2).replace("-", "−"));
const bracketed = (value) => (value < 0 ? `(${decimals(value)})` : decimals(value));

function render({ model, el }) {
  let { m, example, unit, mode } = Object.fromEntries(
    ["m", "example", "unit", "mode"].map((name) => [name, model.get(name)]),
  );
  const spoken = spokenSummary();
  const code = codeBox(_("As NumPy"));
  const forwardRow = h("div", { class: "st-row" });
  const backRow = h("div", { class: "st-row" });
  const entry = h("p", { class: "st-entry" });
  const story = h("p");
  const average = h("p", { class: "st-average" });

  function compute() {
    const nodes = Object.fromEntries(
      Object.entries(FIXED).map(([name, rows]) => [
        name,
        leaf(fromRows(["X", "Y"].includes(name) ? rows.map((row) => row.slice(0, m)) : rows)),
      ]),
    );
    const Z1 = linear(nodes.W1, nodes.X, nodes.b1);
    const A1 = apply("tanh", Z1);
    const A2 = apply("sigmoid", linear(nodes.W2, A1, nodes.b2));
    const gradients = backward(losses(A2, nodes.Y), array(1, m, new Float64Array(m).fill(1)));
    return {
      W1: nodes.W1.value,
      X: nodes.X.value,
      b1: nodes.b1.value,
      Z1: Z1.value,
      A1: A1.value,
      dZ1: gradients.get(Z1),
    };
  }

  function matrix(name, value, { shape, columns = false, row = null, filled = value.columns }) {
    const [width, height] = [value.columns * CELL_WIDTH, value.rows * CELL_HEIGHT];
    const lit = _("column {example} lit", { example });
    const picture = s("svg", {
      width: width + 10,
      height: height + 28,
      viewBox: `-5 -22 ${width + 10} ${height + 28}`,
      role: "img",
      class: "st-matrix",
      "aria-label": `${name} ${shape}${columns ? `, ${lit}` : ""}`,
    });
    toRows(value).forEach((numbers, i) =>
      numbers.forEach((number, j) => {
        const known = j < filled;
        const strength = known ? Math.min(1, Math.abs(number) / 1.4) * 0.5 : 0;
        picture.append(
          s("rect", {
            class: `st-cell ${number < 0 ? "is-negative" : "is-positive"} ${known ? "" : "is-waiting"}`,
            "fill-opacity": strength,
            x: j * CELL_WIDTH,
            y: i * CELL_HEIGHT,
            width: CELL_WIDTH,
            height: CELL_HEIGHT,
            onclick: columns ? () => choose("example", j) : null,
          }),
        );
        if (known)
          picture.append(
            s(
              "text",
              { x: (j + 0.5) * CELL_WIDTH, y: (i + 0.5) * CELL_HEIGHT + 4, "text-anchor": "middle" },
              decimals(number),
            ),
          );
      }),
    );
    if (row !== null)
      picture.append(
        s("rect", {
          class: "st-lit is-row",
          x: 1,
          y: row * CELL_HEIGHT + 1,
          width: width - 2,
          height: CELL_HEIGHT - 2,
          rx: 4,
        }),
      );
    if (columns) {
      picture.append(s("rect", { class: "st-lit", x: example * CELL_WIDTH, y: 0, width: CELL_WIDTH, height, rx: 4 }));
      picture.append(
        s(
          "text",
          { class: "st-index", x: (example + 0.5) * CELL_WIDTH, y: -7, "text-anchor": "middle" },
          `▾ ${example}`,
        ),
      );
    }
    return h("figure", {}, picture, h("figcaption", {}, h("strong", {}, name), ` ${shape}`));
  }

  function draw() {
    const values = compute();
    const sign = (text) => h("span", { class: "st-sign", "aria-hidden": "true" }, text);
    const filled = mode === "loop" ? example + 1 : m;
    const lit = { columns: true, filled };
    forwardRow.replaceChildren(
      matrix("W1", values.W1, { shape: "(n1, n0)", row: unit }),
      sign("@"),
      matrix("X", values.X, { shape: "(n0, m)", columns: true }),
      sign("+"),
      matrix("b1", values.b1, { shape: "(n1, 1)", row: unit }),
      sign("="),
      matrix("Z1", values.Z1, { shape: "(n1, m)", ...lit, row: unit }),
    );
    backRow.replaceChildren(
      matrix("A1", values.A1, { shape: "(n1, m)", ...lit }),
      matrix("dZ1", values.dZ1, { shape: "(n1, m)", ...lit, row: unit }),
    );
    const weights = toRows(values.W1)[unit];
    const column = toRows(values.X).map((row) => row[example]);
    const terms = weights.map((weight, k) => `${bracketed(weight)}·${bracketed(column[k])}`).join(" + ");
    const sum = `Z1[${unit}, ${example}] = ${terms} + ${bracketed(values.b1.data[unit])} = ${decimals(toRows(values.Z1)[unit][example])}`;
    entry.replaceChildren(h("code", {}, sum));
    const text =
      mode === "loop"
        ? _("The loop has done {done} of {m} examples, one column at each turn: (n1, n0) @ (n0, 1) gives (n1, 1).", {
            done: example + 1,
            m,
          })
        : _(
            "One product does all {m} columns: (n1, n0) @ (n0, m) gives (n1, m). Column {example} is what the loop computes at turn {example}; no column sees another.",
            { m, example },
          );
    story.replaceChildren(text);
    average.replaceChildren(...averageOfRow(toRows(values.dZ1)[unit], filled));
    code.set(`# n0 = 3, n1 = 4, m = ${m}\n${mode === "loop" ? LOOP : PRODUCT}`);
    spoken.say(`${text} ${sum}`);
  }

  function averageOfRow(slopes, done) {
    const waiting = _(
      "A column of dZ1 belongs to its own example and stays the same when others join. b1[{unit}] is shared by all {m}: its slope is known when the loop has seen every example.",
      { unit, m },
    );
    const known = _(
      "A column of dZ1 belongs to its own example and stays the same when others join. b1[{unit}] is shared by all {m}, and so is the cost, their average loss. Its slope in b1[{unit}] is the average of row {unit}:",
      { unit, m },
    );
    if (done < m) return [waiting];
    const sum = slopes.map(bracketed).join(" + ");
    const result = decimals(slopes.reduce((total, slope) => total + slope) / m);
    return [`${known} `, h("code", {}, `(${sum}) / ${m} = ${result}`)];
  }

  function choose(name, value) {
    ({ m, example, unit, mode } = { m, example, unit, mode, [name]: value });
    if (example >= m) example = m - 1;
    sliders.example.input.max = m - 1;
    sliders.example.set(example);
    draw();
    for (const [key, each] of Object.entries({ m, example, unit, mode })) model.set(key, each);
    model.save_changes();
  }

  const sliders = {
    m: slider({
      label: _("examples m"),
      min: 1,
      max: 8,
      value: m,
      swatch: "side-m",
      oninput: (value) => choose("m", value),
    }),
    example: slider({
      label: _("lit example"),
      min: 0,
      max: m - 1,
      value: example,
      oninput: (value) => choose("example", value),
    }),
    unit: slider({
      label: _("hidden unit"),
      min: 0,
      max: 3,
      value: unit,
      swatch: "side-n1",
      oninput: (value) => choose("unit", value),
    }),
  };
  const way = choices({
    legend: _("compute"),
    options: [
      ["product", _("all at once")],
      ["loop", _("one example after the other")],
    ],
    value: mode,
    onchange: (key) => choose("mode", key),
  });
  el.append(
    h(
      "section",
      { class: "bbh stacking-explorer", "aria-label": "StackingExplorer" },
      h("div", { class: "bbh-sliders" }, sliders.m.root, sliders.example.root, sliders.unit.root),
      way.root,
      story,
      focusable(
        "div",
        { class: "st-scroll", tabindex: "0", role: "region", "aria-label": _("Matrices") },
        forwardRow,
        backRow,
        h(
          "p",
          { class: "bbh-caption" },
          _("dZ1 is the gradient that comes back to Z1: column by column the same examples, in the same order."),
        ),
      ),
      entry,
      average,
      code.root,
      spoken.root,
    ),
  );
  draw();
}
