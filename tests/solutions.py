"""A right answer to every exercise, in closed form, as a learner writes it in the lessons."""

from __future__ import annotations

from importlib import import_module
from pathlib import Path

import numpy as np

from course.exercises.predictions import PREDICTED
from course.notation import NOTATIONS


def sigmoid(z):
    with np.errstate(over="ignore"):
        return 1 / (1 + np.exp(-z))


def logistic_forward(w, b, x):
    z = w.T @ x + b
    return z, sigmoid(z)


def loss(a, y):
    return (-y * np.log(a) - (1 - y) * np.log(1 - a)).item()


def logistic_gradients(x, a, y):
    dz = a - y
    return dz * x, dz


def network_forward(X, W1, b1, W2, b2):
    Z1 = W1 @ X + b1
    A1 = np.tanh(Z1)
    Z2 = W2 @ A1 + b2
    return Z1, A1, Z2, sigmoid(Z2)


def cost(A2, Y):
    return -np.sum(Y * np.log(A2) + (1 - Y) * np.log(1 - A2)) / Y.shape[1]


def hidden_delta(W2, dZ2, Z1, A1):
    return (W2.T @ dZ2) * (1 - A1**2)


def backward(X, Y, W2, Z1, A1, A2):
    m = X.shape[1]
    dZ2 = A2 - Y
    dZ1 = hidden_delta(W2, dZ2, Z1, A1)
    return {
        "dZ2": dZ2,
        "dW2": dZ2 @ A1.T / m,
        "db2": np.sum(dZ2, axis=1, keepdims=True) / m,
        "dZ1": dZ1,
        "dW1": dZ1 @ X.T / m,
        "db1": np.sum(dZ1, axis=1, keepdims=True) / m,
    }


def backward_one(x, y, W2, z1, a1, a2):
    dz2 = a2 - y
    dz1 = hidden_delta(W2, dz2, z1, a1)
    return {"dz2": dz2, "dW2": dz2 @ a1.T, "db2": dz2, "dz1": dz1, "dW1": dz1 @ x.T, "db1": dz1}


def initialize(n0, n1, n2, rng):
    return {
        "W1": rng.standard_normal((n1, n0)) * 0.01,
        "b1": np.zeros((n1, 1)),
        "W2": rng.standard_normal((n2, n1)) * 0.01,
        "b2": np.zeros((n2, 1)),
    }


def update(parameters, gradients, learning_rate):
    return {name: value - learning_rate * gradients[f"d{name}"] for name, value in parameters.items()}


def train(X, Y, n1, steps, learning_rate, rng):
    parameters, costs = initialize(len(X), n1, len(Y), rng), []
    for _ in range(steps):
        Z1, A1, _, A2 = network_forward(X, **parameters)
        costs.append(cost(A2, Y))
        parameters = update(parameters, backward(X, Y, parameters["W2"], Z1, A1, A2), learning_rate)
    return parameters, costs


def averaged_sum(dZ):
    return np.sum(dZ, axis=1, keepdims=True) / dZ.shape[1]


SOLUTIONS = {
    "logistic.sigmoid": sigmoid,
    "logistic.forward": logistic_forward,
    "logistic.loss": loss,
    "logistic.da": lambda a, y: -y / a + (1 - y) / (1 - a),
    "logistic.sigmoid_prime": lambda a: a * (1 - a),
    "logistic.dz_by_chain_rule": lambda da, a: da * a * (1 - a),
    "logistic.dz": lambda a, y: a - y,
    "logistic.dw": lambda dz, x: dz * x,
    "logistic.db": lambda dz: dz,
    "logistic.gradients": logistic_gradients,
    "logistic.repair": logistic_gradients,
    "one_example.forward": network_forward,
    "one_example.dz2": lambda a2, y: a2 - y,
    "one_example.dW2": lambda dz2, a1: dz2 @ a1.T,
    "one_example.db2": lambda dz2: dz2,
    "one_example.tanh_prime": lambda a1: 1 - a1**2,
    "one_example.dz1": hidden_delta,
    "one_example.dW1": lambda dz1, x: dz1 @ x.T,
    "one_example.db1": lambda dz1: dz1,
    "one_example.backward": backward_one,
    "one_example.repair": backward_one,
    "vectorized.forward": network_forward,
    "vectorized.cost": cost,
    "vectorized.dZ2": lambda A2, Y: A2 - Y,
    "vectorized.dW2": lambda dZ2, A1: dZ2 @ A1.T / A1.shape[1],
    "vectorized.db2": averaged_sum,
    "vectorized.dZ1": hidden_delta,
    "vectorized.dW1": lambda dZ1, X: dZ1 @ X.T / X.shape[1],
    "vectorized.db1": averaged_sum,
    "vectorized.backward": backward,
    "vectorized.repair": backward,
    "initialization.initialize": initialize,
    "initialization.update": update,
    "initialization.repair": update,
    "initialization.train": train,
}
for lesson, names in PREDICTED.items():
    SOLUTIONS.update({f"{lesson}.shape_of_{name}": NOTATIONS[lesson].shape(name) for name in names})

# Lessons made with `course new-lesson` have their right answers beside their tests.
for path in sorted(Path(__file__).parent.glob("exercises/test_*.py")):
    SOLUTIONS.update(import_module(f"exercises.{path.stem}").RIGHT)
