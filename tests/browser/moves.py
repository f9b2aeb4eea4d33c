"""What a person does in a widget, and what can be seen of it."""

from __future__ import annotations

import os
from pathlib import Path

from axe_playwright_python.sync_playwright import Axe

PICTURES = Path(__file__).parents[2] / "build" / "screenshots"
# Reasons are collected for violations alone, and no selectors to find them by: twice as fast.
OPTIONS = {
    "runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"],
    "resultTypes": ["violations"],
    "selectors": False,
}
DRAWING = {
    "shape_inspector": ".si-steps",
    "graph_explorer": ".ge-graph",
    "graph_explorer_two_layers": ".ge-graph",
    "stacking_explorer": ".st-scroll",
    "training_explorer": ".te-panels",
}
SLIDER = {
    "shape_inspector": "n1",
    "graph_explorer": "w1",
    "graph_explorer_two_layers": "W1[0, 0]",
    "stacking_explorer": "lit example",
    "training_explorer": "hidden units n1",
}


def name_of(widget) -> str:
    """Which of the widgets of `DRAWING` this is."""
    return next(
        name
        for name, part in DRAWING.items()
        if widget.locator(part).count() and widget.get_by_label(SLIDER[name], exact=True).count()
    )


def drawing(place, name: str) -> str:
    """The markup of the widget's drawing."""
    return place.locator(DRAWING[name]).first.inner_html()


def drag(page, slider) -> None:
    """Press the mouse on the slider near its left end and let go near its right end."""
    slider.scroll_into_view_if_needed()
    box = slider.bounding_box()
    middle = box["y"] + box["height"] / 2
    page.mouse.move(box["x"] + 0.2 * box["width"], middle)
    page.mouse.down()
    page.mouse.move(box["x"] + 0.9 * box["width"], middle, steps=6)
    page.mouse.up()


def three_drawings(page, widget, name: str) -> bool:
    """Whether the drawing changes when the slider is dragged, and again when it is moved by a key."""
    before = drawing(widget, name)
    slider = widget.get_by_label(SLIDER[name], exact=True)
    drag(page, slider)
    after_mouse = drawing(widget, name)
    slider.focus()
    page.keyboard.press("ArrowLeft")
    return len({before, after_mouse, drawing(widget, name)}) == 3


def press_in_slider(widget, name: str, keys: str) -> None:
    """Press keys one after the other in the widget's slider; a notebook that still scrolls may have taken the focus."""
    slider = widget.get_by_label(SLIDER[name], exact=True)
    for key in keys:
        slider.press(key)


def keep_picture(page, name: str, part=None) -> None:
    """With SCREENSHOTS=1, keep a picture of the page or a part of it in build/screenshots, for people to look at."""
    path = PICTURES / f"{name}.png"
    if os.getenv("SCREENSHOTS"):
        part.screenshot(path=path) if part else page.screenshot(path=path, full_page=True)


def violations(page, within: str | None = None) -> list[str]:
    """What axe-core finds against WCAG A and AA, one text for each element; in the whole page or in one part of it."""
    found = Axe().run(page, context=within, options=OPTIONS).response["violations"]
    return [f"{rule['id']}: {node['html'][:160]}" for rule in found for node in rule["nodes"]]
