"""Forward steps of logistic regression and of the two-layer network; no derivative is written here.

Every step accepts complex arrays, so that `course.gradients` can differentiate it by the complex-step method.
Shapes are those of `course.notation`: examples in columns; one example is the case m = 1.

Arguments that do not fit raise TypeError or ValueError with the name, the shape and what to write instead. `forward`,
`logistic_forward`, `loss` and `cost` look at their arguments first; the steps inside them, which gradients call often,
only where NumPy cannot go on.
"""

from __future__ import annotations

import numpy as np

from course.arguments import require, require_no_nan, require_numbers
from course.notation import LOGISTIC, ONE_EXAMPLE, VECTORIZED

NETWORK = {name: VECTORIZED.shape(name) for name in ("X", "W1", "b1", "W2", "b2")}
NEURON = {"w": LOGISTIC.shape("w"), "b": LOGISTIC.shape("b"), "x": VECTORIZED.shape("X")}
LAYER = {"W": ("n1", "n0"), "A": ("n0", "m"), "b": ("n1", 1)}
COST = {"A2": VECTORIZED.shape("A2"), "Y": VECTORIZED.shape("Y")}
LOSS = {"a": ONE_EXAMPLE.shape("a2"), "y": ONE_EXAMPLE.shape("y")}


def sigmoid(z):
    """``1 / (1 + exp(-z))``, elementwise; same shape as `z`. Large negative `z` gives 0 without a warning."""
    with np.errstate(over="ignore"):
        try:
            return 1 / (1 + np.exp(-z))
        except TypeError:
            require_numbers("sigmoid", "z", z)
            raise


def tanh(z):
    """``(exp(z) - exp(-z)) / (exp(z) + exp(-z))``, elementwise; same shape as `z`."""
    try:
        return np.tanh(z)
    except TypeError:
        require_numbers("tanh", "z", z)
        raise


def weighted_sum(w, x, b):
    """Logistic regression's ``z = w.T @ x + b``: w (n0, 1), x (n0, m), b (1, 1) -> z (1, m)."""
    try:
        return w.T @ x + b
    except (TypeError, ValueError, AttributeError):
        require("weighted_sum", NEURON, w, b, x)
        raise


def linear(W, A, b):
    """One layer's ``Z = W @ A + b``: W (n1, n0), A (n0, m), b (n1, 1) -> Z (n1, m)."""
    try:
        return W @ A + b
    except (TypeError, ValueError):
        require("linear", LAYER, W, A, b)
        raise


def losses(A, Y):
    """``-Y log(A) - (1 - Y) log(1 - A)``, elementwise: A, Y (n2, m) -> (n2, m), in nats."""
    try:
        return -Y * np.log(A) - (1 - Y) * np.log(1 - A)
    except (TypeError, ValueError):
        require("losses", {"A": COST["A2"], "Y": COST["Y"]}, A, Y)
        raise


def loss(a, y):
    """Loss of one example: its `losses` summed over the n2 outputs; a, y (n2, 1) -> scalar, in nats."""
    if np.ndim(a) or np.ndim(y):
        require("loss", LOSS, a, y)
    total = np.sum(losses(a, y))
    if np.isnan(total):
        require_no_nan("loss", a=a, y=y)
    return total


def cost(A2, Y):
    """``J``: the losses summed over outputs and averaged over the m examples; A2, Y (n2, m) -> scalar, in nats."""
    require("cost", COST, A2, Y)
    average = np.sum(losses(A2, Y)) / Y.shape[1]
    if np.isnan(average):
        require_no_nan("cost", A2=A2, Y=Y)
    return average


def logistic_forward(w, b, x):
    """``z = w.T @ x + b``, ``a = sigmoid(z)``: w (n0, 1), b (1, 1), x (n0, m) -> z, a (1, m)."""
    require("logistic_forward", NEURON, w, b, x)
    z = weighted_sum(w, x, b)
    a = sigmoid(z)
    if np.isnan(a).any():
        require_no_nan("logistic_forward", w=w, b=b, x=x)
    return z, a


def forward(X, W1, b1, W2, b2):
    """The two-layer network: X (n0, m), W1 (n1, n0), b1 (n1, 1), W2 (n2, n1), b2 (n2, 1) -> Z1, A1, Z2, A2."""
    require("forward", NETWORK, X, W1, b1, W2, b2)
    Z1 = linear(W1, X, b1)
    A1 = tanh(Z1)
    Z2 = linear(W2, A1, b2)
    A2 = sigmoid(Z2)
    if np.isnan(A2).any():
        require_no_nan("forward", X=X, W1=W1, b1=b1, W2=W2, b2=b2)
    return Z1, A1, Z2, A2
