"""Values of learners' code as plain data: base-class arrays, numbers, text, and dicts, tuples and lists of these."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

MAX_ENTRIES = 1_000_000
MAX_DEPTH = 4
MAX_ITEMS = 10_000
MAX_TEXT = 2_000
# numpy has no dtype for longer whole numbers; up to the range of float64 they are read as a float.
MAX_BITS = 63
MAX_BITS_OF_FLOAT = 1_000


@dataclass(frozen=True)
class Unusable:
    """Stands for a returned value that is no array, number, text, None, dict, tuple or list of these."""

    kind: str


def plain(value: object, depth: int = 0) -> object:
    """`value` reduced to base-class arrays, numbers, text, None, dicts, tuples and lists; `Unusable` for the rest.

    Arrays are copied, so that later changes by the learner's code do not reach them.
    """
    if value is None or isinstance(value, bool):
        return value
    if value is Ellipsis:
        return None
    if isinstance(value, str):
        return str.__getitem__(value, slice(MAX_TEXT))
    if isinstance(value, int):
        bits = int.bit_length(value)
        if bits <= MAX_BITS:
            return int.__index__(value)
        return (
            int.__float__(value) if bits <= MAX_BITS_OF_FLOAT else Unusable("a whole number with more than 300 digits")
        )
    if isinstance(value, np.generic):
        value = np.asarray(value)
    elif isinstance(value, float):
        return float.__float__(value)
    if isinstance(value, np.ndarray):
        if value.size > MAX_ENTRIES:
            return Unusable(f"array of {value.size} entries")
        if value.dtype.kind not in "fiubc":
            return Unusable(f"array of dtype {value.dtype}")
        return np.array(value, subok=False, copy=True)
    if isinstance(value, dict | tuple | list) and depth < MAX_DEPTH and len(value) <= MAX_ITEMS:
        if isinstance(value, dict):
            return {str(key)[:MAX_TEXT]: plain(item, depth + 1) for key, item in value.items()}
        return type_of_sequence(value)(plain(item, depth + 1) for item in value)
    return Unusable(type(value).__name__)


def plain_or_unusable(value: object) -> object:
    """`plain`, for a value of the learner's own class whose methods may fail."""
    try:
        return plain(value)
    except Exception:
        return Unusable(type(value).__name__)


def text_of(thing: object) -> str:
    """`str` of a learner's exception or warning, whose own ``__str__`` may fail."""
    try:
        return str(thing)[:MAX_TEXT]
    except Exception:
        return ""


def type_of_sequence(value: object) -> type:
    """tuple for a tuple or named tuple, list for a list."""
    return tuple if isinstance(value, tuple) else list


def same(first: object, second: object) -> bool:
    """Whether two argument values are equal, entry by entry (NaN equals NaN); random generators always are."""
    if isinstance(first, np.random.Generator):
        return True
    if isinstance(first, np.ndarray) and isinstance(second, np.ndarray):
        return first.shape == second.shape and first.dtype == second.dtype and first.tobytes() == second.tobytes()
    if isinstance(first, dict) and isinstance(second, dict):
        return first.keys() == second.keys() and all(same(first[key], second[key]) for key in first)
    plain_types = (bool, int, float, str, type(None))
    return type(first) is type(second) and (first is second or (type(first) in plain_types and first == second))
