"""Functions that stop: what the exception says, what is charged for it, and what still counts."""

from __future__ import annotations

import math
import re

import numpy as np
import pytest
from mistakes.learner_code.functions import define, write
from solutions import backward, hidden_delta

from course import check
from course.crashes import assigned_name, computed_before, tell
from course.exercises import EXERCISES
from course.judging import Trial
from course.language import speaking
from course.report import RIGHT
from course.subject import Answer, Failure, LocalSubject

SIZES = {"n0": 3, "n1": 4, "n2": 2, "m": 7}
GRADIENTS = ("dZ2", "dW2", "db2", "dZ1", "dW1", "db1")


def of(statement, **variables):
    """The failure of a function with this single statement."""
    names = {"np": np, "math": math, "of": of, "A": np.ones((4, 7)), "B": np.ones((2, 7)), "d": {"W1": 1}, **variables}
    function = {}
    exec(f"def f():\n    {statement}", names, function)
    return LocalSubject(function["f"]).call({}).failure


# The next step


@pytest.mark.parametrize(
    ("statement", "next_step"),
    [
        (
            "A @ B",
            "In A @ B the columns of A must meet the rows of B.",
        ),
        (
            "np.dot(A, B)",
            "In A @ B the columns of A must meet the rows of B.",
        ),
        (
            "A * B",
            "For * + and - both shapes must be equal, or 1 where they differ.",
        ),
        (
            "A - B",
            "For * + and - both shapes must be equal, or 1 where they differ.",
        ),
        ("0.5 @ A", "@ needs arrays on both sides. Is one of them a plain number, or a function without its brackets?"),
        ("b = np.ones(7)\n    b += A", "+= and the like keep the shape of what stands left of them. Make a new array"),
        (
            "float(A)",
            "float() and the functions of math take one number of ordinary size; .item()",
        ),
        ("math.exp(A)", "float() and the functions of math take one number of ordinary size; .item()"),
        ("math.exp(800)", "float() and the functions of math take one number of ordinary size; .item()"),
        ("log(A)", "NumPy's functions need np. in front of their names."),
        (
            "logs(A)",
            "Is the name spelt like an argument, capitals included? If it is new, compute it before this line.",
        ),
        ("x = x + 1", "A name that is assigned in a function belongs to that function. Compute it before this line"),
        ("A * of", "A function stands there by itself: call it, with brackets."),
        ("A * len", "A function stands there by itself: call it, with brackets."),
        ("np.exp**A", "A function stands there by itself: call it, with brackets."),
        ("A * None", "Something in this line is None: does the function that it comes from end with return?"),
        (
            "A(1 - A)",
            "What stands left of the bracket is no function. Is a * missing, or are square",
        ),
        ("A^2", "In Python ** raises to a power; ^ is something else."),
        ("0.5^2", "In Python ** raises to a power; ^ is something else."),
        (
            "(lambda a: a)()",
            "Compare this call with the first line of the function: which argument is missing, too many",
        ),
        ("np.sum(A, keepdim=1)", "Sums and means take axis=... and keepdims=True, each with its name, spelt so."),
        ("A.mean(axes=1)", "Sums and means take axis=... and keepdims=True, each with its name, spelt so."),
        ("np.sum(A, 1, True)", "Sums and means take axis=... and keepdims=True, each with its name, spelt so."),
        ("np.array('W1') @ A", "One side is text and not numbers. Does * hand over a dict's names where ** hands over"),
        ("np.ln(A)", "The module has no such name. How is it spelt?"),
        ("A.sum(axis=2)", "The axes of a matrix have the numbers 0 and 1. Along which do you want to go?"),
        ("assert A.shape == (2, 3)", "An assert in the function does not hold here. Does it take a size for granted?"),
        ("np.zeros(2, 1)", "A shape goes in as one tuple, with its own brackets."),
        ("0.1 * d", "A dict holds arrays and is none itself: go through its entries by name."),
        ("{A: A}", "In a dict each name stands in quotation marks, then a colon, then its value."),
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


def test_a_value_that_is_none_leads_to_its_return_in_every_language():
    function = define("def f(W):\n    V = None\n    return W @ V\n")
    with speaking("es"):
        failure = LocalSubject(function).call({"W": np.ones((2, 2))}).failure
        assert failure.message.endswith("(V es None)")
        assert tell(failure, SIZES)[1].startswith("Algo en esta línea es None")


def test_what_an_unfinished_function_of_an_earlier_cell_leaves_behind_is_named():
    source = "def helped(X, Y, W2, Z1, A1, A2):\n    dZ2 = find_dZ2(A2, Y)\n    dZ1 = W2.T @ dZ2\n    return dZ1\n"
    report = check("vectorized.backward", define(source, {"find_dZ2": lambda A2, Y: None}))
    line = next(line for line in report.lines if line.name == "dZ1")
    assert "(dZ2 is None)" in line.got
    assert line.next_step == "Something in this line is None: does the function that it comes from end with return?"


def test_a_function_that_cannot_be_called_as_asked_keeps_its_arguments():
    failure = LocalSubject(lambda dZ2: dZ2).call({"dZ2": 1, "A1": 2}).failure
    assert tell(failure, SIZES)[1] == "Keep the arguments of the function as they were given, in their order."


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
    lines = r"at line \d+: return left @ right\ncalled from line \d+: return product\(dZ1, X\) / X.shape\[1\]\n"
    assert re.search(lines + r"where left is \(n1, m\)", got)


COLUMNS_THAT_DO_NOT_MEET = [
    ("dW2", "dW2 = dz2 @ a1"),
    ("dW1", "dW1 = dz1 @ x"),
    ("dz1", "dz1 = dz2 @ W2 * (1 - a1**2)"),
    ("dz1", "dz1 = W2.T @ dz2 @ (1 - a1**2)"),
]


@pytest.mark.parametrize(("stopped", "line"), COLUMNS_THAT_DO_NOT_MEET)
def test_columns_that_do_not_meet_at_any_equal_sizes_cost_their_own_line_alone(stopped, line):
    right = write("one_example.backward")
    old = next(text for text in right.splitlines() if text.strip().startswith(f"{stopped} ="))
    report = check("one_example.backward", define(right.replace(old, f"    {line}")), points=6)
    assert {one.name: one.verdict for one in report.lines if one.verdict != RIGHT} == {stopped: "raised"}
    assert report.score == 5
    assert "= 1, where the function runs." in report.notes[-1]


def test_a_mistake_after_columns_that_do_not_meet_is_named_unless_a_size_of_1_makes_it_ambiguous():
    named = write("one_example.backward", {"dW2": "dz2 @ a1", "dz1": "W2.T @ dz2"})
    assert check("one_example.backward", define(named)).mistakes == ("derivative-omitted",)
    turned = check(
        "one_example.backward", define(write("one_example.backward", {"dW2": "dz2 @ a1", "dW1": "x @ dz1.T"}))
    )
    assert {line.name: line.verdict for line in turned.lines}["dW1"] == "shape"
    assert turned.mistakes == ()


def test_what_stops_on_a_wrong_shape_is_charged_to_the_shape():
    source = write("one_example.backward", {"dz1": "dz2.T @ W2 * (1 - a1**2)"})
    lines = {line.name: line for line in check("one_example.backward", define(source)).lines}
    assert lines["dz1"].verdict == "shape"
    assert lines["dW1"].verdict == lines["db1"].verdict == RIGHT
    assert lines["dW1"].notes == ("The shape of your dz1 stops it; right where that shape fits.",)


def test_a_stop_on_a_wrong_shape_says_what_to_mend_first():
    source = write("vectorized.forward", {"A1": "np.tanh(Z1)[:, :0].ravel()"})
    lines = {line.name: line for line in check("vectorized.forward", define(source)).lines}
    assert (lines["A1"].verdict, lines["Z2"].verdict) == ("shape", "raised")
    assert lines["Z2"].next_step == "First mend the shape of A1."


def test_a_value_that_the_failing_line_was_to_change_is_not_judged_as_it_was_before():
    source = write("logistic.forward", {"z": "np.sum(w * x, axis=0)\nz += b"})
    lines = {line.name: line for line in check("logistic.forward", define(source)).lines}
    assert (lines["z"].verdict, lines["z"].mistake) == ("raised", "")
    assert lines["a"].next_step == "Not reached: first mend what stops z."


def test_a_stop_in_the_last_line_is_charged_to_the_first_result_that_is_asked_for():
    source = "def helped(x, a, y):\n    return weights(x, a - y), a - y\n"
    lines = check("logistic.gradients", define(source, {"weights": lambda dz, x: dz.item() * x})).lines
    assert [line.name for line in lines if line.got] == ["dw"]


def test_the_stop_is_told_once():
    def stops(*arguments):
        raise ValueError("the one and only")

    report = check("vectorized.backward", stops)
    assert str(report).count("the one and only") == 2, "the message, and the line that raises it"
    assert set(verdicts(stops).values()) == {"raised"}
