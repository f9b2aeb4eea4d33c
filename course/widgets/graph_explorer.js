// GraphExplorer: the computation graph, forward with its values, then back with its gradients, one step at a time.

const NODE = [118, 76];
const short = (value) => {
  if (!Number.isFinite(value)) return String(value);
  if (value !== 0 && Math.abs(value) < 0.005) return value.toExponential(0).replace("-", "−").replace("-", "−");
  return value.toFixed(2).replace("-", "−");
};
const shortRow = (row) => `[${row.map(short).join(" ")}]`;

function render({ model, el }) {
  const graph = GRAPHS[model.get("graph")];
  let inputs = structuredClone(model.get("inputs"));
  const names = Object.keys(graph.places);
  const forwardNames = Object.keys(graph.rules);
  const last = forwardNames.length + graph.back.length;
  let step = Math.min(model.get("step"), last);
  const consumers = Object.fromEntries(
    names.map((name) => [name, forwardNames.find((each) => graph.rules[each].includes(name))]),
  );
  const spoken = spokenSummary();
  const code = codeBox(_("As NumPy, forward only"));
  const [width, height] = graph.size;
  // Narrower, the drawing scrolls: its smallest text must stay readable.
  const smallest = `min-width: ${0.8 * width}px`;
  const picture = s("svg", { viewBox: `0 0 ${width} ${height}`, role: "img", class: "ge-graph", style: smallest });
  const words = h("div", { class: "ge-words" });
  const region = { class: "ge-scroll", tabindex: "0", role: "region", "aria-label": _("Drawing of the graph") };
  const scroller = focusable("div", region, picture);

  function compute() {
    const nodes = Object.fromEntries(Object.entries(inputs).map(([name, rows]) => [name, leaf(fromRows(rows))]));
    for (const name of forwardNames) {
      const [rule, ...from] = graph.rules[name];
      nodes[name] = rule(...from.map((each) => nodes[each]));
    }
    const found = backward(nodes.L, fromRows([[1]]));
    const gradients = Object.fromEntries(names.map((name) => [name, found.get(nodes[name])]));
    return { nodes, gradients };
  }

  const derivative = (nodes, from, to) => {
    const [rule, ...parents] = graph.rules[to];
    return localDerivative(
      rule,
      parents.map((name) => nodes[name].value),
      parents.indexOf(from),
    );
  };
  // One line for each number, or the size of a table: the gaps between the nodes are narrow.
  const edgeLines = (table) => {
    const diagonal =
      table.length === table[0].length && table.every((row, i) => row.every((value, j) => i === j || value === 0));
    if (diagonal) return table.map((row, i) => short(row[i]));
    return table.length === 1 ? table[0].map(short) : [`${table.length} × ${table[0].length}`];
  };

  // Which of the learner's gradients differ; everything after the first wrong one may only be following it.
  function judge(gradients) {
    const given = model.get("learner");
    const verdicts = {};
    let wrong = false;
    for (const name of graph.back) {
      if (!(name in given)) continue;
      const { rows, columns, data } = gradients[name];
      const theirs = given[name];
      const fits = Array.isArray(theirs) && theirs.length === rows && theirs.every((row) => row.length === columns);
      const scale = Math.max(...data.map(Math.abs), 1e-12);
      const right = fits && theirs.flat().every((value, i) => Math.abs(value - data[i]) <= 1e-7 * scale);
      verdicts[name] = right ? "right" : wrong ? "after" : "first";
      wrong ||= !right;
    }
    return verdicts;
  }

  const currentNode = () => (step === 0 ? null : [...forwardNames, ...graph.back][step - 1]);

  function draw() {
    const { nodes, gradients } = compute();
    const verdicts = judge(gradients);
    const known = new Set([...Object.keys(inputs), ...forwardNames.slice(0, step)]);
    const returned = new Set(graph.back.slice(0, Math.max(0, step - forwardNames.length)));
    const current = currentNode();
    const backwards = step > forwardNames.length;
    const edges = [];
    const labels = [];
    for (const to of forwardNames) {
      for (const from of graph.rules[to].slice(1)) {
        const [[x0, y0], [x1, y1]] = [graph.places[from], graph.places[to]];
        const active = backwards ? from === current : to === current;
        const lit = backwards ? returned.has(from) : known.has(to);
        const straight = y0 === y1;
        const [sx, sy] = x0 === x1 ? [x0, y0] : [x0 + NODE[0] / 2, y0];
        const [ex, ey] = [x1 - NODE[0] / 2, y1 + (y0 - y1) * 0.13];
        edges.push(
          s("path", {
            class: `ge-edge ${active ? "is-active" : ""} ${lit ? "is-lit" : ""}`,
            d: `M${sx} ${sy}C${(sx + ex) / 2} ${sy} ${(sx + ex) / 2} ${ey} ${ex} ${ey}`,
          }),
        );
        if (!known.has(to)) continue;
        const lines = edgeLines(derivative(nodes, from, to));
        const t = straight ? 0.5 : 0.4;
        const middle = (sx + ex) / 2;
        const along = (1 - t) ** 3 * sx + 3 * t * (1 - t) * middle + t ** 3 * ex;
        const across = sy + (ey - sy) * t * t * (3 - 2 * t);
        const top = across + (straight ? -8 : 4) - (lines.length - 1) * (straight ? 14 : 7);
        const kind = `ge-label ${active ? "is-active" : ""}`;
        lines.forEach((line, i) =>
          labels.push(s("text", { class: kind, x: along, y: top + 14 * i, "text-anchor": "middle" }, line)),
        );
      }
    }
    const boxes = names.map((name) =>
      nodeBox(name, nodes[name].value, gradients[name], {
        known: known.has(name),
        returned: returned.has(name),
        current: name === current,
        verdict: verdicts[name],
        backwards,
      }),
    );
    picture.replaceChildren(...edges, ...boxes, ...labels);
    const place = { graph: graph.title, step, last };
    picture.setAttribute("aria-label", _("Computation graph of {graph}, step {step} of {last}", place));
    const sentence = explain(nodes, gradients, current, backwards, verdicts);
    const lines = Object.entries(inputs).map(
      ([name, rows]) =>
        `${name} = ${rows.length * rows[0].length === 1 ? rows[0][0] : `np.array(${JSON.stringify(rows)})`}`,
    );
    code.set([...lines, ...graph.lines].join("\n"));
    spoken.say(sentence);
    position.set(step);
    previous.disabled = step === 0;
    next.disabled = step === last;
  }

  function nodeBox(name, value, gradient, { known, returned, current, verdict, backwards }) {
    const [x, y] = graph.places[name];
    const [w, high] = [NODE[0], value.rows > 1 ? NODE[1] + 26 : NODE[1]];
    const top = y - high / 2;
    const numbers = (rows, start, kind) =>
      rows.map((row, i) => s("text", { class: kind, x, y: start + i * 14, "text-anchor": "middle" }, shortRow(row)));
    const shownVerdict = returned ? verdict : undefined;
    const mark = { right: "✓ ", first: "✕ ", after: "… " }[shownVerdict] ?? "";
    const group = s(
      "g",
      {
        class: `ge-node ${current ? "is-current" : ""} ${known ? "is-known" : ""} ${returned ? "is-returned" : ""} ${shownVerdict ? `is-${shownVerdict}` : ""}`,
      },
      s("rect", { x: x - w / 2, y: top, width: w, height: high, rx: 8 }),
      s("text", { class: "ge-name", x, y: top + 18, "text-anchor": "middle" }, name),
    );
    if (known) group.append(...numbers(toRows(value), top + 36, "ge-value"));
    if (returned) group.append(...numbers(toRows(gradient), top + 39 + value.rows * 15, "ge-gradient"));
    if (returned) group.append(s("text", { class: "ge-mark", x: x - w / 2 + 6, y: top + 18 }, `${mark}d${name}`));
    if (backwards && ["x", "x1", "x2", "y"].includes(name))
      group.append(s("text", { class: "ge-note", x, y: top + high - 6, "text-anchor": "middle" }, _("given")));
    return group;
  }

  function explain(nodes, gradients, current, backwards, verdicts) {
    const parts = [];
    let sentence = _("The inputs are given. Press Next to compute the first node.");
    if (current && !backwards) {
      const parents = graph.rules[current].slice(1);
      sentence = _(
        "Forward: {name} is computed from {parents}. Each arrow carries how much {name} moves for each of them.",
        { name: current, parents: parents.join(", ") },
      );
    } else if (current === "L") {
      sentence = _("Back: the walk starts at the loss. dL/dL is 1.");
    } else if (current) {
      const to = consumers[current];
      const table = derivative(nodes, current, to);
      const single = table.length * table[0].length === 1;
      sentence = _("Back: d{name} is the gradient that arrives at {to}, times the local derivative of {to} by {name}.", {
        name: current,
        to,
      });
      parts.push(
        h(
          "div",
          { class: "ge-sum" },
          matrixFigure(_("d{to} arrives", { to }), single ? toRows(gradients[to]) : [Array.from(gradients[to].data)]),
          h("span", { class: "ge-sign" }, single ? "×" : "@"),
          matrixFigure(`${_("local derivative")}, ${table.length} × ${table[0].length}`, table),
          h("span", { class: "ge-sign" }, "="),
          matrixFigure(
            single ? `d${current}` : _("d{name}, laid out like {name}", { name: current }),
            toRows(gradients[current]),
          ),
        ),
      );
    }
    const verdict = verdicts[current];
    const given = model.get("learner")[current];
    if (backwards && verdict) {
      const text = {
        right: _("Your d{name} agrees.", { name: current }),
        first: _("Your d{name} is the first that differs.", { name: current }),
        after: _("Your d{name} differs, perhaps only because of an earlier one.", { name: current }),
      }[verdict];
      sentence += ` ${text}`;
      if (verdict !== "right")
        parts.push(
          h(
            "div",
            { class: "ge-sum" },
            Array.isArray(given)
              ? matrixFigure(_("your {name}", { name: `d${current}` }), given)
              : h("p", {}, _("Your function: {given}", { given })),
          ),
        );
    }
    const first = Object.keys(verdicts).find((name) => verdicts[name] === "first");
    const walked = _("Walking back, d{name} is the first of yours that differs.", { name: first });
    if (step === last && first) sentence += ` ${walked}`;
    words.replaceChildren(h("p", {}, sentence), ...parts);
    return sentence;
  }

  function go(to) {
    step = Math.max(0, Math.min(last, to));
    draw();
    const x = step === 0 ? 0 : graph.places[currentNode()][0];
    scroller.scrollLeft = (x / width) * scroller.scrollWidth - scroller.clientWidth / 2;
    model.set("step", step);
    model.save_changes();
  }

  function change(name, entry, value) {
    const columns = inputs[name][0].length;
    inputs = structuredClone(inputs);
    inputs[name][Math.floor(entry / columns)][entry % columns] = value;
    draw();
    model.set("inputs", inputs);
    model.save_changes();
  }

  const sliders = graph.sliders.map(([name, entry]) => {
    const [rows, columns] = [inputs[name].length, inputs[name][0].length];
    const at = rows * columns === 1 ? "" : `[${Math.floor(entry / columns)}, ${entry % columns}]`;
    return slider({
      label: `${name}${at}`,
      min: -3,
      max: 3,
      step: 0.1,
      value: inputs[name].flat()[entry],
      format: short,
      oninput: (value) => change(name, entry, value),
    });
  });
  const label = choices({
    legend: _("label y"),
    options: [
      ["0", "0"],
      ["1", "1"],
    ],
    value: String(inputs.y[0][0]),
    onchange: (key) => change("y", 0, Number(key)),
  });
  const previous = button(_("◀ Back"), () => go(step - 1));
  const next = button(_("Next ▶"), () => go(step + 1), { class: "bbh-button is-main" });
  const position = slider({
    label: _("step"),
    min: 0,
    max: last,
    value: step,
    format: (value) => _("{step} of {last}", { step: value, last }),
    oninput: go,
  });
  el.append(
    h(
      "section",
      { class: "bbh graph-explorer", "aria-label": `GraphExplorer: ${graph.title}` },
      h(
        "div",
        { class: "ge-steps" },
        h(
          "div",
          { class: "bbh-row" },
          previous,
          next,
          button(_("All forward"), () => go(forwardNames.length)),
          button(_("All back"), () => go(last)),
          button(_("Restart"), () => go(0)),
        ),
        position.root,
      ),
      scroller,
      words,
      h(
        "div",
        { class: "bbh-sliders", role: "group", "aria-label": _("Inputs") },
        ...sliders.map(({ root }) => root),
        label.root,
      ),
      code.root,
      spoken.root,
    ),
  );
  draw();
  model.on("change:learner", draw);
}

function matrixFigure(caption, rows) {
  return h(
    "figure",
    {},
    h(
      "table",
      { class: "ge-matrix" },
      h("tbody", {}, ...rows.map((row) => h("tr", {}, ...row.map((value) => h("td", {}, short(value)))))),
    ),
    h("figcaption", { class: "bbh-caption" }, caption),
  );
}
