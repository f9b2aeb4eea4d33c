"""Mistakes of lesson 4: starting values, the update, and training."""

from __future__ import annotations

# (id, kind of parameter, texts); `{shape}` is its shape, `{turned}` that the wrong way round.
START = [
    ("start-shape-reversed", "W", ("rng.standard_normal({turned}) * 0.01", "rng.normal(0, 0.01, {turned})")),
    ("zero-start", "W", ("np.zeros({shape})", "0 * rng.standard_normal({shape})")),
    ("equal-start", "W", ("np.ones({shape})", "np.full({shape}, 0.01)")),
    (
        "start-not-from-generator",
        "W",
        ("np.random.standard_normal({shape}) * 0.01", "np.random.normal(0, 0.01, {shape})"),
    ),
    (
        "start-with-own-seed",
        "W",
        (
            "np.random.default_rng(2).standard_normal({shape}) * 0.01",
            "np.random.RandomState(2).randn(*{shape}) * 0.01",
        ),
    ),
    (
        "whole-numbers-for-start",
        "W",
        ("np.round(rng.normal(0, 2, {shape}))", "rng.integers(-2, 3, {shape})"),
    ),
    ("start-too-large", "W", ("rng.standard_normal({shape}) * 10", "rng.normal(0, 100, {shape})")),
    ("positive-start", "W", ("rng.random({shape}) * 0.01", "rng.uniform(0, 0.01, {shape})")),
    ("size-taken-for-mean", "W", ("0.1 * rng.normal({shape})", "rng.normal({shape}, 0.01)")),
    ("start-bias-not-a-column", "b", ("np.zeros({units})", "np.zeros((1, {units}))")),
    ("random-bias", "b", ("rng.standard_normal({shape}) * 0.01", "np.ones({shape})")),
]

# (id, texts) for each of the four parameters.
UPDATE = [
    ("update-adds", ("parameters['{p}'] + learning_rate * gradients['d{p}']",)),
    ("update-adds", ("parameters['{p}'] - -learning_rate * gradients['d{p}']",)),
    ("update-not-stored", ("parameters['{p}']", "parameters['{p}'].copy()")),
    (
        "learning-rate-missing",
        ("parameters['{p}'] - gradients['d{p}']", "np.subtract(parameters['{p}'], gradients['d{p}'])"),
    ),
    (
        "divided-by-learning-rate",
        (
            "parameters['{p}'] - gradients['d{p}'] / learning_rate",
            "parameters['{p}'] - 1 / learning_rate * gradients['d{p}']",
        ),
    ),
    (
        "learning-rate-typed-in",
        ("parameters['{p}'] - 0.01 * gradients['d{p}']", "parameters['{p}'] - 2 * gradients['d{p}']"),
    ),
    ("step-without-start", ("-learning_rate * gradients['d{p}']", "learning_rate * gradients['d{p}']")),
    (
        "parameter-multiplied-in",
        (
            "parameters['{p}'] - learning_rate * parameters['{p}'] * gradients['d{p}']",
            "parameters['{p}'] - learning_rate * parameters['{p}']",
        ),
    ),
    (
        "gradient-of-another-parameter",
        (
            "parameters['{p}'] - learning_rate * gradients['d{q}']",
            "parameters['{p}'] - gradients['d{q}'] * learning_rate",
        ),
    ),
]

TRAIN = """def train(X, Y, n1, steps, learning_rate, rng):
    m = X.shape[1]
    parameters = {
        "W1": rng.standard_normal((n1, X.shape[0])) * 0.5,
        "b1": np.zeros((n1, 1)),
        "W2": rng.standard_normal((Y.shape[0], n1)) * 0.5,
        "b2": np.zeros((Y.shape[0], 1)),
    }
    costs = []

    def predict(p):
        A1 = np.tanh(p["W1"] @ X + p["b1"])
        return A1, 1 / (1 + np.exp(-(p["W2"] @ A1 + p["b2"])))

    def cost(A2):
        return np.sum(-Y * np.log(A2) - (1 - Y) * np.log(1 - A2)) / m

    def backward(p, A1, A2):
        dZ2 = A2 - Y
        dZ1 = p["W2"].T @ dZ2 * (1 - A1**2)
        return {
            "W1": dZ1 @ X.T / m,
            "b1": np.sum(dZ1, axis=1, keepdims=True) / m,
            "W2": dZ2 @ A1.T / m,
            "b2": np.sum(dZ2, axis=1, keepdims=True) / m,
        }

    def update(p, gradients):
        return {name: p[name] - learning_rate * gradients[name] for name in p}

    A1, A2 = predict(parameters)
    first, gradients = cost(A2), backward(parameters, A1, A2)
    for _ in range(steps):
        A1, A2 = predict(parameters)
        costs.append(cost(A2))
        gradients = backward(parameters, A1, A2)
        parameters = update(parameters, gradients)
    return parameters, costs
"""

# (id, old text, new text): one replacement in TRAIN each.
TRAINING = [
    ("training-does-not-move", "parameters = update(parameters, gradients)", "update(parameters, gradients)"),
    ("training-does-not-move", "in range(steps)", "in range(2)"),
    ("one-step-off", "in range(steps)", "in range(steps - 1)"),
    ("one-step-off", "in range(steps)", "in range(1, steps)"),
    ("one-step-off", "in range(steps)", "in range(steps + 1)"),
    ("training-climbs", "p[name] - learning_rate", "p[name] + learning_rate"),
    ("training-climbs", "dZ2 = A2 - Y", "dZ2 = Y - A2"),
    (
        "two-updates-in-one-step",
        "        parameters = update(parameters, gradients)",
        "        parameters = update(update(parameters, gradients), gradients)",
    ),
    (
        "two-updates-in-one-step",
        "        parameters = update(parameters, gradients)",
        "        for _ in range(2):\n            parameters = update(parameters, gradients)",
    ),
    ("own-learning-rate", "- learning_rate *", "- 1.2 *"),
    ("own-learning-rate", "- learning_rate * gradients", "- gradients"),
    ("gradients-not-recomputed", "        gradients = backward(parameters, A1, A2)\n        p", "        p"),
    (
        "gradients-not-recomputed",
        "        A1, A2 = predict(parameters)\n        costs.append(cost(A2))\n"
        "        gradients = backward(parameters, A1, A2)",
        "        costs.append(cost(predict(parameters)[1]))",
    ),
    ("costs-not-recorded", "        costs.append(cost(A2))\n", "        costs = [cost(A2)]\n"),
    (
        "costs-not-recorded",
        "    for _ in range(steps):",
        "    costs.append(cost(A2))\n    costs.append(cost(A2))\n    for _ in range(steps):",
    ),
    ("costs-do-not-change", "costs.append(cost(A2))", "costs.append(first)"),
    ("costs-do-not-change", "return parameters, costs", "return parameters, [first] * steps"),
]

# (id, exercise, value) of predicted shapes.
SHAPES = [
    ("shape-with-one-axis", "logistic.shape_of_dw", ("n0",)),
    ("shape-with-one-axis", "one_example.shape_of_db1", "n1"),
    ("shape-in-numbers", "vectorized.shape_of_dW1", (4, 3)),
    ("shape-in-numbers", "initialization.shape_of_b2", [1, 1]),
    ("shape-reversed", "logistic.shape_of_dw", (1, "n0")),
    ("shape-reversed", "vectorized.shape_of_dW2", ["n1", "n2"]),
    ("shape-with-examples", "vectorized.shape_of_db1", ("n1", "m")),
    ("shape-with-examples", "vectorized.shape_of_dW1", ["n1", "m"]),
    ("shape-without-examples", "vectorized.shape_of_dZ1", ("n1", 1)),
    ("shape-without-examples", "vectorized.shape_of_dZ2", ("n2", "n1")),
    ("shape-of-another-symbol", "vectorized.shape_of_dW1", ("n2", "n1")),
    ("shape-of-another-symbol", "one_example.shape_of_dz1", ["n2", 1]),
]
