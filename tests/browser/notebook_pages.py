"""A notebook in JupyterLab or Notebook 7: opened, run, and read through its model (long notebooks draw only a part)."""

from __future__ import annotations

import uuid

import nbformat

NOTEBOOK = "window.jupyterapp.shell.currentWidget.content"
IDLE = "window.jupyterapp?.shell?.currentWidget?.sessionContext?.session?.kernel?.status === 'idle'"


def write_notebook(folder, *sources):
    """A notebook of the given code cells in `folder`, their ids cell-0, cell-1 and so on: its path."""
    cells = [nbformat.v4.new_code_cell(source, id=f"cell-{number}") for number, source in enumerate(sources)]
    kernel = {"kernelspec": {"name": "python3", "display_name": "Python 3", "language": "python"}}
    path = folder / f"{uuid.uuid4().hex}.ipynb"
    nbformat.write(nbformat.v4.new_notebook(cells=cells, metadata=kernel), path)
    return path


def open_notebook(page, jupyter, frontend: str, path, theme: str | None = None) -> None:
    """Open the notebook at `path` (in the server's folder) and wait until its kernel is ready."""
    address, token, folder = jupyter
    name = path.relative_to(folder).as_posix()
    places = {"lab": f"lab/workspaces/{uuid.uuid4().hex}/tree/{name}", "notebook": f"notebooks/{name}"}
    page.goto(f"{address}/{places[frontend]}?token={token}")
    page.locator(".jp-Notebook").wait_for(timeout=60_000)
    page.wait_for_function(IDLE, timeout=60_000, polling=50)
    if theme:
        page.evaluate("theme => window.jupyterapp.commands.execute('apputils:change-theme', { theme })", theme)
        page.locator(f"body[data-jp-theme-name='{theme}']").wait_for(state="attached")


def run_all(page) -> None:
    """Run every cell and wait for the last."""
    page.evaluate("window.jupyterapp.commands.execute('notebook:run-all-cells')")


def count_cells(page) -> int:
    return page.evaluate(f"{NOTEBOOK}.model.cells.length")


def outputs(page) -> dict[str, list[dict]]:
    """The outputs of each code cell by the cell's id."""
    return page.evaluate(
        f"""() => Object.fromEntries(Array.from({NOTEBOOK}.model.cells)
            .filter((cell) => cell.type === "code").map((cell) => [cell.id, cell.outputs.toJSON()]))"""
    )


def write_cell(page, cell: str, source: str) -> None:
    """Replace the source of the cell of that id, as typing would."""
    page.evaluate(
        f"""([id, source]) => Array.from({NOTEBOOK}.model.cells).find((cell) => cell.id === id)
            .sharedModel.setSource(source)""",
        [cell, source],
    )


def show_cell(page, cell: str) -> None:
    """Scroll to the cell of that id, so that the notebook draws it."""
    page.evaluate(
        f"""async (id) => {{
            const notebook = {NOTEBOOK};
            const index = Array.from(notebook.model.cells).findIndex((cell) => cell.id === id);
            notebook.activeCellIndex = index;
            await notebook.scrollToItem(index, "start");
        }}""",
        cell,
    )
