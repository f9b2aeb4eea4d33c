"""From the script people edit to the source notebook: source/NAME.py -> source/NAME/NAME.ipynb.

A script is in jupytext's percent format. The header of a cell says in short what nbgrader has to know:

    # %% [markdown]                              text
    # %%                                         code that learners may change
    # %% locked                                  code that they may not change
    # %% solution="dz"                           what learners fill in
    # %% checks="dz" points=2                    a graded check with hidden tests
    # %% [markdown] explain="why" points=3       a written answer, marked by hand

The same script always gives the same bytes: cell ids come from the headers, outputs are never stored.
"""

from __future__ import annotations

import ast
import json
import re
from dataclasses import dataclass
from pathlib import Path

from course.authoring.folder import AuthoringError, chosen_lessons, source_notebook

SCHEMA_VERSION = 3
LOCKED, SOLUTION, CHECKS, EXPLAIN, PLAIN = "locked", "solution", "checks", "explain", "plain"
GRADED = (CHECKS, EXPLAIN)
NOTEBOOK_METADATA = {
    "kernelspec": {"display_name": "Python 3 (ipykernel)", "language": "python", "name": "python3"},
    "language_info": {"name": "python"},
}
NOT_A_HEADER = "incorrectly_encoded_metadata"  # jupytext's name for what it could not read
MARKERS = {
    "### BEGIN SOLUTION": (SOLUTION, EXPLAIN),
    "### BEGIN HIDDEN TESTS": (CHECKS,),
    "# GIVEN:": (SOLUTION,),
}


@dataclass(frozen=True)
class Header:
    """What the header of one cell says. `slug` is empty for plain cells and for locked ones without a name."""

    kind: str
    slug: str = ""
    points: float = 0

    @classmethod
    def read(cls, metadata: dict, cell_type: str) -> Header:
        """The header from jupytext's reading of it; raises ValueError with what is wrong in it."""
        fields = dict(metadata)
        if fields.get("title") == LOCKED:
            fields = {LOCKED: "", **{key: value for key, value in fields.items() if key != "title"}}
        points = fields.pop("points", None)
        unknown = sorted(set(fields) - {LOCKED, SOLUTION, CHECKS, EXPLAIN})
        if NOT_A_HEADER in unknown:
            raise ValueError(
                f"{fields[NOT_A_HEADER]!r} cannot be read: points=2 is a number, a name stands in quotation marks"
            )
        if unknown:
            raise ValueError(f"{unknown[0]!r} is no part of a cell header")
        if len(fields) > 1:
            raise ValueError(f"a cell is one of {' or '.join(sorted(fields))}, not both")
        if not fields:
            kind, slug = PLAIN, ""
        else:
            [(kind, slug)] = fields.items()
        if kind in (SOLUTION, CHECKS, EXPLAIN) and not slug:
            raise ValueError(f'{kind} needs a name, such as {kind}="dz"')
        if not re.fullmatch(r"[A-Za-z0-9_-]{0,40}", str(slug)):
            raise ValueError(f"{slug!r} is no name: use up to 40 letters, digits, - and _")
        if kind in (LOCKED, SOLUTION, CHECKS) and cell_type != "code":
            raise ValueError(f"{kind} is for code cells, this one is {cell_type}")
        if kind == EXPLAIN and cell_type != "markdown":
            raise ValueError("explain is for [markdown] cells, this one is code")
        if (points is not None) != (kind in GRADED):
            raise ValueError("checks and explain need points=, no other cell has them")
        if points is not None and not (isinstance(points, int | float) and points > 0):
            raise ValueError(f"points must be a number above zero, got {points!r}")
        return cls(kind, str(slug), points or 0)


def build_notebook(script: str, name: str) -> dict:
    """The source notebook of a lesson, as plain data of notebook format 4.5, from the text of its script.

    Raises AuthoringError for a header that is wrong, a name used twice, or a region in a cell of another kind.
    """
    import jupytext

    cells, taken = [], set()
    anchor, since = "", 0
    for cell in jupytext.reads(script, fmt="py:percent").cells:
        shown = {key: value for key, value in cell.metadata.items() if key != "lines_to_next_cell"}
        try:
            header = Header.read(shown, cell.cell_type)
            _refuse_misplaced_regions(header, cell.source)
            if cell.cell_type == "code" and header.kind != CHECKS:  # of checks a release says more
                _refuse_what_is_no_python(cell.source)
        except ValueError as error:
            first = (cell.source.strip() or "(empty)").splitlines()[0]
            raise AuthoringError(f"source/{name}.py, the cell that begins with {first!r}: {error}.") from error
        if header.slug:
            identity = anchor = f"{header.kind}-{header.slug}"
            since = 0
        else:
            since += 1
            place = "start" if not anchor else f"after-{anchor}"
            identity = f"{'locked-' if header.kind == LOCKED else ''}{place}-{since}"
        if identity in taken:
            raise AuthoringError(f"source/{name}.py has two cells {identity}; give each a name of its own.")
        taken.add(identity)
        cells.append(_cell(header, identity, cell.cell_type, cell.source))
    if not cells:
        raise AuthoringError(f"source/{name}.py has no cells. `course new-lesson` writes a small lesson to begin with.")
    return {"cells": cells, "metadata": NOTEBOOK_METADATA, "nbformat": 4, "nbformat_minor": 5}


def notebook_text(notebook: dict) -> str:
    """The file of a notebook: the same notebook always gives the same text."""
    return json.dumps(notebook, indent=1, sort_keys=True, ensure_ascii=False) + "\n"


def build(course: Path, names: tuple[str, ...] = (), check: bool = False) -> list[str]:
    """Build the source notebooks of a course; returns the names of those that were out of date.

    With `check` nothing is written.
    """
    stale = []
    for name in chosen_lessons(course, names):
        try:
            script = (course / "source" / f"{name}.py").read_text(encoding="utf-8")
        except UnicodeDecodeError as error:
            raise AuthoringError(f"source/{name}.py is not UTF-8: {error.reason} at byte {error.start}.") from error
        text = notebook_text(build_notebook(script, name))
        target = source_notebook(course, name)
        if target.is_file() and target.read_text(encoding="utf-8") == text:
            continue
        stale.append(name)
        if not check:
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_text(text, encoding="utf-8")
    return stale


def _refuse_misplaced_regions(header: Header, source: str):
    for marker, kinds in MARKERS.items():
        if marker in source and header.kind not in kinds:
            raise ValueError(f"{marker!r} belongs into a cell of kind {' or '.join(kinds)}, this one is {header.kind}")


def _refuse_what_is_no_python(source: str):
    if re.search(r"^\s*[%!]|\?\s*$", source, re.MULTILINE):
        return  # IPython's own commands, which only IPython can read
    try:
        compile(source, "", "exec", ast.PyCF_ONLY_AST | ast.PyCF_ALLOW_TOP_LEVEL_AWAIT)
    except SyntaxError as error:
        raise ValueError(f"line {error.lineno} of it is no Python, {error.msg}") from error


def _cell(header: Header, identity: str, cell_type: str, source: str) -> dict:
    cell = {"cell_type": cell_type, "id": identity, "metadata": {}, "source": source.splitlines(keepends=True)}
    if cell_type == "code":
        cell |= {"execution_count": None, "outputs": []}
    if header.kind != PLAIN:
        cell["metadata"]["nbgrader"] = {
            "cell_type": cell_type,
            "grade": header.kind in GRADED,
            "grade_id": identity,
            "locked": header.kind in (LOCKED, CHECKS),
            "schema_version": SCHEMA_VERSION,
            "solution": header.kind in (SOLUTION, EXPLAIN),
            "task": False,
        }
        if header.kind in GRADED:
            cell["metadata"]["nbgrader"]["points"] = header.points
    return cell
