"""What is said about values that no known mistake explains: how they relate to the expected ones."""

from __future__ import annotations

import numpy as np
import pytest
from solutions import SOLUTIONS, backward

from course import check


def message(exercise, change):
    """What is told about the right answer changed by `change`, given the sizes and the value."""
    report = check(exercise, lambda *arguments: change(SOLUTIONS[exercise](*arguments), *arguments))
    assert report.mistakes == (), "the bank would speak first"
    return report.lines[0].message


RELATIONS = [
    (lambda dZ2, A2, Y: dZ2 * A2.shape[1], "Your dZ2 is the expected value times m in every entry."),
    (lambda dZ2, A2, Y: -dZ2 / len(Y), "Your dZ2 is the expected value times -1/n2 in every entry."),
    (lambda dZ2, A2, Y: 1.7 * dZ2, "Your dZ2 is 1.7 times the expected value in every entry, whatever the sizes."),
    (
        lambda dZ2, A2, Y: dZ2 * np.max(dZ2),
        "Your dZ2 is a multiple of the expected value, with a factor that is not the same in every draw.",
    ),
    (
        lambda dZ2, A2, Y: np.where(np.arange(len(Y))[:, None] == 0, -dZ2, dZ2),
        "Your dZ2 has the right size in every entry; only signs differ.",
    ),
    (
        lambda dZ2, A2, Y: np.where(np.arange(len(Y))[:, None] == 0, dZ2, dZ2 + 1),
        "Some entries of your dZ2 are right and others are not.",
    ),
    (
        lambda dZ2, A2, Y: np.round(dZ2, 4),
        "Your dZ2 is right in its first digits only, as happens with rounding, or a number such as 1e-5 added.",
    ),
    (lambda dZ2, A2, Y: dZ2**3 + 1, ""),
]


@pytest.mark.parametrize(("change", "text"), RELATIONS)
def test_a_relation_that_holds_in_every_draw_is_told(change, text):
    assert message("vectorized.dZ2", change) == text


@pytest.mark.parametrize(
    ("exercise", "change", "text"),
    [
        ("vectorized.cost", lambda J, A2, Y: J * len(Y), "Your J is the expected value times n2."),
        ("vectorized.cost", lambda J, A2, Y: J**2 + 1, ""),
        ("logistic.da", lambda da, a, y: 3 * da, "Your da is 3 times the expected value, whatever the sizes."),
        (
            "logistic.da",
            lambda da, a, y: -1 / a,
            "Your da is right where the label is 1, and wrong where it is 0.",
        ),
        (
            "logistic.loss",
            lambda L, a, y: L if y == 0 else 1.0,
            "Your L is right where the label is 0, and wrong where it is 1.",
        ),
        ("logistic.loss", lambda L, a, y: L**2 + 1, ""),
        ("logistic.loss", lambda L, a, y: L if a > 0.5 else 1.0, ""),
        (
            "logistic.loss",
            lambda L, a, y: round(L, 3),
            "Your L is right in its first digits only, as happens with rounding, or a number such as 1e-5 added.",
        ),
    ],
)
def test_a_single_number_is_no_multiple_of_anything_by_chance(exercise, change, text):
    assert message(exercise, change) == text


def test_a_thousandth_too_much_is_wrong_and_said_to_be_near():
    report = check(
        "vectorized.backward", lambda *arguments: {**backward(*arguments), "dW1": 1.001 * backward(*arguments)["dW1"]}
    )
    line = next(line for line in report.lines if line.name == "dW1")
    assert line.verdict == "value"
    assert line.message.startswith("Your dW1 is right in its first digits only")


def test_a_note_on_the_form_stands_beside_right_values_only():
    report = check("vectorized.cost", lambda A2, Y: np.sum(-Y * np.log(A2) - (1 - Y) * np.log(1 - A2), axis=1))
    assert report.lines[0].verdict == "shape"
    assert report.lines[0].notes == ()


@pytest.mark.parametrize(
    ("exercise", "answer", "step"),
    [
        ("logistic.sigmoid_prime", lambda a: a**3, "Work it out by hand with a = 0.212857,"),
        ("logistic.dz", lambda a, y: a**3 - y, "Work it out by hand with a = 0.212857, y = 0,"),
        ("logistic.dw", lambda dz, x: dz * x**3, "Call your function with small whole numbers,"),
    ],
)
def test_a_value_that_nothing_explains_is_worked_out_by_hand(exercise, answer, step):
    [line] = check(exercise, answer).lines
    assert (line.verdict, line.mistake) == ("value", "")
    assert line.next_step.startswith(step)
