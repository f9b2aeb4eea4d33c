"""Whether the graded cells of a source notebook say the same to nbgrader, to `check` and to the judge."""

from __future__ import annotations

import ast
from collections.abc import Collection
from dataclasses import dataclass

from course.authoring.regions import HIDDEN, lines_of
from course.autograder.assignment import check_call


@dataclass(frozen=True)
class CheckCall:
    """One ``check("exercise", variable, points=..., seed=...)`` of a cell, and whether learners see it."""

    exercise: str
    variable: str
    points: float
    seed: int | None
    hidden: bool


def faulty_checks(source: dict, exercises: Collection[str]) -> list[str]:
    """What is wrong with the check cells of a source notebook, one sentence each.

    A check cell is one visible ``check`` and one hidden one with a seed, of the same known exercise and variable,
    both worth the points that nbgrader counts. A hidden call stands last, so that it is the one that counts.
    """
    found = []
    for cell in source["cells"]:
        marks = cell["metadata"].get("nbgrader", {})
        if marks.get("grade") and not marks.get("solution"):
            found += [
                f"{marks['grade_id']} {fault}" for fault in _faults("".join(cell["source"]), marks["points"], exercises)
            ]
    return found


def calls_of(source: str) -> list[CheckCall]:
    """The check calls of a cell; raises ValueError where it holds anything else."""
    inside = {line.number for line in lines_of(source, HIDDEN) if line.inside}
    return [_call(statement, statement.lineno in inside) for statement in ast.parse(source).body]


def _call(statement: ast.stmt, hidden: bool) -> CheckCall:
    if (found := check_call(statement)) is None:
        raise ValueError(
            f'holds {ast.unparse(statement)!r}; write nothing but check("exercise", name, points=..., seed=...)'
        )
    check, given = found
    return CheckCall(check.exercise, check.variable, given.get("points", 1), given.get("seed"), hidden)


def _faults(source: str, points: float, exercises: Collection[str]) -> list[str]:
    try:
        calls = calls_of(source)
    except ValueError as error:
        return [str(error)]
    except SyntaxError as error:
        return [f"is no Python: {error.msg}"]
    faults = []
    if [call.hidden for call in calls] != [False, True]:
        faults.append("must have one visible check and below it one in a hidden region")
    if len({(call.exercise, call.variable) for call in calls}) > 1:
        faults.append("checks different things; give each a cell of its own")
    for call in calls:
        if call.points != points:
            faults.append(f"has points={call.points} in a check, but {points} in its header")
        if call.hidden == (call.seed is None):
            faults.append("needs seed= in the hidden check" if call.hidden else "must not show a seed to learners")
        if call.exercise not in exercises:
            faults.append(f"names the exercise {call.exercise!r}, which course.exercises does not have")
    return list(dict.fromkeys(faults))
