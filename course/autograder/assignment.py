"""The instructor's copy of a notebook: its cells, what each is worth, and which of them the judge answers."""

from __future__ import annotations

import ast
import hashlib
import json
import re
from dataclasses import dataclass, field
from pathlib import Path

from course.errors import CourseError
from course.language import set_in

PLAIN, LOCKED, SOLUTION, TEST, WRITTEN, TASK = "plain", "locked", "solution", "test", "written", "task"
HIDDEN_TESTS = re.compile(r"^[ \t]*### BEGIN HIDDEN TESTS.*?### END HIDDEN TESTS[^\n]*\n?", re.DOTALL | re.MULTILINE)


class AssignmentError(CourseError):
    """An instructor's notebook that cannot be graded; the message says which cell and what to change."""


@dataclass(frozen=True)
class Check:
    """What a judged cell asks for: ``check(exercise, variable, ...)``."""

    exercise: str
    variable: str


@dataclass(frozen=True)
class SourceCell:
    """One cell of the instructor's copy.

    `role` is one of plain, locked, solution, test, written (marked by hand), task. `check` is set where the judge
    answers the cell; a test cell without it holds plain asserts. `stub` is what learners receive in the cell, None
    where no release version is known. `metadata` is the cell's own, `nbgrader` included.
    """

    id: str
    grade_id: str
    kind: str
    role: str
    source: str
    points: float = 0.0
    check: Check | None = None
    stub: str | None = None
    metadata: dict = field(default_factory=dict)

    @property
    def protected(self) -> bool:
        """Whether the cell's text always comes from the instructor's copy."""
        return self.role in (LOCKED, TEST, TASK)

    @property
    def graded(self) -> bool:
        return self.role in (TEST, WRITTEN, TASK)


@dataclass(frozen=True)
class Assignment:
    """One assignment: a name, the cells of its notebook in order, and `key`, a hash of everything that matters."""

    name: str
    key: str
    cells: tuple[SourceCell, ...]
    metadata: dict

    @property
    def known(self) -> dict[str, SourceCell]:
        """The cells with a grade_id, by grade_id."""
        return {cell.grade_id: cell for cell in self.cells if cell.grade_id}

    @property
    def language(self) -> str:
        """The language that a protected cell sets for the lesson, in which its reports are written."""
        return set_in(cell.source for cell in self.cells if cell.protected)

    @property
    def points(self) -> float:
        return sum(cell.points for cell in self.cells)

    @property
    def figures(self) -> bool:
        """Whether its own cells draw with matplotlib."""
        return any(re.search(r"\b(matplotlib|plots)\b", cell.source) for cell in self.cells if cell.kind == "code")

    @classmethod
    def parse(cls, name: str, source: bytes, release: bytes | None = None) -> Assignment:
        """The assignment `name` from the bytes of its source notebook (with hidden tests).

        `release`, the notebook that learners receive, tells an untouched answer from a written one and helps to
        recognise cells whose metadata was lost. Raises AssignmentError where the notebook cannot be graded.
        """
        notebook = _notebook(name, source)
        stubs = _stubs(name, release) if release is not None else {}
        cells = tuple(_cell(raw, stubs, index) for index, raw in enumerate(notebook["cells"]))
        ids = [cell.grade_id for cell in cells if cell.grade_id]
        twice = sorted({grade_id for grade_id in ids if ids.count(grade_id) > 1})
        if twice:
            raise AssignmentError(f"{name}: two cells have the grade_id {twice[0]!r}; give each its own")
        digest = hashlib.sha256(b"%d\n" % len(source) + source + (release or b""))
        return cls(name, digest.hexdigest(), cells, notebook.get("metadata", {}))

    @classmethod
    def load(cls, source: Path, release: Path | None = None) -> Assignment:
        """The assignment from files: SOURCE/NAME.ipynb, and what learners receive where that file exists."""
        released = release.read_bytes() if release is not None and release.is_file() else None
        return cls.parse(source.stem, source.read_bytes(), released)


def cell_text(source: object) -> str:
    """A cell's source, which the notebook format writes as one string or as a list of them."""
    return "".join(source) if isinstance(source, list) else str(source)


def check_of(source: str) -> Check | None:
    """The exercise and variable of a cell that holds nothing but ``check("exercise", name, ...)``, else None.

    Raises ValueError where such a cell checks different things: only its last expression would count.
    """
    try:
        statements = ast.parse(source).body
    except SyntaxError:
        return None
    calls = [check_call(statement) for statement in statements]
    if not calls or None in calls:
        return None
    found = [check for check, _ in calls]
    if len(set(found)) > 1:
        names = ", ".join(f"{check.exercise} of {check.variable}" for check in dict.fromkeys(found))
        raise ValueError(f"checks {names}, but only the last expression of a cell counts; give each a cell of its own")
    return found[-1]


def check_call(statement: ast.stmt) -> tuple[Check, dict] | None:
    """What ``check("exercise", name, points=..., seed=...)`` checks, and its keywords; None for anything else."""
    match statement:
        case ast.Expr(ast.Call(ast.Name("check"), [ast.Constant(str() as exercise), ast.Name(variable)], keywords)) if (
            all(word.arg in ("points", "seed") and isinstance(word.value, ast.Constant) for word in keywords)
        ):
            return Check(exercise, variable), {word.arg: word.value.value for word in keywords}
    return None


def _notebook(name: str, data: bytes) -> dict:
    try:
        notebook = json.loads(data)
        cells = notebook["cells"]
    except (ValueError, KeyError, TypeError) as error:
        raise AssignmentError(f"{name}: the instructor's notebook is no notebook of format 4 ({error})") from error
    if notebook.get("nbformat") != 4 or not isinstance(cells, list):
        raise AssignmentError(f"{name}: the instructor's notebook must have format 4; open and save it in JupyterLab")
    return notebook


def _stubs(name: str, release: bytes) -> dict[str, str]:
    cells = _notebook(name, release)["cells"]
    return {
        cell["metadata"]["nbgrader"]["grade_id"]: cell_text(cell["source"])
        for cell in cells
        if cell["metadata"].get("nbgrader", {}).get("grade_id")
    }


def _cell(raw: dict, stubs: dict[str, str], index: int) -> SourceCell:
    marks = raw.get("metadata", {}).get("nbgrader") or {}
    grade_id, source, kind = marks.get("grade_id", ""), cell_text(raw["source"]), raw["cell_type"]
    role = _role(marks, kind)
    points = float(marks.get("points", 0.0)) if role in (TEST, WRITTEN, TASK) else 0.0
    check = None
    if role == TEST:
        try:
            check = check_of(source)
        except ValueError as error:
            raise AssignmentError(f"cell {grade_id!r} {error}") from error
    stub = stubs.get(grade_id)
    if stub is None and role in (LOCKED, TEST, TASK):
        stub = HIDDEN_TESTS.sub("", source)
    return SourceCell(
        raw.get("id") or f"cell-{index}", grade_id, kind, role, source, points, check, stub, raw.get("metadata", {})
    )


def _role(marks: dict, kind: str) -> str:
    if not marks.get("grade_id"):
        return PLAIN
    if marks.get("task"):
        return TASK
    if marks.get("grade"):
        return WRITTEN if marks.get("solution") or kind != "code" else TEST
    if marks.get("solution"):
        return SOLUTION
    return LOCKED if marks.get("locked") else PLAIN
