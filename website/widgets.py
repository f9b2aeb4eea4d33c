"""The widgets inside pages of the site: one script and one style sheet for all, and a place for each in the text."""

from __future__ import annotations

import ast
import html
import json
from pathlib import Path

import course
from course.widgets.base import CourseWidget, script, style
from course.widgets.gallery import PAGES

MOUNT = """
document.addEventListener("DOMContentLoaded", () => {
  for (const place of document.querySelectorAll("[data-widget]")) {
    const model = modelOf(JSON.parse(place.dataset.state));
    RENDER[place.dataset.widget]({ model, el: place });
  }
});
"""


def names() -> dict[str, type[CourseWidget]]:
    """The widget classes by the name under which `course` offers them."""
    offered = {name: getattr(course, name) for name in course.__all__}
    return {
        name: thing for name, thing in offered.items() if isinstance(thing, type) and issubclass(thing, CourseWidget)
    }


def write_assets(folder: Path) -> None:
    """Write widgets.js and widgets.css. Plain scripts, as browsers load no modules from a folder without a server."""
    renderers = [
        f"RENDER[{json.dumps(name)}] = (() => {{\n{script('common', *widget.scripts)}\nreturn render;\n}})();"
        for name, widget in names().items()
    ]
    parts = ["const RENDER = {};", *renderers, script_of_model(), MOUNT]
    (folder / "widgets.js").write_text(f"(() => {{\n{chr(10).join(parts)}}})();\n")
    (folder / "widgets.css").write_text(style("common", *(widget.scripts[-1] for widget in names().values())))


def script_of_model() -> str:
    """The script that stands in for a kernel's model, without the tables of the widgets."""
    return (Path(course.__file__).parent / "widgets" / "alone.js").read_text()


def shown_in(source: str) -> CourseWidget | None:
    """The widget that a code cell shows as its last expression, without the learner's functions; None where none is."""
    last = ast.parse(source).body[-1:]
    call = last[0].value if last and isinstance(last[0], ast.Expr) else None
    if not isinstance(call, ast.Call):
        return None
    name = call.func.attr if isinstance(call.func, ast.Attribute) else getattr(call.func, "id", None)
    if name not in names():
        return None
    values = [argument.value for argument in call.args if isinstance(argument, ast.Constant)]
    named = {each.arg: each.value.value for each in call.keywords if isinstance(each.value, ast.Constant)}
    return names()[name](*values, **named)


def place(widget: CourseWidget) -> str:
    """The element in which a page's script draws `widget` in its present state."""
    name = type(widget).__name__
    state = html.escape(json.dumps(widget.state()))
    return (
        f'<div class="widget-place" data-widget="{name}" data-state="{state}">'
        f"<noscript><p>{name} draws with JavaScript, which is off here: {html.escape(widget.purpose)}</p></noscript>"
        "</div>"
    )


def gallery() -> str:
    """The page with every widget, in Markdown."""
    parts = [
        "# Widgets",
        "Each of them computes in the page: no kernel, no network. In a notebook the same widgets come from "
        "`from course import ShapeInspector`, and so on.",
    ]
    for make, intro in PAGES:
        widget = make()
        heading = type(widget).__name__ + (", two layers" if widget.page.endswith("two_layers.html") else "")
        alone = f'<p><a href="widgets/{widget.page}">{heading} on a page of its own</a></p>'
        parts += [f"## {heading}", intro, place(widget), alone]
    return "\n\n".join(parts) + "\n"
