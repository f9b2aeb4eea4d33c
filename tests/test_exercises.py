"""Every exercise: its draws, its right answer, the cell as it was handed out, and an answer that is 0.1 % off."""

from __future__ import annotations

import itertools
import re
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from solutions import SOLUTIONS

from course import check
from course.exercises import EXERCISES, find
from course.report import NOT_ATTEMPTED, RIGHT

ROOT = Path(__file__).parents[1]
FUNCTIONS = [exercise for exercise in EXERCISES.values() if exercise.returns != "shape"]
PREDICTIONS = [exercise for exercise in EXERCISES.values() if exercise.returns == "shape"]
WITH_VALUES = [exercise for exercise in FUNCTIONS if all(quantity.expected for quantity in exercise.quantities)]


def named(exercises):
    return {"argvalues": exercises, "ids": [exercise.name for exercise in exercises]}


def altered(exercise, name, change):
    """The right function with `change` applied to one of its results."""

    def function(*arguments):
        result = SOLUTIONS[exercise.name](*arguments)
        names = [quantity.name for quantity in exercise.quantities]
        if exercise.returns == "single":
            return change(result)
        if exercise.returns == "tuple":
            return tuple(change(value) if key == name else value for key, value in zip(names, result, strict=True))
        if exercise.returns == "dict":
            return {**result, name: change(result[name])}
        parameters, costs = result
        if name == "costs":
            return parameters, list(change(np.array(costs)))
        return {**parameters, name: change(parameters[name])}, costs

    return function


def test_every_exercise_has_a_right_answer_in_these_tests():
    assert SOLUTIONS.keys() == EXERCISES.keys()


@pytest.mark.parametrize("exercise", **named(list(EXERCISES.values())))
@pytest.mark.parametrize("seed", [None, 4711])
def test_the_right_answer_scores_full_without_a_word(exercise, seed):
    report = check(exercise.name, SOLUTIONS[exercise.name], points=0.1, seed=seed)
    assert report.score == 0.1, str(report)
    assert report.passed
    assert not report.notes
    assert not report.mistakes
    assert not any(line.notes or line.message for line in report.lines)


@pytest.mark.parametrize("exercise", **named(FUNCTIONS))
def test_an_untouched_cell_is_not_attempted(exercise):
    def passes(*arguments):
        pass

    def ellipsis(*arguments):
        return ...

    def not_implemented(*arguments):
        raise NotImplementedError

    def nones(*arguments):
        return (None,) * len(exercise.quantities)

    def dict_of_ellipses(*arguments):
        return {quantity.name: ... for quantity in exercise.quantities}

    for untouched in (None, ..., passes, ellipsis, not_implemented, nones, dict_of_ellipses):
        report = check(exercise.name, untouched, points=2)
        assert report.score == 0
        assert {line.verdict for line in report.lines} == {NOT_ATTEMPTED}
        assert "Not attempted" in report._repr_html_()


@pytest.mark.parametrize("exercise", **named(PREDICTIONS))
@pytest.mark.parametrize("untouched", [..., None])
def test_an_untouched_prediction_is_not_attempted(exercise, untouched):
    report = check(exercise.name, untouched)
    assert (report.score, report.lines[0].verdict) == (0, NOT_ATTEMPTED)


OFF = [
    pytest.param(exercise, quantity, id=f"{exercise.name}-{quantity.name}")
    for exercise in WITH_VALUES
    for quantity in exercise.quantities
]


@pytest.mark.parametrize(("exercise", "quantity"), OFF)
def test_a_tenth_of_a_percent_is_wrong_for_every_quantity(exercise, quantity):
    report = check(exercise.name, altered(exercise, quantity.name, lambda value: 1.001 * np.asarray(value)))
    verdicts = {line.name: line.verdict for line in report.lines}
    assert verdicts[quantity.name] == "value", str(report)
    assert report.score < 1


@pytest.mark.parametrize(("exercise", "quantity"), OFF)
def test_one_entry_off_by_a_thousandth_of_the_largest_is_wrong(exercise, quantity):
    def nudge(value):
        value = np.array(value, dtype=float)
        flat = value.reshape(-1)
        flat[-1] += 0.001 * np.max(np.abs(value))
        return value

    report = check(exercise.name, altered(exercise, quantity.name, nudge))
    assert {line.name: line.verdict for line in report.lines}[quantity.name] == "value"


@pytest.mark.parametrize(("exercise", "quantity"), OFF)
def test_rounding_of_float64_is_right(exercise, quantity):
    report = check(exercise.name, altered(exercise, quantity.name, lambda value: (1 + 1e-12) * np.asarray(value)))
    assert {line.name: line.verdict for line in report.lines}[quantity.name] == RIGHT


@settings(max_examples=25, deadline=None)
@given(seed=st.integers(0, 2**32 - 1))
def test_sizes_of_a_draw_are_distinct_and_change_from_draw_to_draw(seed):
    exercise = EXERCISES["vectorized.backward"]
    cases = exercise.cases(seed)
    distinct = [case for case in cases if case.kind == "distinct"]
    assert len(distinct) >= 3
    for case in distinct:
        assert len(set(case.sizes.values())) == len(case.sizes)
    for first, second in itertools.combinations(distinct, 2):
        assert all(first.sizes[name] != second.sizes[name] for name in first.sizes)
    assert {case.kind for case in cases} == {"distinct", "m = 1", "n2 = 1"}
    for case in cases:
        for name, value in case.arguments.items():
            assert value.shape == tuple(case.sizes.get(s, s) for s in exercise.notation.shape(name))
            assert value.dtype == np.float64


@settings(max_examples=25, deadline=None)
@given(seed=st.integers(0, 2**32 - 1))
def test_inputs_come_from_a_forward_pass_with_activations_of_order_one(seed):
    for case in EXERCISES["vectorized.backward"].cases(seed):
        v = case.values
        np.testing.assert_allclose(v["Z1"], v["W1"] @ v["X"] + v["b1"])
        np.testing.assert_allclose(v["A1"], np.tanh(v["Z1"]))
        np.testing.assert_allclose(v["Z2"], v["W2"] @ v["A1"] + v["b2"])
        np.testing.assert_allclose(v["A2"], 1 / (1 + np.exp(-v["Z2"])))
        assert set(np.unique(v["Y"])) <= {0.0, 1.0}
        assert np.abs(v["Z2"]).max() < 20


@pytest.mark.parametrize("exercise", **named(FUNCTIONS))
def test_a_seed_gives_the_same_draws_again(exercise):
    first, again, other = (exercise.case((seed, 0), exercise.cases(1)[0].sizes, "distinct") for seed in (1, 1, 2))
    numbers = [name for name, value in first.arguments.items() if isinstance(value, np.ndarray) and name not in "Yy"]
    for name in numbers:
        assert np.array_equal(first.arguments[name], again.arguments[name])
    assert not numbers or any(not np.array_equal(first.arguments[n], other.arguments[n]) for n in numbers)


def test_both_labels_are_drawn_for_the_neuron():
    labels = [case.values["y"].item() for case in EXERCISES["logistic.dz"].cases(0)]
    assert set(labels) == {0.0, 1.0}


LESSONS = {re.match(r"\d+|\w+", path.stem)[0]: path.read_text("utf-8") for path in (ROOT / "source").glob("*.py")}


@pytest.mark.parametrize("exercise", **named(list(EXERCISES.values())))
def test_the_place_of_an_exercise_is_a_heading_of_its_lesson(exercise):
    number, heading = re.fullmatch(r'Lesson (\w+), "(.+)"', exercise.place).groups()
    lesson = LESSONS[number]
    headings = [line.lstrip("# ") for line in lesson.splitlines() if re.match(r"# ##+ ", line)]
    assert headings.count(heading) == 1
    if (asked := lesson.find(f'check("{exercise.name}"')) >= 0:
        assert lesson.index(f"# {heading}\n") < asked, "explained after it is asked for"


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("vectorized.backwards", "there is no exercise 'vectorized.backwards'; did you mean vectorized.backward, "),
        ("backward", "there is no exercise 'backward'; did you mean "),
        ("", "there is no exercise ''; did you mean "),
        (5, "there is no exercise 5; did you mean "),
        (None, "there is no exercise None; did you mean "),
        (["logistic.dz"], "there is no exercise ['logistic.dz']; did you mean "),
    ],
)
def test_an_unknown_exercise_is_answered_with_near_ones(name, text):
    with pytest.raises(ValueError, match=re.escape(text)) as caught:
        find(name)
    offered = str(caught.value).split("did you mean ")[1].rstrip("?").split(", ")
    assert 1 <= len(offered) <= 3
    assert set(offered) <= EXERCISES.keys()
