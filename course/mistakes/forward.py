"""Mistakes in forward passes and in the loss, in all lessons."""

from __future__ import annotations

import numpy as np

from course.mistakes.bank import mistake
from course.network import linear, losses, sigmoid

SUMS = "*.Z? logistic.z"
HIDDEN_SUM, OUTPUT_SUM = "*.Z1", "*.Z2"
LOSS = "logistic.L vectorized.J"


def _layer(s):
    """Weights, input and bias of the layer that a weighted sum belongs to."""
    return (s["W2"], s["A1"], s["b2"]) if s.name.endswith("2") else (s["W1"], s["X"], s["b1"])


def _weighted_sum_without_bias(s):
    if s.lesson == "logistic":
        return s["w"].T @ s["x"], s["b"]
    W, A, b = _layer(s)
    return W @ A, b


@mistake(SUMS, "What is added to the products?")
def bias_missing(s):
    """Your {name} equals the products alone, as happens when the bias is not added."""
    return _weighted_sum_without_bias(s)[0]


@mistake(SUMS, "Which sign does the bias have in the formula?")
def bias_subtracted(s):
    """Your {name} equals the products minus the bias, as happens with a wrong sign in front of the bias."""
    product, bias = _weighted_sum_without_bias(s)
    return product - bias


@mistake("logistic.z", "How many numbers should be left once the products are added up?")
def products_not_added_up(s):
    """Your {name} still holds one product for each feature, as happens with w * x where the products are to be added
    up."""
    return [s["w"] * s["x"] + s["b"], s["w"] * s["x"]]


@mistake("logistic.z", "Which of w and x has to lie on its side for the product to be one number?")
def outer_product(s):
    """Your {name} is a whole table of products, as happens when the wrong one of w and x is turned round."""
    return [s["w"] @ s["x"].T + s["b"], s["x"] @ s["w"].T + s["b"]]


@mistake(OUTPUT_SUM, "What comes out of the hidden layer: its weighted sum or its activation?")
def weighted_sum_fed_forward(s):
    """Your {name} equals what comes out with {Z1} as the input of the output layer: the hidden activation was left out
    on the way."""
    return linear(s["W2"], s["Z1"], s["b2"])


@mistake("*.Z?", "Which layer does each bias belong to?")
def biases_swapped(s):
    """Your {name} equals what comes out with the other layer's bias."""
    W, A, _ = _layer(s)
    return linear(W, A, s["b1"] if s.name.endswith("2") else s["b2"])


@mistake("*.Z?", "Which index of W counts the units that receive?")
def weights_transposed_forward(s):
    """Your {name} equals what comes out when the weights are transposed."""
    W, A, b = _layer(s)
    return linear(W.T, A, b)


@mistake("*.Z?", "Which of the two products adds up over the inputs, * or @?")
def elementwise_weighted_sum(s):
    """Your {name} equals what comes out when weights and input are multiplied entry by entry, as happens with * or
    np.multiply."""
    W, A, b = _layer(s)
    return [W * A + b, W * A.T + b]


@mistake("*.A? logistic.a", "What has to happen to the weighted sum before it is called an activation?")
def activation_missing(s):
    """Your {name} equals the weighted sum, as happens when the activation function is not applied."""
    return s["z"] if s.lesson == "logistic" else s["Z2" if s.name.endswith("2") else "Z1"]


@mistake("*.A1", "Which activation does the hidden layer of this course have?")
def sigmoid_for_tanh(s):
    """Your {name} equals the sigmoid of {Z1}; the hidden layer's activation is tanh."""
    return sigmoid(s["Z1"])


@mistake("*.A1", "Which activation does the hidden layer of this course have?")
def relu_for_tanh(s):
    """Your {name} equals {Z1} with the negative entries set to 0, which is ReLU; the hidden layer's activation is
    tanh."""
    return np.maximum(s["Z1"], 0)


@mistake("*.A2 logistic.a", "Between which two numbers must a probability lie, and between which does tanh?")
def tanh_for_sigmoid(s):
    """Your {name} equals tanh of the weighted sum where the sigmoid is asked for."""
    return np.tanh(s["z"] if s.lesson == "logistic" else s["Z2"])


@mistake("*.A2", "Are the outputs of this network one choice among several, or separate yes-or-no answers?")
def softmax_for_sigmoid(s):
    """Your {name} equals a softmax over the outputs; each output here has a sigmoid of its own."""
    powers = np.exp(s["Z2"])
    return powers / np.sum(powers, axis=0, keepdims=True) if len(powers) > 1 else None


@mistake("*.A2 logistic.a", "For a large positive weighted sum, is your power of e large or small? Which should it be?")
def sigmoid_sign(s):
    """Your {name} equals the sigmoid of minus the weighted sum, as happens with a wrong sign in the exponent."""
    return sigmoid(-s["z"] if s.lesson == "logistic" else -s["Z2"])


@mistake("logistic.a", "What is divided by what?")
def sigmoid_upside_down(s):
    """Your {name} equals what stands below the line of the sigmoid, or its power of e alone, as happens when the
    division or the brackets are missing."""
    power = np.exp(-s["z"])
    return [1 + power, power]


@mistake("logistic.a", "What are exp(800) and exp(800) / exp(800) to the computer?")
def infinity_over_infinity(s):
    """Your {name} is right for small z but not a number where z is very large, as happens when the same huge power of e
    stands above and below the line."""
    power = np.exp(s["z"])
    return power / (1 + power)


@mistake(LOSS, "The logarithm of a number below 1 is negative. What makes a loss positive?")
def loss_sign(s):
    """Your {name} is the expected value with its sign changed, as happens when the minus in front is left out."""
    return -np.asarray(s.expected)


@mistake("vectorized.J", "What turns a sum over the examples into an average?")
def cost_not_averaged(s):
    """Your {name} is exactly m times the expected value, as happens when the losses are added up and not averaged."""
    return np.asarray(s.expected) * s.m


@mistake("vectorized.J", "J averages over examples. How many numbers does np.mean divide by?")
def cost_averaged_over_outputs(s):
    """Your {name} is the expected value divided by n2, as happens when np.mean averages over the outputs as well as
    over the examples."""
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
