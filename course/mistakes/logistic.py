"""Mistakes in the backward pass of logistic regression, lesson 1."""

from __future__ import annotations

import numpy as np

from course.gradients import complex_step, pullback
from course.mistakes.bank import mistake, slope
from course.network import loss, losses, sigmoid, tanh

CHAIN = "logistic.dz_by_chain_rule"
SLOPE = f"logistic.sigmoid_prime {CHAIN}"


def _slope(s):
    return slope(sigmoid, s["z"])


def _da(s):
    return complex_step(lambda a: loss(a, s["y"]), s["a"])


def _arriving(s):
    """What the slope is multiplied with: da in the chain rule, 1 where the slope itself is asked for."""
    return s["da"] if s.name == "dz" else np.ones_like(s["a"])


@mistake("logistic.da", "What is asked for: the change of the loss with a, or already its change with z?")
def chain_rule_too_early(s):
    """Your {name} equals the gradient with respect to z, as happens when the slope of the sigmoid is already multiplied
    in."""
    return pullback(sigmoid, {"z": s["z"]}, "z", _da(s))


@mistake("logistic.da", "What does your formula give for an example with the other label?")
def loss_derivative_term_dropped(s):
    """Your {name} is zero for one of the two labels, as happens when one of the two terms of the derivative is left
    out."""
    return [_da(s) * s["y"], _da(s) * (1 - s["y"])]


@mistake("logistic.da", "Which sign does 1 - a bring in when log(1 - a) is differentiated with respect to a?")
def inner_derivative_forgotten(s):
    """Your {name} has the wrong sign for label 0 only, as happens when the inner derivative of log(1 - a) is
    forgotten."""
    return -np.abs(_da(s))


@mistake("logistic.da", "How does log(a) change where a is very small: fast or slowly? What does your term give there?")
def division_forgotten(s):
    """Your {name} equals what comes out when a or 1 - a is multiplied in where the derivative of a logarithm
    divides."""
    a, y = s["a"], s["y"]
    return -y * a + (1 - y) * (1 - a)


@mistake("logistic.da", "In which order does Python work out / and -, and where do brackets change it?")
def brackets_forgotten_in_derivative(s):
    """Your {name} equals what comes out when 1 - a or 1 - y has no brackets around it, so that Python divides before it
    subtracts."""
    a, y = s["a"], s["y"]
    first = _da(s) * y
    return [first + (1 - y) - a, first + 1 - y / (1 - a), first + 1 - y - a]


@mistake(SLOPE, "What does your slope give at a = 0, where the sigmoid is flat?")
def tanh_derivative_for_sigmoid(s):
    """Your {name} is what comes out with the slope of tanh; the activation here is the sigmoid."""
    return _arriving(s) * slope(tanh, np.arctanh(s["a"]))


@mistake(SLOPE, "The sigmoid is flat near a = 0 and also near a = 1. What does your slope give at each end?")
def half_of_sigmoid_derivative(s):
    """Your {name} is what comes out with a alone, or with 1 - a alone, as the slope, which is not flat at both ends."""
    return [_arriving(s) * s["a"], _arriving(s) * (1 - s["a"])]


@mistake(SLOPE, "Which value must the slope have where the sigmoid is flat, at a = 1, and what does yours give there?")
def sigmoid_derivative_sign_inside(s):
    """Your {name} is what comes out with 1 + a in the slope of the sigmoid, as happens with a wrong sign inside the
    bracket."""
    return _arriving(s) * s["a"] * (1 + s["a"])


@mistake("logistic.sigmoid_prime", "Can the slope of a curve that only rises be negative?")
def sigmoid_derivative_negative(s):
    """Your {name} is the expected value with its sign changed, as happens when the two terms in the bracket change
    places."""
    return -s.expected


@mistake(SLOPE, "The slope is asked for as a function of a, which is already a sigmoid. How often do you apply it?")
def sigmoid_of_activation(s):
    """Your {name} equals what the slope of the sigmoid at a gives instead of that at z, as happens when the sigmoid is
    applied to a once more."""
    return _arriving(s) * slope(sigmoid, s["a"])


@mistake("logistic.dz logistic.dz_by_chain_rule logistic.db", "You have da. Which step lies between a and z?")
def sigmoid_slope_omitted(s):
    """Your {name} equals da, as happens when the slope of the sigmoid is not multiplied in."""
    return _da(s)


@mistake(CHAIN, "The slope is one factor of the chain. What does it multiply?")
def only_the_slope(s):
    """Your {name} equals the slope of the sigmoid, as happens when da is left out of the product."""
    return _slope(s)


@mistake(CHAIN, "In which order does Python work out * and -, and where do brackets change it?")
def brackets_forgotten_in_chain_rule(s):
    """Your {name} equals what comes out when 1 - a has no brackets around it, so that Python multiplies before it
    subtracts."""
    a, da = s["a"], s["da"]
    return [da * a - a, a - a * da, 1 - a * a * da, da - a * a]


@mistake(CHAIN, "Does the chain rule multiply, divide or add?")
def chain_rule_not_multiplied(s):
    """Your {name} equals what comes out when da and the slope of the sigmoid are added or divided, not joined as the
    chain rule says."""
    return [_da(s) + _slope(s), _da(s) / _slope(s)]


@mistake(
    "logistic.dz logistic.dz_by_chain_rule logistic.db",
    "How many times does a change in z go through the sigmoid on its way to the loss?",
)
def sigmoid_slope_applied_twice(s):
    """Your {name} equals the expected value times the slope of the sigmoid, as happens when the slope is multiplied in
    once more."""
    return [s.expected * _slope(s), 2 * s.expected * _slope(s)]


@mistake("logistic.dz logistic.db", "If the prediction were perfect, what would {name} have to be?")
def label_left_out(s):
    """Your {name} equals a alone, as happens when the label never enters."""
    return s["a"]


@mistake("logistic.dz logistic.db", "Is it the weighted sum or its activation that is compared with the label?")
def weighted_sum_compared_with_label(s):
    """Your {name} compares z with the label, as happens when z stands where a belongs."""
    return s["z"] - s["y"]


@mistake("logistic.dz logistic.db", "Does the loss depend on how sure the prediction is, or only on its side of 1/2?")
def rounded_prediction(s):
    """Your {name} is the 0/1 prediction minus the label, as happens when a is rounded first."""
    return (s["a"] > 0.5) - s["y"]


@mistake("logistic.dz logistic.da logistic.db", "What is asked for: the loss, or how the loss changes?")
def loss_for_derivative(s):
    """Your {name} equals the loss itself or a squared difference, as happens when a forward formula is written in the
    backward pass."""
    return [losses(s["a"], s["y"]), (s["a"] - s["y"]) ** 2]


@mistake("logistic.dw", "What is each weight multiplied by in the forward pass?")
def weights_for_inputs(s):
    """Your {name} equals what comes out with w where the input belongs."""
    return s["w"] * s["dz"]


@mistake("logistic.dw", "If the prediction were perfect, {name} would have to be 0. Is yours?")
def inputs_alone(s):
    """Your {name} equals x, as happens when dz is left out of the product."""
    return s["x"]


@mistake("logistic.dw", "Which number travels back from the loss into the weights: the activation or a gradient?")
def activation_for_gradient(s):
    """Your {name} equals what comes out with a, the activation, where dz belongs."""
    return s["x"] * s["a"]


@mistake("logistic.dw", "How many weights are there, and how many numbers did you return?")
def weights_gradient_summed(s):
    """Your {name} is a single number, as happens when the products with x are added up."""
    total = np.sum(s.expected)
    return [np.reshape(total, shape) for shape in ((), (1,), (1, 1))]


@mistake("logistic.db", "What does b multiply in the forward pass, and does x play any part in it?")
def bias_gradient_from_weights(s):
    """Your {name} equals the sum or the mean of dw, as happens when db is taken from dw; the bias has no input."""
    return [np.reshape(total, (1, 1)) for total in (np.sum(s["dw"]), np.mean(s["dw"]))]


@mistake(
    "logistic.db one_example.db?",
    "By how much does a weighted sum change when its bias grows a little, and what arrives there from the loss?",
)
def bias_gradient_is_one(s):
    """Your {name} is 1, which is only how a weighted sum changes with its bias: the gradient that arrives there is
    missing."""
    return [np.ones_like(s.expected), np.ones(())]
