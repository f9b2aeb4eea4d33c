"""Every lesson in a real browser: it opens, runs from top to bottom, shows its widgets and its diagnoses."""

import itertools
import shutil
import uuid
from pathlib import Path

import pytest
from moves import keep_picture, name_of, press_in_slider, three_drawings, violations
from notebook_pages import count_cells, open_notebook, outputs, run_all, show_cell, write_cell

FOLDERS = {kind: Path(__file__).parents[2] / kind for kind in ("release", "source")}
LESSONS = sorted(path.name for path in FOLDERS["release"].iterdir() if path.is_dir())
WIDGET = "application/vnd.jupyter.widget-view+json"


@pytest.fixture
def open_lesson(new_context, jupyter):
    def opened(lesson, frontend="lab", theme=None, folder=FOLDERS["release"]):
        target = jupyter[2] / uuid.uuid4().hex / lesson
        shutil.copytree(folder / lesson, target)
        page = new_context(viewport={"width": 1280, "height": 1000}).new_page()
        open_notebook(page, jupyter, frontend, target / f"{lesson}.ipynb", theme)
        return page

    return opened


@pytest.mark.parametrize(("lesson", "frontend"), [*zip(LESSONS, itertools.cycle(["notebook", "lab"]))])
def test_a_lesson_runs_from_top_to_bottom_and_its_widgets_appear_and_move(open_lesson, lesson, frontend):
    page = open_lesson(lesson, frontend)
    run_all(page)
    cells = count_cells(page)
    found = outputs(page)
    assert [cell for cell, each in found.items() for output in each if output["output_type"] == "error"] == []
    assert sum(cell.startswith("checks-") for cell, each in found.items() if each) > 3
    drawn = [cell for cell, each in found.items() for output in each if WIDGET in output.get("data", {})]
    assert drawn
    for cell in drawn:
        show_cell(page, cell)
        widget = page.locator(".jp-mod-active .bbh")
        widget.wait_for(timeout=30_000)
        keep_picture(page, f"{lesson}-{frontend}-{cell}")
        move_by_mouse_and_keyboard(page, widget)
    assert count_cells(page) == cells


def move_by_mouse_and_keyboard(page, widget):
    """A slider dragged, then moved by a key, each with a new drawing; then d d, which deletes cells elsewhere."""
    name = name_of(widget)
    assert three_drawings(page, widget, name)
    press_in_slider(widget, name, "dd")


@pytest.mark.parametrize(("frontend", "theme"), [("lab", "JupyterLab Light"), ("notebook", "JupyterLab Dark")])
def test_a_wrong_cell_shows_its_diagnosis_and_axe_finds_nothing_in_it(open_lesson, frontend, theme):
    page = open_lesson("1_logistic_regression", frontend, theme)
    write_cell(page, "solution-dz", "def find_dz(a, y):\n    return y - a")
    run_all(page)
    show_cell(page, "checks-dz")
    report = page.get_by_role("group", name="Check of logistic.dz", exact=True)
    report.wait_for()
    assert "sign changed" in report.inner_text()
    keep_picture(page, f"diagnosis-{frontend}-{theme.replace(' ', '-')}")
    report.evaluate("report => document.body.replaceChildren(report)")
    assert violations(page) == []


@pytest.mark.parametrize(
    ("frontend", "kind", "verdict"), [("lab", "release", "failed"), ("notebook", "source", "Success")]
)
def test_the_validate_button_tells_right_from_wrong(open_lesson, frontend, kind, verdict):
    """nbgrader's Validate on an untouched notebook and on the solved one that instructors have."""
    page = open_lesson("1_logistic_regression", frontend, folder=FOLDERS[kind])
    page.get_by_role("button", name="Validate").click()
    dialog = page.locator(".jp-Dialog")
    dialog.wait_for(timeout=90_000)
    keep_picture(page, f"validate-{frontend}-{kind}")
    assert verdict in dialog.inner_text()
