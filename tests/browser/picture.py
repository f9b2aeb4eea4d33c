"""The picture of the README, `make picture`: a learner's slip in JupyterLab, what the check says, a widget below."""

from __future__ import annotations

import tempfile
from pathlib import Path

import programs
from notebook_pages import open_notebook, run_all, write_notebook
from playwright.sync_api import sync_playwright

PICTURE = Path(__file__).parents[2] / "docs" / "picture.png"
CELLS = (
    "import numpy as np\nfrom course import ShapeInspector, check",
    "def find_dZ1(W2, dZ2, Z1, A1):\n    return (W2.T @ dZ2) * A1 * (1 - A1)\n\n\n"
    'check("vectorized.dZ1", find_dZ1, points=2)',
    'ShapeInspector("Z1 = X @ W1 + b1")',
)
WINDOW = {"width": 920, "height": 1236}


def main() -> None:
    with tempfile.TemporaryDirectory(prefix="picture-") as scratch, sync_playwright() as playwright:
        folder, home = Path(scratch, "notebooks"), Path(scratch, "home")
        folder.mkdir()
        browser = programs.launch(playwright)
        with programs.serve(folder, home) as (address, token):
            page = browser.new_context(viewport=WINDOW, device_scale_factor=1.5).new_page()
            open_notebook(page, (address, token, folder), "lab", write_notebook(folder, *CELLS))
            page.evaluate("window.jupyterapp.shell.collapseLeft()")
            run_all(page)
            page.locator(".bbh").first.wait_for(timeout=60_000)
            page.wait_for_timeout(1000)  # the layout comes to rest
            page.locator(".jp-Notebook").screenshot(path=PICTURE)
        browser.close()
    print(f"written: {PICTURE.name}")


if __name__ == "__main__":
    main()
