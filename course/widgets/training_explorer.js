// TrainingExplorer: data, decision boundary, cost and hidden weights while a two-layer network learns.

const GRID = 64;
const STEPS_AT_REST = 200;
const PICTURES_AHEAD = 8;
const EDGE = [90, 90, 90, 255];
const SHADES = Array.from({ length: 256 }, (_, i) => [
  ...(i > 127 ? [230, 159, 0] : [0, 114, 178]), // Okabe and Ito's orange and blue
  30 + 290 * Math.abs(i / 255 - 0.5),
]);

const DATA = { "two moons": _("two moons"), flower: _("flower"), xor: _("xor"), "your data": _("your data") };
const STARTS = { random: _("random"), zero: _("zero"), symmetric: _("symmetric") };

function render({ model, el }) {
  const datasets = model.get("datasets");
  const inKernel = model.get("in_kernel");
  let { dataset, start, hidden, rate } = {
    dataset: model.get("dataset"),
    start: model.get("start"),
    hidden: model.get("hidden"),
    rate: model.get("learning_rate"),
  };
  let [X, Y, reach, parameters, pointsOf] = [null, null, 2, null, null];
  let [playing, waiting, speed, run, frames] = [false, false, 5, 0, 0];
  let costs = [];
  let ahead = []; // pictures that the kernel has sent and nobody has seen yet
  const spoken = spokenSummary();
  const code = codeBox(_("As a call of lesson 4"));
  const canvas = h("canvas", { width: GRID, height: GRID, role: "img" });
  const points = s("svg", { class: "te-points", viewBox: "0 0 300 300", "aria-hidden": "true" });
  const curve = s("svg", { class: "te-plot", viewBox: "0 0 300 300", role: "img" });
  const units = s("svg", { class: "te-plot", viewBox: "0 0 300 300", role: "img" });
  const message = h("p", { class: "te-message" });
  const pixels = new ImageData(GRID, GRID);

  function drawBoundary() {
    const shades = new Float64Array(GRID * GRID);
    for (let row = 0; row < GRID; row += 1) {
      for (let column = 0; column < GRID; column += 1) {
        const [x, y] = [((column + 0.5) / GRID) * 2 - 1, 1 - ((row + 0.5) / GRID) * 2];
        shades[row * GRID + column] = predict(parameters, x * reach, y * reach);
      }
    }
    for (let i = 0; i < shades.length; i += 1) {
      const above = shades[i] > 0.5;
      const right = (i + 1) % GRID ? shades[i + 1] > 0.5 : above;
      const below = i + GRID < shades.length ? shades[i + GRID] > 0.5 : above;
      pixels.data.set(above !== right || above !== below ? EDGE : SHADES[Math.floor(shades[i] * 255.99)], 4 * i);
    }
    canvas.getContext("2d").putImageData(pixels, 0, 0);
  }

  function drawPoints() {
    pointsOf = dataset;
    const at = (value, sign) => 150 + sign * (value / reach) * 150;
    points.replaceChildren(
      ...Array.from({ length: X.columns }, (_, i) => {
        const [cx, cy] = [at(X.data[i], 1), at(X.data[X.columns + i], -1)];
        return Y.data[i]
          ? s("rect", { x: cx - 3.4, y: cy - 3.4, width: 6.8, height: 6.8, class: "is-one" })
          : s("circle", { cx, cy, r: 3.6, class: "is-zero" });
      }),
    );
  }

  function drawCost() {
    const top = Math.max(0.75, ...costs.slice(0, 1), costs.at(-1) ?? 0);
    const every = Math.max(1, Math.floor(costs.length / 250));
    const shown = costs.filter((_, i) => i % every === 0 || i === costs.length - 1);
    const path = shown.map(
      (value, i) =>
        `${i ? "L" : "M"}${34 + (i / Math.max(1, shown.length - 1)) * 256} ${275 - (Math.min(value, top) / top) * 260}`,
    );
    curve.replaceChildren(
      s("path", { class: "te-axis", d: "M34 12V275H292" }),
      s("text", { x: 30, y: 18, "text-anchor": "end" }, top.toFixed(2)),
      s("text", { x: 30, y: 278, "text-anchor": "end" }, "0"),
      s("text", { x: 34, y: 292 }, _("step 0")),
      s("text", { x: 292, y: 292, "text-anchor": "end" }, String(costs.length)),
      s("path", { class: "te-cost", d: path.join("") }),
      s(
        "text",
        { class: "te-now", x: 288, y: 26, "text-anchor": "end" },
        costs.length ? `J = ${costs.at(-1).toFixed(3)}` : "J",
      ),
    );
    curve.setAttribute(
      "aria-label",
      costs.length
        ? _("Cost {cost} after {count} steps", { cost: costs.at(-1).toFixed(3), count: costs.length })
        : _("Cost, no step taken yet"),
    );
  }

  // Units whose incoming weights agree to rounding compute the same thing, now and after every further step.
  function groups() {
    const found = [];
    const { W1, b1, W2 } = parameters;
    for (let unit = 0; unit < W1.rows; unit += 1) {
      const row = [W1.data[2 * unit], W1.data[2 * unit + 1], b1.data[unit], W2.data[unit]];
      const twin = found.find((group) =>
        group.row.every((value, i) => Math.abs(value - row[i]) <= 1e-9 * (1 + Math.abs(value))),
      );
      if (twin) twin.members.push(unit + 1);
      else found.push({ row, members: [unit + 1] });
    }
    return found;
  }

  function drawUnits(found) {
    const longest = Math.max(1e-9, ...found.map(({ row }) => Math.hypot(row[0], row[1])));
    const labelled = [];
    // Upwards until it covers no earlier label: units that are nearly alike end in nearly one place.
    const free = (x, y) => {
      while (labelled.some(([left, top]) => Math.abs(left - x) < 12 && Math.abs(top - y) < 12)) y -= 4;
      labelled.push([x, y]);
      return y;
    };
    const arrows = found.map(({ row, members }) => {
      const length = Math.hypot(row[0], row[1]);
      const scale = 108 / Math.max(longest, 0.3);
      const [x, y] = [150 + row[0] * scale, 150 - row[1] * scale];
      const many = members.length > 1;
      const [dx, dy] = length > 1e-9 ? [row[0] / length, row[1] / length] : [0, 1];
      const across = Math.min(255, Math.max(45, x + dx * 20));
      const name = many ? _("units {numbers}", { numbers: members.join(", ") }) : `${members[0]}`;
      return s(
        "g",
        { class: many ? "te-unit is-many" : "te-unit" },
        s("path", { d: `M150 150L${x} ${y}` }),
        s("circle", { cx: x, cy: y, r: many ? 8 : 5 }),
        s("text", { x: across, y: free(across, y - dy * 20 + 4), "text-anchor": "middle" }, name),
      );
    });
    units.replaceChildren(
      s("path", { class: "te-axis", d: "M150 12V288M12 150H288" }),
      s("text", { x: 288, y: 166, "text-anchor": "end" }, _("weight of x1")),
      s("text", { x: 156, y: 22 }, _("weight of x2")),
      ...arrows,
    );
    const text =
      found.length === hidden
        ? _("{count} different hidden units", { count: hidden })
        : _("{count} hidden units, but only {different} different", { count: hidden, different: found.length });
    units.setAttribute("aria-label", text);
    return text;
  }

  function draw() {
    drawBoundary();
    drawCost();
    const found = groups();
    const text = drawUnits(found);
    const right = Array.from(
      { length: X.columns },
      (_, i) => predict(parameters, X.data[i], X.data[X.columns + i]) > 0.5 === Y.data[i] > 0.5,
    ).filter(Boolean).length;
    const share = _("{percent} % of the points are on their side", {
      percent: Math.round((100 * right) / X.columns),
    });
    const data = DATA[dataset] ?? dataset;
    canvas.setAttribute("aria-label", _("Decision boundary on {data}: {share}", { data, share }));
    const equal = _("Equal units get equal gradients, so they stay equal.");
    const stuck = found.length < hidden && hidden > 1 ? ` ${equal}` : "";
    const now = _("Step {step}.", { step: costs.length });
    caption.replaceChildren(`${text}.${stuck}`);
    score.replaceChildren(`${now} ${share}.`);
    const begun = _("{data}, {start} start", { data, start: STARTS[start] });
    code.set(
      `# ${begun}\nparameters, costs = train(X, Y, n1=${hidden}, steps=${costs.length}, learning_rate=${Number(rate.toPrecision(3))}, rng=rng)`,
    );
    if (!playing)
      spoken.say(
        `${now} ${_("Cost")} ${costs.at(-1)?.toFixed(3) ?? _("not computed")}. ${share}. ${text}.${stuck}`,
      );
    root.dataset.frames = frames += 1;
    root.dataset.steps = costs.length;
  }

  function ask(kind, settings = {}) {
    waiting = true;
    model.send({ kind, run, ...settings });
  }

  function advance(count) {
    if (inKernel) {
      ask("steps", { count });
      return;
    }
    for (let i = 0; i < count; i += 1) costs.push(trainingStep(parameters, X, Y, rate));
    draw();
  }

  function show(pictures) {
    for (const picture of pictures) costs.push(...picture.costs);
    const last = pictures.at(-1).parameters;
    parameters = Object.fromEntries(Object.entries(last).map(([name, rows]) => [name, fromRows(rows)]));
    draw();
  }

  // The kernel is asked for more while there still is something to show: its answer takes longer than a picture.
  function frame() {
    if (!playing || !root.isConnected) return;
    if (!inKernel) advance(speed);
    else {
      if (!waiting && ahead.length <= PICTURES_AHEAD / 2) ask("steps", { count: speed, pictures: PICTURES_AHEAD });
      if (ahead.length) show([ahead.shift()]);
    }
    requestAnimationFrame(frame);
  }

  function play(on) {
    if (on && reducedMotion()) {
      advance(STEPS_AT_REST);
      return;
    }
    playing = on;
    toggle.textContent = on ? _("Pause") : _("Train");
    toggle.setAttribute("aria-pressed", String(on));
    if (on) requestAnimationFrame(frame);
    else if (ahead.length) show(ahead.splice(0));
    else draw();
  }

  function restart() {
    ({ X, Y } = Object.fromEntries(["X", "Y"].map((name) => [name, fromRows(datasets[dataset][name])])));
    reach = 1.15 * Math.max(...X.data.map(Math.abs));
    [parameters, costs, ahead] = [startingValues(start, hidden), [], []];
    run += 1;
    message.replaceChildren();
    if (pointsOf !== dataset) drawPoints();
    draw();
    if (inKernel) ask("restart");
  }

  function choose(name, value) {
    model.set(name, value);
    model.save_changes();
    restart();
  }

  const toggle = button(_("Train"), () => play(!playing), { class: "bbh-button is-main", "aria-pressed": "false" });
  const caption = h("figcaption", { class: "bbh-caption" });
  const score = h("figcaption", { class: "bbh-caption" });
  const root = h(
    "section",
    { class: "bbh training-explorer", "aria-label": "TrainingExplorer" },
    h(
      "div",
      { class: "te-choices" },
      choices({
        legend: _("start"),
        options: [
          ["random", _("random")],
          ["zero", _("all zero")],
          ["symmetric", _("all equal")],
        ],
        value: start,
        onchange: (key) => choose("start", (start = key)),
      }).root,
      choices({
        legend: _("data"),
        options: Object.keys(datasets).map((key) => [key, DATA[key] ?? key]),
        value: dataset,
        onchange: (key) => choose("dataset", (dataset = key)),
      }).root,
    ),
    h(
      "div",
      { class: "bbh-sliders" },
      slider({
        label: _("hidden units n1"),
        min: 1,
        max: 8,
        value: hidden,
        oninput: (value) => choose("hidden", (hidden = value)),
      }).root,
      slider({
        label: _("learning rate"),
        min: -2,
        max: 1,
        step: 0.05,
        value: Math.log10(rate),
        format: (value) => (10 ** value).toPrecision(2),
        oninput: (value) => {
          rate = 10 ** value;
          model.set("learning_rate", rate);
          model.save_changes();
          draw();
        },
      }).root,
      slider({ label: _("steps a picture"), min: 1, max: 50, value: speed, oninput: (value) => (speed = value) }).root,
    ),
    h(
      "div",
      { class: "bbh-row" },
      toggle,
      button(_("One step"), () => advance(1)),
      button(_("100 steps"), () => advance(100)),
      button(_("Start again"), restart),
    ),
    message,
    h(
      "div",
      { class: "te-panels" },
      h(
        "figure",
        {},
        h("h3", {}, _("Decision boundary")),
        h("div", { class: "te-plane" }, canvas, points),
        h("p", { class: "bbh-caption" }, _("Circles: label 0, blue side. Squares: label 1, orange side.")),
        score,
      ),
      h("figure", {}, h("h3", {}, _("Weights of the hidden units")), units, caption),
      h("figure", {}, h("h3", {}, _("Cost")), curve),
    ),
    code.root,
    spoken.root,
  );
  el.append(root);
  model.on("msg:custom", (content) => {
    waiting = false;
    if (content.run !== run) return;
    ahead.push(...content.pictures);
    if (content.failure !== null) {
      play(false);
      message.replaceChildren(badge("error", _("your function")), ` ${content.failure}`);
      spoken.say(content.failure);
    } else if (!playing && ahead.length) show(ahead.splice(0));
  });
  restart();
  return () => {
    playing = false;
  };
}
