"""Mistakes in the loss of one example and in the cost of many."""

from __future__ import annotations

import numpy as np

from course.mistakes.bank import mistake
from course.network import losses

LOSS = "logistic.L vectorized.J"


@mistake(LOSS, "The logarithm of a number below 1 is negative. What makes a loss positive?")
def loss_sign(s):
    """Your {name} is the expected value with its sign changed, as happens when the minus in front is left out."""
    return -np.asarray(s.expected)


@mistake("vectorized.J", "What turns a sum over the examples into an average?")
def cost_not_averaged(s):
    """Your {name} is exactly m times the expected value, as happens when the losses are added up and not averaged."""
    return np.asarray(s.expected) * s.m


@mistake("vectorized.J", "J averages over examples. Which of the two sizes of Y counts them?")
def cost_averaged_over_outputs(s):
    """Your {name} is the expected value divided by n2, as happens with np.mean or .size, which count the outputs as
    well as the examples."""
    return np.asarray(s.expected) / s.sizes["n2"]


@mistake("vectorized.J", "Is there a 1/2 in the cross-entropy?")
def cost_halved(s):
    """Your {name} is exactly half the expected value, as happens with 1/(2m)."""
    return np.asarray(s.expected) / 2


@mistake("vectorized.J", "How many numbers is a cost?")
def cost_not_summed(s):
    """Your {name} holds several losses where one number is wanted, as happens when a sum is left out or has an axis."""
    each = losses(s["A2"], s["Y"])
    columns = np.sum(each, axis=0)
    rows = np.sum(each, axis=1)
    values = [each, columns, columns[None, :], rows, rows[:, None]]
    return [*values, *(value / s.m for value in values)]


@mistake("vectorized.J", "Which entries of a product of two matrices belong to one and the same example and output?")
def cost_from_matrix_product(s):
    """Your {name} equals what a matrix product of labels and logarithms gives, which also multiplies labels of one
    example or output with predictions of another."""
    Y, A2 = s["Y"], s["A2"]
    inside = [-Y.T @ np.log(A2) - (1 - Y).T @ np.log(1 - A2), -Y @ np.log(A2).T - (1 - Y) @ np.log(1 - A2).T]
    return [value for table in inside for value in (np.sum(table) / s.m, table / s.m, np.sum(table), table)]


@mistake("vectorized.J", "Do the columns of both factors stand for the same examples?")
def predictions_transposed_in_cost(s):
    """Your {name} equals what comes out when predictions or labels are turned round, so that a label meets predictions
    that are not its own."""
    return [np.sum(losses(s["A2"].T, s["Y"])) / s.m, losses(s["A2"].T, s["Y"]) / s.m]


def _terms(s):
    """The two terms of the loss, summed as the lesson sums them."""
    a, y = (s["a"], s["y"]) if s.lesson == "logistic" else (s["A2"], s["Y"])
    return np.sum(losses(a, np.ones_like(a)) * y) / s.m, np.sum(losses(a, np.zeros_like(a)) * (1 - y)) / s.m


@mistake(LOSS, "What does your formula say about an example with the label 0?")
def second_loss_term_dropped(s):
    """Your {name} takes no account of label 0, as happens when one of the two terms of the loss is left out."""
    return _terms(s)[0]


@mistake(LOSS, "What does your formula say about an example with the label 1?")
def first_loss_term_dropped(s):
    """Your {name} takes no account of label 1, as happens when one of the two terms of the loss is left out."""
    return _terms(s)[1]


@mistake(LOSS, "Should a wrong prediction on a label 0 make the loss larger or smaller?")
def loss_terms_subtracted(s):
    """Your {name} equals the difference of the two terms of the loss, as happens when they carry different signs."""
    first, second = _terms(s)
    return [first - second, second - first]


@mistake(LOSS, "In which order does Python work out * and -, and where do brackets change it?")
def brackets_forgotten_in_loss(s):
    """Your {name} equals what comes out when 1 minus the label has no brackets around it, so that Python multiplies
    before it subtracts."""
    a, y = (s["a"], s["y"]) if s.lesson == "logistic" else (s["A2"], s["Y"])
    first, second = losses(a, np.ones_like(a)) * y, losses(a, np.zeros_like(a)) * y
    return [np.sum(first - 1 - second) / s.m, np.sum(first - 1 + second) / s.m]


@mistake(LOSS, "If the label is 1 and the prediction 0.99, should the loss be large or small? What is yours?")
def labels_swapped_in_loss(s):
    """Your {name} equals the loss for the opposite label, as happens when y and 1 - y change places."""
    a, y = (s["a"], s["y"]) if s.lesson == "logistic" else (s["A2"], s["Y"])
    return np.sum(losses(a, 1 - y)) / s.m


@mistake(LOSS, "Which logarithm has the derivative 1/a?")
def loss_with_other_logarithm(s):
    """Your {name} equals the expected value in another unit, as happens with log2 or log10 in place of the natural
    logarithm."""
    return [np.asarray(s.expected) / np.log(base) for base in (2, 10)]


@mistake(LOSS, "Of which number is the logarithm taken: the label's or the prediction's?")
def logarithm_of_labels(s):
    """Your {name} is infinite or not a number, as happens when the logarithm is taken of labels or of differences:
    log(0) is minus infinity, and below 0 there is none."""
    return not np.all(np.isfinite(np.asarray(s.got, dtype=float)))


@mistake(LOSS, "Which loss is asked for, and which one squares the difference?")
def squared_error_for_cross_entropy(s):
    """Your {name} equals the squared error; the loss of this lesson is the cross-entropy."""
    a, y = (s["a"], s["y"]) if s.lesson == "logistic" else (s["A2"], s["Y"])
    total = np.sum((a - y) ** 2) / s.m
    return [total, total / 2, total / s.sizes.get("n2", 1)]


@mistake(LOSS, "Which loss is asked for, and what has become of its logarithms?")
def difference_for_cross_entropy(s):
    """Your {name} equals the difference between prediction and label, or its size; the cross-entropy has logarithms."""
    a, y = (s["a"], s["y"]) if s.lesson == "logistic" else (s["A2"], s["Y"])
    values = [a - y, np.abs(a - y), y - a]
    return [*values, *(np.sum(value) / s.m for value in values)]
