"""Mistakes in the gradients of the parameters: wrong operands, lost examples, sums along the wrong axis."""

from __future__ import annotations

import numpy as np

from course.gradients import pullback
from course.mistakes.bank import mistake
from course.network import linear

WEIGHTS2 = "*.dW2"
WEIGHTS1 = "*.dW1"
WEIGHTS = "*.dW?"
BIASES = "*.db?"
_SINGLE = ((), (1,), (1, 1))


def _product(delta, operand, s):
    """What the weights' gradient would be if the layer had had `operand` as its input and `delta` at its output."""
    W, b = np.zeros((len(delta), len(operand))), np.zeros((len(delta), 1))
    summed = pullback(linear, {"W": W, "A": operand, "b": b}, "W", delta)
    return [summed / s.m, summed]


def _delta(s):
    return s["dZ2"] if s.name.endswith("2") else s["dZ1"]


def _operand(s):
    return s["A1"] if s.name.endswith("2") else s["X"]


@mistake(WEIGHTS2, "What did W2 multiply in the forward pass?")
def inputs_for_hidden_activations(s):
    """Your {name} equals what comes out with {X} as the input of the output layer."""
    return _product(s["dZ2"], s["X"], s)


@mistake(WEIGHTS2, "What did W2 multiply in the forward pass: what went into the layer or what came out?")
def outputs_for_hidden_activations(s):
    """Your {name} equals what comes out with {A2}, the output layer's own result, in the place of its input."""
    return _product(s["dZ2"], s["A2"], s)


@mistake(WEIGHTS2, "Did the output layer see {Z1} or what tanh made of it?")
def weighted_sums_for_hidden_activations(s):
    """Your {name} equals what comes out with {Z1} as the input of the output layer."""
    return _product(s["dZ2"], s["Z1"], s)


@mistake(WEIGHTS2, "Which layer's gradient belongs to the weights of the output layer?")
def hidden_gradient_for_output_gradient(s):
    """Your {name} equals what comes out with {dZ1}, the hidden layer's gradient, in the place of the output layer's."""
    return _product(s["dZ1"], s["A1"], s)


@mistake(WEIGHTS1, "What did W1 multiply in the forward pass: what went into the layer or what came out?")
def hidden_activations_for_inputs(s):
    """Your {name} equals what comes out with {A1}, the hidden layer's own result, in the place of its input."""
    return _product(s["dZ1"], s["A1"], s)


@mistake(WEIGHTS1, "What did W1 multiply in the forward pass?")
def outputs_for_inputs(s):
    """Your {name} equals what comes out with {A2} or {Z1} as the input of the hidden layer."""
    return [*_product(s["dZ1"], s["A2"], s), *_product(s["dZ1"], s["Z1"], s)]


@mistake(WEIGHTS1, "Which layer's gradient belongs to the weights of the hidden layer?")
def output_gradient_for_hidden_gradient(s):
    """Your {name} equals what comes out with {dZ2}, the output layer's gradient, in the place of the hidden layer's."""
    return _product(s["dZ2"], s["X"], s)


@mistake(WEIGHTS2, "On the way from W2 to {Z2}, does anything pass through tanh?")
def activation_slope_in_weights(s):
    """Your {name} equals what comes out with the slope of tanh multiplied in, which belongs to the way back to {Z1},
    not to W2."""
    slope = s["tanh_prime"]
    return [*_product(s["dZ2"], s["A1"] * slope, s), *_product(s["dZ2"], slope, s)]


@mistake("vectorized.dW? vectorized.db?", "After the loop, what is left of the first example?")
def last_example_only(s):
    """Your {name} equals what the last example gives alone, as happens when a loop overwrites its result instead of
    adding to it."""
    last = _product(_delta(s)[:, -1:], _operand(s)[:, -1:], s) if s.name.startswith("dW") else None
    return last or [_delta(s)[:, -1:] / s.m, _delta(s)[:, -1:]]


@mistake("vectorized.dW? vectorized.db?", "Which columns does your formula use?")
def first_example_only(s):
    """Your {name} equals what the first example gives alone, as happens with the index 0 or with a return inside a
    loop."""
    first = _product(_delta(s)[:, :1], _operand(s)[:, :1], s) if s.name.startswith("dW") else None
    return first or [_delta(s)[:, :1] / s.m, _delta(s)[:, :1]]


@mistake(WEIGHTS, "How many rows and columns must {name} have, and which of the two products gives that many, * or @?")
def elementwise_for_matrix_product(s):
    """Your {name} equals what comes out entry by entry, as happens with * or np.multiply where a matrix product is
    needed."""
    delta, operand = _delta(s), _operand(s)
    return [delta * operand / s.m, delta * operand, delta * operand.T / s.m, delta * operand.T]


@mistake("vectorized.dW?", "Write the shapes of the two factors side by side. Which of the four numbers have to meet?")
def transpose_forgotten(s):
    """Your {name} equals the product of its two factors as they stand, as happens when a transpose is missing."""
    delta, operand = _delta(s), _operand(s)
    return [delta @ operand / s.m, delta @ operand, operand @ delta / s.m, operand @ delta]


@mistake(WEIGHTS, "Which of the two factors has to be turned for the shape of {name} to come out?")
def wrong_factor_transposed(s):
    """Your {name} equals what comes out when the other one of the two factors is transposed."""
    delta, operand = _delta(s), _operand(s)
    return [delta.T @ operand / s.m, delta.T @ operand, operand.T @ delta / s.m, operand.T @ delta]


@mistake("one_example.db?", "How many biases does this layer have, and how many numbers did your sum leave?")
def bias_added_up_over_units(s):
    """Your {name} is one number, as happens with np.sum: it adds up over the units, each of which has a bias of its
    own."""
    return [np.reshape(total, shape) for total in (np.sum(s.expected), np.mean(s.expected)) for shape in _SINGLE]


@mistake("vectorized.db?", "How many biases does this layer have, and how many numbers did your sum leave?")
def bias_summed_over_everything(s):
    """Your {name} is one number, the sum over all units and examples, as happens with np.sum without an axis."""
    total = np.sum(s.expected)
    return [np.reshape(value, shape) for value in (total, total * s.m, np.mean(s.expected)) for shape in _SINGLE]


@mistake("vectorized.db?", "Along which axis do the examples lie?")
def bias_summed_over_units(s):
    """Your {name} has one number for each example, as happens with axis=0, which adds up over the units of the
    layer."""
    sums = np.sum(_delta(s), axis=0)
    values = [sums / s.m, sums, sums / len(_delta(s))]
    return [np.reshape(value, shape) for value in values for shape in ((-1,), (1, -1), (-1, 1))]


@mistake("vectorized.db?", "{name} has one column. How many has yours, and what are they?")
def bias_not_summed(s):
    """Your {name} still has one column for each example, as happens when the sum over the examples is left out."""
    return [_delta(s) / s.m, _delta(s)]


@mistake(BIASES, "What does a bias multiply in the forward pass, and does the layer's input play any part in it?")
def bias_from_weights(s):
    """Your {name} equals dW, its sum or its mean, as happens when db is taken from dW; a bias has no input."""
    gradient = s["dW2"] if s.name.endswith("2") else s["dW1"]
    values = [f(gradient, axis=1, keepdims=keep) for f in (np.sum, np.mean) for keep in (True, False)]
    return [gradient, *values, *(value / s.m for value in values)]


@mistake(BIASES, "Which layer does {name} belong to?")
def bias_of_the_other_layer(s):
    """Your {name} equals what comes out of the other layer's gradient, as happens when the two biases change places."""
    other = s["dZ1"] if s.name.endswith("2") else s["dZ2"]
    return [np.sum(other, axis=1, keepdims=True) / s.m, np.sum(other, axis=1, keepdims=True)]
