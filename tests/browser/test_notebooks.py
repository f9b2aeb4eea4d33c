"""Widgets in JupyterLab and Notebook 7: they appear, their sliders work by mouse and keyboard, no cell is lost."""

import uuid

import nbformat
import pytest
from moves import SLIDER, drag, drawing, keep_picture, violations
from nbconvert import HTMLExporter
from notebook_pages import count_cells, open_notebook, run_all

CALLS = {
    "shape_inspector": "ShapeInspector()",
    "graph_explorer": 'GraphExplorer("logistic", lambda x, a, y: (a * x, a))',
    "stacking_explorer": "StackingExplorer()",
    "training_explorer": "TrainingExplorer()",
}


def write_notebook(folder, *sources):
    cells = [nbformat.v4.new_code_cell(source) for source in sources]
    kernel = {"kernelspec": {"name": "python3", "display_name": "Python 3", "language": "python"}}
    path = folder / f"{uuid.uuid4().hex}.ipynb"
    nbformat.write(nbformat.v4.new_notebook(cells=cells, metadata=kernel), path)
    return path


@pytest.fixture
def run_notebook(new_context, jupyter):
    """Opens a notebook of the given cells in a frontend, runs them all, and returns the page."""

    def run(frontend, *sources, theme=None):
        page = new_context(viewport={"width": 1280, "height": 1000}).new_page()
        open_notebook(page, jupyter, frontend, write_notebook(jupyter[2], *sources), theme)
        run_all(page)
        page.locator(".bbh").first.wait_for(timeout=60_000)
        return page

    return run


@pytest.mark.parametrize("frontend", ["lab", "notebook"])
@pytest.mark.parametrize("name", CALLS)
def test_a_widget_appears_moves_and_deletes_no_cell(run_notebook, frontend, name):
    page = run_notebook(frontend, f"from course import *\n{CALLS[name]}", "kept = 1")
    before = drawing(page, name)
    slider = page.get_by_label(SLIDER[name], exact=True)
    drag(page, slider)
    after_mouse = drawing(page, name)
    slider.focus()
    page.keyboard.press("ArrowLeft")
    assert len({before, after_mouse, drawing(page, name)}) == 3
    for key in "ddxab":
        page.keyboard.press(key)
    page.wait_for_timeout(300)
    keep_picture(page, f"{name}-{frontend}")
    assert count_cells(page) == 2


@pytest.mark.parametrize("theme", ["JupyterLab Light", "JupyterLab Dark"])
def test_axe_finds_nothing_under_jupyterlabs_themes(run_notebook, theme):
    page = run_notebook("lab", "from course import ShapeInspector\nShapeInspector('W1 @ X.T')", theme=theme)
    keep_picture(page, f"shape_inspector-{theme.replace(' ', '-')}")
    page.evaluate("document.body.replaceChildren(document.querySelector('.bbh'))")
    assert [text for text in violations(page) if text.split(":")[0] not in ("html-has-lang", "document-title")] == []


def test_the_state_comes_back_to_python(run_notebook):
    show = "from course import ShapeInspector\nwidget = ShapeInspector()\nwidget"
    page = run_notebook("lab", show, "print('later')")
    page.get_by_label("Equation in NumPy").fill("X @ X.T")
    page.evaluate(
        """async () => {
            const kernel = window.jupyterapp.shell.currentWidget.sessionContext.session.kernel;
            const future = kernel.requestExecute({ code: "print(widget.code())" });
            future.onIOPub = (message) => { if (message.content.text) window.printed = message.content.text; };
            await future.done;
        }"""
    )
    assert "# X @ X.T  ->  (n0, n0) = (3, 3)" in page.evaluate("window.printed")


def test_the_learners_first_wrong_node_lights_up(run_notebook):
    wrong = "lambda x, a, y: ((a - y) * x * 2, a - y)"
    page = run_notebook("lab", f"from course import GraphExplorer\nGraphExplorer('logistic', {wrong})")
    page.get_by_role("button", name="All back").click()
    assert page.locator(".ge-node.is-first").count() == 1
    assert "✕ dw1" in page.locator(".ge-node.is-first").text_content()
    assert page.locator(".ge-node.is-right").count() == 1
    page.get_by_label("x1", exact=True).press("ArrowRight")
    page.wait_for_timeout(500)
    assert page.locator(".ge-node.is-right").count() == 1


def test_training_runs_the_learners_own_update(run_notebook):
    update = "lambda p, g, learning_rate: {name: p[name] - learning_rate * g['d' + name] for name in p}"
    page = run_notebook("lab", f"from course import TrainingExplorer\nTrainingExplorer(update={update})")
    page.get_by_role("button", name="100 steps").click()
    page.locator(".training-explorer[data-steps='100']").wait_for(timeout=30_000)
    assert "different hidden units" in page.locator(".te-panels").inner_text()


def test_a_learners_failing_function_is_named(run_notebook):
    page = run_notebook("lab", "from course import TrainingExplorer\nTrainingExplorer(update=lambda p, g, r: p['W9'])")
    page.get_by_role("button", name="One step").click()
    page.get_by_text("update stopped with KeyError").first.wait_for()


@pytest.mark.parametrize("name", CALLS)
def test_a_plain_html_export_says_what_it_is_and_where_to_try(new_context, tmp_path, name):
    """An export without widget state, as of a notebook that was run elsewhere."""
    from nbclient import NotebookClient

    notebook = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(f"from course import *\n{CALLS[name]}")])
    NotebookClient(notebook, kernel_name="python3").execute()
    notebook.metadata.pop("widgets", None)
    body, _ = HTMLExporter(template_name="basic").from_notebook_node(notebook)
    path = tmp_path / "export.html"
    path.write_text(f"<!DOCTYPE html><meta charset='utf-8'>{body}")
    page = new_context(java_script_enabled=False).new_page()
    page.goto(path.as_uri())
    note = page.locator("[role=note]")
    assert note.count() == 1
    assert "docs/widgets/" in note.inner_text()
    assert note.is_visible()
