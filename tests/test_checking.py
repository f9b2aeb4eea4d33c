"""`check` as a whole: what it accepts, what it notices, what it never does, and its own errors."""

from __future__ import annotations

import inspect
import re
import sys
import textwrap
import warnings
from fractions import Fraction
from types import SimpleNamespace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp
from mistakes.learner_code.functions import define
from solutions import SOLUTIONS, backward, hidden_delta, train, update

from course import check, checking
from course.checking import ANEW, CUT_SHORT, examine
from course.exercises import EXERCISES
from course.report import NOT_REPAIRED, RIGHT
from course.subject import LocalSubject

GRADIENTS = ("dZ2", "dW2", "db2", "dZ1", "dW1", "db1")


def verdicts(report):
    return {line.name: line.verdict for line in report.lines}


# What is accepted


def tuple_of_gradients(*arguments):
    return tuple(backward(*arguments)[name] for name in GRADIENTS)


def turned_round_with_more_keys(*arguments):
    gradients = backward(*arguments)
    return {"loss": "low", **{name: gradients[name] for name in reversed(GRADIENTS)}}


def derivative_from_z1(X, Y, W2, Z1, A1, A2):
    m, dZ2 = Y.shape[1], A2 - Y
    dZ1 = np.einsum("ki,kj->ij", W2, dZ2) * (1 - np.tanh(Z1) ** 2)
    return {
        "dZ2": dZ2, "dW2": np.dot(dZ2, A1.T) / m, "db2": np.mean(dZ2, axis=1, keepdims=True),
        "dZ1": dZ1, "dW1": np.dot(dZ1, X.T) / m, "db1": np.mean(dZ1, axis=1).reshape(-1, 1),
    }  # fmt: skip


def average_once_in_the_deltas(X, Y, W2, Z1, A1, A2):
    dZ2 = (A2 - Y) / Y.shape[1]
    dZ1 = hidden_delta(W2, dZ2, Z1, A1)
    return {
        "dZ2": dZ2, "dW2": dZ2 @ A1.T, "db2": dZ2.sum(axis=1, keepdims=True),
        "dZ1": dZ1, "dW1": dZ1 @ X.T, "db1": dZ1.sum(axis=1, keepdims=True),
    }  # fmt: skip


def single_precision_inside(*arguments):
    return backward(*(array.astype(np.float32) for array in arguments))


def chatty(*arguments):
    print("dZ2:", arguments[0])
    print("to stderr", file=sys.stderr)
    return backward(*arguments)


def warns(X, Y, W2, Z1, A1, A2):
    np.log(np.zeros(1))
    np.exp(np.full(1, 1000.0))
    np.zeros(1) / np.zeros(1)
    warnings.warn("a warning of the learner's own", UserWarning, stacklevel=2)
    return backward(X, Y, W2, Z1, A1, A2)


def raises_and_catches(*arguments):
    try:
        raise ValueError("inside")
    except ValueError:
        return backward(*arguments)


def stricter_numpy(*arguments):
    np.seterr(all="raise")
    return backward(*arguments)


STYLES = [
    tuple_of_gradients, turned_round_with_more_keys, derivative_from_z1, average_once_in_the_deltas,
    single_precision_inside, chatty, warns, raises_and_catches, stricter_numpy,
]  # fmt: skip


@pytest.mark.parametrize("style", STYLES)
@pytest.mark.parametrize("seed", [None, 3])
def test_right_gradients_in_any_style_score_full_and_nothing_reaches_stderr(style, seed, capfd):
    report = check("vectorized.backward", style, points=6, seed=seed)
    assert report.score == 6, str(report)
    assert capfd.readouterr() == ("", "")


def test_warnings_of_the_function_are_shown_and_cost_nothing(capfd):
    report = check("vectorized.backward", warns)
    shown = " ".join(report.notes)
    assert "While it ran, Python warned: divide by zero encountered in log. This costs nothing." in shown
    assert "overflow encountered in exp" in shown
    assert report.passed
    assert capfd.readouterr().err == ""


def test_log_of_zero_costs_nothing_where_the_result_is_right(capfd):
    def loss(a, y):
        np.log(a - a)
        return -np.log(a) if y == 1 else -np.log(1 - a)

    assert check("logistic.loss", loss, points=2).score == 2
    assert check("logistic.sigmoid", lambda z: 1 / (1 + np.exp(-z)), points=1).score == 1
    assert capfd.readouterr() == ("", "")


@pytest.mark.parametrize(
    "number",
    [float, np.float64, np.asarray, lambda value: np.reshape(value, (1, 1)), lambda value: np.reshape(value, 1)],
)
def test_one_number_may_come_in_any_form(number):
    assert check("vectorized.cost", lambda A2, Y: number(SOLUTIONS["vectorized.cost"](A2, Y))).passed


def test_notebook_settings_do_not_change_the_verdict(capfd):
    old = np.geterr()
    try:
        np.seterr(all="raise")
        with warnings.catch_warnings():
            warnings.simplefilter("error")
            for exercise in ("logistic.sigmoid", "vectorized.backward", "initialization.train"):
                assert check(exercise, SOLUTIONS[exercise]).passed
    finally:
        np.seterr(**old)
    assert capfd.readouterr().err == ""


def test_a_warning_of_the_checker_itself_reaches_nobody(monkeypatch, capfd):
    def noisy(*arguments):
        warnings.warn("from the judge", RuntimeWarning, stacklevel=2)
        return judge(*arguments)

    judge = checking.judge
    monkeypatch.setattr(checking, "judge", noisy)
    assert check("vectorized.dZ2", SOLUTIONS["vectorized.dZ2"]).passed
    assert capfd.readouterr().err == ""


def test_an_untouched_function_is_called_once():
    calls = []
    check("vectorized.backward", lambda *arguments: calls.append(1))
    assert len(calls) == 1


# What is noticed


def test_one_slip_costs_once():
    def wrong_delta(*arguments):
        X, Y, W2, Z1, A1, A2 = arguments
        return backward(X, Y, W2, Z1, A1, A2 + 0.1)

    report = check("vectorized.backward", wrong_delta, points=6)
    assert verdicts(report) == {"dZ2": "value"} | {name: RIGHT for name in GRADIENTS if name != "dZ2"}
    assert report.score == 5
    assert "Consistent with your dZ2." in report.lines[1].notes


def test_missing_and_misspelt_names_are_listed():
    def misspelt(*arguments):
        gradients = backward(*arguments)
        gradients["dw2"] = gradients.pop("dW2")
        del gradients["db1"]
        return gradients

    report = check("vectorized.backward", misspelt, points=6)
    lines = {line.name: line for line in report.lines}
    assert report.score == 4
    assert lines["dW2"].verdict == lines["db1"].verdict == "missing"
    assert lines["dW2"].next_step == "Is 'dw2' a misspelling of 'dW2'?"
    assert lines["db1"].next_step == "Add 'db1' to what you return."


def test_arguments_changed_in_place_are_noticed_though_the_values_are_right():
    def in_place(A2, Y):
        A2 -= Y
        return A2

    report = check("vectorized.dZ2", in_place)
    assert verdicts(report) == {"dZ2": RIGHT, "arguments": "conduct"}
    assert report.mistakes == ("arguments-changed",)
    assert "A2" in report.lines[-1].message


def test_parameters_changed_in_place_are_noticed():
    def in_place(parameters, gradients, learning_rate):
        for name in parameters:
            parameters[name] -= learning_rate * gradients[f"d{name}"]
        return parameters

    report = check("initialization.update", in_place)
    assert report.mistakes == ("arguments-changed",)
    assert not report.passed


def test_arrays_of_the_notebook_are_left_alone():
    X = np.arange(6.0).reshape(2, 3)
    before = X.copy()

    def reads_a_global(A2, Y):
        X.sum()
        return A2 - Y

    assert check("vectorized.dZ2", reads_a_global).passed
    assert np.array_equal(X, before)


NOTEBOOK = """
def dW2(dZ2, A1):
    return dZ2 @ A1.T / m
"""


def test_reliance_on_a_notebook_variable_is_named():
    notebook = {"m": 7}
    exec(NOTEBOOK, notebook)
    report = check("vectorized.dW2", notebook["dW2"])
    assert "notebook-variables" in report.mistakes
    assert verdicts(report)["dW2"] == RIGHT
    assert "m" in report.lines[-1].message
    assert report.score < 1


IN_PLACE = """
def dZ2(a, y):
    global A2
    A2 -= Y
    return A2
"""


def test_a_function_that_changes_notebook_variables_leaves_later_checks_as_they_were():
    notebook = {"A2": np.ones((2, 3)), "Y": np.ones((2, 3))}
    exec(IN_PLACE, notebook)
    for _ in range(2):
        check("vectorized.dZ2", notebook["dZ2"], seed=77)
    assert check("vectorized.dZ2", SOLUTIONS["vectorized.dZ2"], seed=77).passed


def coroutine():
    async def dZ2(A2, Y):
        return A2 - Y

    return dZ2


def generator(A2, Y):
    yield A2 - Y


@pytest.mark.parametrize(("function", "kind"), [(coroutine(), "coroutine"), (generator, "generator")])
def test_a_function_that_returns_no_array_yet_is_told_what_it_returns(function, kind, capfd):
    line = check("vectorized.dZ2", function).lines[0]
    assert (line.verdict, line.got, line.expected) == ("type", kind, "a NumPy array of real numbers")
    assert capfd.readouterr().err == ""


@pytest.mark.parametrize(
    ("exercise", "last_line"),
    [("logistic.dz", "a - y"), ("logistic.dz", "print(a - y)"), ("vectorized.cost", "J = np.sum(A2 - Y)")],
)
def test_a_function_that_returns_nothing_is_told_so_and_is_not_called_untouched(exercise, last_line):
    source = f"def f({', '.join(EXERCISES[exercise].arguments)}):\n    {last_line}\n"
    (line,) = check(exercise, define(source)).lines
    assert (line.verdict, line.got) == ("missing", "None")
    assert (
        line.next_step
        == "The function computes something and hands nothing back. Does it end with return and the result?"
    )


def test_arguments_in_another_order_are_told_before_any_mistake_is_named():
    line = check("logistic.dz", lambda y, a: a - y).lines[0]
    assert (line.verdict, line.mistake) == ("type", "")
    assert (line.got, line.expected) == ("a function of y, a", "a function of a, y")
    assert (
        line.next_step
        == "Keep the arguments of the function as they were given: a check hands them over in that order."
    )
    stops = check("logistic.forward", lambda w, x, b: (w.T @ x + b, 1))
    assert verdicts(stops) == {"z": "type", "a": "type"}
    assert stops.notes == ()


def test_arguments_in_another_order_cost_nothing_where_the_order_makes_no_difference():
    assert check("logistic.dw", lambda x, dz: x * dz).passed


def test_a_long_warning_is_shortened_and_ends_with_one_full_stop():
    def warns(A2, Y):
        warnings.warn("A sentence. " * 100, UserWarning, stacklevel=2)
        return A2 - Y

    (note,) = check("vectorized.dZ2", warns).notes
    assert len(note) < 260
    assert ".." not in note.replace("[...]", "")


def test_training_of_one_step_too_few_is_noticed_although_each_step_is_right():
    def one_less(X, Y, n1, steps, learning_rate, rng):
        return train(X, Y, n1, steps - 1, learning_rate, rng)

    report = check("initialization.train", one_less, points=5)
    assert report.mistakes == ("one-step-off",)
    assert report.score == 4


def test_a_hard_coded_number_of_examples_is_wrong_at_other_sizes():
    report = check("vectorized.dW2", lambda dZ2, A1: dZ2 @ A1.T / 7)
    assert report.score == 0
    assert report.lines[0].verdict == "value"


def test_a_function_right_for_several_examples_only_is_told_which_case_fails():
    def squeezed(dZ):
        total = np.squeeze(np.sum(dZ, axis=1, keepdims=True) / dZ.shape[1])
        return total.reshape(-1, 1) if dZ.shape[1] > 1 else total

    report = check("vectorized.db1", squeezed)
    assert report.score == 0
    assert report.lines[0].message == "Right at other sizes, but not with a single example (m = 1)."


def test_a_loop_is_a_note_and_no_fault():
    def looped(dZ2, A1):
        total = 0
        for i in range(A1.shape[1]):
            total = total + dZ2[:, [i]] @ A1[:, [i]].T
        return total / A1.shape[1]

    report = check("vectorized.dW2", looped)
    assert report.passed
    assert any("There is a loop in your function" in note for note in report.notes)


def test_starting_values_are_judged_by_their_properties():
    def start(change):
        return lambda n0, n1, n2, rng: change(SOLUTIONS["initialization.initialize"](n0, n1, n2, rng))

    assert check("initialization.initialize", start(lambda p: p)).passed
    zeros = check("initialization.initialize", start(lambda p: {name: 0 * value for name, value in p.items()}))
    assert verdicts(zeros) == {"W1": "value", "b1": RIGHT, "W2": "value", "b2": RIGHT}
    unseeded = check("initialization.initialize", start(lambda p: {**p, "W1": np.random.normal(size=p["W1"].shape)}))
    assert verdicts(unseeded)["W1"] == "value"


def test_an_update_that_trusts_the_order_of_the_gradients_is_caught():
    def in_turn(parameters, gradients, learning_rate):
        pairs = zip(parameters.items(), gradients.values(), strict=False)
        return {name: value - learning_rate * slope for (name, value), slope in pairs}

    report = check("initialization.update", in_turn)
    assert report.score == 0
    assert "gradient-of-another-parameter" in report.mistakes


def test_training_is_judged_step_by_step_from_the_learners_own_start():
    def large_start(X, Y, n1, steps, learning_rate, rng):
        parameters = {
            "W1": rng.standard_normal((n1, len(X))), "b1": np.zeros((n1, 1)),
            "W2": rng.standard_normal((len(Y), n1)), "b2": np.zeros((len(Y), 1)),
        }  # fmt: skip
        costs = []
        for _ in range(steps):
            Z1, A1, _, A2 = SOLUTIONS["vectorized.forward"](X, **parameters)
            costs.append(SOLUTIONS["vectorized.cost"](A2, Y))
            parameters = update(parameters, backward(X, Y, parameters["W2"], Z1, A1, A2), learning_rate)
        return parameters, np.array(costs)

    assert check("initialization.train", large_start).passed


def test_training_from_a_start_that_no_seed_fixes_is_asked_to_draw_from_rng_first():
    def unseeded(X, Y, n1, steps, learning_rate, rng):
        return SOLUTIONS["initialization.train"](X, Y, n1, steps, learning_rate, np.random.default_rng())

    lines = {line.name: line for line in check("initialization.train", unseeded).lines}
    assert lines["arguments"].mistake == "generator-unused"
    assert lines["W1"].verdict == "value"
    assert lines["W1"].next_step.startswith("First draw from rng")


def test_a_start_made_anew_in_every_round_is_told():
    initialize = SOLUTIONS["initialization.initialize"]

    def restarted(X, Y, n1, steps, learning_rate, rng):
        costs = []
        for _ in range(steps):
            parameters = initialize(len(X), n1, len(Y), rng)
            Z1, A1, _, A2 = SOLUTIONS["vectorized.forward"](X, **parameters)
            costs.append(SOLUTIONS["vectorized.cost"](A2, Y))
            parameters = update(parameters, backward(X, Y, parameters["W2"], Z1, A1, A2), learning_rate)
        return parameters, costs

    lines = check("initialization.train", restarted).lines
    assert {line.verdict for line in lines} == {"value"}
    assert [line.message for line in lines] == [ANEW, *["As with W1."] * 4]


def test_a_return_inside_the_loop_is_told_on_the_lines_or_below_them():
    def train(X, Y, n1, steps, learning_rate, rng):
        parameters, costs = SOLUTIONS["initialization.initialize"](len(X), n1, len(Y), rng), []
        for _ in range(steps):
            Z1, A1, _, A2 = SOLUTIONS["vectorized.forward"](X, **parameters)
            costs.append(SOLUTIONS["vectorized.cost"](A2, Y))
            parameters = update(parameters, backward(X, Y, parameters["W2"], Z1, A1, A2), learning_rate)
            return parameters, costs

    def find_dZ2(A2, Y):
        dZ2 = np.zeros(A2.shape)
        for i in range(A2.shape[1]):
            dZ2[:, i] = A2[:, i] - Y[:, i]
            return dZ2

    assert CUT_SHORT in check("initialization.train", train).notes
    report = check("vectorized.dZ2", find_dZ2)
    assert (report.lines[0].message, CUT_SHORT in report.notes) == (CUT_SHORT, False)


def test_the_version_before_a_failed_cell_is_told(monkeypatch):
    def find_dZ2(A2, Y):
        return A2 - Y

    ran, failed = textwrap.dedent(inspect.getsource(find_dZ2)), "def find_dZ2(A2, Y)\n    return A2 - Y"
    shell = SimpleNamespace(user_ns={"In": ["", ran, "check(...)"]})
    monkeypatch.setitem(sys.modules, "IPython", SimpleNamespace(get_ipython=lambda: shell))
    assert check("vectorized.dZ2", find_dZ2).notes == ()
    shell.user_ns["In"] += [failed, "check(...)"]
    (note,) = check("vectorized.dZ2", find_dZ2).notes
    assert note.startswith("The def of find_dZ2 that you ran last ended with an error")


def test_parameters_at_which_training_stands_still_show_no_training():
    def stationary(X, Y, n1, steps, learning_rate, rng):
        rng  # noqa: B018 - named, so that it counts as used
        share = np.clip(np.mean(Y, axis=1, keepdims=True), 0.01, 0.99)
        parameters = {
            "W1": np.zeros((n1, len(X))),
            "b1": np.zeros((n1, 1)),
            "W2": np.zeros((len(Y), n1)),
            "b2": np.log(share / (1 - share)),
        }
        return parameters, [SOLUTIONS["vectorized.cost"](np.tile(share, Y.shape[1]), Y)] * steps

    report = check("initialization.train", stationary)
    assert report.score == 0
    assert "gives nothing to use, or the same again" in report.lines[0].message


def test_training_that_ignores_steps_has_nothing_to_compare_with():
    def only_three(X, Y, n1, steps, learning_rate, rng):
        return train(X, Y, n1, steps, learning_rate, rng) if steps == 3 else None

    report = check("initialization.train", only_three)
    assert report.score == 0
    assert {line.verdict for line in report.lines} == {"value"}
    assert "called for fewer steps, your function gives nothing to use" in report.lines[0].message
    assert "steps=1" in report.lines[0].next_step


def test_a_cell_with_nothing_defined_but_a_result_is_told_to_pass_the_function():
    result = check("vectorized.dZ2", np.ones((2, 7)))
    assert result.lines[0].verdict == "type"
    assert (
        result.lines[0].next_step
        == "check needs the function itself: not called, and its name given to nothing else since its def."
    )


# Functions that stop


def test_a_stop_loses_what_it_is_about_and_shows_line_and_shapes():
    def stops(X, Y, W2, Z1, A1, A2):
        m = X.shape[1]
        dZ2 = A2 - Y
        dW2 = dZ2 @ A1 / m
        return {"dZ2": dZ2, "dW2": dW2}

    report = check("vectorized.backward", stops, points=6)
    lines = {line.name: line for line in report.lines}
    assert lines["dZ2"].verdict == RIGHT
    assert lines["dW2"].verdict == "raised"
    assert "dW2 = dZ2 @ A1 / m" in lines["dW2"].got
    assert re.search(r"dZ2 is \(n2, m\) = \(\d, \d\), A1 is \(n1, m\) = \(\d, \d\)", lines["dW2"].got)
    assert "site-packages" not in lines["dW2"].got


def test_a_stop_when_everything_is_computed_is_no_full_score():
    def forgets(x, a, y):
        dz = a - y
        dw, db = dz * x, dz
        return dw, db, np.stack([dw, db], axis=7)

    report = check("logistic.gradients", forgets, points=3)
    assert verdicts(report) == {"dw": RIGHT, "db": RIGHT, "return": "raised"}
    assert report.score == 2

    def loses_its_only_result(A2, Y):
        dZ2 = A2 - Y
        return dZ2.misspelt

    assert check("vectorized.dZ2", loses_its_only_result).score == 0


class Unspeakable(Exception):
    def __str__(self):
        raise RuntimeError("no text")


@pytest.mark.parametrize(
    "error",
    [Unspeakable(), KeyError(10**6000), SystemExit(1), RecursionError(), StopIteration(), ValueError("x" * 10**6)],
)
@pytest.mark.parametrize("exercise", ["logistic.dz", "vectorized.backward", "initialization.train"])
def test_any_exception_is_a_verdict(exercise, error, capfd):
    def raises(*arguments):
        raise error

    report = check(exercise, raises)
    assert report.score == 0
    assert report.lines[0].verdict == "raised"
    assert type(error).__name__ in report.lines[0].got
    assert len(report._repr_html_()) < 20_000
    assert capfd.readouterr() == ("", "")


# Find the bug

PLANTED = {
    "logistic.repair": lambda x, a, y: ((y - a) * x, y - a),
    "one_example.repair": lambda x, y, W2, z1, a1, a2: (
        lambda dz2, dz1: {"dz2": dz2, "dW2": dz2 @ a1.T, "db2": dz2, "dz1": dz1, "dW1": dz1 @ x.T, "db1": dz1}
    )(a2 - y, W2.T @ (a2 - y) * a1 * (1 - a1)),
    "vectorized.repair": lambda X, Y, W2, Z1, A1, A2: {
        **backward(X, Y, W2, Z1, A1, A2), "db2": np.sum(A2 - Y) / Y.shape[1],
    },
}  # fmt: skip


def shrinks_in_place(parameters, gradients, learning_rate):
    for name in parameters:
        parameters[name] -= learning_rate * gradients[f"d{name}"]
    return parameters


PLANTED["initialization.repair"] = shrinks_in_place


@pytest.mark.parametrize("exercise", PLANTED)
def test_the_bug_as_handed_out_is_not_repaired_and_its_name_is_not_told(exercise):
    report = check(exercise, PLANTED[exercise], points=2)
    assert report.score == 0
    assert {line.verdict for line in report.lines} == {NOT_REPAIRED}
    assert report.mistakes == ()


def test_a_repair_is_all_or_nothing_and_names_no_mistake():
    def another_bug(*arguments):
        gradients = backward(*arguments)
        return {**gradients, "dW1": gradients["dW1"] * arguments[0].shape[1]}

    report = check("vectorized.repair", another_bug, points=2)
    assert report.score == 0
    assert verdicts(report)["dW1"] == "value"
    assert report.mistakes == ()
    assert not any(line.message for line in report.lines)


# The score


@pytest.mark.parametrize("points", [0, 0.1, 0.3, 0.7, 1, 1.1, 2.3, 3, np.float64(2.5), 1e-9])
def test_full_marks_are_exactly_the_points(points):
    for exercise in ("vectorized.backward", "one_example.forward", "initialization.train"):
        assert check(exercise, SOLUTIONS[exercise], points=points).score == points


def test_a_visible_check_says_that_hidden_ones_follow_and_a_hidden_one_does_not():
    text = "At grading, hidden checks run with other numbers and sizes."
    assert text in check("logistic.dz", SOLUTIONS["logistic.dz"])._repr_html_()
    assert text not in check("logistic.dz", SOLUTIONS["logistic.dz"], seed=5)._repr_html_()


def test_examine_takes_an_exercise_or_its_name():
    subject = LocalSubject(SOLUTIONS["logistic.dz"])
    assert examine("logistic.dz", subject) == examine(EXERCISES["logistic.dz"], subject, points=1.0, seed=0)


@pytest.mark.parametrize(
    ("arguments", "text"),
    [
        ({"exercise": "logistic.dq"}, "there is no exercise 'logistic.dq'; did you mean logistic.d"),
        ({"exercise": None}, "there is no exercise None; did you mean"),
        ({"points": -1}, "points must be a number from 0 up, got -1; write points=1, for instance"),
        ({"points": float("nan")}, "points must be a number from 0 up, got nan"),
        ({"points": float("inf")}, "points must be a number from 0 up, got inf"),
        ({"points": "2"}, "points must be a number from 0 up, got '2'"),
        ({"points": True}, "points must be a number from 0 up, got True"),
        ({"points": Fraction(1, 2)}, "points must be a number from 0 up, got Fraction(1, 2)"),
        ({"seed": -1}, "seed must be a whole number from 0 up, got -1; write seed=7, or leave it out"),
        ({"seed": 1.5}, "seed must be a whole number from 0 up, got 1.5"),
        ({"seed": "a"}, "seed must be a whole number from 0 up, got 'a'"),
        ({"seed": True}, "seed must be a whole number from 0 up, got True"),
    ],
)
def test_bad_arguments_of_check_are_named_with_what_to_write_instead(arguments, text):
    with pytest.raises(ValueError, match=re.escape(text)):
        check(**{"exercise": "logistic.dz", "answer": SOLUTIONS["logistic.dz"], **arguments})


# Whatever comes back

NUMBERS = st.one_of(
    st.none(), st.just(...), st.booleans(), st.integers(), st.just(10**400), st.just(-(10**4000)), st.floats(),
    st.complex_numbers(), st.text(max_size=5), st.binary(max_size=3), st.just(object()), st.just({1, 2}), st.just(len),
)  # fmt: skip
ARRAYS = hnp.arrays(
    dtype=st.sampled_from(["f8", "f4", "f2", "i8", "u1", "?", "c16", "U3", "M8[D]", "i4,f8", "O", "g"]).map(np.dtype),
    shape=st.lists(st.sampled_from([0, 1, 2, 3, 5, 7]), max_size=3).map(tuple),
)
HUGE = st.sampled_from([1e308, -1e308, 1e200, 1e-320, np.nan, np.inf, 0.0])
VALUES = st.recursive(
    st.one_of(NUMBERS, ARRAYS),
    lambda inner: st.one_of(
        st.lists(inner, max_size=6),
        st.lists(inner, max_size=6).map(tuple),
        st.dictionaries(st.one_of(st.sampled_from(GRADIENTS), st.text(max_size=3), st.integers()), inner, max_size=6),
    ),
    max_leaves=8,
)


def survives(exercise, answer, points=2):
    report = check(exercise, answer, points=points)
    assert 0 <= report.score <= points
    assert repr(report) == repr(float(report.score))
    assert str(report)
    assert report._repr_html_().endswith("</div>")
    return report


@settings(max_examples=150, deadline=None)
@given(exercise=st.sampled_from(sorted(EXERCISES)), value=VALUES)
def test_any_returned_value_is_a_verdict(exercise, value):
    survives(exercise, lambda *arguments: value)


@settings(max_examples=150, deadline=None)
@given(data=st.data(), exercise=st.sampled_from(["vectorized.backward", "one_example.forward", "initialization.train"]))
def test_a_right_answer_with_one_part_replaced_is_a_verdict(data, exercise):
    position, value = data.draw(st.integers(0, 5)), data.draw(VALUES)

    def replaced(*arguments):
        result = SOLUTIONS[exercise](*arguments)
        if isinstance(result, dict):
            return {**result, list(result)[position]: value}
        if exercise.endswith("train") and position < 4:
            return {**result[0], list(result[0])[position]: value}, result[1]
        return tuple(value if i == position % len(result) else item for i, item in enumerate(result))

    survives(exercise, replaced)


DTYPES = ["f2", "f4", "i1", "i8", "?", "c16", "O", "g"]


@settings(max_examples=60, deadline=None)
@given(
    exercise=st.sampled_from([name for name, exercise in EXERCISES.items() if exercise.returns in ("dict", "single")]),
    factor=HUGE,
    dtype=st.sampled_from(DTYPES),
)
def test_huge_tiny_and_oddly_typed_results_are_verdicts(exercise, factor, dtype):
    def scaled(*arguments):
        result = SOLUTIONS[exercise](*arguments)
        with np.errstate(all="ignore"), warnings.catch_warnings():
            warnings.simplefilter("ignore")
            if isinstance(result, dict):
                return {name: (factor * value).astype(dtype) for name, value in result.items()}
            return np.asarray(factor * result).astype(dtype)

    assert survives(exercise, scaled).score < 2


class Hostile(float):
    def __float__(self):
        raise RuntimeError

    def __repr__(self):
        raise RuntimeError

    def __eq__(self, other):
        return np.ones(3)

    __hash__ = float.__hash__


class BrokenDict(dict):
    def items(self):
        raise RuntimeError

    get = keys = __iter__ = items


@pytest.mark.parametrize(
    "value", [Hostile(1), BrokenDict(dZ2=1), [Hostile(2)], np.ma.ones(3)], ids=["number", "dict", "list", "masked"]
)
@pytest.mark.parametrize("exercise", ["logistic.loss", "vectorized.backward", "vectorized.shape_of_dW1"])
def test_values_of_a_class_of_ones_own_are_verdicts(exercise, value, capfd):
    survives(exercise, value)
    survives(exercise, lambda *arguments: value)

    def poisons_its_arguments(*arguments):
        for argument in arguments:
            if isinstance(argument, dict):
                argument["W1"] = value
        return value

    survives("initialization.update", poisons_its_arguments)
    assert capfd.readouterr() == ("", "")
