// What the widgets share: elements, labelled native controls, blocks to scale, a spoken summary, code to copy.

const SVG = "http://www.w3.org/2000/svg";

function fill(node, attributes, children) {
  for (const [name, value] of Object.entries(attributes)) {
    if (name.startsWith("on")) node.addEventListener(name.slice(2), value);
    else if (value === true) node.setAttribute(name, "");
    else if (value !== false && value !== null && value !== undefined) node.setAttribute(name, value);
  }
  node.append(...children.flat().filter((child) => child !== null && child !== undefined));
  return node;
}

const h = (tag, attributes = {}, ...children) => fill(document.createElement(tag), attributes, children);
const s = (tag, attributes = {}, ...children) => fill(document.createElementNS(SVG, tag), attributes, children);

// JupyterLab and Notebook take keys for themselves (d d deletes the cell) unless the focused element itself says no.
const focusable = (tag, attributes, ...children) =>
  h(tag, { "data-lm-suppress-shortcuts": "true", ...attributes }, ...children);

// Counted on the page: each kind of widget is a script of its own, and a label finds its control by id.
const newId = (kind) => `bbh-${kind}-${(globalThis.bbhLastId = (globalThis.bbhLastId ?? 0) + 1)}`;

function slider({ label, min, max, step = 1, value, format = String, oninput, swatch = null }) {
  const id = newId("slider");
  const output = h("output", { for: id, class: "bbh-value" }, format(value));
  const input = focusable("input", { type: "range", id, min, max, step, value, "aria-valuetext": format(value) });
  const show = () => {
    output.textContent = format(Number(input.value));
    input.setAttribute("aria-valuetext", format(Number(input.value)));
  };
  input.addEventListener("input", () => {
    show();
    oninput(Number(input.value));
  });
  const name = h("label", { for: id }, swatch ? h("span", { class: `bbh-swatch ${swatch}` }) : null, label);
  return {
    root: h("div", { class: "bbh-slider" }, name, input, output),
    input,
    set(next) {
      input.value = next;
      show();
    },
  };
}

const button = (text, onclick, attributes = {}) =>
  focusable("button", { type: "button", class: "bbh-button", onclick, ...attributes }, text);

function choices({ legend, options, value, onchange }) {
  const name = newId("choice");
  const inputs = options.map(([key, text]) => {
    const input = focusable("input", {
      type: "radio",
      name,
      value: key,
      checked: key === value,
      onchange: () => onchange(key),
    });
    return h("label", { class: "bbh-choice" }, input, h("span", {}, text));
  });
  const root = h("fieldset", { class: "bbh-choices" }, h("legend", {}, legend), ...inputs);
  return {
    root,
    set(key) {
      for (const input of root.querySelectorAll("input")) input.checked = input.value === key;
    },
  };
}

function spokenSummary() {
  const root = h("p", { class: "bbh-spoken", role: "status", "aria-live": "polite" });
  let timer = null;
  return {
    root,
    // Waits until the slider rests, so that a screen reader hears the outcome and not every stop on the way.
    say(text) {
      clearTimeout(timer);
      timer = setTimeout(() => {
        if (root.textContent !== text) root.textContent = text;
      }, 250);
    },
  };
}

function codeBox(label) {
  const code = h("code");
  const copy = button(_("Copy"), async () => {
    try {
      await navigator.clipboard.writeText(code.textContent);
      copy.textContent = _("Copied");
    } catch {
      getSelection().selectAllChildren(code);
      copy.textContent = _("Selected");
    }
    setTimeout(() => (copy.textContent = _("Copy")), 1500);
  });
  const box = focusable("pre", { tabindex: "0", role: "group", "aria-label": label }, code);
  const root = h("div", { class: "bbh-code" }, h("span", { class: "bbh-caption" }, label), box, copy);
  return {
    root,
    set(text) {
      if (code.textContent !== text) code.textContent = text;
    },
  };
}

const MARKS = { legal: "✓", broadcast: "↔", "silent trap": "⚠", error: "✕" };
const verdictClass = (verdict) => `is-${verdict.replace(" ", "-")}`;
const VERDICTS = {
  legal: _("legal"),
  broadcast: _("broadcast"),
  "silent trap": _("silent trap"),
  error: _("error"),
};
const badge = (verdict, words = VERDICTS[verdict]) =>
  h(
    "span",
    { class: `bbh-badge ${verdictClass(verdict)}` },
    h("span", { "aria-hidden": "true" }, MARKS[verdict]),
    ` ${words}`,
  );

const sideClass = (side) => (typeof side === "string" ? `side-${side}` : "side-number");
const sideText = (side, sizes) => (typeof side === "string" ? `${side} = ${sizes[side]}` : String(side));

const MOST_CELLS = 24;
const LARGEST_SLIDER = 9;

// A block to scale: as many cells as the array has entries, each side in the colour and with the name of its size.
// Where a real array has a side beyond the sliders, all blocks shrink alike, and a side ends at 24 cells.
function block(shape, sizes, { unit = 15, name = "", ghost = null, trouble = [], empty = false, labels = true } = {}) {
  const [rows, columns] = shape.length === 2 ? shape : shape.length === 1 ? [null, shape[0]] : [null, null];
  const count = (side) => (side === null ? 1 : typeof side === "string" ? sizes[side] : side);
  const shownSide = (side) => Math.min(count(side), MOST_CELLS);
  unit *= Math.min(1, LARGEST_SLIDER / Math.min(MOST_CELLS, Math.max(...Object.values(sizes))));
  const [width, height] = [shownSide(columns) * unit, shownSide(rows) * unit];
  const [left, top] = labels ? [rows === null ? 6 : 44, 20] : [6, 6];
  const total = ghost ? [shownSide(ghost[1]) * unit, shownSide(ghost[0]) * unit] : [width, height];
  const [outerWidth, outerHeight] = [
    left + Math.max(width, total[0], labels ? 36 : 0) + 4,
    top + Math.max(height, total[1]) + 4,
  ];
  const lines = [];
  for (let x = 1; x < shownSide(columns); x += 1) lines.push(`M${left + x * unit} ${top}v${height}`);
  for (let y = 1; y < shownSide(rows); y += 1) lines.push(`M${left} ${top + y * unit}h${width}`);
  const text = shape.length ? spell(shape) : _("a number");
  const picture = s("svg", {
    class: `bbh-block ${empty ? "is-empty" : ""} ${shape.length === 1 ? "is-rank-one" : ""}`,
    width: outerWidth,
    height: outerHeight,
    viewBox: `0 0 ${outerWidth} ${outerHeight}`,
    role: "img",
    "aria-label": `${name} ${text}${shape.length ? ` = ${spell(inNumbers(shape, sizes))}` : ""}`.trim(),
  });
  if (ghost) picture.append(s("rect", { class: "bbh-ghost", x: left, y: top, width: total[0], height: total[1] }));
  const round = shape.length === 1 ? unit / 2 : shape.length ? 1 : unit / 2;
  picture.append(s("rect", { class: "bbh-cells", x: left, y: top, width, height, rx: round }));
  if (lines.length) picture.append(s("path", { class: "bbh-grid", d: lines.join("") }));
  if (columns !== null) {
    picture.append(s("rect", { class: `bbh-side ${sideClass(columns)}`, x: left, y: top - 4, width, height: 4 }));
    if (labels)
      picture.append(
        s(
          "text",
          { x: left, y: top - 8, class: trouble.includes("columns") ? "is-trouble" : "" },
          sideText(columns, sizes),
        ),
      );
  }
  if (rows !== null) {
    picture.append(s("rect", { class: `bbh-side ${sideClass(rows)}`, x: left - 4, y: top, width: 4, height }));
    const middle = top + height / 2 + 4;
    if (labels)
      picture.append(
        s(
          "text",
          { x: left - 8, y: middle, "text-anchor": "end", class: trouble.includes("rows") ? "is-trouble" : "" },
          sideText(rows, sizes),
        ),
      );
  }
  if (trouble.includes("columns"))
    picture.append(s("path", { class: "bbh-trouble", d: `M${left - 1} ${top - 2}h${width + 2}` }));
  if (trouble.includes("rows"))
    picture.append(s("path", { class: "bbh-trouble", d: `M${left - 2} ${top - 1}v${height + 2}` }));
  return picture;
}

const reducedMotion = () => matchMedia("(prefers-reduced-motion: reduce)").matches;

// The note below a widget is for places where it cannot draw itself; here it can.
function hideNote({ model, el }) {
  const note = `.${model.get("_note")}`;
  el.append(h("style", {}, `${note} { display: none } .jp-OutputArea-child:has(${note}) { display: none }`));
}
