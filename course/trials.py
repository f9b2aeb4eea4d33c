"""Calling a function once for every case of an exercise, and reading what came back."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import lru_cache

from course.exercises import Case, Exercise
from course.judging import Trial
from course.ladder import unpack
from course.subject import Answer, Call, Subject

# Failures after which calling again would only cost time: a sandbox reports a call that ran too long or died.
FATAL = ("TimeoutError", "Killed")


def run(exercise: Exercise, subject: Subject, cases: Sequence[Case], overrides: Sequence[str] = ()) -> list[Trial]:
    """Call the function once for every case; stops after a first answer that shows the cell was not attempted.

    `overrides` names notebook variables that are replaced by the case's own values during the call.
    """
    trials = []
    answers = iter(subject.answers(_calls(tuple(cases), tuple(overrides))))
    for case in cases:
        companions = {label: _companion(exercise, next(answers)) for label in case.companions}
        values = {**case.values, **companions}
        answer = next(answers)
        returned, notes = unpack(exercise, answer.value)
        trials.append(Trial(case, answer, returned, values, notes))
        if not_attempted(trials[0]) or (answer.failure and answer.failure.kind in FATAL):
            break
    return trials


@lru_cache(maxsize=512)
def _calls(cases: tuple[Case, ...], overrides: tuple[str, ...]) -> tuple[Call, ...]:
    """The calls that cases ask for, companions first; the same objects each time, so that others can cache by them."""
    return tuple(
        Call(arguments, {name: own_value(case, name) for name in overrides} or None)
        for case in cases
        for arguments in (*case.companions.values(), case.arguments)
    )


def not_attempted(trial: Trial) -> bool:
    """Whether the cell is as it was handed out: nothing is returned, or NotImplementedError is raised."""
    failure = trial.answer.failure
    if failure is not None:
        return failure.kind == "NotImplementedError"
    value = trial.answer.value
    return value is None or (
        isinstance(value, Mapping | tuple | list)
        and len(value) > 0
        and all(item is None for item in (value.values() if isinstance(value, Mapping) else value))
    )


def _companion(exercise: Exercise, answer: Answer) -> object:
    """A companion's result as known values; an empty dict where it gave none, which leaves them unknown."""
    value = answer.value
    if exercise.returns != "parameters, costs":
        return value if isinstance(value, Mapping) else {}
    if isinstance(value, tuple | list) and len(value) == 2 and isinstance(value[0], Mapping):
        return {"parameters": value[0], "costs": value[1]}
    return {}


def own_value(case: Case, name: str) -> object:
    """What a notebook variable of this name would be if it were this case's: m and the sizes, or a drawn value."""
    return case.sizes[name] if name in case.sizes else case.values.get(name)
