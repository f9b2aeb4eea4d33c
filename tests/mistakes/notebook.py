"""A learner's function examined as in a notebook, with the variables that an earlier cell has left there."""

from __future__ import annotations

from mistakes.learner_code.functions import Coding

from course.checking import examine
from course.exercises import find
from course.report import Report
from course.subject import LocalSubject

# Sizes that no draw of a check has, so that the notebook's arrays never fit by accident.
SIZES = {"n0": 4, "n1": 6, "n2": 9, "m": 8}


def variables(coding: Coding) -> dict[str, object]:
    """The notebook's variables that the function reads."""
    if not coding.notebook:
        return {}
    exercise = find(coding.exercise)
    case = exercise.case((99,), {name: SIZES[name] for name in exercise.size_names}, "notebook")
    return {name: case.values[name] for name in coding.notebook}


def examined(coding: Coding, seed: int = 0) -> Report:
    """The report on a coding for the draws of `seed`."""
    return examine(coding.exercise, LocalSubject(coding.function(variables(coding))), seed=seed)
