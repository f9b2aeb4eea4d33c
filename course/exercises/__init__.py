"""The exercises of the course by name: how inputs are drawn and what is compared, one module for each lesson."""

from __future__ import annotations

import difflib
from dataclasses import replace
from importlib import import_module

from course.exercises.places import place
from course.exercises.spec import Case, Exercise, Quantity
from course.language import _

# The modules with exercises; `course new-lesson` adds a line.
MODULES = (
    "logistic",
    "two_layer",
    "initialization",
    "predictions",
)

EXERCISES: dict[str, Exercise] = {
    exercise.name: replace(exercise, place=exercise.place or place(exercise.name))
    for module in MODULES
    for exercise in import_module(f"{__name__}.{module}").EXERCISES
}

__all__ = ["EXERCISES", "Case", "Exercise", "Quantity", "find"]


def find(name: object) -> Exercise:
    """The exercise called `name`; raises ValueError that lists the nearest names where there is none."""
    if isinstance(name, str) and name in EXERCISES:
        return EXERCISES[name]
    near = difflib.get_close_matches(str(name), EXERCISES, n=3, cutoff=0.3) or list(EXERCISES)[:3]
    raise ValueError(_("there is no exercise {name!r}; did you mean {near}?").format(name=name, near=", ".join(near)))
