"""Mistakes in the gradient with respect to Z2, in lessons 2 and 3."""

from __future__ import annotations

import numpy as np

from course.gradients import complex_step
from course.mistakes.bank import mistake, slope
from course.network import losses, sigmoid

OUTPUT = "*.dZ2"


def _and_averaged(value, s):
    return [value, value / s.m]


@mistake(OUTPUT, "The slope of the sigmoid met the derivative of the loss. What was left of it?")
def extra_sigmoid_derivative(s):
    """Your {name} equals the expected value times the slope of the sigmoid, as happens when the slope is multiplied in
    once more, or when the squared error is differentiated in place of the cross-entropy."""
    value = s.expected * slope(sigmoid, s["Z2"])
    return [value, 2 * value, value / s.m]


@mistake(OUTPUT, "You have gone back through the loss to {A2}. Which step lies between {A2} and {Z2}?")
def chain_step_dropped(s):
    """Your {name} equals the gradient with respect to {A2}, as happens when the chain rule stops one step before
    {Z2}."""
    return _and_averaged(complex_step(lambda A2: np.sum(losses(A2, s["Y"])), s["A2"]), s)


@mistake(OUTPUT, "Is it the weighted sum or its activation that is compared with the label?")
def weighted_sum_for_activation(s):
    """Your {name} compares {Z2} with {Y}, as happens when the weighted sum stands where the activation belongs."""
    return _and_averaged(s["Z2"] - s["Y"], s)


@mistake(OUTPUT, "Does the loss depend on how sure the prediction is, or only on which side of 1/2 it lies?")
def thresholded_prediction(s):
    """Your {name} holds only whole numbers, the 0/1 prediction minus the label, as happens when the activation is
    rounded before it is compared."""
    return _and_averaged((s["A2"] > 0.5) - s["Y"], s)


@mistake(OUTPUT, "{A2} has already been through an activation. How often should it go through?")
def sigmoid_twice(s):
    """Your {name} compares sigmoid({A2}) with {Y}, as happens when the sigmoid is applied to the activation a second
    time."""
    return _and_averaged(sigmoid(s["A2"]) - s["Y"], s)


@mistake(OUTPUT, "If the prediction were perfect, what would {name} have to be?")
def label_ignored(s):
    """Your {name} equals {A2} alone, as happens when the label never enters."""
    return _and_averaged(s["A2"], s)


@mistake(f"{OUTPUT} logistic.dz", "Should a prediction that is too low give the same gradient as one that is too high?")
def sign_of_the_error_lost(s):
    """Your {name} is never negative and equals the error's absolute value or square, as happens when the loss is
    written where its gradient is asked for."""
    return [*_and_averaged(np.abs(s.expected), s), *_and_averaged(s.expected**2, s)]


@mistake(OUTPUT, "What is asked for: the loss, or how the loss changes with {Z2}?")
def loss_for_gradient(s):
    """Your {name} equals the losses themselves, as happens when the forward formula is written in the backward pass."""
    return _and_averaged(losses(s["A2"], s["Y"]), s)


@mistake(OUTPUT, "Which shapes do {A2} and {Y} have, and which of their entries belong together?")
def labels_transposed(s):
    """Your {name} has {A2} or {Y} turned round, so that a prediction meets labels that are not its own."""
    return [s["A2"] - s["Y"].T, s["A2"].T - s["Y"]]
