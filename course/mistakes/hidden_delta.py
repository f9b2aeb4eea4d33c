"""Mistakes in the gradient with respect to Z1, and in the slope of tanh, in lessons 2 and 3."""

from __future__ import annotations

import numpy as np

from course.gradients import pullback
from course.mistakes.bank import Fitted, mistake, slope
from course.network import linear, sigmoid, tanh

HIDDEN = "*.dZ1"
SLOPE = f"{HIDDEN} one_example.tanh_prime"


def _activations_gradient(s, W=None):
    """What arrives at A1 from the output layer; 1 where the slope itself is asked for."""
    if s.name == "tanh_prime":
        return np.ones_like(s["A1"])
    if W is None:
        return s.once("dA1", lambda: _activations_gradient(s, s["W2"]))
    return pullback(linear, {"W": W, "A": s["A1"], "b": s["b2"]}, "A", s["dZ2"])


@mistake(HIDDEN, "A small change in {Z1} reaches {A1} through tanh. Where does your line account for that?")
def derivative_omitted(s):
    """Your {name} equals the gradient with respect to {A1}, as happens when the slope of tanh is left out."""
    return _activations_gradient(s)


@mistake(SLOPE, "Which activation does the hidden layer use?")
def sigmoid_derivative_for_tanh(s):
    """Your {name} equals what comes out when {A1} is put into the rule for the slope of a sigmoid."""
    return _activations_gradient(s) * s["A1"] * (1 - s["A1"])


@mistake(HIDDEN, "At {Z1} = 2, what slope does your formula give, and how steep is the curve of tanh there?")
def derivative_from_weighted_sum(s):
    """Your {name} has {Z1} squared in the slope of tanh, as happens when the weighted sum stands where the activation
    belongs."""
    return _activations_gradient(s) * (1 - s["Z1"] ** 2)


@mistake(SLOPE, "{A1} has already been through tanh. How often should it go through?")
def tanh_twice(s):
    """Your {name} equals what the slope of tanh at {A1} gives instead of that at {Z1}, as happens when tanh is applied
    to {A1} once more."""
    return _activations_gradient(s) * slope(tanh, s["A1"])


@mistake(HIDDEN, "What is the slope of the sigmoid doing in a layer of tanh units?")
def sigmoid_slope_at_hidden_layer(s):
    """Your {name} equals what comes out with the slope of the sigmoid at {Z1}; the hidden layer's activation is
    tanh."""
    return _activations_gradient(s) * slope(sigmoid, s["Z1"])


@mistake(SLOPE, "Which activation is 0 for negative and straight for positive numbers, and is it the one used here?")
def relu_derivative_for_tanh(s):
    """Your {name} is 0 where {Z1} is negative and has no slope in it elsewhere, as happens with the rule for ReLU."""
    return _activations_gradient(s) * (s["Z1"] > 0)


@mistake(SLOPE, "Is it the value of tanh or its slope that a small change is multiplied by?")
def activation_for_derivative(s):
    """Your {name} has {A1} itself as its slope, as happens when the activation stands where its derivative belongs."""
    return _activations_gradient(s) * s["A1"]


@mistake(HIDDEN, "Is it the value of {Z1} or the slope of tanh at {Z1} that a small change is multiplied by?")
def weighted_sum_for_derivative(s):
    """Your {name} equals what comes out with {Z1} itself where the slope of tanh belongs."""
    return _activations_gradient(s) * s["Z1"]


@mistake(SLOPE, "tanh is as steep at -1 as it is at 1. Does your slope treat negative and positive {A1} alike?")
def square_forgotten(s):
    """Your {name} equals what comes out with 1 - {A1} as the slope of tanh: one part of the rule is missing."""
    return _activations_gradient(s) * (1 - s["A1"])


@mistake(SLOPE, "Is it {A1} that is squared in the slope of tanh, or the whole bracket?")
def bracket_squared(s):
    """Your {name} equals what comes out with the square of 1 - {A1} as the slope of tanh, as happens when the ** 2
    stands outside the bracket."""
    return _activations_gradient(s) * (1 - s["A1"]) ** 2


@mistake(HIDDEN, "In which order does Python work out * and -, and where do brackets change it?")
def brackets_forgotten_in_slope(s):
    """Your {name} equals what comes out when the slope of tanh has no brackets around it, so that Python multiplies
    before it subtracts."""
    return _activations_gradient(s) - s["A1"] ** 2


@mistake(SLOPE, "How steep is tanh at 0, and what does your slope give at {A1} = 0?")
def one_minus_forgotten(s):
    """Your {name} equals what comes out with the square of {A1} alone as the slope of tanh: one part of the rule is
    missing."""
    square = _activations_gradient(s) * s["A1"] ** 2
    return [square, -square]


@mistake(SLOPE, "tanh gets flatter the further you go from 0. Does your slope get smaller there, or larger?")
def plus_in_slope(s):
    """Your {name} equals what comes out when the slope of tanh grows with the square of {A1}, as happens with a wrong
    sign in it."""
    return _activations_gradient(s) * (1 + s["A1"] ** 2)


@mistake(SLOPE, "Is there a product or a power in your slope, and what does it give at {A1} = 1 and at {A1} = -1?")
def doubled_for_squared(s):
    """Your {name} equals what comes out with 2 * {A1} in the slope of tanh, as happens when a square is written as a
    product with 2."""
    back = _activations_gradient(s)
    return [back * (1 - 2 * s["A1"]), back * 2 * s["A1"]]


@mistake(HIDDEN, "The slope is multiplied in once. What else in your line still carries {Z1}?")
def extra_weighted_sum(s):
    """Your {name} equals the expected value times {Z1}, as happens when g'({Z1}) is read as g' times {Z1}."""
    return s.expected * s["Z1"]


@mistake(HIDDEN, "The slope is multiplied in once. What else in your line still carries {A1}?")
def extra_activation(s):
    """Your {name} equals the expected value times {A1}, as happens when the activation is multiplied in beside its
    slope."""
    return s.expected * s["A1"]


@mistake(HIDDEN, "How many times does a change in {Z1} go through tanh on its way to the loss?")
def derivative_applied_twice(s):
    """Your {name} equals the expected value times the slope of tanh, as happens when the slope is multiplied in
    twice."""
    return s.expected * s["tanh_prime"]


@mistake(HIDDEN, "The gradient travels back along the weights. Along which ones: the weights or their gradient?")
def gradient_for_weights(s):
    """Your {name} equals what comes out with dW2 in the place of W2."""
    return _activations_gradient(s, s["dW2"]) * s["tanh_prime"]


@mistake(HIDDEN, "At which weights was the forward pass made, and at which does your backward pass run?")
def weights_updated_too_early(s):
    """Your {name} fits a W2 from which a multiple of dW2 has already been taken, as happens when W2 is updated before
    {name} is computed."""
    change = _activations_gradient(s, s["dW2"]) * s["tanh_prime"]
    learning_rate = float(np.sum((s.expected - s.got) * change) / np.sum(change * change))
    return Fitted(s.expected - learning_rate * change, learning_rate) if 1e-4 < learning_rate < 20 else None


@mistake(HIDDEN, "Through which matrix does the hidden layer reach the output: W1 or W2?")
def first_weights_for_second(s):
    """Your {name} equals what comes out when the gradient is sent back through W1, which lies before the hidden
    layer."""
    return _activations_gradient(s, s["W1"]) * s["tanh_prime"]


@mistake(HIDDEN, "Does anybody know the right answer for a hidden unit?")
def label_compared_with_hidden_layer(s):
    """Your {name} compares {A1} with {Y}, as happens when the hidden layer is treated like an output. Its error has to
    come back from the output layer."""
    error = s["A1"] - s["Y"]
    return [error, error * s["tanh_prime"], error / s.m]


@mistake(HIDDEN, "Which shape does W2 have, and which shape has to stand left of {dZ2} for the result to be {name}'s?")
def second_weights_not_transposed(s):
    """Your {name} equals what comes out with W2 as it stands, as happens when W2 is not turned round."""
    back = _activations_gradient(s, s["W2"].T)
    return [back * s["tanh_prime"], back]


@mistake(HIDDEN, "Which of the two products here adds up over the outputs, * or @?")
def elementwise_through_weights(s):
    """Your {name} equals what comes out when W2 and {dZ2} are multiplied entry by entry, as happens with * or
    np.multiply where a matrix product is needed."""
    products = (s["W2"].T * s["dZ2"], s["W2"] * s["dZ2"])
    return [product * s["tanh_prime"] for product in products]


@mistake(HIDDEN, "Each unit has a slope of its own. Should unit 1's slope touch unit 2's gradient?")
def matrix_product_with_slope(s):
    """Your {name} has entries that mix in the slopes of other units, as happens with @ in the place of *, or where a
    row meets a column."""
    back = _activations_gradient(s)
    g = s["tanh_prime"]
    pairs = ((back, g), (g, back), (back, g.T), (g.T, back), (g, back.T))
    return [left @ right if left.shape[1] == right.shape[0] else None for left, right in pairs]


@mistake(SLOPE, "Which operation squares every entry of {A1} on its own?")
def inner_product_for_square(s):
    """Your {name} equals what comes out with a matrix product of {A1} with itself, where every entry is to be squared
    on its own."""
    A1 = s["A1"]
    if s.name == "tanh_prime":
        return [1 - A1.T @ A1, 1 - A1 @ A1.T]
    back = _activations_gradient(s)
    pairs = ((A1.T, A1), (A1, A1.T), (A1, A1))
    squares = [left @ right if left.shape[1] == right.shape[0] else None for left, right in pairs]
    # A single column is stretched to the square's shape; several columns only meet a square of their own shape.
    fits = [one is not None and (back.shape[1] == 1 or one.shape in (back.shape, (1, 1))) for one in squares]
    return [back * (1 - one) if fit else None for one, fit in zip(squares, fits, strict=True)]
