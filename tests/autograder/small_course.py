"""A course of one short lesson, with every kind of cell that nbgrader knows, to grade in a temporary folder."""

from __future__ import annotations

import copy
import json
import shutil
from pathlib import Path

from course.autograder.folder import CourseFolder
from course.autograder.result import CellScore, Result

LESSON = "lesson"
IMPORTS = "import math"
DOUBLE = "def double(x):\n    ### BEGIN SOLUTION\n    return 2 * x\n    ### END SOLUTION"
HALF = "def half(x):\n    ### BEGIN SOLUTION\n    return x / 2\n    ### END SOLUTION"
CHECK_DOUBLE = (
    "assert double(2) == 4\n### BEGIN HIDDEN TESTS\nassert double(math.pi) == 2 * math.pi\n### END HIDDEN TESTS"
)
CHECK_HALF = "2.0 if half(4) == 2 else 0.5 if half(4) else 0.0"
EXPLAIN = "### BEGIN SOLUTION\nBecause.\n### END SOLUTION"
POINTS = {"checks-double": 3.0, "checks-half": 2.0, "explain-why": 4.0}


def write_course(root: Path, settings: str = "") -> Path:
    """A course folder with source/lesson/lesson.ipynb and nbgrader_config.py, `settings` appended to the latter."""
    (root / "source" / LESSON).mkdir(parents=True)
    (root / "source" / LESSON / f"{LESSON}.ipynb").write_text(json.dumps(source_notebook()))
    (root / "nbgrader_config.py").write_text(
        'c = get_config()\nc.CourseDirectory.course_id = "small"\nc.ClearSolutions.code_stub = '
        '{"python": "# YOUR CODE HERE\\n..."}\n' + settings
    )
    return root


def gradebook_at(url: str) -> str:
    """The setting that puts the gradebook into another database."""
    return f"c.CourseDirectory.db_url = {url!r}\n"


def copy_course(template: Path, root: Path, url: str = "") -> CourseFolder:
    """A copy of a course at `root`, its gradebook a copy of the file or, where there is a `url`, that database."""
    shutil.copytree(template, root)
    if url:
        (root / "gradebook.db").unlink()
        with (root / "nbgrader_config.py").open("a") as config:
            config.write(gradebook_at(url))
    return CourseFolder.open(root)


def source_notebook() -> dict:
    return _notebook(
        _code("imports", IMPORTS, locked=True),
        _code("solution-double", DOUBLE, solution=True),
        _code("checks-double", CHECK_DOUBLE, points=3),
        _code("solution-half", HALF, solution=True),
        _code("checks-half", CHECK_HALF, points=2),
        _cell("markdown", "explain-why", EXPLAIN, solution=True, points=4),
    )


def learners_notebook(double: str = DOUBLE, half: str = HALF, explain: str = "Since so it is.") -> dict:
    """A filled-in notebook as a learner hands it in, without hidden tests."""
    notebook = source_notebook()
    texts = {"solution-double": double, "solution-half": half, "explain-why": explain}
    texts["checks-double"] = CHECK_DOUBLE.partition("\n###")[0]
    for cell in notebook["cells"]:
        cell["source"] = texts.get(cell["id"], cell["source"])
    return notebook


def submit(root: Path, student: str, notebook: dict | str, timestamp: str = "") -> Path:
    """Put a submission of `student` where nbgrader looks for it."""
    place = root / "submitted" / student / LESSON
    place.mkdir(parents=True, exist_ok=True)
    (place / f"{LESSON}.ipynb").write_text(notebook if isinstance(notebook, str) else json.dumps(notebook))
    if timestamp:
        (place / "timestamp.txt").write_text(timestamp)
    return place


def result(double: float | None = 3.0, half: float | None = 2.0, explain: float | None = None, **changes) -> Result:
    """What grading a learner's notebook gives, with these scores."""
    scores = {"checks-double": double, "checks-half": half, "explain-why": explain}
    cells = tuple(CellScore(name, POINTS[name], score) for name, score in scores.items())
    given = {"key": "k", "assignment": LESSON, "notebook": json.dumps(learners_notebook()), "cells": cells} | changes
    return Result(**given)


def _notebook(*cells: dict) -> dict:
    kernel = {"name": "python3", "display_name": "Python 3", "language": "python"}
    metadata = {"kernelspec": kernel, "language_info": {"name": "python"}}
    return {"cells": copy.deepcopy(list(cells)), "metadata": metadata, "nbformat": 4, "nbformat_minor": 5}


def _cell(
    kind: str, name: str, source: str, *, solution: bool = False, locked: bool = False, points: float = 0
) -> dict:
    nbgrader = {"grade_id": name, "grade": points > 0, "solution": solution, "task": False, "schema_version": 3}
    nbgrader["locked"] = locked or (points > 0 and not solution)
    if points:
        nbgrader["points"] = points
    return {"cell_type": kind, "id": name, "metadata": {"nbgrader": nbgrader}, "source": source}


def _code(name: str, source: str, **kinds) -> dict:
    return _cell("code", name, source, **kinds) | {"outputs": [], "execution_count": None}
