"""Shapes predicted in names, before any code is written."""

from __future__ import annotations

from course.exercises.spec import Exercise
from course.ladder import kind_of
from course.language import N_, _
from course.mistakes import BANK, Situation
from course.notation import SIZES, Shape, spell
from course.report import NOT_ATTEMPTED, RIGHT, Line
from course.subject import Call, Subject

FORM = N_('a tuple of size names and ones, such as ("{size}", 1)')
QUOTED = N_("Each name in quotation marks of its own, with a comma between, in small letters: {names} or the number 1.")


def examine_prediction(exercise: Exercise, subject: Subject) -> list[Line]:
    """The one line on a predicted shape."""
    quantity, names = exercise.quantities[0], exercise.size_names
    form = _(FORM).format(size=names[0])
    (answer,) = subject.answers((Call({}),))
    if answer.failure is not None:
        return [Line(quantity.name, "raised", got=f"{answer.failure.kind}: {answer.failure.message}", expected=form)]
    if answer.value is None:
        return [Line(quantity.name, NOT_ATTEMPTED)]
    shape = _read(answer.value)
    if shape is None:
        step = _(QUOTED).format(names=", ".join(names))
        return [Line(quantity.name, "type", got=_show(answer.value), expected=form, next_step=step)]
    if shape == quantity.shape:
        return [Line(quantity.name, RIGHT)]
    siblings = {name: exercise.notation.shape(name) for name in exercise.notation}
    situation = Situation("prediction", quantity.name, {}, {}, quantity.shape, shape, siblings)
    applicable = (entry for entry in BANK.values() if "prediction.*" in entry.where)
    found = next((entry for entry in applicable if entry.explains([situation])), None)
    message, question = found.tell(exercise.lesson, quantity.name) if found else ("", "")
    name = quantity.name.removeprefix("d")
    which = _("Which shape does {name} have? Look at the line of the forward pass in which it stands.")
    step = question or which.format(name=name)
    return [Line(quantity.name, "value", spell(shape), "", message, step, found.id if found else "")]


def _read(value: object) -> Shape | None:
    """The shape in names and whole numbers; None where the value is no such thing."""
    if isinstance(value, tuple) and len(value) == 1 and isinstance(value[0], tuple):
        value = value[0]  # the template's own brackets around brackets
    if isinstance(value, str) and value in SIZES:
        return (value,)
    if not isinstance(value, tuple | list):
        return None
    sides = [side.strip() if isinstance(side, str) else side for side in value]
    sides = [int(side) if isinstance(side, str) and side.isdecimal() and len(side) < 9 else side for side in sides]
    known = all(side in SIZES if isinstance(side, str) else type(side) is int for side in sides)
    return tuple(sides) if known else None


def _show(value: object) -> str:
    return repr(value)[:80] if isinstance(value, str | int | float | tuple | list) else kind_of(value)
