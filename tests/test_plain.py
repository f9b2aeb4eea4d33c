"""Do values of learners' code become plain data, and are two of them told apart?"""

from collections import namedtuple

import numpy as np
import pytest

from course.plain import MAX_ENTRIES, MAX_ITEMS, MAX_TEXT, Unusable, plain, same

A = np.array([[1.0, 2.0], [3.0, 4.0]])
Pair = namedtuple("Pair", "first second")


class Number(float):
    def __float__(self):
        raise RuntimeError


class Text(str):
    __slots__ = ()


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (None, None),
        (..., None),
        (True, True),
        (3, 3),
        (2.5, 2.5),
        (Number(2.5), 2.5),
        (Text("n1"), "n1"),
        ("x" * 9999, "x" * MAX_TEXT),
        ({1: 2}, {"1": 2}),
        (Pair(1, ...), (1, None)),
        ([1, (2, {"a": None})], [1, (2, {"a": None})]),
        (b"bytes", Unusable("bytes")),
        (1 + 2j, Unusable("complex")),
        ({1}, Unusable("set")),
        (len, Unusable("builtin_function_or_method")),
        (2**63 - 1, 2**63 - 1),
        (-(2**63) - 1, -(2.0**63)),
        (10**400, Unusable("a whole number with more than 300 digits")),
        (np.array(["a"]), Unusable("array of dtype <U1")),
        (np.array([None]), Unusable("array of dtype object")),
        (np.datetime64("2020"), Unusable("array of dtype datetime64[Y]")),
        ([0] * (MAX_ITEMS + 1), Unusable("list")),
        ([[[[[1]]]]], [[[[Unusable("list")]]]]),
    ],
    ids=lambda value: type(value).__name__,
)
def test_values_become_plain(value, expected):
    result = plain(value)
    assert result == expected
    assert type(result) is type(expected)


def test_arrays_become_plain_arrays():
    for value in (np.float64(2.5), np.ma.masked_array([1.0, 2.0], [0, 1]), np.ones((2, 2), np.float16)):
        result = plain(value)
        assert type(result) is np.ndarray
        assert result.dtype == value.dtype
        assert result.shape == value.shape


def test_an_array_too_large_to_compare_is_not_copied():
    huge = np.broadcast_to(np.zeros(1), (MAX_ENTRIES + 1,))
    assert plain(huge) == Unusable(f"array of {MAX_ENTRIES + 1} entries")


class NoEquality:
    def __eq__(self, other):
        raise RuntimeError

    __hash__ = None


@pytest.mark.parametrize(
    ("first", "second", "equal"),
    [
        (A, A.copy(), True),
        (A, A + 1e-16, True),
        (A, A + 1e-9, False),
        (A, A.astype(int), False),
        (A, A.reshape(1, 4), False),
        (np.array([np.nan]), np.array([np.nan]), True),
        ({"W1": A}, {"W1": A.copy()}, True),
        ({"W1": A}, {"W1": 2 * A}, False),
        ({"W1": A}, {"W2": A}, False),
        (0.1, 0.1, True),
        (1, 1.0, False),
        (np.random.default_rng(0), np.random.default_rng(1), True),
        (NoEquality(), NoEquality(), False),
    ],
)
def test_same_means_equal_in_type_shape_and_entries(first, second, equal):
    assert same(first, second) is equal
