"""Do the learner's answers find their places, and do protected cells come from the instructor's copy?"""

from __future__ import annotations

import copy
import json

import judged_lesson as lesson
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from test_submission import ANYTHING

from course.autograder.ingest import ingest

ASSIGNMENT = lesson.assignment()
ORDER = list(ASSIGNMENT.known)


def laid(notebook: dict):
    return ingest(ASSIGNMENT, lesson.data(notebook))


def sources(sheet) -> dict:
    return {cell.home.grade_id: cell.source for cell in sheet.cells if cell.home is not None}


def kinds(sheet) -> set[str]:
    return {note.kind for note in sheet.notes}


def without(notebook: dict, *grade_ids: str) -> dict:
    notebook["cells"] = [cell for cell in notebook["cells"] if lesson.marks(cell).get("grade_id") not in grade_ids]
    return notebook


def complete(sheet) -> bool:
    """Every cell of the assignment once, in order, with the instructor's text where it is protected."""
    homes = [cell.home for cell in sheet.cells if cell.home is not None]
    protected = [cell for cell in sheet.cells if cell.home is not None and cell.home.protected]
    ids = [cell.id for cell in sheet.cells]
    return (
        [home.grade_id for home in homes] == ORDER
        and all((cell.source, cell.kind) == (cell.home.source, cell.home.kind) for cell in protected)
        and len(set(ids)) == len(ids)
    )


def test_an_honest_submission_needs_no_notes():
    sheet = laid(lesson.submission())
    assert complete(sheet)
    assert sheet.notes == ()
    assert sources(sheet)["solution-dz"] == lesson.DZ
    assert "seed=4711" in sources(sheet)["checks-dz"]
    assert [cell.source for cell in sheet.cells if cell.home is None] == ["# A lesson", lesson.PLAIN]


@pytest.mark.parametrize("grade_id", ["imports", "helper", "checks-dz"])
def test_a_deleted_protected_cell_is_put_back(grade_id):
    sheet = laid(without(lesson.submission(), grade_id))
    assert complete(sheet)
    assert f"{grade_id} had been deleted and was put back" in [note.message for note in sheet.notes]


def test_restored_imports_stand_before_the_learners_own_cells():
    sheet = laid(without(lesson.submission(), "imports", "helper"))
    texts = [cell.source for cell in sheet.cells]
    assert texts.index(lesson.IMPORTS) < texts.index(lesson.PLAIN)


def test_a_deleted_answer_is_empty_and_not_the_instructors():
    sheet = laid(without(lesson.submission(), "solution-dz", "explain-why"))
    assert complete(sheet)
    assert sources(sheet)["solution-dz"] == "# This cell was missing from the submission."
    assert sources(sheet)["explain-why"] == ""
    assert kinds(sheet) == {"missing"}


def test_a_changed_protected_cell_is_restored():
    notebook = lesson.submission()
    lesson.find(notebook, "checks-dz")["source"] = "2.0"
    lesson.find(notebook, "imports")["source"] = "import nothing"
    sheet = laid(notebook)
    assert complete(sheet)
    assert kinds(sheet) == {"locked"}


def test_points_beyond_the_range_of_a_float_are_other_points():
    notebook = lesson.submission()
    lesson.find(notebook, "checks-dz")["metadata"]["nbgrader"]["points"] = 10**400
    assert kinds(laid(notebook)) == {"points"}


def test_tags_points_and_types():
    notebook = lesson.submission()
    cell = lesson.find(notebook, "checks-dz")
    cell["metadata"]["tags"] = ["skip-execution"]
    cell["metadata"]["nbgrader"]["points"] = 100
    lesson.find(notebook, "solution-dw")["cell_type"] = "markdown"
    sheet = laid(notebook)
    assert complete(sheet)
    assert kinds(sheet) == {"tags", "points", "type"}
    assert next(cell.kind for cell in sheet.cells if cell.id == "solution-dw") == "code"
    assert [cell.home.points for cell in sheet.cells if cell.id == "checks-dz"] == [2.0]


def test_copies_of_protected_cells_are_dropped():
    notebook = lesson.submission()
    notebook["cells"].append(copy.deepcopy(lesson.find(notebook, "checks-dz")))
    sheet = laid(notebook)
    assert complete(sheet)
    assert kinds(sheet) == {"duplicate"}
    assert len(sheet.cells) == len(notebook["cells"]) - 1


def test_both_parts_of_a_split_answer_run():
    notebook = lesson.submission(solution_dz="scale = 1")
    second = copy.deepcopy(lesson.find(notebook, "solution-dz"))
    second["source"] = lesson.DZ
    index = notebook["cells"].index(lesson.find(notebook, "solution-dz"))
    notebook["cells"].insert(index + 1, second)
    sheet = laid(notebook)
    assert complete(sheet)
    texts = [cell.source for cell in sheet.cells]
    assert texts[texts.index("scale = 1") + 1] == lesson.DZ


def test_a_split_written_answer_is_joined():
    notebook = lesson.submission(explain_why="First.")
    second = copy.deepcopy(lesson.find(notebook, "explain-why"))
    second["source"] = "Second."
    notebook["cells"].append(second)
    assert sources(laid(notebook))["explain-why"] == "First.\n\nSecond."


def test_moved_cells_go_back_and_take_their_followers_along():
    notebook = lesson.submission()
    own = {**lesson.code("my_own = 1"), "id": "own"}
    cells = notebook["cells"]
    cells.insert(cells.index(lesson.find(notebook, "solution-dz")) + 1, own)
    cells.insert(1, cells.pop(cells.index(lesson.find(notebook, "checks-own"))))
    sheet = laid(notebook)
    assert complete(sheet)
    assert kinds(sheet) == {"order"}
    ids = [cell.id for cell in sheet.cells]
    assert ids[ids.index("own") - 1] == "solution-dz"


def test_stripped_metadata_is_recognised_by_cell_id():
    notebook = lesson.submission()
    for cell in notebook["cells"]:
        cell["metadata"] = {}
    sheet = laid(notebook)
    assert complete(sheet)
    assert sources(sheet)["solution-dz"] == lesson.DZ
    assert kinds(sheet) == {"metadata"}


def test_stripped_metadata_and_ids_are_recognised_by_text_and_names():
    notebook = lesson.submission()
    for cell in notebook["cells"]:
        cell["metadata"] = {}
        del cell["id"]
    sheet = laid(notebook)
    assert complete(sheet)
    assert sources(sheet)["solution-dz"] == lesson.DZ
    assert sources(sheet)["solution-shape"] == lesson.SHAPE
    by = {note.message.rsplit("its ", 1)[1] for note in sheet.notes if note.kind == "metadata"}
    assert by == {"text", "function names"}


@pytest.mark.parametrize(("name", "shown"), [("solution-cost", "solution-cost"), ("\ud800\x1b", "??")])
def test_cells_of_another_lesson_are_noted_and_what_fits_is_graded(name, shown):
    notebook = lesson.submission()
    notebook["cells"].append(lesson.code("def cost(): ...", grade_id=name, solution=True))
    sheet = laid(notebook)
    (note,) = sheet.notes
    assert (note.kind, sheet.failure) == ("foreign", "")
    assert f"cells of another lesson, or of another version of this one ({shown})" in note.message
    assert sources(sheet)["solution-dz"] == lesson.DZ


def test_of_another_lessons_notebook_nothing_else_is_noted():
    notebook = without(lesson.submission(), "solution-dz", "imports")
    for number in range(30):
        notebook["cells"].append(lesson.code("1", grade_id=f"solution-{number}", solution=True))
    sheet = laid(notebook)
    assert complete(sheet)
    assert kinds(sheet) == {"foreign"}


def test_another_notebook_is_refused():
    sheet = laid({"cells": [lesson.code("print(1)")], "nbformat": 4, "metadata": {}})
    assert "was another notebook handed in" in sheet.failure
    assert complete(sheet)


def test_the_instructors_answers_are_in_no_blank_sheet():
    sheet = ingest(ASSIGNMENT, b"nothing")
    assert complete(sheet)
    assert "no notebook" in sheet.failure
    for text in (lesson.DZ, lesson.DW, lesson.SHAPE, lesson.OWN, lesson.WHY):
        assert text not in [cell.source for cell in sheet.cells]


@settings(deadline=None)
@given(
    st.lists(
        st.tuples(
            st.sampled_from(lesson.submission()["cells"]),
            st.dictionaries(
                st.sampled_from(["cell_type", "source", "metadata", "id", "attachments"]), ANYTHING, max_size=2
            ),
        ),
        max_size=20,
    )
)
def test_whatever_a_learner_does_to_the_cells_every_cell_of_the_assignment_is_there(changes):
    cells = [{**cell, **change} for cell, change in changes]
    sheet = ingest(ASSIGNMENT, json.dumps({"cells": cells, "nbformat": 4}).encode())
    assert complete(sheet)
