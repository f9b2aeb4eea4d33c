"""Mistakes in the forward pass and the cost, lessons 2 and 3: (id in the bank, key, the texts that learners write)."""

from __future__ import annotations

ROWS = [
    ("bias-missing", "*.Z1", ("W1 @ X", "np.dot(W1, X)")),
    ("bias-missing", "*.Z2", ("W2 @ A1", "np.dot(W2, A1)")),
    ("bias-subtracted", "*.Z1", ("W1 @ X - b1", "np.dot(W1, X) - b1")),
    ("bias-subtracted", "*.Z2", ("W2 @ A1 - b2", "np.dot(W2, A1) - b2")),
    ("weighted-sum-fed-forward", "*.Z2", ("W2 @ Z1 + b2", "np.dot(W2, Z1) + b2")),
    ("biases-swapped", "*.Z1", ("W1 @ X + b2", "np.dot(W1, X) + b2")),
    ("biases-swapped", "*.Z2", ("W2 @ A1 + b1", "np.dot(W2, A1) + b1")),
    ("weights-transposed-forward", "*.Z1", ("W1.T @ X + b1", "np.dot(W1.T, X) + b1")),
    ("weights-transposed-forward", "*.Z2", ("W2.T @ A1 + b2", "np.dot(W2.T, A1) + b2")),
    ("elementwise-weighted-sum", "*.Z1", ("W1 * X + b1", "np.multiply(W1, X) + b1")),
    ("elementwise-weighted-sum", "*.Z2", ("W2 * A1 + b2", "np.multiply(W2, A1) + b2")),
    ("activation-missing", "*.A1", ("Z1", "Z1.copy()")),
    ("activation-missing", "*.A2", ("Z2", "Z2.copy()")),
    ("sigmoid-for-tanh", "*.A1", ("sigmoid(Z1)", "1 / (1 + np.exp(-Z1))")),
    ("relu-for-tanh", "*.A1", ("np.maximum(0, Z1)", "Z1 * (Z1 > 0)")),
    ("tanh-for-sigmoid", "*.A2", ("np.tanh(Z2)", "(np.exp(Z2) - np.exp(-Z2)) / (np.exp(Z2) + np.exp(-Z2))")),
    (
        "softmax-for-sigmoid",
        "*.A2",
        ("np.exp(Z2) / np.sum(np.exp(Z2), axis=0)", "np.exp(Z2) / np.exp(Z2).sum(axis=0, keepdims=True)"),
    ),
    ("sigmoid-sign", "*.A2", ("1 / (1 + np.exp(Z2))", "sigmoid(-Z2)")),
    ("zeros-returned", "*.Z1", ("np.zeros((W1.shape[0], X.shape[1]))", "0 * np.dot(W1, X)")),
    ("zeros-returned", "*.Z2", ("np.zeros((W2.shape[0], A1.shape[1]))", "0 * np.dot(W2, A1)")),
    ("zeros-returned", "*.A1", ("np.zeros(Z1.shape)", "np.zeros_like(Z1)")),
    ("zeros-returned", "*.A2", ("np.zeros(Z2.shape)", "np.zeros_like(Z2)")),
    ("row-for-column", "one_example.Z1", ("(W1 @ X + b1).T", "X.T @ W1.T + b1.T")),
    ("row-for-column", "one_example.Z2", ("(W2 @ A1 + b2).T", "A1.T @ W2.T + b2.T")),
    ("row-for-column", "one_example.A1", ("np.tanh(Z1).T", "np.tanh(Z1).reshape(1, -1)")),
    ("row-for-column", "one_example.A2", ("sigmoid(Z2).T", "sigmoid(Z2.T)")),
    ("lost-dimension", "one_example.Z1", ("(W1 @ X + b1).ravel()", "np.squeeze(W1 @ X + b1)")),
    ("lost-dimension", "one_example.Z2", ("(W2 @ A1 + b2).ravel()", "np.squeeze(W2 @ A1 + b2)")),
    ("lost-dimension", "one_example.A1", ("np.tanh(Z1).ravel()", "np.squeeze(np.tanh(Z1))")),
    ("lost-dimension", "one_example.A2", ("sigmoid(Z2).ravel()", "np.squeeze(sigmoid(Z2))")),
    ("examples-in-rows", "vectorized.Z1", ("(W1 @ X + b1).T", "X.T @ W1.T + b1.T")),
    ("examples-in-rows", "vectorized.Z2", ("(W2 @ A1 + b2).T", "A1.T @ W2.T + b2.T")),
    ("examples-in-rows", "vectorized.A1", ("np.tanh(Z1).T", "np.tanh(Z1.T)")),
    ("examples-in-rows", "vectorized.A2", ("sigmoid(Z2).T", "sigmoid(Z2.T)")),
    ("examples-in-rows", "vectorized.dZ2", ("(A2 - Y).T", "A2.T - Y.T")),
    ("examples-in-rows", "vectorized.dZ1", ("(W2.T @ dZ2 * (1 - A1**2)).T", "dZ2.T @ W2 * (1 - A1**2).T")),
    # The cost.
    (
        "loss-sign",
        "vectorized.J",
        (
            "np.sum(Y * np.log(A2) + (1 - Y) * np.log(1 - A2)) / m",
            "1 / m * np.sum((1 - Y) * np.log(1 - A2) + Y * np.log(A2))",
        ),
    ),
    (
        "cost-not-averaged",
        "vectorized.J",
        (
            "np.sum(-Y * np.log(A2) - (1 - Y) * np.log(1 - A2))",
            "-np.sum(Y * np.log(A2)) - np.sum((1 - Y) * np.log(1 - A2))",
        ),
    ),
    (
        "cost-averaged-over-outputs",
        "vectorized.J",
        (
            "np.mean(-Y * np.log(A2) - (1 - Y) * np.log(1 - A2))",
            "-np.sum(Y * np.log(A2) + (1 - Y) * np.log(1 - A2)) / Y.size",
        ),
    ),
    (
        "m-from-number-of-outputs",
        "vectorized.J",
        (
            "np.sum(-Y * np.log(A2) - (1 - Y) * np.log(1 - A2)) / Y.shape[0]",
            "-np.sum(Y * np.log(A2) + (1 - Y) * np.log(1 - A2)) / len(A2)",
        ),
    ),
    (
        "hard-coded-number-of-examples",
        "vectorized.J",
        (
            "np.sum(-Y * np.log(A2) - (1 - Y) * np.log(1 - A2)) / 4",
            "-1 / 200 * np.sum(Y * np.log(A2) + (1 - Y) * np.log(1 - A2))",
        ),
    ),
    (
        "integer-division",
        "vectorized.J",
        (
            "np.sum(-Y * np.log(A2) - (1 - Y) * np.log(1 - A2)) // m",
            "np.floor(np.sum(-Y * np.log(A2) - (1 - Y) * np.log(1 - A2)) / m)",
        ),
    ),
    (
        "cost-halved",
        "vectorized.J",
        (
            "np.sum(-Y * np.log(A2) - (1 - Y) * np.log(1 - A2)) / (2 * m)",
            "-1 / (2 * m) * np.sum(Y * np.log(A2) + (1 - Y) * np.log(1 - A2))",
        ),
    ),
    (
        "cost-not-summed",
        "vectorized.J",
        (
            "(-Y * np.log(A2) - (1 - Y) * np.log(1 - A2)) / m",
            "np.sum(-Y * np.log(A2) - (1 - Y) * np.log(1 - A2), axis=1, keepdims=True) / m",
            "np.sum(-Y * np.log(A2) - (1 - Y) * np.log(1 - A2), axis=0)",
        ),
    ),
    (
        "cost-from-matrix-product",
        "vectorized.J",
        (
            "-np.sum(np.dot(Y.T, np.log(A2)) + np.dot((1 - Y).T, np.log(1 - A2))) / m",
            "-1 / m * np.sum(np.dot(Y, np.log(A2).T) + np.dot(1 - Y, np.log(1 - A2).T))",
            "-(Y @ np.log(A2).T + (1 - Y) @ np.log(1 - A2).T) / m",
        ),
    ),
    (
        "predictions-transposed-in-cost",
        "vectorized.J",
        (
            "-np.sum(Y * np.log(A2).T + (1 - Y) * np.log(1 - A2).T) / m",
            "-1 / m * np.sum(np.multiply(Y, np.log(A2.T)) + np.multiply(1 - Y, np.log(1 - A2.T)))",
        ),
    ),
    ("second-loss-term-dropped", "vectorized.J", ("-np.sum(Y * np.log(A2)) / m", "np.sum(-Y * np.log(A2)) / m")),
    (
        "first-loss-term-dropped",
        "vectorized.J",
        ("-np.sum((1 - Y) * np.log(1 - A2)) / m", "-1 / m * np.sum(np.log(1 - A2) * (1 - Y))"),
    ),
    (
        "loss-terms-subtracted",
        "vectorized.J",
        (
            "-np.sum(Y * np.log(A2) - (1 - Y) * np.log(1 - A2)) / m",
            "np.sum(Y * np.log(A2) - (1 - Y) * np.log(1 - A2)) / m",
        ),
    ),
    (
        "brackets-forgotten-in-loss",
        "vectorized.J",
        (
            "-np.sum(Y * np.log(A2) + 1 - Y * np.log(1 - A2)) / m",
            "np.sum(-Y * np.log(A2) - 1 - Y * np.log(1 - A2)) / m",
        ),
    ),
    (
        "labels-swapped-in-loss",
        "vectorized.J",
        (
            "-np.sum((1 - Y) * np.log(A2) + Y * np.log(1 - A2)) / m",
            "np.sum(-Y * np.log(1 - A2) - (1 - Y) * np.log(A2)) / m",
        ),
    ),
    (
        "loss-with-other-logarithm",
        "vectorized.J",
        (
            "-np.sum(Y * np.log2(A2) + (1 - Y) * np.log2(1 - A2)) / m",
            "-np.sum(Y * np.log10(A2) + (1 - Y) * np.log10(1 - A2)) / m",
        ),
    ),
    (
        "logarithm-of-labels",
        "vectorized.J",
        ("-np.sum(A2 * np.log(Y) + (1 - A2) * np.log(1 - Y)) / m", "-np.sum(np.log(A2 - Y)) / m"),
    ),
    (
        "squared-error-for-cross-entropy",
        "vectorized.J",
        ("np.sum((A2 - Y)**2) / m", "np.mean((A2 - Y)**2)", "np.sum((Y - A2)**2) / (2 * m)"),
    ),
    ("difference-for-cross-entropy", "vectorized.J", ("np.sum(A2 - Y) / m", "np.sum(np.abs(A2 - Y)) / m", "A2 - Y")),
]
