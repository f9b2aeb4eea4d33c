"""What a released notebook must not hold: solutions, model answers, hidden tests, markers, outputs."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator

from course.authoring.regions import HIDDEN, SOLUTION, lines_of, visible

LEFTOVERS = re.compile(r"(BEGIN|END) (SOLUTION|HIDDEN TESTS|MARK SCHEME)|# GIVEN:")
TELLING = 25


def leaks(source: dict, release: dict, code_stub: str, text_stub: str) -> list[str]:
    """What is wrong with `release`, one sentence each; both notebooks as read from their JSON.

    Every released cell may hold the visible lines of its source and the stubs, nothing else. No solution's formula,
    no sentence of a model answer and no seed of a hidden test may stand anywhere, whatever the source has there.
    """
    originals = {_name(cell): cell for cell in source["cells"]}
    missing = set(originals) - {_name(cell) for cell in release["cells"]}
    found = [f"{name} is not in the release" for name in sorted(missing)]
    secrets = [secret for cell in source["cells"] for secret in _secrets(cell)]
    for cell in release["cells"]:
        name, text = _name(cell), _text(cell)
        original = originals.get(name)
        allowed = _allowed(original, code_stub, text_stub) if original else set()
        strange = [line for line in text.split("\n") if line.strip() and line.strip() not in allowed]
        found += [f"{name} holds {strange[0].strip()!r}, which learners must not see"] if strange else []
        marker = LEFTOVERS.search(text)
        found += [f"{name} still has the marker {marker[0]!r}"] if marker else []
        found += [f"{name} has stored outputs"] if cell.get("outputs") else []
        found += [f"{name} gives away {secret}" for secret in dict.fromkeys(secrets) if secret in Shown(cell)]
    return found


class Secret(str):
    """Something learners must not see; its text is shown in messages."""


class Formula(Secret):
    """An expression of a solution, as `ast.unparse` writes it."""


class Sentence(Secret):
    """A line of a model answer, with single spaces."""


class Seed(Secret):
    """The seed of a hidden test."""


class Shown:
    """A released cell, searched for secrets: formulas in its code, sentences and seeds in its text."""

    def __init__(self, cell: dict):
        self.text = " ".join(_text(cell).split())
        self.formulas = set()
        if cell["cell_type"] == "code":
            self.formulas = {ast.unparse(node) for node in ast.walk(_parsed(_text(cell))) if isinstance(node, ast.expr)}

    def __contains__(self, secret: Secret) -> bool:
        match secret:
            case Formula():
                return str(secret) in self.formulas
            case Seed():
                return re.search(rf"\b{secret}\b", self.text) is not None
        return str(secret) in self.text


def formulas(source: str) -> list[Formula]:
    """The right-hand sides in the solution regions of a code cell (all of it where it has no region).

    Bare names, constants and calls on bare names are left out: they say nothing that the signature does not.
    """
    lines = lines_of(source, SOLUTION)
    inside = {line.number for line in lines if line.inside} or {line.number for line in lines}
    values = [
        node.value
        for node in ast.walk(_parsed(source))
        if isinstance(node, ast.Assign | ast.AugAssign | ast.Return | ast.Expr)
        and node.value is not None
        and inside.intersection(range(node.lineno, node.end_lineno + 1))
    ]
    return [Formula(ast.unparse(part)) for value in values for part in _parts(value)]


def _parts(value: ast.expr) -> Iterator[ast.expr]:
    """The entries of tuples, lists and dicts, each with at least one operation in it."""
    if isinstance(value, ast.Tuple | ast.List):
        for entry in value.elts:
            yield from _parts(entry)
    elif isinstance(value, ast.Dict):
        for entry in value.values:
            yield from _parts(entry)
    elif any(isinstance(node, ast.BinOp | ast.UnaryOp) for node in ast.walk(value)):
        yield value


def _secrets(cell: dict) -> Iterator[Secret]:
    marks, text = cell["metadata"].get("nbgrader", {}), _text(cell)
    for line in lines_of(text, HIDDEN):
        if line.inside:
            yield from (Seed(number) for number in re.findall(r"seed=(\d+)", line.text))
    if not marks.get("solution"):
        return
    if cell["cell_type"] == "code":
        yield from formulas(text)
    else:
        lines = lines_of(text, SOLUTION)
        answer = [line.text for line in lines if line.inside] or [line.text for line in lines]
        yield from (Sentence(" ".join(line.split())) for line in answer if len(line.strip()) >= TELLING)


def _allowed(cell: dict, code_stub: str, text_stub: str) -> set[str]:
    marks, text = cell["metadata"].get("nbgrader", {}), _text(cell)
    if not marks.get("solution"):
        return {line.strip() for line in visible(text, HIDDEN)}
    stub = (code_stub if cell["cell_type"] == "code" else text_stub).split("\n")
    shown = visible(text, SOLUTION) if SOLUTION[0] in text else []
    return {line.strip() for line in [*shown, *stub]}


def _parsed(code: str) -> ast.Module:
    """The cell's code without IPython's magics; an empty module where it is no Python."""
    try:
        return ast.parse(re.sub(r"^[ \t]*[%!].*$", "", code, flags=re.MULTILINE))
    except SyntaxError:
        return ast.Module([], [])


def _text(cell: dict) -> str:
    return "".join(cell["source"])


def _name(cell: dict) -> str:
    return cell["metadata"].get("nbgrader", {}).get("grade_id") or cell.get("id", "a cell without id")
