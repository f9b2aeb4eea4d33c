"""Complaints about arguments: which one does not fit, what it is, what the notation asks for, what to write instead."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

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
                raise ValueError(
                    f"{_has_shape(function, name, shape, value)}, but {side} is {known} in {first}; "
                    f"print {first}.shape and {name}.shape, and find the axis that should be {side}"
                )


def require_numbers(function: str, name: str, value: object) -> None:
    """Raises TypeError where `value` is neither a number nor an array of numbers."""
    array = value if isinstance(value, np.ndarray | np.generic | int | float | complex) else None
    if array is None or np.asarray(array).dtype.kind not in NUMERIC:
        raise TypeError(
            f"{function}: {name} must be a NumPy array of numbers or one number, got {_what(value)}; "
            "write np.array([...], dtype=float)"
        )


def require_no_nan(function: str, **arrays: np.ndarray) -> None:
    """Raises ValueError that names the first of the `arrays` that holds NaN."""
    for name, array in arrays.items():
        if np.isnan(array).any():
            raise ValueError(
                f"{function}: {name} holds NaN (not a number); look for a division by zero or a logarithm of zero or "
                f"less in the step that made {name}"
            )


def require_callable(function: str, name: str, value: object) -> None:
    """Raises TypeError where `value` cannot be called."""
    if not callable(value):
        raise TypeError(
            f"{function}: {name} must be a function, got {_what(value)}; pass the function itself, without calling it"
        )


def _not_an_array(function: str, name: str, shape: Shape, value: object) -> str:
    return (
        f"{function}: {name} must be a NumPy array of numbers of shape {spell(shape)}, got {_what(value)}; "
        "write np.array(..., dtype=float)"
    )


def _wrong_axes(function: str, name: str, shape: Shape, value: np.ndarray) -> str:
    text = _has_shape(function, name, shape, value)
    return f"{text}: {len(shape)} axes; {_axes_step(name, shape, value)}"


def _axes_step(name: str, shape: Shape, value: np.ndarray) -> str:
    if value.ndim == 1:
        return f"write {name}.reshape(-1, 1) for a column" + (
            f" or {name}.reshape(1, -1) for a row" if 1 not in shape else ""
        )
    return f"make it a matrix of {len(shape)} axes"


def _step(name: str, shape: Shape, value: np.ndarray) -> str:
    turned = shape[1] == 1 and value.shape[0] == 1
    return f"; write {name}.T to turn the row into a column" if turned else f"; print {name}.shape where it is made"


def _has_shape(function: str, name: str, shape: Shape, value: np.ndarray) -> str:
    return f"{function}: {name} has shape {spell(value.shape)}, the notation has {spell(shape)}"


def _what(value: object) -> str:
    if isinstance(value, np.ndarray):
        return f"an array of dtype {value.dtype}"
    return f"{type(value).__name__} {value!r:.60}" if isinstance(value, int | float | str) else type(value).__name__
