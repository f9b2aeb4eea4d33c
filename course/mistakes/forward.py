"""Mistakes in forward passes, in all lessons."""

from __future__ import annotations

import numpy as np

from course.mistakes.bank import mistake
from course.network import linear, sigmoid

SUMS = "*.Z? logistic.z"
HIDDEN_SUM, OUTPUT_SUM = "*.Z1", "*.Z2"


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


@mistake("vectorized.Z? vectorized.A? vectorized.dZ?", "In this course, is each example a row or a column of X?")
def examples_in_rows(s):
    """Your {name} has the right numbers, but a row for each example, as happens when examples are taken for rows."""
    return np.transpose(s.expected)
