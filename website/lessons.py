"""A released notebook as a page of the site: the same cells, and a live widget under each cell that shows one."""

from __future__ import annotations

import json
from pathlib import Path

from website.widgets import place, shown_in

OPEN = """

<p class="open-lesson">
<a href="../browser/notebooks/index.html?path={name}.ipynb">Do this lesson in the browser</a>
<a href="../downloads/{name}.ipynb" download>Download the notebook</a>
</p>
"""


def page(path: Path) -> str:
    """The notebook at `path` as the JSON of the notebook that Sphinx reads."""
    notebook = json.loads(path.read_text(encoding="utf-8"))
    title = notebook["cells"][0]
    title["source"] = "".join(title["source"]).replace("\n", OPEN.format(name=path.stem), 1)
    for cell in notebook["cells"]:
        widget = shown_in("".join(cell["source"])) if cell["cell_type"] == "code" else None
        if widget is not None:
            cell["outputs"] = [{"output_type": "display_data", "data": {"text/html": place(widget)}, "metadata": {}}]
    return json.dumps(notebook, ensure_ascii=False)


def title(path: Path) -> str:
    """The first heading of the notebook at `path`."""
    text = "".join(json.loads(path.read_text(encoding="utf-8"))["cells"][0]["source"])
    return text.split("\n", 1)[0].removeprefix("# ")
