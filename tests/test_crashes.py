"""Functions that stop: what the exception says, what is charged for it, and what still counts."""

from __future__ import annotations

import re

import numpy as np
import pytest
from solutions import backward, hidden_delta

from course import check
from course.crashes import assigned_name, computed_before, tell
from course.exercises import EXERCISES
from course.judging import Trial
from course.report import RIGHT
from course.subject import Answer, Failure, LocalSubject

SIZES = {"n0": 3, "n1": 4, "n2": 2, "m": 7}
GRADIENTS = ("dZ2", "dW2", "db2", "dZ1", "dW1", "db1")


def of(statement, **variables):
    """The failure of a function with this single statement."""
    names = {"np": np, "A": np.ones((4, 7)), "B": np.ones((2, 7)), "d": {"W1": 1}, **variables}
    function = {}
    exec(f"def f():\n    {statement}", names, function)
    return LocalSubject(function["f"]).call({}).failure


# The next step


@pytest.mark.parametrize(
    ("statement", "next_step"),
    [
        ("A @ B", "In A @ B the columns of A must meet the rows of B. Which of the two should turn?"),
        ("np.dot(A, B)", "In A @ B the columns of A must meet the rows of B. Which of the two should turn?"),
        ("A * B", "For * + and - both shapes must be equal, or 1 where they differ. Is @ or keepdims meant?"),
        ("A - B", "For * + and - both shapes must be equal, or 1 where they differ. Is @ or keepdims meant?"),
        ("Z9", "Compute that name inside the function, from its arguments, before it is used."),
        ("x = x + 1", "Compute that name inside the function, from its arguments, before it is used."),
        ("(lambda a: a)()", "Keep the arguments of the function as they were given, in their order."),
        ("(lambda a: a)(b=1)", "Keep the arguments of the function as they were given, in their order."),
        ("np.zeros(2, 1)", "A shape goes in as one tuple, with its own brackets."),
        ("np.ones(2, dtype=int).__isub__(0.5)", "An array of whole numbers cannot take fractions in place. Make a new"),
        ("d['w1']", "Print the keys of the dict: is the name spelt as in the task?"),
        ("A.sums()", "Print type(...) of what stands left of the dot: it is not what the line takes it for."),
        ("A[9]", "Print the .shape of what is indexed: which axis has that many entries?"),
        ("(lambda f: f(f))(lambda f: f(f))", "The function calls itself. Which other function did you mean to call?"),
        ("raise SystemExit", "Return the result instead of leaving Python."),
        ("1 / 0", "Run the line by itself with the shapes printed beside it."),
    ],
)
def test_every_kind_of_exception_has_its_next_step(statement, next_step):
    assert tell(of(statement), SIZES)[1].startswith(next_step)


def test_line_and_shapes_are_told_in_symbols():
    failure = Failure("ValueError", "bad", ((3, "dW1 = dZ1 @ X"),), {"dZ1": (4, 7), "X": (3, 7), "c": (5,)})
    text, _ = tell(failure, SIZES)
    assert text == (
        "ValueError: bad\nat line 3: dW1 = dZ1 @ X\nwhere dZ1 is (n1, m) = (4, 7), X is (n0, m) = (3, 7), c is (5,)"
    )


def test_an_exception_without_message_or_line_is_its_name():
    assert tell(Failure("ZeroDivisionError", ""), SIZES)[0] == "ZeroDivisionError"


# What it is charged to


@pytest.mark.parametrize(
    ("line", "name"),
    [
        ("dW1 = dZ1 @ X", "dW1"),
        ("dW1 += 1", "dW1"),
        ("dW1=1", "dW1"),
        ("dW1 == 2", ""),
        ("return dW1", ""),
        ("gradients['dW1'] = 3", ""),
    ],
)
def test_the_name_on_the_left_of_the_failing_line(line, name):
    assert assigned_name(Failure("E", "", ((1, line),))) == name


def test_no_line_names_nothing():
    assert assigned_name(Failure("E", "")) == ""


def test_only_what_every_stopped_draw_had_computed_counts():
    cases = EXERCISES["vectorized.backward"].cases(0)[:2]
    computed = ({"dZ2": 1, "dW2": 2, "A2": 3}, {"dZ2": 4, "A2": 5})
    trials = [
        Trial(case, Answer(failure=Failure("E", "", computed=values)), {}, {})
        for case, values in zip(cases, computed, strict=True)
    ]
    assert computed_before(trials, [*GRADIENTS, "A2"]) == {"dZ2": [1, 4]}


# The marks


def verdicts(function, exercise="vectorized.backward"):
    return {line.name: line.verdict for line in check(exercise, function).lines}


def without_transpose(X, Y, W2, Z1, A1, A2):
    m = X.shape[1]
    dZ2 = A2 - Y
    dW2 = dZ2 @ A1 / m
    db2 = np.sum(dZ2, axis=1, keepdims=True) / m
    dZ1 = hidden_delta(W2, dZ2, Z1, A1)
    return {
        "dZ2": dZ2, "dW2": dW2, "db2": db2, "dZ1": dZ1, "dW1": dZ1 @ X.T / m,
        "db1": np.sum(dZ1, axis=1, keepdims=True) / m,
    }  # fmt: skip


def test_a_forgotten_transpose_costs_its_own_quantity_and_is_named():
    report = check("vectorized.backward", without_transpose, points=6)
    assert report.score == 5
    assert report.mistakes == ("transpose-forgotten",)
    assert "What comes after the stop was looked at with all sizes equal, where the function runs." in report.notes


def test_a_single_equation_is_diagnosed_at_equal_sizes():
    report = check("vectorized.dW1", lambda dZ1, X: dZ1 @ X / X.shape[1])
    assert report.score == 0
    assert report.mistakes == ("transpose-forgotten",)


def test_a_product_that_runs_with_one_output_is_looked_at_there():
    report = check("vectorized.dZ1", lambda W2, dZ2, Z1, A1: np.multiply(W2.T, dZ2) * (1 - A1**2))
    assert report.score == 0
    assert report.lines[0].verdict == "raised"
    assert "could not be broadcast" in report.lines[0].got


def test_what_comes_after_a_stop_that_is_not_about_shapes_is_not_reached():
    def stops(X, Y, W2, Z1, A1, A2):
        dZ2 = A2 - Y
        dW2 = dZ2 @ A1.T / m_examples  # noqa: F821
        return {"dZ2": dZ2, "dW2": dW2}

    report = check("vectorized.backward", stops, points=6)
    lines = {line.name: line for line in report.lines}
    assert lines["dZ2"].verdict == RIGHT
    assert lines["dW2"].got.startswith("NameError: name 'm_examples' is not defined")
    for name in ("db2", "dZ1", "dW1", "db1"):
        assert lines[name].next_step == "Not reached: first mend what stops dW2."
    assert report.score == 1


def test_a_stop_at_one_example_alone_says_so():
    def needs_two(A2, Y):
        return A2 - Y + 0 * A2[:, [1]]

    line = check("vectorized.dZ2", needs_two).lines[0]
    assert line.verdict == "raised"
    assert line.message == "It runs at other sizes, but not with a single example (m = 1)."


def test_a_stop_at_one_example_does_not_hide_a_mistake_that_others_showed():
    def sums_and_stops(X, Y, W2, Z1, A1, A2):
        dZ2 = A2 - Y
        dW2 = dZ2 @ A1.T
        if X.shape[1] == 1:
            raise ValueError("not for one example")
        return {**backward(X, Y, W2, Z1, A1, A2), "dW2": dW2}

    report = check("vectorized.backward", sums_and_stops)
    assert {line.name: line.verdict for line in report.lines}["dW2"] == "value"
    assert "missing-average" in report.mistakes


def test_a_helper_of_the_learner_shows_its_own_line():
    def product(left, right):
        return left @ right

    def helped(dZ1, X):
        return product(dZ1, X) / X.shape[1]

    got = check("vectorized.dW1", helped).lines[0].got
    assert re.search(r"at line \d+: return left @ right\nwhere left is \(n1, m\)", got)


def test_the_stop_is_told_once():
    def stops(*arguments):
        raise ValueError("the one and only")

    report = check("vectorized.backward", stops)
    assert str(report).count("the one and only") == 2, "the message, and the line that raises it"
    assert set(verdicts(stops).values()) == {"raised"}
