"""Slider event to changed drawing, median of 30, and the weight of each static page.

    python bench/widgets.py

The time runs inside the page, from just before the slider's input event to just after its handlers have changed the
document (asserted by a MutationObserver's records); layout and paint are not part of it.
"""

from __future__ import annotations

import gzip
import shutil
import statistics
import tempfile
from pathlib import Path

from playwright.sync_api import sync_playwright

from course.widgets.static import build

REPEATS = 30
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


def pictures_a_second(page, milliseconds: int = 3_000) -> float:
    """How often the training page draws while it trains."""
    frames = "Number(document.querySelector('.training-explorer').dataset.frames)"
    page.get_by_role("button", name="Train").click()
    drawn, start = page.evaluate(frames), page.evaluate("performance.now()")
    page.wait_for_timeout(milliseconds)
    return 1000 * (page.evaluate(frames) - drawn) / (page.evaluate("performance.now()") - start)


def main() -> None:
    """Measure every page and print one line for each."""
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        switches = ["--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking"]
        browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=switches)
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
        browser.close()


if __name__ == "__main__":
    main()
