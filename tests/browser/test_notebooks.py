"""Widgets in JupyterLab and Notebook 7: they appear, their sliders work by mouse and keyboard, no cell is lost."""

import copy
from contextlib import contextmanager

import nbformat
import pytest
from moves import keep_picture, press_in_slider, three_drawings, violations
from nbclient import NotebookClient
from nbconvert import HTMLExporter
from notebook_pages import count_cells, open_notebook, run_all, show_cell, write_notebook

CALLS = {
    "shape_inspector": "ShapeInspector()",
    "graph_explorer": 'GraphExplorer("logistic", lambda x, a, y: (a * x, a))',
    "stacking_explorer": "StackingExplorer()",
    "training_explorer": "TrainingExplorer()",
}
NOTE = "[class^=bbh-note-]:visible"
ARRAYS = "X=np.zeros((3, 7)), W1=np.zeros((3, 4)), b1=np.zeros(4), dZ1=np.zeros((4, 1)), A1=np.zeros((4, 7))"
ALL = {
    **CALLS,
    "shape_inspector_trap": "ShapeInspector('dW2 = dZ2 @ A1', sizes={'n1': 7})",
    "shape_inspector_arrays": f"import numpy as np\nShapeInspector(dict({ARRAYS}))",
    "graph_explorer_two_layers": "GraphExplorer('one_example', lambda x, y, W2, z1, a1, a2: {'dz2': y - a2})",
}


@contextmanager
def notebook_of(sources, frontend, chromium, jupyter):
    """A notebook of the given cells, run; ``shown(2)`` is its page with cell 2 in view, and the widget there."""
    with chromium.new_context(viewport={"width": 1400, "height": 1000}) as context:
        page = context.new_page()
        open_notebook(page, jupyter, frontend, write_notebook(jupyter[2], *sources))
        run_all(page)

        def shown(number):
            show_cell(page, f"cell-{number}")
            widget = page.locator(".jp-mod-active .bbh")
            widget.wait_for(timeout=60_000)
            return page, widget

        yield shown


@pytest.fixture(scope="module", params=["lab", "notebook"])
def each_widget(request, chromium, jupyter):
    """All widgets in one notebook, the first in cell 1."""
    with notebook_of(["from course import *", *CALLS.values()], request.param, chromium, jupyter) as shown:
        yield shown


@pytest.mark.parametrize("name", CALLS)
def test_a_widget_appears_moves_and_deletes_no_cell(each_widget, name):
    page, widget = each_widget(list(CALLS).index(name) + 1)
    assert three_drawings(page, widget, name)
    assert widget.locator(NOTE).count() == 0
    press_in_slider(widget, name, "ddxab")
    page.wait_for_timeout(300)
    keep_picture(page, f"{name}-{page.url.split('/')[3]}")
    assert count_cells(page) == 1 + len(CALLS)


@pytest.mark.parametrize(
    ("theme", "width", "calls"),
    [("JupyterLab Light", 380, ALL), ("JupyterLab Dark", 1400, CALLS)],
    ids=["light", "dark"],
)
def test_axe_finds_nothing_under_jupyters_themes(new_context, jupyter, theme, width, calls):
    """In a narrow window and in a wide one. Notebook 7 has the same themes, from the same files."""
    page = new_context(viewport={"width": 1400, "height": 1000}).new_page()
    open_notebook(page, jupyter, "lab", write_notebook(jupyter[2], "from course import *", *calls.values()), theme)
    run_all(page)
    page.evaluate("window.jupyterapp.shell.collapseLeft()")
    page.set_viewport_size({"width": width, "height": 4600})  # what is scrolled away is not in the picture
    for number, name in enumerate(calls, start=1):
        show_cell(page, f"cell-{number}")
        widget = page.locator(".jp-mod-active .bbh")
        widget.wait_for(timeout=60_000)
        keep_picture(page, f"{name}-{theme.replace(' ', '-')}-{width}", widget)
        assert violations(page, ".jp-mod-active .bbh") == []


SEVERAL = [
    "from course import *",
    "widget = ShapeInspector()\nwidget",
    "StackingExplorer()",
    "GraphExplorer('logistic', lambda x, a, y: ((a - y) * x * 2, a - y))",
    "TrainingExplorer(update=lambda p, g, learning_rate: {n: p[n] - learning_rate * g['d' + n] for n in p})",
    "TrainingExplorer(update=lambda p, g, learning_rate: p['W9'])",
]


@pytest.fixture(scope="module")
def several(chromium, jupyter):
    """Widgets that learners have made their own."""
    with notebook_of(SEVERAL, "lab", chromium, jupyter) as shown:
        yield shown


def test_widgets_of_one_notebook_share_no_id(several):
    ids = []
    for number in (1, 2, 3, 4):
        _, widget = several(number)
        ids += widget.locator("[id]").evaluate_all("all => all.map((each) => each.id)")
    assert len(ids) > 10
    assert len(set(ids)) == len(ids)


def test_the_state_comes_back_to_python(several):
    page, widget = several(1)
    widget.get_by_label("Equation in NumPy").fill("X @ X.T")
    page.evaluate(
        """async () => {
            const kernel = window.jupyterapp.shell.currentWidget.sessionContext.session.kernel;
            const future = kernel.requestExecute({ code: "print(widget.code())" });
            future.onIOPub = (message) => { if (message.content.text) window.printed = message.content.text; };
            await future.done;
        }"""
    )
    assert "# X @ X.T  ->  (n0, n0) = (3, 3)" in page.evaluate("window.printed")


def test_the_learners_first_wrong_node_lights_up(several):
    page, widget = several(3)
    widget.get_by_role("button", name="All back").click()
    assert widget.locator(".ge-node.is-first").count() == 1
    assert "✕ dw1" in widget.locator(".ge-node.is-first").text_content()
    assert widget.locator(".ge-node.is-right").count() == 1
    widget.get_by_label("x1", exact=True).press("ArrowRight")
    page.wait_for_timeout(500)
    assert widget.locator(".ge-node.is-right").count() == 1


def test_training_runs_the_learners_own_update(several):
    page, widget = several(4)
    widget.get_by_role("button", name="100 steps").click()
    page.locator(".training-explorer[data-steps='100']").wait_for(timeout=30_000)
    assert "different hidden units" in widget.locator(".te-panels").inner_text()


def test_a_learners_failing_function_is_named(several):
    _, widget = several(5)
    widget.get_by_role("button", name="One step").click()
    widget.get_by_text("update stopped with KeyError").first.wait_for()


@pytest.fixture(scope="module")
def executed():
    """A notebook with every widget, run from top to bottom, the widgets' state saved in it."""
    cells = [nbformat.v4.new_code_cell(source) for source in ("from course import *", *CALLS.values())]
    return NotebookClient(nbformat.v4.new_notebook(cells=cells), kernel_name="python3").execute()


def test_without_its_kernel_a_notebook_says_what_its_widgets_are_and_where_to_try(new_context, jupyter, executed):
    path = write_notebook(jupyter[2])
    nbformat.write(executed, path)
    page = new_context(viewport={"width": 1280, "height": 1600}).new_page()
    open_notebook(page, jupyter, "lab", path)
    page.locator(NOTE, has_text="ShapeInspector").wait_for(timeout=30_000)
    page.wait_for_timeout(1_000)
    keep_picture(page, "without-kernel")
    assert_notes_say_where_to_try(page)


def assert_notes_say_where_to_try(page):
    notes = page.locator(NOTE).all_inner_texts()
    assert [note.split(":")[0] for note in notes] == [call.split("(")[0] for call in CALLS.values()]
    assert all("docs/widgets/" in note for note in notes)


@pytest.mark.parametrize(("template", "state"), [("basic", False), ("lab", True), ("lab", False)])
def test_a_plain_html_export_says_what_it_is_and_where_to_try(new_context, tmp_path, executed, template, state):
    """With the widgets' state in it or without, opened where nothing can be loaded."""
    notebook = copy.deepcopy(executed)
    assert notebook.metadata["widgets"]
    if not state:
        del notebook.metadata["widgets"]
    body, _ = HTMLExporter(template_name=template).from_notebook_node(notebook)
    path = tmp_path / "export.html"
    path.write_text(body if template == "lab" else f"<!DOCTYPE html><meta charset='utf-8'>{body}")
    context = new_context()
    context.route(lambda url: url.startswith("http"), lambda route: route.abort())
    page = context.new_page()
    page.goto(path.as_uri())
    keep_picture(page, f"export-{template}-{'with' if state else 'without'}-state")
    assert_notes_say_where_to_try(page)
