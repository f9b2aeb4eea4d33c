"""The rungs that a returned value climbs before its numbers are looked at: returned, type, shape, finite."""

from __future__ import annotations

import difflib
from collections.abc import Mapping, Sequence

import numpy as np

from course.exercises.spec import Exercise, Quantity
from course.notation import Notation, in_numbers, spell, spell_found, spell_with_numbers
from course.report import Line
from course.subject import Unusable

MISSING = object()


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
        notes = (f"Returned as a {type(value).__name__}, taken in the order {', '.join(names)}.",)
        return dict(zip(names, value, strict=True)), notes if exercise.returns == "dict" else ()
    return dict.fromkeys(names, MISSING), ()


def missing(exercise: Exercise, name: str, value: object) -> Line:
    """The line for a quantity that was not returned: what came instead, and which name looks like a slip of it."""
    expected = {
        "dict": f"a dict with the key {name!r}",
        "tuple": f"a tuple ({', '.join(quantity.name for quantity in exercise.quantities)})",
        "parameters, costs": "the parameters (a dict) and the costs (a list), in this order",
    }.get(exercise.returns, "an array")
    if not isinstance(value, Mapping):
        length = f" of {len(value)} values" if isinstance(value, tuple | list) else ""
        step = "Look at the line with return: does it hand back everything that is asked for?"
        return Line(name, "missing", got=f"{kind_of(value)}{length}", expected=expected, next_step=step)
    keys = list(value)
    near = [key for key in keys if key.lower() == name.lower()] or difflib.get_close_matches(name, keys, 1, 0.6)
    known = {quantity.name for quantity in exercise.quantities}
    near = [key for key in near if key not in known]
    next_step = f"Is {near[0]!r} a misspelling of {name!r}?" if near else f"Add {name!r} to what you return."
    return Line(name, "missing", got=f"keys {', '.join(keys) or 'none'}", expected=expected, next_step=next_step)


def climb(
    quantity: Quantity, value: object, sizes: Mapping[str, int], notation: Notation
) -> tuple[object, Line | None, str]:
    """The value as an array fit for comparison, the line of the rung it stopped at or None, and a note on its form."""
    name = quantity.name
    if quantity.sequence and isinstance(value, list | tuple):
        try:
            value = np.array([float(np.asarray(entry).item()) for entry in value])
        except (TypeError, ValueError):
            return value, Line(name, "type", got="a list of something else", expected="a list of numbers"), ""
    if quantity.sequence and not isinstance(value, np.ndarray):
        return value, Line(name, "type", got=kind_of(value), expected="a list of numbers"), ""
    single = all(side == 1 for side in quantity.shape)
    if isinstance(value, bool | int | float) and single:
        value = np.asarray(value)
    if not isinstance(value, np.ndarray) or value.dtype.kind == "c":
        if isinstance(value, int | float):
            return np.asarray(value), _shape_line(quantity, (), sizes), ""
        expected = "a number" if quantity.shape == () else "a NumPy array of real numbers"
        return value, Line(name, "type", got=kind_of(value), expected=expected), ""
    # Whole numbers, truth values and float32 are numbers too; from here on all are compared as float64.
    value = np.asarray(value, dtype=float)
    if quantity.sequence:
        value = np.ravel(value)
    expected = value.shape if quantity.sequence else in_numbers(quantity.shape, sizes)
    note = ""
    if value.shape != expected and single and value.size == 1:
        got = "a plain number" if value.shape == () else f"an array of shape {spell(value.shape)}"
        note = f"{name} came as {got}; the notation has {spell(quantity.shape) if quantity.shape else 'one number'}."
        value = value.reshape(expected)
    if value.shape != expected:
        return value, _shape_line(quantity, value.shape, sizes), note
    if not np.all(np.isfinite(value)):
        bad = "NaN" if np.isnan(value).any() else "infinity"
        return value, Line(name, "not finite", got=f"{bad} among its entries", expected="finite numbers"), note
    return value, None, note


def _shape_line(quantity: Quantity, shape: tuple[int, ...], sizes: Mapping[str, int]) -> Line:
    got = spell_found(shape, sizes) if shape else "a plain number"
    expected = spell_with_numbers(quantity.shape, sizes) if quantity.shape else "one number"
    return Line(quantity.name, "shape", got=got, expected=expected)


def kind_of(value: object) -> str:
    """What a returned value is, in words."""
    if isinstance(value, Unusable):
        return value.kind
    if isinstance(value, np.ndarray):
        return f"an array of dtype {value.dtype}"
    words = {type(None): "None", dict: "a dict", list: "a list", tuple: "a tuple", str: "a text"}
    return words.get(type(value), f"a number ({type(value).__name__})")
