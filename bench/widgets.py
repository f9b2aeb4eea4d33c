"""Slider event to changed drawing, median of 30; the weight of each static page; pictures a second while training.

    python bench/widgets.py

The time runs inside the page, from just before the slider's input event to just after its handlers have changed the
document (asserted by a MutationObserver's records); layout and paint are not part of it. Training draws in its static
page, and in JupyterLab with the learner's own functions running in the kernel: there the median of three runs counts.
"""

from __future__ import annotations

import gzip
import inspect
import statistics
import sys
import tempfile
from pathlib import Path

from check import right
from playwright.sync_api import Browser, Page, sync_playwright

from course.widgets.static import build

# The browser tests already know how to start chromium and JupyterLab and how to open a notebook.
sys.path.append(str(Path(__file__).parents[1] / "tests" / "browser"))
from notebook_pages import open_notebook, run_all, write_notebook
from programs import launch, serve

REPEATS = 30
RUNS = 3
MEASURE = """([label, repeats]) => {
  const named = [...document.querySelectorAll(".bbh-slider label")].find((each) => each.textContent === label);
  const slider = document.getElementById(named.htmlFor);
  const observer = new MutationObserver(() => {});
  observer.observe(document.querySelector(".bbh"), { childList: true, subtree: true, attributes: true });
  const times = [];
  for (let turn = 0; turn < repeats; turn += 1) {
    slider.value = turn % 2 ? slider.max : slider.min;
    const before = performance.now();
    slider.dispatchEvent(new Event("input", { bubbles: true }));
    times.push(performance.now() - before);
    if (!observer.takeRecords().length) throw new Error(`${label} changed nothing`);
  }
  return times;
}"""
SLIDERS = {
    "shape_inspector": "n1",
    "graph_explorer": "w1",
    "graph_explorer_two_layers": "W1[0, 0]",
    "stacking_explorer": "lit example",
    "training_explorer": "hidden units n1",
}
LEARNER = f"""
import numpy as np
from course import TrainingExplorer

{inspect.getsource(right)}

def initialize(n0, n1, n2, rng):
    shapes = {{"W1": (n1, n0), "b1": (n1, 1), "W2": (n2, n1), "b2": (n2, 1)}}
    return {{name: 0.5 * rng.standard_normal(shape) for name, shape in shapes.items()}}

def update(parameters, gradients, learning_rate):
    return {{name: value - learning_rate * gradients["d" + name] for name, value in parameters.items()}}

TrainingExplorer(initialize=initialize, update=update, backward=right)
"""


def pictures_a_second(page: Page, milliseconds: int = 3_000) -> float:
    """How often the page's TrainingExplorer draws while it trains from a new start."""
    frames = "Number(document.querySelector('.training-explorer').dataset.frames)"
    page.get_by_role("button", name="Start again").click()
    page.get_by_role("button", name="Train", exact=True).click()
    drawn, start = page.evaluate(frames), page.evaluate("performance.now()")
    page.wait_for_timeout(milliseconds)
    rate = 1000 * (page.evaluate(frames) - drawn) / (page.evaluate("performance.now()") - start)
    page.get_by_role("button", name="Pause").click()
    return rate


def in_jupyterlab(browser: Browser, folder: Path) -> list[float]:
    """Pictures a second in JupyterLab with a learner's functions of lessons 3 and 4, one figure for each run."""
    notebooks = folder / "notebooks"
    notebooks.mkdir()
    with serve(notebooks, folder / "home") as (address, token):
        page = browser.new_page(viewport={"width": 1280, "height": 1000})
        open_notebook(page, (address, token, notebooks), "lab", write_notebook(notebooks, LEARNER))
        run_all(page)
        page.locator(".training-explorer").wait_for(timeout=60_000)
        rates = [pictures_a_second(page) for _ in range(RUNS)]
        page.close()
    return rates


def main() -> None:
    """Measure every page and print one line for each."""
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        browser = launch(playwright)
        print(f"{'page':28} {'median ms':>9} {'slowest':>8} {'KiB':>6} {'gzip KiB':>9}")
        for path in build(Path(folder)):
            page = browser.new_page()
            page.goto(path.as_uri())
            times = page.evaluate(MEASURE, [SLIDERS[path.stem], REPEATS])
            size, packed = len(path.read_bytes()), len(gzip.compress(path.read_bytes()))
            figures = f"{statistics.median(times):9.2f} {max(times):8.2f} {size / 1024:6.0f} {packed / 1024:9.1f}"
            print(f"{path.stem:28} {figures}")
            if path.stem == "training_explorer":
                print(f"{'':28} {pictures_a_second(page):9.0f} pictures a second while training")
            page.close()
        rates = in_jupyterlab(browser, Path(folder))
        figures = f"{statistics.median(rates):9.0f} pictures a second ({min(rates):.0f} to {max(rates):.0f})"
        print(f"{'a learner`s functions in Lab':28} {figures}")
        browser.close()


if __name__ == "__main__":
    main()
