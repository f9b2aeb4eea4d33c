"""A short lesson with every kind of cell that grading treats differently, and learners' answers to it."""

from __future__ import annotations

import json

from course.autograder.assignment import Assignment

NAME = "lesson"
SECRET = b"a secret for tests"
IMPORTS = "import numpy as np\nfrom course import check"
HELPER = "def double(x):\n    return 2 * x"
PLAIN = "# Look at the shapes here.\nx = np.ones((3, 1))\nx.shape"
STUB = "    # YOUR CODE HERE\n    ..."
DZ = "def dz(a, y):\n    return a - y"
DW = "def dw(dz, x):\n    return dz * x"
SHAPE = 'shape_of_dw = ("n0", 1)'
OWN = "def triple(x):\n    return 3 * x"
WHY = "Because the two terms cancel."
ANSWERS = {"solution-dz": DZ, "solution-dw": DW, "solution-shape": SHAPE, "solution-own": OWN, "explain-why": WHY}
STUBS = {
    "solution-dz": f"def dz(a, y):\n{STUB}",
    "solution-dw": f"def dw(dz, x):\n{STUB}",
    "solution-shape": f"shape_of_dw = (\n{STUB}\n)",
    "solution-own": f"def triple(x):\n{STUB}",
    "explain-why": "YOUR ANSWER HERE",
}
POINTS = {"checks-dz": 2.0, "checks-dw": 3.0, "checks-shape": 1.0, "checks-own": 2.0, "explain-why": 4.0}
HONEST = {"checks-dz": 2.0, "checks-dw": 3.0, "checks-shape": 1.0, "checks-own": 2.0, "explain-why": None}


def hidden(visible: str, tests: str) -> str:
    """A test cell with a hidden part."""
    return f"{visible}\n### BEGIN HIDDEN TESTS\n{tests}\n### END HIDDEN TESTS"


CHECKS = {
    "checks-dz": ('check("logistic.dz", dz, points=2)', 'check("logistic.dz", dz, points=2, seed=4711)'),
    "checks-dw": ('check("logistic.dw", dw, points=3)', 'check("logistic.dw", dw, points=3, seed=4712)'),
    "checks-shape": ('check("logistic.shape_of_dw", shape_of_dw, points=1)', ""),
    "checks-own": ("assert triple(2) == 6", "assert triple(5) == 15"),
}


def source() -> dict:
    """The instructor's copy, with answers and hidden tests."""
    return _notebook(ANSWERS, {name: hidden(*texts) if texts[1] else texts[0] for name, texts in CHECKS.items()})


def release() -> dict:
    """What learners receive."""
    return submission(STUBS)


def submission(answers: dict | None = None, **changed: str) -> dict:
    """A notebook as a learner hands it in; `changed` answers by grade_id with - written as _."""
    answers = {**ANSWERS, **(answers or {}), **{name.replace("_", "-"): text for name, text in changed.items()}}
    return _notebook(answers, {name: texts[0] for name, texts in CHECKS.items()})


def assignment() -> Assignment:
    """The lesson as grading sees it."""
    return Assignment.parse(NAME, data(source()), data(release()))


def data(notebook: dict) -> bytes:
    """A notebook as the bytes of its file."""
    return json.dumps(notebook).encode()


def code(source: str, grade_id: str = "", **marks) -> dict:
    """A code cell, with nbgrader's marks where it has a grade_id."""
    cell = {"cell_type": "code", "metadata": {}, "source": source, "outputs": [], "execution_count": None}
    return _marked(cell, grade_id, marks)


def text(source: str, grade_id: str = "", **marks) -> dict:
    """A markdown cell."""
    return _marked({"cell_type": "markdown", "metadata": {}, "source": source}, grade_id, marks)


def find(notebook: dict, grade_id: str) -> dict:
    """The first cell with that grade_id."""
    return next(cell for cell in notebook["cells"] if marks(cell).get("grade_id") == grade_id)


def marks(cell: dict) -> dict:
    """nbgrader's part of a cell's metadata."""
    return cell["metadata"].get("nbgrader", {})


def _notebook(answers: dict, checks: dict) -> dict:
    cells = [
        text("# A lesson"),
        code(IMPORTS, "imports", locked=True),
        code(PLAIN),
        code(HELPER, "helper", locked=True),
    ]
    for name in ("dz", "dw", "shape", "own"):
        cells.append(code(answers[f"solution-{name}"], f"solution-{name}", solution=True))
        grade_id = f"checks-{name}"
        cells.append(code(checks[grade_id], grade_id, grade=True, locked=True, points=POINTS[grade_id]))
    cells.append(text(answers["explain-why"], "explain-why", grade=True, solution=True, points=4))
    for index, cell in enumerate(cells):
        cell["id"] = marks(cell).get("grade_id", f"plain-{index}")
    kernel = {"name": "python3", "display_name": "Python 3", "language": "python"}
    return {"cells": cells, "metadata": {"kernelspec": kernel}, "nbformat": 4, "nbformat_minor": 5}


def _marked(cell: dict, grade_id: str, marks: dict) -> dict:
    if grade_id:
        given = {"grade": False, "solution": False, "locked": False, "task": False, "schema_version": 3}
        cell["metadata"]["nbgrader"] = {**given, "grade_id": grade_id, **marks}
    return cell
