"""A small class whose results are in a real gradebook: six students, one of them unmarked, one late, one odd."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest
import small_course
from nbgrader.api import Gradebook as Book
from small_course import LESSON, learners_notebook, result, submit

from course import check
from course.autograder.folder import CourseFolder
from course.autograder.record import Recorder
from course.autograder.result import CellScore, Entry, Note

LATE = "c.LateSubmissionPlugin.penalty_method = 'zero'\n"
COPIED = (
    "def double(number):\n    total = number\n    for _ in range(1):\n        total = total + number\n    return total"
)
HINTS = "hint('logistic.dz')\n# hint('logistic.da')\nhint('logistic.dz')"
COPIED_HALF = "def half(q):\n    r = q * 5\n    return float(r) / 10.0"


def _missing_average(dZ2, A1):
    return dZ2 @ A1.T


def _result(student: str, scores: tuple[float, float, float | None], **texts):
    double, half, explain = scores
    notebook = learners_notebook(**texts)
    notebook["cells"].insert(0, {"cell_type": "markdown", "id": "h", "metadata": {}, "source": "# Small\n## 1. Twice"})
    made = result(double, half, explain, notebook=json.dumps(notebook), key=f"k{student}", seconds=0.25)
    report = check("vectorized.dW2", _missing_average if not half else None, points=2).as_dict()
    cells = tuple(
        CellScore(cell.grade_id, cell.points, cell.score, True, report) if cell.grade_id == "checks-half" else cell
        for cell in made.cells
    )
    return replace(made, cells=cells)


@pytest.fixture(scope="session")
def graded_course(tmp_path_factory) -> Path:
    """The root of the course."""
    root = small_course.write_course(tmp_path_factory.mktemp("results"), LATE)
    folder = CourseFolder.open(root)
    entries = [
        Entry("ann", _result("ann", (3.0, 2.0, None))),
        Entry("ben", _result("ben", (3.0, 0.0, 0.0)), notes=(Note("renamed", "Taken from homework.ipynb."),)),
        Entry("cat", _result("cat", (0.0, 0.0, 0.0), double=COPIED, half=COPIED_HALF, explain=HINTS)),
        Entry("dan", _result("dan", (3.0, 2.0, 0.0), double=COPIED.replace("total", "t"), half=f"{COPIED_HALF}  # me")),
        Entry("eve", _result("eve", (3.0, 2.0, 0.0))),
        Entry("fay", _result("fay", (0.0, 2.0, 0.0), double="def double(x):\n    return x + x")),
    ]
    for entry in entries:
        submit(root, entry.student, json.loads(entry.result.notebook))
    submit(root, "gus", learners_notebook())
    with Recorder(folder) as recorder:
        assert recorder.record(entries) == {}
    with Book(folder.database, folder.course_id) as book:
        book.update_or_create_student("ann", first_name="Ann", last_name="=Sum", email="ann@example.org")
        book.update_or_create_student("cat", first_name="Cat", last_name="=Sum", email="cat@example.org")
        book.update_or_create_student("zoe", first_name="Zoe", last_name="Silent")
        submission = book.find_submission(LESSON, "eve")
        submission.notebooks[0].late_submission_penalty = 2.0
        book.db.commit()
    return root
