"""Several mistakes in one function, stops, folded averages, loops and find-the-bug cells."""

import numpy as np
import pytest
from mistakes.learner_code.functions import define, write

from course.checking import check
from course.exercises import EXERCISES
from course.mistakes import BANK
from course.report import NOT_ATTEMPTED, NOT_REPAIRED, RIGHT

BACKWARD = "vectorized.backward"


def report_on(exercise, **lines):
    return check(exercise, define(write(exercise, lines)))


def verdicts(report):
    return {line.name: line.mistake or line.verdict for line in report.lines}


def test_two_mistakes_in_one_function_are_both_named():
    report = report_on(BACKWARD, dZ1="W2.T @ dZ2 * A1 * (1 - A1)", dW2="dZ2 @ A1.T")
    assert verdicts(report) == {
        "dZ2": RIGHT,
        "dW2": "missing-average",
        "db2": RIGHT,
        "dZ1": "sigmoid-derivative-for-tanh",
        "dW1": RIGHT,
        "db1": RIGHT,
    }
    assert report.score == pytest.approx(4 / 6)


def test_what_follows_from_a_mistake_is_judged_by_it():
    report = report_on(BACKWARD, dZ2="Y - A2", dZ1="W2.T @ dZ2", db1="np.sum(dZ1) / m")
    assert report.mistakes == ("label-minus-prediction", "derivative-omitted", "bias-summed-over-everything")
    assert report.score == pytest.approx(3 / 6)


def test_one_slip_in_m_is_charged_once():
    source = write(BACKWARD).replace("m = X.shape[1]", "m = X.shape[0]")
    report = check(BACKWARD, define(source))
    assert report.mistakes == ("m-from-number-of-features",)
    assert report.score == pytest.approx(5 / 6)


def test_an_average_taken_in_dZ2_and_again_is_named_once():
    report = report_on(BACKWARD, dZ2="(A2 - Y) / m")
    assert report.mistakes == ("averaged-too-early",)
    assert report.score == pytest.approx(5 / 6)


def test_an_average_that_is_folded_in_for_one_parameter_and_repeated_for_another():
    report = report_on(
        BACKWARD, dZ2="(A2 - Y) / m", dW2="dZ2 @ A1.T", dW1="dZ1 @ X.T", db1="np.sum(dZ1, axis=1, keepdims=True)"
    )
    assert verdicts(report)["db2"] == "averaged-twice"
    assert report.score == pytest.approx(5 / 6)


def test_layers_swapped_in_both_biases():
    report = report_on(
        BACKWARD,
        db2="dZ1 = W2.T @ dZ2 * (1 - A1**2)\ndb2 = np.sum(dZ1, axis=1, keepdims=True) / m",
        db1="np.sum(dZ2, axis=1, keepdims=True) / m",
    )
    assert verdicts(report)["db2"] == verdicts(report)["db1"] == "bias-of-the-other-layer"


STOPS = [
    (BACKWARD, "dW2", "dZ2 @ A1 / m", "transpose-forgotten"),
    (BACKWARD, "dW1", "np.dot(dZ1, X) / m", "transpose-forgotten"),
    (BACKWARD, "dZ1", "W2 @ dZ2 * (1 - A1**2)", "second-weights-not-transposed"),
    (BACKWARD, "dZ1", "np.multiply(W2.T, dZ2) * (1 - A1**2)", "elementwise-through-weights"),
    (BACKWARD, "dZ1", "np.dot(np.dot(W2.T, dZ2), 1 - A1**2)", "matrix-product-with-slope"),
    (BACKWARD, "dW2", "dZ2 * A1 / m", "elementwise-for-matrix-product"),
    ("vectorized.forward", "Z1", "W1.T @ X + b1", "weights-transposed-forward"),
    ("one_example.backward", "dz1", "W2 @ dz2 * (1 - a1**2)", "second-weights-not-transposed"),
]


@pytest.mark.parametrize(("exercise", "name", "text", "mistake"), STOPS)
def test_a_stop_is_diagnosed_and_costs_its_own_quantity_only(exercise, name, text, mistake):
    report = report_on(exercise, **{name: text})
    line = next(line for line in report.lines if line.name == name)
    assert line.verdict == "raised"
    assert line.mistake == mistake
    assert "ValueError" in line.got
    assert "where " in line.got, "the shapes of the operands are shown"
    assert sum(line.verdict == RIGHT for line in report.lines) == len(report.lines) - 1


def test_a_stop_in_one_line_hides_no_mistake_in_another():
    report = report_on(BACKWARD, dW2="dZ2 @ A1 / m", db1="np.sum(dZ1, axis=1) / m")
    assert report.mistakes == ("transpose-forgotten", "bias-without-keepdims")


@pytest.mark.parametrize("divisor", ["7", "400", "X_train.shape[1]"])
def test_a_typed_in_number_of_examples(divisor):
    source = write("vectorized.dW1", {"dW1": f"dZ1 @ X.T / {divisor}"})
    report = check("vectorized.dW1", define(source, {"X_train": np.ones((2, 400))}))
    assert report.mistakes == ("hard-coded-number-of-examples",)


def test_sizes_typed_in_for_the_shapes_of_the_notebook():
    report = report_on("initialization.initialize", W1="rng.standard_normal((4, 2)) * 0.01")
    assert verdicts(report)["W1"] == "shape"
    assert "(n1, n0)" in str(report)


def test_a_loop_is_a_note_and_costs_nothing():
    loop = "db2 = np.zeros((len(dZ2), 1))\nfor i in range(m):\n    db2 += dZ2[:, [i]] / m"
    report = report_on(BACKWARD, db2=loop)
    assert report.score == 1
    assert any("loop" in note for note in report.notes)
    assert not any("loop" in note for note in report_on(BACKWARD, dZ2="-(Y - A2)").notes)


def test_a_gradient_wrong_by_a_thousandth_is_wrong():
    for name in ("dZ2", "dW2", "db2", "dZ1", "dW1", "db1"):
        report = report_on(BACKWARD, **{name: f"0\n{name} = 1.001 * ({_right(name)})"})
        assert verdicts(report)[name] == "value"


def _right(name):
    line = next(line for line in write(BACKWARD).splitlines() if line.strip().startswith(f"{name} ="))
    return line.split(" = ", 1)[1]


PLANTED = {
    "logistic.repair": {"dz": "y - a"},
    "one_example.repair": {"dz1": "W2.T @ dz2 * a1 * (1 - a1)"},
    "vectorized.repair": {"db2": "np.sum(dZ2) / m"},
    "initialization.repair": {
        name: f"{name} = parameters['{name}']\n{name} -= learning_rate * gradients['d{name}']"
        for name in ("W1", "b1", "W2", "b2")
    },
}


def test_there_is_a_find_the_bug_cell_for_every_planted_mistake():
    assert set(PLANTED) == {name for name, exercise in EXERCISES.items() if exercise.planted}
    assert all(EXERCISES[name].planted in BANK for name in PLANTED)


@pytest.mark.parametrize("exercise", PLANTED)
def test_a_bug_that_is_still_there_is_not_repaired(exercise):
    for seed in (0, 1, 2):
        report = check(exercise, define(write(exercise, PLANTED[exercise])), seed=seed)
        assert {line.verdict for line in report.lines} == {NOT_REPAIRED}
        assert report.score == 0
        assert report.mistakes == ()


@pytest.mark.parametrize("exercise", PLANTED)
def test_a_repaired_bug_scores_full(exercise):
    report = check(exercise, define(write(exercise)), points=3)
    assert report.passed
    assert report.score == 3


@pytest.mark.parametrize(
    ("exercise", "lines"),
    [
        ("logistic.repair", {"dz": "a + y"}),
        ("one_example.repair", {"dz1": "W2.T @ dz2 * (1 - a1)"}),
        ("vectorized.repair", {"db2": "np.sum(dZ2, axis=1) / m"}),
        ("vectorized.repair", {"db2": "np.sum(dZ2) / m", "dW1": "dZ1 @ X.T"}),
        ("initialization.repair", {"W1": "parameters['W1'] + learning_rate * gradients['dW1']"}),
    ],
)
def test_another_bug_in_its_place_scores_nothing_and_is_not_named(exercise, lines):
    report = check(exercise, define(write(exercise, lines)))
    assert report.score == 0
    assert report.mistakes == ()
    assert any(line.verdict not in (RIGHT, NOT_ATTEMPTED) for line in report.lines)
