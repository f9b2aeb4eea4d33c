"""Predicted shapes: what is accepted, what is named, and what each message says."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from course import check
from course.exercises.predictions import PREDICTED
from course.notation import NOTATIONS, SIZES
from course.predictions import FORM
from course.report import NOT_ATTEMPTED, RIGHT

EXERCISES = [
    pytest.param(f"{lesson}.shape_of_{name}", NOTATIONS[lesson].shape(name), id=f"{lesson}.{name}")
    for lesson, names in PREDICTED.items()
    for name in names
]


def line(answer, exercise="vectorized.shape_of_dW1"):
    return check(exercise, answer).lines[0]


@pytest.mark.parametrize(("exercise", "shape"), EXERCISES)
def test_the_shape_of_the_notation_is_right_as_tuple_or_list_with_ones_in_any_form(exercise, shape):
    for answer in (shape, list(shape), tuple(f" {side} " for side in shape), lambda: shape):
        assert check(exercise, answer, points=2).score == 2


@pytest.mark.parametrize(("exercise", "shape"), EXERCISES)
def test_no_other_pair_of_names_is_right(exercise, shape):
    sides = [*SIZES, 1]
    for answer in ((first, second) for first in sides for second in sides if (first, second) != shape):
        report = check(exercise, answer)
        assert report.score == 0
        assert report.lines[0].verdict == "value"
        assert report.lines[0].next_step


@pytest.mark.parametrize("answer", [..., None])
def test_an_empty_answer_is_not_attempted(answer):
    assert line(answer).verdict == NOT_ATTEMPTED


@pytest.mark.parametrize(
    ("answer", "mistake"),
    [
        (("n0", "n1"), "shape-reversed"),
        (("n1", "m"), "shape-with-examples"),
        (("n2", "n1"), "shape-of-another-symbol"),
        ((4, 3), "shape-in-numbers"),
        ("n1", "shape-with-one-axis"),
        (("n1",), "shape-with-one-axis"),
    ],
)
def test_known_slips_are_named(answer, mistake):
    found = line(answer)
    assert (found.verdict, found.mistake) == ("value", mistake)
    assert "dW1" in found.message
    assert found.next_step.endswith("?")


def test_a_shape_without_examples_is_named_where_there_are_examples():
    assert line(("n1", 1), "vectorized.shape_of_dZ1").mistake == "shape-without-examples"


def test_an_unknown_slip_leads_to_the_forward_pass():
    found = line(("n2", "n2"))
    assert found.mistake == ""
    assert found.next_step == "Which shape does W1 have? Look at the line of the forward pass in which it stands."
    assert found.got == "(n2, n2)"


@pytest.mark.parametrize(
    ("answer", "got"),
    [
        ("W1", "'W1'"),
        ("(n1, n0)", "'(n1, n0)'"),
        (("n1", "n3"), "('n1', 'n3')"),
        (("n1", 1.0), "('n1', 1.0)"),
        (("n1", "²"), "('n1', '²')"),
        (("n1", None), "('n1', None)"),
        (2.5, "2.5"),
        ({"n1": 1}, "a dict"),
        ({1, 2}, "set"),
        (np.ones(2), "an array of dtype float64"),
    ],
)
def test_what_is_no_shape_is_told_the_form(answer, got):
    found = line(answer)
    assert (found.verdict, found.got, found.expected) == ("type", got, FORM.format(size="n0"))
    assert found.next_step.startswith("Each name in quotation marks of its own, with a comma between")
    assert found.next_step.endswith("n0, n1, n2, m or the number 1.")


def test_a_function_that_needs_arguments_stops_with_an_error():
    assert line(np.ones).verdict == "raised"


def test_names_without_quotation_marks_stop_with_an_error():
    def shape():
        return (n1, n0)  # noqa: F821

    found = line(shape)
    assert found.verdict == "raised"
    assert found.got == "NameError: name 'n1' is not defined"
    assert found.expected == FORM.format(size="n0")


@settings(max_examples=100, deadline=None)
@given(
    answer=st.lists(
        st.one_of(st.sampled_from([*SIZES, 1, 10**4000]), st.integers(), st.text(max_size=3), st.floats(), st.none()),
        max_size=4,
    )
)
def test_any_list_is_a_verdict(answer):
    report = check("vectorized.shape_of_dW1", answer)
    assert report.lines[0].verdict in {"type", "value", RIGHT, NOT_ATTEMPTED}
    assert report.score == (answer == ["n1", "n0"])
