"""The rungs before the numbers: what was returned, under which name, of what type and shape, finite or not."""

from __future__ import annotations

import numpy as np
import pytest

from course.checking import check
from course.exercises import EXERCISES, Quantity
from course.ladder import MISSING, climb, kind_of, missing, unpack
from course.plain import Unusable
from course.report import Line

SIZES = {"n0": 3, "n1": 4, "n2": 2, "m": 7}
BACKWARD, FORWARD = EXERCISES["vectorized.backward"], EXERCISES["vectorized.forward"]
NAMES = [quantity.name for quantity in BACKWARD.quantities]
DW1 = Quantity("dW1", ("n1", "n0"), None)
COST = Quantity("J", (), None)
BIAS = Quantity("db2", (1, 1), None)
COSTS = Quantity("costs", ("steps",), None, sequence=True)
DZ2 = Quantity("dZ2", ("n2", "m"), None)
APPENDED = "What is appended: a number, or a function without its brackets?"


# Names


def test_a_dict_is_taken_by_name_and_a_tuple_in_order():
    values = {name: number for number, name in enumerate(NAMES)}
    assert unpack(BACKWARD, {"more": 1, **values}) == (values, ())
    assert unpack(BACKWARD, tuple(range(6))) == (
        values,
        (
            "Returned as a tuple, taken in the order dZ2, dW2, db2, dZ1, dW1, db1. "
            "Other cells look for the dict that was asked for.",
        ),
    )
    assert unpack(FORWARD, (1, 2, 3, 4)) == ({"Z1": 1, "A1": 2, "Z2": 3, "A2": 4}, ())
    assert unpack(FORWARD, {"A2": 4, "Z1": 1})[0] == {"Z1": 1, "A1": MISSING, "Z2": MISSING, "A2": 4}


@pytest.mark.parametrize("value", [None, 5, (1, 2), np.ones(6), "text"])
def test_anything_else_leaves_every_name_missing(value):
    assert unpack(BACKWARD, value) == (dict.fromkeys(NAMES, MISSING), ())


def test_a_single_quantity_comes_bare_or_under_its_name():
    exercise = EXERCISES["vectorized.dZ2"]
    assert unpack(exercise, 5) == ({"dZ2": 5}, ())
    assert unpack(exercise, {"dZ2": 5}) == ({"dZ2": 5}, ())
    assert unpack(exercise, {"dW2": 5}) == ({"dZ2": MISSING}, ())


def test_training_returns_parameters_and_costs():
    exercise = EXERCISES["initialization.train"]
    given, _ = unpack(exercise, ({"W1": 1, "b1": 2}, [3.0]))
    assert given == {"W1": 1, "b1": 2, "W2": MISSING, "b2": MISSING, "costs": [3.0]}
    for value in ({"W1": 1}, ([], []), ({}, [], 1), 7):
        assert set(unpack(exercise, value)[0].values()) == {MISSING}


RETURNED = "Look at the line with return: does it hand back everything that is asked for?"


@pytest.mark.parametrize(
    ("exercise", "name", "value", "line"),
    [
        (
            BACKWARD, "dW1", {"dw1": 1, "db1": 2},
            Line("dW1", "missing", "keys dw1, db1", "a dict with the key 'dW1'",
                 next_step="Is 'dw1' a misspelling of 'dW1'?"),
        ),
        (
            BACKWARD, "dW1", {"grad_dW1": 1},
            Line("dW1", "missing", "keys grad_dW1", "a dict with the key 'dW1'",
                 next_step="Add 'dW1' to what you return."),
        ),
        (
            BACKWARD, "dW1", {"dW2": 1},
            Line("dW1", "missing", "keys dW2", "a dict with the key 'dW1'", next_step="Add 'dW1' to what you return."),
        ),
        (
            BACKWARD, "dW1", {},
            Line("dW1", "missing", "keys none", "a dict with the key 'dW1'", next_step="Add 'dW1' to what you return."),
        ),
        (
            BACKWARD, "dW1", (1, 2),
            Line("dW1", "missing", "a tuple of 2 values", "a dict with the key 'dW1'", next_step=RETURNED),
        ),
        (
            FORWARD, "A2", [1],
            Line("A2", "missing", "a list of 1 values", "a tuple (Z1, A1, Z2, A2)", next_step=RETURNED),
        ),
        (
            FORWARD, "A2", np.ones(3),
            Line("A2", "missing", "an array of dtype float64", "a tuple (Z1, A1, Z2, A2)", next_step=RETURNED),
        ),
        (
            EXERCISES["initialization.train"], "costs", 5,
            Line("costs", "missing", "a number (int)",
                 "the parameters (a dict) and the costs (a list), in this order", next_step=RETURNED),
        ),
        (
            EXERCISES["initialization.train"], "W1", ([3.2, 3.1], {}),
            Line("W1", "missing", "a list, then a dict",
                 "the parameters (a dict) and the costs (a list), in this order",
                 next_step="Turn them round in your return: first the parameters, then the costs."),
        ),
    ],
)  # fmt: skip
def test_a_missing_name_says_what_came_instead(exercise, name, value, line):
    assert missing(exercise, name, value) == line


# Type, shape, finite


def stopped(quantity, value):
    return climb(quantity, value, SIZES)[1]


@pytest.mark.parametrize(
    ("value", "got"),
    [
        (None, "None"),
        ("text", "a text"),
        ([[1.0]], "a list"),
        ((1, 2), "a tuple"),
        ({}, "a dict"),
        (Unusable("set"), "set"),
        (np.ones((4, 3), complex), "an array of dtype complex128"),
    ],
)
def test_a_wrong_type_is_named(value, got):
    assert stopped(DW1, value) == Line("dW1", "type", got=got, expected="a NumPy array of real numbers")


def test_where_a_number_is_asked_the_text_says_so():
    assert stopped(COST, "text") == Line("J", "type", got="a text", expected="a number")


@pytest.mark.parametrize(
    ("shape", "got"),
    [
        ((3, 4), "(n0, n1) = (3, 4)"),
        ((4,), "(n1,) = (4,)"),
        ((), "a plain number"),
        ((4, 3, 1), "(n1, n0, 1) = (4, 3, 1)"),
        ((5, 9), "(5, 9)"),
        ((0, 3), "(0, n0) = (0, 3)"),
    ],
)
def test_a_wrong_shape_is_written_in_names_and_numbers(shape, got):
    assert stopped(DW1, np.ones(shape)) == Line("dW1", "shape", got=got, expected="(n1, n0) = (4, 3)")


def test_a_number_for_a_matrix_is_a_wrong_shape():
    assert stopped(DW1, 2.5) == Line("dW1", "shape", got="a plain number", expected="(n1, n0) = (4, 3)")


def test_where_one_number_is_asked_for_the_shape_line_says_so():
    assert stopped(COST, np.ones((2, 1))) == Line("J", "shape", got="(n2, 1) = (2, 1)", expected="one number")


@pytest.mark.parametrize(("entry", "words"), [(np.nan, "NaN"), (np.inf, "infinity"), (-np.inf, "infinity")])
def test_numbers_that_are_not_finite_are_named(entry, words):
    value = np.ones((4, 3))
    value[1, 2] = entry
    assert stopped(DW1, value) == Line("dW1", "not finite", got=f"{words} among its entries", expected="finite numbers")


@pytest.mark.parametrize("dtype", ["f2", "f4", "f8", "i8", "u1", "?"])
def test_every_real_number_becomes_float64(dtype):
    got, line, note = climb(DW1, np.ones((4, 3), dtype), SIZES)
    assert (got.dtype, line, note) == (np.float64, None, "")


@pytest.mark.parametrize("value", [2.5, 2, np.array(2.5), np.array([2.5]), np.array([[2.5]])])
def test_one_number_is_taken_in_any_form_with_a_note_where_the_form_differs(value):
    got, line, note = climb(BIAS, value, SIZES)
    assert (got.shape, line) == ((1, 1), None)
    assert (note == "") is (np.shape(value) == (1, 1))
    got, line, note = climb(COST, value, SIZES)
    assert (got.shape, line) == ((), None)
    assert (note == "") is (np.shape(value) == ())


def test_the_note_says_what_came():
    assert climb(BIAS, 2.5, SIZES)[2] == "db2 came as a plain number; the notation has (1, 1)."
    shape = "J came as an array of shape (1, 1); the notation has one number."
    assert climb(COST, np.ones((1, 1)), SIZES)[2] == shape


@pytest.mark.parametrize("value", [[1, 2.0, np.array([3])], (1, 2, 3), np.array([[1.0, 2, 3]])])
def test_costs_come_as_a_list_or_an_array(value):
    got, line, _ = climb(COSTS, value, SIZES)
    assert line is None
    assert got.tolist() == [1.0, 2.0, 3.0]


@pytest.mark.parametrize(
    ("value", "got", "next_step"),
    [
        ([1, "a"], "a list of something else", APPENDED),
        ([np.ones(2)], "a list of something else", APPENDED),
        ([None], "a list of something else", APPENDED),
        (5, "a number (int)", ""),
        ("abc", "a text", ""),
    ],
)
def test_costs_of_another_kind_are_a_wrong_type(value, got, next_step):
    expected = {"got": got, "expected": "a list of numbers", "next_step": next_step}
    assert stopped(COSTS, value) == Line("costs", "type", **expected)


def test_a_comma_at_the_end_is_asked_for():
    assert "Is there one in the line with return?" in stopped(DZ2, (np.ones((2, 7)),)).next_step


def test_kinds_in_words():
    assert kind_of(2) == "a number (int)"
    assert kind_of([1]) == "a list"
    assert kind_of(Unusable("module")) == "module"


def test_of_a_returned_dict_a_few_keys_are_quoted():
    report = check("vectorized.backward", lambda *given: {f"{'k' * 10_000}{number}": 1.0 for number in range(90)})
    assert {line.verdict for line in report.lines} == {"missing"}
    assert len(report._repr_html_()) < 12_000
