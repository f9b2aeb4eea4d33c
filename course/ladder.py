"""The rungs that a returned value climbs before its numbers are looked at: returned, type, shape, finite."""

from __future__ import annotations

import difflib
import itertools
import re
from collections.abc import Mapping, Sequence

import numpy as np

from course.exercises.spec import Exercise, Quantity
from course.language import N_, _
from course.notation import in_numbers, spell, spell_found, spell_with_numbers
from course.plain import Unusable
from course.report import Line

MISSING = object()
# Of a returned dict, what is quoted and searched for a misspelling.
MOST_KEYS, LONGEST_KEY = 20, 40
UNUSABLE = {
    r"a whole number with more than 300 digits": N_("a whole number with more than 300 digits"),
    r"array of (?P<count>\d+) entries": N_("array of {count} entries"),
    r"array of dtype (?P<dtype>.+)": N_("array of dtype {dtype}"),
}


def unpack(exercise: Exercise, value: object) -> tuple[dict[str, object], tuple[str, ...]]:
    """The returned value by quantity name, `MISSING` where a name is not there; and notes about its form.

    Accepts a dict with its keys in any order and with further keys, or a tuple or list in the order of the exercise;
    a single quantity may come bare.
    """
    names = [quantity.name for quantity in exercise.quantities]
    if exercise.returns == "parameters, costs":
        if isinstance(value, Sequence) and len(value) == 2 and isinstance(value[0], Mapping):
            return {**{name: value[0].get(name, MISSING) for name in names}, "costs": value[1]}, ()
        return dict.fromkeys(names, MISSING), ()
    if isinstance(value, Mapping):
        return {name: value.get(name, MISSING) for name in names}, ()
    if len(names) == 1:
        return {names[0]: value}, ()
    if isinstance(value, tuple | list) and len(value) == len(names):
        note = _("Returned as a {kind}, taken in the order {names}. Other cells look for the dict that was asked for.")
        notes = (note.format(kind=type(value).__name__, names=", ".join(names)),)
        return dict(zip(names, value, strict=True)), notes if exercise.returns == "dict" else ()
    return dict.fromkeys(names, MISSING), ()


def missing(exercise: Exercise, name: str, value: object) -> Line:
    """The line for a quantity that was not returned: what came instead, and which name looks like a slip of it."""
    expected = {
        "dict": _("a dict with the key {name!r}").format(name=name),
        "tuple": _("a tuple ({names})").format(names=", ".join(quantity.name for quantity in exercise.quantities)),
        "parameters, costs": _("the parameters (a dict) and the costs (a list), in this order"),
    }.get(exercise.returns, _("an array"))
    training = exercise.returns == "parameters, costs"
    if training and isinstance(value, tuple | list) and [isinstance(item, Mapping) for item in value] == [False, True]:
        got = _("{first}, then {second}").format(first=kind_of(value[0]), second=kind_of(value[1]))
        step = _("Turn them round in your return: first the parameters, then the costs.")
        return Line(name, "missing", got=got, expected=expected, next_step=step)
    if not isinstance(value, Mapping):
        got = kind_of(value)
        if isinstance(value, tuple | list):
            got = _("{kind} of {count} values").format(kind=got, count=len(value))
        step = _("Look at the line with return: does it hand back everything that is asked for?")
        return Line(name, "missing", got=got, expected=expected, next_step=step)
    if training:
        step = _("End with return and two things: the parameters, a comma, the costs.")
        return Line(name, "missing", got=kind_of(value), expected=expected, next_step=step)
    keys = [key[:LONGEST_KEY] for key in itertools.islice(value, MOST_KEYS)]
    near = [key for key in keys if key.lower() == name.lower()] or difflib.get_close_matches(name, keys, 1, 0.6)
    known = {quantity.name for quantity in exercise.quantities}
    near = [key for key in near if key not in known]
    misspelt, absent = _("Is {near!r} a misspelling of {name!r}?"), _("Add {name!r} to what you return.")
    next_step = misspelt.format(near=near[0], name=name) if near else absent.format(name=name)
    got = _("keys {keys}").format(keys=", ".join(keys)) if keys else _("keys none")
    return Line(name, "missing", got=got, expected=expected, next_step=next_step)


def climb(quantity: Quantity, value: object, sizes: Mapping[str, int]) -> tuple[object, Line | None, str]:
    """The value as an array fit for comparison, the line of the rung it stopped at or None, and a note on its form."""
    name = quantity.name
    if quantity.sequence and isinstance(value, list | tuple):
        try:
            value = np.array([float(np.asarray(entry).item()) for entry in value])
        except (TypeError, ValueError):
            got, expected = _("a list of something else"), _("a list of numbers")
            step = _("What is appended: a number, or a function without its brackets?")
            return value, Line(name, "type", got=got, expected=expected, next_step=step), ""
    if quantity.sequence and not isinstance(value, np.ndarray):
        return value, Line(name, "type", got=kind_of(value), expected=_("a list of numbers")), ""
    single = all(side == 1 for side in quantity.shape)
    if isinstance(value, bool | int | float) and single:
        value = np.asarray(value)
    if not isinstance(value, np.ndarray) or value.dtype.kind == "c":
        if isinstance(value, int | float):
            return np.asarray(value), _shape_line(quantity, (), sizes), ""
        expected = _("a number") if quantity.shape == () else _("a NumPy array of real numbers")
        lone = isinstance(value, tuple) and len(value) == 1
        step = _("A comma at the end makes a tuple of it. Is there one in the line with return?") if lone else ""
        return value, Line(name, "type", got=kind_of(value), expected=expected, next_step=step), ""
    # Whole numbers, truth values and float32 are numbers too; from here on all are compared as float64.
    value = np.asarray(value, dtype=float)
    if quantity.sequence:
        value = np.ravel(value)
    expected = value.shape if quantity.sequence else in_numbers(quantity.shape, sizes)
    note = ""
    if value.shape != expected and single and value.size == 1:
        number = value.shape == ()
        got = _("a plain number") if number else _("an array of shape {shape}").format(shape=spell(value.shape))
        wanted = spell(quantity.shape) if quantity.shape else _("one number")
        note = _("{name} came as {got}; the notation has {wanted}.").format(name=name, got=got, wanted=wanted)
        value = value.reshape(expected)
    if value.shape != expected:
        return value, _shape_line(quantity, value.shape, sizes), note
    if not np.all(np.isfinite(value)):
        got = _("NaN among its entries") if np.isnan(value).any() else _("infinity among its entries")
        return value, Line(name, "not finite", got=got, expected=_("finite numbers")), note
    return value, None, note


def _shape_line(quantity: Quantity, shape: tuple[int, ...], sizes: Mapping[str, int]) -> Line:
    got = spell_found(shape, sizes) if shape else _("a plain number")
    expected = spell_with_numbers(quantity.shape, sizes) if quantity.shape else _("one number")
    return Line(quantity.name, "shape", got=got, expected=expected)


def kind_of(value: object) -> str:
    """What a returned value is, in words."""
    if isinstance(value, Unusable):
        return _unusable(value.kind)
    if isinstance(value, np.ndarray):
        return _("an array of dtype {dtype}").format(dtype=value.dtype)
    words = {type(None): "None", dict: _("a dict"), list: _("a list"), tuple: _("a tuple"), str: _("a text")}
    return words.get(type(value)) or _("a number ({kind})").format(kind=type(value).__name__)


def _unusable(kind: str) -> str:
    """What `course.plain` says of a value, which in grading comes out of a sandbox and so in English."""
    for pattern, text in UNUSABLE.items():
        if found := re.fullmatch(pattern, kind):
            return _(text).format_map(found.groupdict())
    return kind
