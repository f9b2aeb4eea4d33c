// ShapeInspector: type an equation, see every step of it as blocks, and hold it against the ledger of foo and dfoo.

const SIZE_NAMES = ["n0", "n1", "n2", "m"];
const PRESETS = [
  [_("all different"), { n0: 3, n1: 4, n2: 2, m: 7 }],
  [_("all equal"), { n0: 4, n1: 4, n2: 4, m: 4 }],
  [_("one example"), { n0: 3, n1: 4, n2: 2, m: 1 }],
];
const PIECES = [" @ ", " * ", " + ", " - ", ".T", "(", ")", "**2", " / m", "np.sum(", ", axis=1", ", keepdims=True"];

function render({ model, el }) {
  const { shapes, meanings } = NOTATIONS[model.get("notation")];
  const used = SIZE_NAMES.filter((name) => Object.values(shapes).flat().includes(name));
  const targets = model.get("targets");
  let sizes = { ...model.get("sizes") };
  const written = { ...model.get("equations") };
  const spoken = spokenSummary();
  const code = codeBox(_("As NumPy"));
  const steps = h("ol", { class: "si-steps", "aria-label": _("Steps of the equation") });
  const ledger = h("ul", { class: "si-ledger" });
  const outcome = h("p", { class: "si-outcome" });

  const field = focusable("input", {
    type: "text",
    id: newId("equation"),
    class: "si-field",
    value: model.get("equation"),
    spellcheck: "false",
    autocomplete: "off",
    autocapitalize: "off",
    maxlength: RULES.MAX_CHARACTERS,
    "aria-describedby": newId("outcome"),
  });
  outcome.id = field.getAttribute("aria-describedby");
  field.addEventListener("input", () => write(field.value));

  const sliders = Object.fromEntries(
    used.map((name) => [
      name,
      slider({
        label: name,
        min: 1,
        max: Math.max(9, sizes[name]),
        value: sizes[name],
        swatch: `side-${name}`,
        oninput(value) {
          sizes = { ...sizes, [name]: value };
          draw();
          model.set("sizes", sizes);
          model.save_changes();
        },
      }),
    ]),
  );

  function resize(next) {
    sizes = { ...sizes, ...next };
    for (const name of used) sliders[name].set(sizes[name]);
    draw();
    model.set("sizes", sizes);
    model.save_changes();
  }

  function write(text) {
    field.value = text;
    const { target } = analyse(text, shapes, sizes);
    if (targets.includes(target)) written[target] = text.trim();
    draw();
    model.set("equation", text);
    model.set("equations", { ...written });
    model.save_changes();
  }

  function insert(piece) {
    const [start, end] = [field.selectionStart ?? field.value.length, field.selectionEnd ?? field.value.length];
    const text = field.value.slice(0, start) + piece + field.value.slice(end);
    write(text);
    field.focus();
    field.setSelectionRange(start + piece.length, start + piece.length);
  }

  function drawSteps(analysis) {
    const wanted = shapeOfName(analysis.target ?? "", shapes);
    const shown = analysis.steps.filter(
      (step) => step.verdict !== "legal" || step.shape?.length || step.operands.some(({ shape }) => shape.length),
    );
    steps.replaceChildren(...shown.map((step) => stepCard(step, sizes, analysis.target, wanted)));
  }

  function drawLedger(current) {
    ledger.replaceChildren(
      ...targets.map((target) => {
        const shape = shapeOfName(target, shapes);
        const base = target.slice(1);
        const text = written[target];
        const right = text?.slice(text.indexOf("=") + 1).trim();
        const found = right ? analyse(text, shapes, sizes) : null;
        const verdict = found && worstVerdict(found.steps);
        const fits = found?.shape && sameShape(found.shape, shape);
        const words = !found ? "" : fits ? _("shape fits") : found.shape ? _("wrong shape") : _("error");
        const mark = verdict && (fits && verdict !== "silent trap" ? badge("legal", words) : badge(verdict, words));
        return h(
          "li",
          { class: `si-pair ${current === target ? "is-current" : ""}` },
          h(
            "div",
            { class: "si-blocks" },
            figure(shape, sizes, base, { unit: 9 }),
            figure(shape, sizes, target, { unit: 9, empty: !fits }),
          ),
          h("p", { class: "bbh-caption" }, spell(shape)),
          h("p", { class: "si-written" }, right ? h("code", {}, text) : _("nothing written yet"), mark ? " " : null, mark),
          button(
            _("Write {name}", { name: target }),
            () => {
              write(text ?? `${target} = `);
              field.focus();
            },
            { "aria-pressed": String(current === target) },
          ),
        );
      }),
    );
  }

  function draw() {
    const analysis = analyse(field.value, shapes, sizes);
    const waiting = /=\s*$/.test(field.value) && targets.includes(field.value.split("=")[0].trim());
    if (waiting) {
      const target = field.value.split("=")[0].trim();
      const shape = shapeOfName(target, shapes);
      const text = _("{name} must have the shape of {base}: {shape}. Which operands make such a block?", {
        name: target,
        base: target.slice(1),
        shape: `${spell(shape)} = ${spell(inNumbers(shape, sizes))}`,
      });
      outcome.replaceChildren(text);
      steps.replaceChildren(
        h(
          "li",
          { class: "si-step" },
          h("div", { class: "si-blocks" }, figure(shape, sizes, `${target} = ?`, { empty: true })),
        ),
      );
      code.set(`${target} =  # ${spell(shape)}`);
      spoken.say(text);
      drawLedger(target);
      return;
    }
    const verdict = worstVerdict(analysis.steps);
    const last = analysis.steps.at(-1);
    const { shape } = analysis;
    const found = shape?.length ? `${spell(shape)} = ${spell(inNumbers(shape, sizes))}` : _("one number");
    const summary = shape ? found : last.reason;
    outcome.replaceChildren(badge(verdict), ` ${summary}`);
    drawSteps(analysis);
    drawLedger(analysis.target);
    code.set(
      [
        `# ${used.map((name) => `${name} = ${sizes[name]}`).join(", ")}`,
        analysis.source,
        ...analysis.steps.map((step) => `# ${step.source}  ->  ${step.shape ? spell(step.shape) : _("error")}`),
      ].join("\n"),
    );
    spoken.say(`${VERDICTS[verdict]}. ${summary}. ${last && last.reason !== summary ? last.reason : ""}`);
  }

  const operand = (name) =>
    focusable(
      "button",
      {
        type: "button",
        class: "si-operand",
        title: meanings[name] ?? _("gradient of {name}", { name: name.slice(1) }),
        onclick: () => insert(name),
      },
      h("span", {}, name),
      h("span", { class: "bbh-caption" }, spell(shapeOfName(name, shapes))),
    );
  const names = Object.keys(shapes).filter((name) => shapes[name].length);
  const root = h(
    "section",
    { class: "bbh shape-inspector", "aria-label": "ShapeInspector" },
    arrayCards(model.get("arrays")),
    h(
      "div",
      { class: "si-top" },
      h(
        "div",
        { class: "bbh-sliders", role: "group", "aria-label": _("Sizes") },
        ...used.map((name) => sliders[name].root),
      ),
      h("p", { class: "bbh-caption" }, used.map((name) => `${name}: ${SIZE_MEANINGS[name]}`).join(", ")),
      h(
        "div",
        { class: "bbh-row" },
        ...PRESETS.filter(([text]) => text !== _("one example") || used.includes("m")).map(([text, next]) =>
          button(text, () => resize(next)),
        ),
      ),
    ),
    h(
      "div",
      { class: "si-write" },
      h("label", { for: field.id }, _("Equation in NumPy")),
      field,
      outcome,
      h(
        "div",
        { class: "si-palette", role: "group", "aria-label": _("Operands") },
        ...[...names, ...targets].map(operand),
      ),
      h(
        "div",
        { class: "bbh-row si-pieces", role: "group", "aria-label": _("Operators") },
        ...PIECES.filter((piece) => piece !== " / m" || used.includes("m")).map((piece) =>
          button(piece.trim(), () => insert(piece), { class: "bbh-button si-piece" }),
        ),
      ),
    ),
    steps,
    h("div", {}, h("h3", {}, _("A variable and its gradient share one shape")), ledger),
    code.root,
    spoken.root,
  );
  el.append(root);
  draw();
  model.on("change:equation", () => {
    if (model.get("equation") !== field.value) write(model.get("equation"));
  });
  model.on("change:sizes", () => {
    if (used.some((name) => model.get("sizes")[name] !== sizes[name])) resize(model.get("sizes"));
  });
}
