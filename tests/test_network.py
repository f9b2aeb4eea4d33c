"""Forward steps: their values, their use with complex numbers, and what is said about arguments that do not fit."""

from __future__ import annotations

import math

import numpy as np
import pytest

from course import network

rng = np.random.default_rng(0)
W1, b1 = rng.normal(size=(4, 3)), rng.normal(size=(4, 1))
W2, b2 = rng.normal(size=(2, 4)), rng.normal(size=(2, 1))
X, Y = rng.normal(size=(3, 7)), rng.integers(0, 2, (2, 7)).astype(float)
A2 = network.forward(X, W1, b1, W2, b2)[3]
w, b, x = rng.normal(size=(3, 1)), rng.normal(size=(1, 1)), rng.normal(size=(3, 1))
a, y = np.array([[0.8]]), np.array([[1.0]])


def test_forward_is_the_four_formulas_in_their_order():
    Z1, A1, Z2, outputs = network.forward(X, W1, b1, W2, b2)
    np.testing.assert_allclose(Z1, W1 @ X + b1)
    np.testing.assert_allclose(A1, np.tanh(Z1))
    np.testing.assert_allclose(Z2, W2 @ A1 + b2)
    np.testing.assert_allclose(outputs, 1 / (1 + np.exp(-Z2)))


def test_one_neuron_takes_one_example_or_many():
    z, activation = network.logistic_forward(w, b, x)
    np.testing.assert_allclose(z, w.T @ x + b)
    np.testing.assert_allclose(activation, 1 / (1 + np.exp(-z)))
    assert network.logistic_forward(w, b, X)[0].shape == (1, 7)


def test_loss_adds_up_outputs_and_cost_averages_examples():
    one = -math.log(0.8)
    assert network.loss(a, y) == pytest.approx(one)
    assert network.loss(0.8, 1) == pytest.approx(one)
    assert network.loss(np.array([[0.8], [0.5]]), np.array([[1], [0]])) == pytest.approx(one + math.log(2))
    columns = [network.loss(A2[:, [i]], Y[:, [i]]) for i in range(7)]
    assert network.cost(A2, Y) == pytest.approx(np.mean(columns))


def test_sigmoid_far_out_is_zero_or_one_without_a_warning():
    assert network.sigmoid(np.array([-1000.0, 0.0, 1000.0])).tolist() == [0.0, 0.5, 1.0]
    assert network.sigmoid(0) == 0.5


def test_every_step_takes_complex_numbers():
    step = 1e-30j
    results = [
        *network.forward(X + step, W1, b1, W2, b2),
        *network.logistic_forward(w + step, b, x),
        network.loss(a + step, y),
        network.cost(A2 + step, Y),
    ]
    assert all(np.iscomplexobj(result) and np.any(np.imag(result)) for result in results)


def test_whole_numbers_are_numbers():
    np.testing.assert_array_equal(
        network.forward(np.ones((3, 7), int), W1, b1, W2, b2)[3], network.forward(np.ones((3, 7)), W1, b1, W2, b2)[3]
    )
    assert network.cost(A2, Y.astype(int)) == network.cost(A2, Y)


def nan_in(array):
    return np.where(np.arange(array.size).reshape(array.shape) == 1, np.nan, array)


FORWARD = {
    "wrong type": ((X.tolist(), W1, b1, W2, b2), TypeError, "forward: X must be a NumPy array of numbers of shape "
                   "(n0, m), got list; write np.array(..., dtype=float)"),
    "text": ((np.array([["a"]]), W1, b1, W2, b2), TypeError, "of shape (n0, m), got an array of dtype <U1"),
    "nothing": ((X, W1, None, W2, b2), TypeError, "forward: b1 must be a NumPy array of numbers of shape (n1, 1), got "
                "NoneType"),
    "rank one input": ((X[:, 0], W1, b1, W2, b2), ValueError, "forward: X has shape (3,), the notation has (n0, m): "
                       "2 axes; write X.reshape(-1, 1) for a column or X.reshape(1, -1) for a row"),
    "rank one bias": ((X, W1, b1[:, 0], W2, b2), ValueError, "forward: b1 has shape (4,), the notation has (n1, 1): "
                      "2 axes; write b1.reshape(-1, 1) for a column"),
    "bias as a row": ((X, W1, b1.T, W2, b2), ValueError, "forward: b1 has shape (1, 4), the notation has (n1, 1); "
                      "write b1.T to turn the row into a column"),
    "too many axes": ((X[None], W1, b1, W2, b2), ValueError, "X has shape (1, 3, 7), the notation has (n0, m): 2 axes; "
                      "make it a matrix of 2 axes"),
    "wrong size": ((X[:2], W1, b1, W2, b2), ValueError, "forward: W1 has shape (4, 3), the notation has (n1, n0), but "
                   "n0 is 2 in X; print X.shape and W1.shape, and find the axis that should be n0"),
    "not a number": ((nan_in(X), W1, b1, W2, b2), ValueError, "forward: X holds NaN (not a number); look for a "
                     "division by zero or a logarithm of zero or less in the step that made X"),
    "NaN weights": ((X, W1, b1, nan_in(W2), b2), ValueError, "forward: W2 holds NaN"),
}  # fmt: skip


@pytest.mark.parametrize(("arguments", "error", "text"), FORWARD.values(), ids=FORWARD)
def test_forward_names_the_argument_that_does_not_fit(arguments, error, text):
    with pytest.raises(error) as caught:
        network.forward(*arguments)
    assert text in str(caught.value)


@pytest.mark.parametrize(
    ("function", "arguments", "error", "text"),
    [
        ("cost", (A2, Y[:, :6]), ValueError, "cost: Y has shape (2, 6), the notation has (n2, m), but m is 7 in A2"),
        ("cost", (A2, Y[:1]), ValueError, "cost: Y has shape (1, 7), the notation has (n2, m), but n2 is 2 in A2"),
        ("cost", (A2[0], Y[0]), ValueError, "cost: A2 has shape (7,), the notation has (n2, m): 2 axes; write A2.resh"),
        ("cost", (A2, Y.tolist()), TypeError, "cost: Y must be a NumPy array of numbers of shape (n2, m), got list"),
        ("cost", (nan_in(A2), Y), ValueError, "cost: A2 holds NaN (not a number)"),
        ("cost", (A2, nan_in(Y)), ValueError, "cost: Y holds NaN (not a number)"),
        ("loss", (a, 1.0), TypeError, "loss: y must be a NumPy array of numbers of shape (n2, 1), got float 1.0"),
        ("loss", (a, y[0]), ValueError, "loss: y has shape (1,), the notation has (n2, 1): 2 axes; write y.reshape(-1"),
        ("loss", (A2, Y), ValueError, "loss: a has shape (2, 7), the notation has (n2, 1); print a.shape where it is"),
        ("loss", (np.nan, 1), ValueError, "loss: a holds NaN (not a number)"),
        ("loss", ("0.5", 1), TypeError, "losses: A must be a NumPy array of numbers of shape (n2, m), got str '0.5'"),
        ("losses", (A2, Y[:, :3]), ValueError, "losses: Y has shape (2, 3), the notation has (n2, m), but m is 7 in A"),
        ("logistic_forward", (w.T, b, x), ValueError, "logistic_forward: w has shape (1, 3), the notation has (n0, 1); "
         "write w.T to turn the row into a column"),
        ("logistic_forward", (w[:, 0], b, x), ValueError, "w has shape (3,), the notation has (n0, 1): 2 axes; write "),
        ("logistic_forward", (w, 0.5, x), TypeError, "b must be a NumPy array of numbers of shape (1, 1), got float 0"),
        ("logistic_forward", (w, b, x[:2]), ValueError, "x has shape (2, 1), the notation has (n0, m), but n0 is 3 in"),
        ("logistic_forward", (w, b, nan_in(x)), ValueError, "logistic_forward: x holds NaN"),
        ("weighted_sum", (w, x[:2], b), ValueError, "weighted_sum: x has shape (2, 1), the notation has (n0, m), but "
         "n0 is 3 in w"),
        ("weighted_sum", ([1.0], x, b), TypeError, "weighted_sum: w must be a NumPy array of numbers of shape (n0, 1)"),
        ("linear", (W1, X.T, b1), ValueError, "linear: A has shape (7, 3), the notation has (n0, m), but n0 is 3 in W"),
        ("linear", (W1, X, b1[:, 0]), ValueError, "linear: b has shape (4,), the notation has (n1, 1): 2 axes; write "),
        ("linear", (W1, None, b1), TypeError, "linear: A must be a NumPy array of numbers of shape (n0, m), got NoneT"),
        ("sigmoid", ("z",), TypeError, "sigmoid: z must be a NumPy array of numbers or one number, got str 'z'; write "
         "np.array([...], dtype=float)"),
        ("sigmoid", ([1.0, 2.0],), TypeError, "sigmoid: z must be a NumPy array of numbers or one number, got list"),
        ("sigmoid", (None,), TypeError, "sigmoid: z must be a NumPy array of numbers or one number, got NoneType"),
        ("tanh", ("z",), TypeError, "tanh: z must be a NumPy array of numbers or one number, got str 'z'"),
        ("tanh", (np.array([{}]),), TypeError, "tanh: z must be a NumPy array of numbers or one number, got an array "
         "of dtype object"),
    ],
)  # fmt: skip
def test_bad_arguments_are_named_with_what_to_write_instead(function, arguments, error, text):
    with pytest.raises(error) as caught:
        getattr(network, function)(*arguments)
    assert text in str(caught.value)


def test_a_saturated_prediction_is_no_bad_argument():
    with np.errstate(divide="ignore", invalid="ignore"):
        assert network.cost(np.zeros((1, 2)), np.ones((1, 2))) == np.inf
        assert np.isnan(network.cost(np.ones((1, 2)), np.ones((1, 2))))
