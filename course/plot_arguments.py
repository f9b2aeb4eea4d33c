"""Checks of what is given to a plot, with errors that say what it must be."""

from __future__ import annotations

from collections.abc import Callable, Mapping

import numpy as np

from course.language import _


def numbers(name: str, values) -> np.ndarray:
    """`values` as a line of numbers; TypeError where they are none."""
    array = np.asarray(values)
    if array.dtype.kind not in "fiu" or array.ndim != 1 or not array.size:
        text = _("{name} must be a sequence of numbers, got {kind} of shape {shape}")
        raise TypeError(text.format(name=name, kind=type(values).__name__, shape=array.shape))
    return array.astype(float)


def same_length(first_name: str, first, second_name: str, second) -> None:
    """Raises ValueError where the two are not equally long."""
    if len(first) != len(second):
        text = _("{first} and {second} must be equally long, got {count} and {other}")
        raise ValueError(text.format(first=first_name, second=second_name, count=len(first), other=len(second)))


def named(name: str, values, most: int) -> Mapping:
    """`values` itself; TypeError where it is no dict of 1 to `most` entries."""
    if not isinstance(values, Mapping) or not 1 <= len(values) <= most:
        text = _("{name} must be a dict of 1 to {most} entries, a name for each, got {values!r:.60}")
        raise TypeError(text.format(name=name, most=most, values=values))
    return values


def planar(X, Y) -> tuple[np.ndarray, np.ndarray]:
    """X: (2, m) and Y: (1, m) as arrays; ValueError where their shapes are others."""
    X, Y = np.asarray(X), np.asarray(Y)
    if X.ndim != 2 or X.shape[0] != 2 or Y.shape != (1, X.shape[1]):
        raise ValueError(_("X must have shape (2, m) and Y (1, m), got {X} and {Y}").format(X=X.shape, Y=Y.shape))
    return X, Y


def weights_in_plane(name: str, W1) -> np.ndarray:
    """W1: (n1, 2) as an array; ValueError where it has another shape."""
    W1 = np.asarray(W1, dtype=float)
    if W1.ndim != 2 or W1.shape[1] != 2:
        text = _("{name}: W1 must have shape (n1, 2) to be drawn in the plane, got {shape}")
        raise ValueError(text.format(name=name, shape=W1.shape))
    return W1


def predicted(name: str, predict: Callable, at: np.ndarray) -> np.ndarray:
    """What `predict` says at the points `at`: (2, k); ValueError where that is not (1, k)."""
    chance = np.asarray(predict(at))
    if chance.shape != (1, at.shape[1]):
        text = _("{name}: points {points} must give probabilities {expected}, got {got}")
        raise ValueError(text.format(name=name, points=at.shape, expected=(1, at.shape[1]), got=chance.shape))
    return chance
