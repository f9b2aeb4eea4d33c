"""Complaints about arguments: which one does not fit, what it is, what the notation asks for, what to write instead."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from course.language import _
from course.notation import Shape, spell

NUMERIC = "fiuc"


def require(function: str, shapes: Mapping[str, Shape], *values: object) -> None:
    """Hold `values`, in the order of `shapes`, against these shapes; one size name stands for one number throughout.

    Raises TypeError where a value is no array of numbers, ValueError where its shape does not fit. Costs about two
    microseconds, so that forward steps can be checked each time.
    """
    sizes: dict[str, tuple[int, str]] = {}
    for (name, shape), value in zip(shapes.items(), values, strict=True):
        if not isinstance(value, np.ndarray) or value.dtype.kind not in NUMERIC:
            raise TypeError(_not_an_array(function, name, shape, value))
        if value.ndim != len(shape):
            raise ValueError(_wrong_axes(function, name, shape, value))
        if any(side != size for side, size in zip(shape, value.shape, strict=True) if isinstance(side, int)):
            raise ValueError(_has_shape(function, name, shape, value) + _step(name, shape, value))
        for side, size in zip(shape, value.shape, strict=True):
            known, first = sizes.setdefault(side, (size, name)) if isinstance(side, str) else (size, name)
            if known != size:
                text = _(
                    "{what}, but {side} is {known} in {first}; print {first}.shape and {name}.shape, and find the axis "
                    "that should be {side}"
                )
                what = _has_shape(function, name, shape, value)
                raise ValueError(text.format(what=what, side=side, known=known, first=first, name=name))


def require_numbers(function: str, name: str, value: object) -> None:
    """Raises TypeError where `value` is neither a number nor an array of numbers."""
    array = value if isinstance(value, np.ndarray | np.generic | int | float | complex) else None
    if array is None or np.asarray(array).dtype.kind not in NUMERIC:
        text = _(
            "{function}: {name} must be a NumPy array of numbers or one number, got {got}; "
            "write np.array([...], dtype=float)"
        )
        raise TypeError(text.format(function=function, name=name, got=_what(value)))


def require_no_nan(function: str, **arrays: np.ndarray) -> None:
    """Raises ValueError that names the first of the `arrays` that holds NaN."""
    for name, array in arrays.items():
        if np.isnan(array).any():
            text = _(
                "{function}: {name} holds NaN (not a number); look for a division by zero or a logarithm of zero or "
                "less in the step that made {name}"
            )
            raise ValueError(text.format(function=function, name=name))


def require_callable(function: str, name: str, value: object) -> None:
    """Raises TypeError where `value` cannot be called."""
    if not callable(value):
        text = _("{function}: {name} must be a function, got {got}; pass the function itself, without calling it")
        raise TypeError(text.format(function=function, name=name, got=_what(value)))


def _not_an_array(function: str, name: str, shape: Shape, value: object) -> str:
    text = _(
        "{function}: {name} must be a NumPy array of numbers of shape {shape}, got {got}; "
        "write np.array(..., dtype=float)"
    )
    return text.format(function=function, name=name, shape=spell(shape), got=_what(value))


def _wrong_axes(function: str, name: str, shape: Shape, value: np.ndarray) -> str:
    text = _("{what}: {count} axes; {step}")
    what, step = _has_shape(function, name, shape, value), _axes_step(name, shape, value)
    return text.format(what=what, count=len(shape), step=step)


def _axes_step(name: str, shape: Shape, value: np.ndarray) -> str:
    if value.ndim != 1:
        return _("make it a matrix of {count} axes").format(count=len(shape))
    if 1 in shape:
        return _("write {name}.reshape(-1, 1) for a column").format(name=name)
    return _("write {name}.reshape(-1, 1) for a column or {name}.reshape(1, -1) for a row").format(name=name)


def _step(name: str, shape: Shape, value: np.ndarray) -> str:
    turned = shape[1] == 1 and value.shape[0] == 1
    text = _("; write {name}.T to turn the row into a column") if turned else _("; print {name}.shape where it is made")
    return text.format(name=name)


def _has_shape(function: str, name: str, shape: Shape, value: np.ndarray) -> str:
    text = _("{function}: {name} has shape {got}, the notation has {expected}")
    return text.format(function=function, name=name, got=spell(value.shape), expected=spell(shape))


def _what(value: object) -> str:
    if isinstance(value, np.ndarray):
        return _("an array of dtype {dtype}").format(dtype=value.dtype)
    return f"{type(value).__name__} {value!r:.60}" if isinstance(value, int | float | str) else type(value).__name__
