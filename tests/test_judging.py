"""Follow-through: each quantity against what follows from the learner's own upstream values; one 1/m in one place."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from solutions import backward, backward_one

from course.checking import check
from course.exercises import EXERCISES
from course.judging import Trial, find_folds, first_difference, in_order, judge, references
from course.ladder import unpack
from course.notation import in_numbers
from course.report import NOT_ATTEMPTED, RIGHT
from course.subject import Answer

BACKWARD = EXERCISES["vectorized.backward"]


def trials(change=lambda gradients: gradients, exercise=BACKWARD, solution=backward, seed=0):
    made = []
    for case in exercise.cases(seed):
        value = change(solution(**case.arguments))
        made.append(Trial(case, Answer(value=value), unpack(exercise, value)[0], dict(case.values)))
    return made


def verdicts(trial, folded=frozenset(), exercise=BACKWARD):
    return {name: one.line.verdict for name, one in judge(exercise, trial, folded).items()}


def test_upstream_comes_first():
    for exercise in (BACKWARD, EXERCISES["one_example.backward"], EXERCISES["logistic.gradients"]):
        order = [quantity.name for quantity in in_order(exercise)]
        for quantity in exercise.quantities:
            for upstream in set(quantity.after) & set(order):
                assert order.index(upstream) < order.index(quantity.name)


def test_references_are_the_closed_forms():
    for trial in trials():
        for name, value in references(BACKWARD, trial).items():
            np.testing.assert_allclose(value, trial.returned[name], rtol=1e-9, atol=1e-13)


@settings(max_examples=20, deadline=None)
@given(seed=st.integers(0, 2**32 - 1), wrong=st.sampled_from(["dZ2", "dW2", "db2", "dZ1", "dW1", "db1"]))
def test_a_value_of_ones_own_costs_itself_alone(seed, wrong):
    """A wrong dZ2 makes a wrong dW2, dZ1 and so on; each follows from the learner's own value and is right."""

    def with_own(X, Y, W2, Z1, A1, A2):
        rng = np.random.default_rng(seed)
        m = X.shape[1]
        own = lambda name, value: rng.normal(size=value.shape) if name == wrong else value  # noqa: E731
        dZ2 = own("dZ2", A2 - Y)
        dZ1 = own("dZ1", (W2.T @ dZ2) * (1 - A1**2))
        return {
            "dZ2": dZ2, "dW2": own("dW2", dZ2 @ A1.T / m), "db2": own("db2", dZ2.sum(axis=1, keepdims=True) / m),
            "dZ1": dZ1, "dW1": own("dW1", dZ1 @ X.T / m), "db1": own("db1", dZ1.sum(axis=1, keepdims=True) / m),
        }  # fmt: skip

    for trial in trials(solution=with_own, seed=seed):
        found = verdicts(trial)
        assert found.pop(wrong) == "value"
        assert set(found.values()) == {RIGHT}


def test_what_follows_is_said_to_follow():
    one = judge(BACKWARD, trials(lambda g: {**g, "dZ1": 2 * g["dZ1"], "dW1": 2 * g["dW1"], "db1": 2 * g["db1"]})[0])
    assert one["dZ1"].line.verdict == "value"
    assert one["dW1"].follows == one["db1"].follows == ("dZ1",)
    assert one["dW2"].follows == ()


def test_what_an_activation_makes_of_a_wrong_shape_is_right_and_a_gradient_of_it_is_not_looked_for():
    def rows(X, W1, b1, W2, b2):
        Z1 = X.T @ W1.T + b1.T
        Z2 = (W2 @ np.tanh(Z1).T + b2).T
        return Z1, np.tanh(Z1), Z2, 1 / (1 + np.exp(-Z2))

    forward = EXERCISES["vectorized.forward"]
    one = judge(forward, trials(exercise=forward, solution=rows)[0])
    assert {name: judged.line.verdict for name, judged in one.items()} == {
        "Z1": "shape", "A1": RIGHT, "Z2": "shape", "A2": RIGHT,
    }  # fmt: skip
    assert one["A1"].follows == ("Z1",)


@pytest.mark.parametrize("name", ["one_example.backward", "vectorized.backward", "logistic.gradients"])
def test_constant_zeros_earn_nothing(name):
    exercise = EXERCISES[name]
    for case in exercise.cases(0):
        value = {quantity.name: np.zeros(in_numbers(quantity.shape, case.sizes)) for quantity in exercise.quantities}
        trial = Trial(case, Answer(value=value), unpack(exercise, value)[0], dict(case.values))
        assert RIGHT not in verdicts(trial, exercise=exercise).values()


def test_zeros_that_follow_from_zeros_are_told_so_and_name_no_mistake():
    def dZ2_is_a_placeholder(X, Y, W2, Z1, A1, A2):
        return backward(X, A2, W2, Z1, A1, A2)

    report = check("vectorized.backward", dZ2_is_a_placeholder)
    assert report.score == 0
    assert report.lines[1].message == "It is all zeros, like your dZ2: whether its formula is right does not show yet."
    assert report.lines[1].next_step == "First mend dZ2."
    assert {line.mistake for line in report.lines[1:]} == {""}


def test_zeros_upstream_in_one_draw_hide_nothing_of_what_others_show():
    def last_example_forgotten(X, Y, W2, Z1, A1, A2):
        gradients = backward(X, Y, W2, Z1, A1, A2)
        dZ2 = gradients["dZ2"].copy()
        dZ2[:, -1:] = 0  # with a single example, nothing is left
        return backward(X, A2 - dZ2, W2, Z1, A1, A2)

    verdict = {line.name: line.verdict for line in check("vectorized.backward", last_example_forgotten).lines}
    assert verdict == {"dZ2": "value", **dict.fromkeys(("dW2", "db2", "dZ1", "dW1", "db1"), RIGHT)}


def test_what_shows_with_a_single_example_only_is_not_enough():
    def averages_nothing(X, Y, W2, Z1, A1, A2):
        m = X.shape[1]
        return backward(X, Y if m == 1 else A2, W2, Z1, A1, A2)

    report = check("vectorized.backward", averages_nothing)
    assert report.score == 0


def test_the_reference_itself_is_right_even_after_a_wrong_upstream_value():
    assert verdicts(trials(lambda g: {**g, "dZ1": 2 * g["dZ1"]})[0]) == dict.fromkeys(
        ("dZ2", "dW2", "db2", "dW1", "db1"), RIGHT
    ) | {"dZ1": "value"}


def test_a_missing_upstream_value_leaves_the_rest_to_be_judged():
    found = verdicts(trials(lambda g: {name: value for name, value in g.items() if name != "dZ2"})[0])
    assert found.pop("dZ2") == "missing"
    assert set(found.values()) == {RIGHT}


def test_a_quantity_left_empty_is_not_attempted():
    assert verdicts(trials(lambda g: {**g, "db1": None})[0])["db1"] == NOT_ATTEMPTED


@pytest.mark.parametrize("upstream", [np.full((9, 9), 1.0), np.nan, "text", 1e308])
def test_an_upstream_value_that_cannot_be_used_is_passed_over(upstream):
    for trial in trials(lambda g: {**g, "dZ2": np.full_like(g["dZ2"], upstream) if upstream is np.nan else upstream}):
        found = verdicts(trial)
        assert found.pop("dZ2") != RIGHT
        assert set(found.values()) == {RIGHT}


# The 1/m


def folded_once(X, Y, W2, Z1, A1, A2):
    dZ2 = (A2 - Y) / X.shape[1]
    dZ1 = (W2.T @ dZ2) * (1 - A1**2)
    return {
        "dZ2": dZ2, "dW2": dZ2 @ A1.T, "db2": dZ2.sum(axis=1, keepdims=True),
        "dZ1": dZ1, "dW1": dZ1 @ X.T, "db1": dZ1.sum(axis=1, keepdims=True),
    }  # fmt: skip


def folded_into_dZ1(X, Y, W2, Z1, A1, A2):
    gradients = backward(X, Y, W2, Z1, A1, A2)
    dZ1 = gradients["dZ1"] / X.shape[1]
    return {**gradients, "dZ1": dZ1, "dW1": dZ1 @ X.T, "db1": dZ1.sum(axis=1, keepdims=True)}


def folded_twice(X, Y, W2, Z1, A1, A2):
    gradients, m = folded_once(X, Y, W2, Z1, A1, A2), X.shape[1]
    return {name: value if name.startswith("dZ") else value / m for name, value in gradients.items()}


@pytest.mark.parametrize(("solution", "folds"), [(folded_once, {"dZ2"}), (folded_into_dZ1, {"dZ1"}), (backward, set())])
def test_one_average_in_another_place_is_found_and_right(solution, folds):
    made = trials(solution=solution)
    found = find_folds(BACKWARD, made)
    assert found == folds
    for trial in made:
        assert set(verdicts(trial, found).values()) == {RIGHT}


def test_an_average_taken_twice_is_no_fold():
    made = trials(solution=folded_twice)
    assert find_folds(BACKWARD, made) == frozenset()
    assert verdicts(made[0])["dZ2"] == "value"


def test_one_example_has_nothing_to_average():
    exercise = EXERCISES["one_example.backward"]
    made = trials(exercise=exercise, solution=backward_one)
    assert find_folds(exercise, made) == frozenset()
    assert set(verdicts(made[0], exercise=exercise).values()) == {RIGHT}


# The first difference


def test_the_first_entry_that_differs_is_shown():
    expected = np.array([[1.0, 2.0], [3.0, 4.0]])
    got = expected.copy()
    got[1, 0] = 3.5
    assert first_difference("dW1", got, expected) == {"where": "dW1[1, 0]", "got": "3.5", "expected": "3"}


def test_a_single_number_is_shown_without_an_index():
    assert first_difference("J", np.array(1.0), np.array(0.123456789)) == {"got": "1", "expected": "0.123457"}


def test_sequences_of_other_length_show_their_lengths():
    assert first_difference("costs", np.ones(4), np.ones(3)) == {"got": "length 4", "expected": "length 3"}
