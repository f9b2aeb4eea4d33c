"""Mistakes in the gradients of lessons 2 and 3, line by line: (id in the bank, key, the texts that learners write).

A text is the right-hand side of the quantity's line, or statements that assign it. The key is ``lesson.quantity``;
``*`` stands for both lessons.
"""

from __future__ import annotations

SLOPE_OF_A1 = "(1 - A1**2)"


def _both(mistake: str, lesson: str, kind: str, *texts: str) -> list[tuple[str, str, tuple[str, ...]]]:
    """One mistake in both layers: `DELTA` is dZ2 or dZ1, `INPUT` A1 or X, `OTHER` the other layer's dZ."""
    rows = []
    for layer, delta, entered, other in (("2", "dZ2", "A1", "dZ1"), ("1", "dZ1", "X", "dZ2")):
        names = {"DELTA": delta, "INPUT": entered, "OTHER": other, "WEIGHTS": f"dW{layer}", "BIAS": f"db{layer}"}
        written = []
        for text in texts:
            for placeholder, name in names.items():
                text = text.replace(placeholder, name)
            written.append(text)
        rows.append((mistake, f"{lesson}.{kind}{layer}", tuple(written)))
    return rows


def _slope(mistake: str, *slopes: str, alone: bool = True) -> list[tuple[str, str, tuple[str, ...]]]:
    """A wrong slope of tanh, in dZ1 and, where it can be written with a1 alone, in tanh_prime."""
    rows = [
        (
            mistake,
            "*.dZ1",
            tuple(f"{('W2.T @ dZ2', 'np.dot(W2.T, dZ2)')[turn % 2]} * ({slope})" for turn, slope in enumerate(slopes)),
        )
    ]
    small = tuple(slope.replace("A1", "a1").replace("Z1", "np.arctanh(a1)") for slope in slopes)
    return [*rows, (mistake, "one_example.tanh_prime", small)] if alone else rows


LOOP = "WEIGHTS = np.zeros((DELTA.shape[0], INPUT.shape[0]))\nfor i in range(m):\n    "
BIAS_LOOP = "BIAS = np.zeros((DELTA.shape[0], 1))\nfor i in range(m):\n    "

ROWS = [
    # The gradient at the output layer.
    ("extra-sigmoid-derivative", "*.dZ2", ("(A2 - Y) * A2 * (1 - A2)", "2 * (A2 - Y) * A2 * (1 - A2)")),
    (
        "chain-step-dropped",
        "*.dZ2",
        ("-(Y / A2) + (1 - Y) / (1 - A2)", "-(np.divide(Y, A2) - np.divide(1 - Y, 1 - A2))"),
    ),
    ("thresholded-prediction", "*.dZ2", ("(A2 > 0.5) - Y", "np.round(A2) - Y")),
    ("sigmoid-twice", "*.dZ2", ("sigmoid(A2) - Y", "1 / (1 + np.exp(-A2)) - Y")),
    ("label-ignored", "*.dZ2", ("A2", "A2.copy()", "A2 / m")),
    ("sign-of-the-error-lost", "*.dZ2", ("np.abs(A2 - Y)", "(A2 - Y)**2", "(Y - A2)**2")),
    (
        "loss-for-gradient",
        "*.dZ2",
        ("-Y * np.log(A2) - (1 - Y) * np.log(1 - A2)", "-(Y * np.log(A2) + (1 - Y) * np.log(1 - A2))"),
    ),
    ("labels-transposed", "*.dZ2", ("A2 - Y.T", "A2.T - Y")),
    ("label-minus-prediction", "*.dZ2", ("Y - A2", "-(A2 - Y)", "np.subtract(Y, A2)")),
    ("doubled", "*.dZ2", ("2 * (A2 - Y)", "(A2 - Y) * 2")),
    ("halved", "*.dZ2", ("(A2 - Y) / 2", "0.5 * (A2 - Y)")),
    ("averaged-too-early", "vectorized.dZ2", ("(A2 - Y) / m", "1 / m * (A2 - Y)")),
    ("zeros-returned", "*.dZ2", ("np.zeros(A2.shape)", "np.zeros_like(A2)")),
    ("row-for-column", "one_example.dZ2", ("(A2 - Y).T", "np.reshape(A2 - Y, (1, -1))")),
    ("lost-dimension", "one_example.dZ2", ("(A2 - Y).ravel()", "(A2 - Y)[:, 0]", "np.squeeze(A2 - Y)")),
    # The gradient at the hidden layer.
    ("derivative-omitted", "*.dZ1", ("W2.T @ dZ2", "np.dot(W2.T, dZ2)")),
    *_slope("sigmoid-derivative-for-tanh", "A1 * (1 - A1)", "A1 - A1**2"),
    *_slope("derivative-from-weighted-sum", "1 - Z1**2", "1 - np.power(Z1, 2)", alone=False),
    *_slope("tanh-twice", "1 - np.tanh(A1)**2", "1 / np.cosh(A1)**2"),
    *_slope(
        "sigmoid-slope-at-hidden-layer",
        "sigmoid(Z1) * (1 - sigmoid(Z1))",
        "np.exp(-Z1) / (1 + np.exp(-Z1))**2",
        alone=False,
    ),
    *_slope("relu-derivative-for-tanh", "Z1 > 0", "np.where(A1 > 0, 1, 0)"),
    *_slope("activation-for-derivative", "A1", "np.tanh(Z1)"),
    *_slope("weighted-sum-for-derivative", "Z1", "Z1 + 0", alone=False),
    *_slope("square-forgotten", "1 - A1", "1 - np.tanh(Z1)"),
    *_slope("bracket-squared", "(1 - A1)**2", "np.square(1 - A1)"),
    (
        "brackets-forgotten-in-slope",
        "*.dZ1",
        ("W2.T @ dZ2 * 1 - A1**2", "np.dot(W2.T, dZ2) * 1 - np.power(A1, 2)"),
    ),
    *_slope("one-minus-forgotten", "A1**2", "np.square(A1)", "-(A1**2)"),
    *_slope("plus-in-slope", "1 + A1**2", "A1**2 + 1"),
    *_slope("doubled-for-squared", "1 - 2 * A1", "1 - A1 * 2", "2 * A1"),
    *_slope("negative-derivative", "A1**2 - 1", "np.power(A1, 2) - 1"),
    *_slope("extra-weighted-sum", f"{SLOPE_OF_A1} * Z1", "(1 - np.tanh(Z1)**2) * Z1", alone=False),
    *_slope("extra-activation", f"A1 * {SLOPE_OF_A1}", f"np.multiply(A1, {SLOPE_OF_A1})", alone=False),
    *_slope("derivative-applied-twice", "(1 - A1**2)**2", f"{SLOPE_OF_A1} * (1 - np.tanh(Z1)**2)", alone=False),
    ("gradient-for-weights", "*.dZ1", ("dW2.T @ dZ2 * (1 - A1**2)", "np.dot(dW2.T, dZ2) * (1 - np.power(A1, 2))")),
    (
        "weights-updated-too-early",
        "*.dZ1",
        (
            "W2 = W2 - 0.5 * dW2\ndZ1 = W2.T @ dZ2 * (1 - A1**2)",
            "new_W2 = W2 - 0.01 * dW2\ndZ1 = np.dot(new_W2.T, dZ2) * (1 - A1**2)",
        ),
    ),
    ("label-compared-with-hidden-layer", "*.dZ1", ("A1 - Y", "(A1 - Y) * (1 - A1**2)")),
    ("second-weights-not-transposed", "*.dZ1", ("W2 @ dZ2 * (1 - A1**2)", "np.dot(W2, dZ2) * (1 - np.power(A1, 2))")),
    ("elementwise-through-weights", "*.dZ1", ("W2.T * dZ2 * (1 - A1**2)", "np.multiply(W2.T, dZ2) * (1 - A1**2)")),
    (
        "matrix-product-with-slope",
        "vectorized.dZ1",
        ("W2.T @ dZ2 @ (1 - A1**2)", "np.dot(np.dot(W2.T, dZ2), 1 - A1**2)"),
    ),
    (
        "matrix-product-with-slope",
        "one_example.dZ1",
        ("W2.T @ dZ2 @ (1 - A1**2).T", "np.dot(np.dot(W2.T, dZ2), (1 - A1**2).T)"),
    ),
    (
        "inner-product-for-square",
        "*.dZ1",
        (
            "W2.T @ dZ2 * (1 - A1.T @ A1)",
            "np.dot(W2.T, dZ2) * (1 - np.dot(A1.T, A1))",
            "W2.T @ dZ2 * (1 - A1 @ A1.T)",
        ),
    ),
    ("inner-product-for-square", "one_example.tanh_prime", ("1 - a1.T @ a1", "1 - np.dot(a1.T, a1)")),
    (
        "averaged-too-early",
        "vectorized.dZ1",
        ("W2.T @ dZ2 * (1 - A1**2) / m", "1 / m * np.dot(W2.T, dZ2) * (1 - A1**2)"),
    ),
    ("zeros-returned", "*.dZ1", ("np.zeros(A1.shape)", "np.zeros_like(Z1)")),
    ("zeros-returned", "one_example.tanh_prime", ("np.zeros(a1.shape)", "np.zeros_like(a1)")),
    ("row-for-column", "one_example.dZ1", ("(W2.T @ dZ2 * (1 - A1**2)).T", "dZ2.T @ W2 * (1 - A1**2).T")),
    ("row-for-column", "one_example.tanh_prime", ("(1 - a1**2).T", "(1 - a1**2).reshape(1, -1)")),
    (
        "lost-dimension",
        "one_example.dZ1",
        ("(W2.T @ dZ2 * (1 - A1**2)).ravel()", "np.squeeze(W2.T @ dZ2 * (1 - A1**2))"),
    ),
    ("lost-dimension", "one_example.tanh_prime", ("(1 - a1**2).ravel()", "1 - a1[:, 0]**2")),
    # The gradients of the weights.
    ("inputs-for-hidden-activations", "*.dW2", ("dZ2 @ X.T / m", "1 / m * np.dot(dZ2, X.T)")),
    ("outputs-for-hidden-activations", "*.dW2", ("dZ2 @ A2.T / m", "1 / m * np.dot(dZ2, A2.T)")),
    ("weighted-sums-for-hidden-activations", "*.dW2", ("dZ2 @ Z1.T / m", "np.dot(dZ2, Z1.T)")),
    (
        "hidden-gradient-for-output-gradient",
        "*.dW2",
        (
            "dZ1 = W2.T @ dZ2 * (1 - A1**2)\ndW2 = dZ1 @ A1.T / m",
            "dZ1 = np.dot(W2.T, dZ2) * (1 - A1**2)\ndW2 = np.dot(dZ1, A1.T)",
        ),
    ),
    ("hidden-activations-for-inputs", "*.dW1", ("dZ1 @ A1.T / m", "1 / m * np.dot(dZ1, A1.T)")),
    ("outputs-for-inputs", "*.dW1", ("dZ1 @ A2.T / m", "dZ1 @ Z1.T / m")),
    ("output-gradient-for-hidden-gradient", "*.dW1", ("dZ2 @ X.T / m", "1 / m * np.dot(dZ2, X.T)")),
    ("activation-slope-in-weights", "*.dW2", ("dZ2 @ (1 - A1**2).T / m", "dZ2 @ (A1 * (1 - A1**2)).T / m")),
    *_both(
        "last-example-only",
        "vectorized",
        "dW",
        LOOP + "WEIGHTS = np.outer(DELTA[:, i], INPUT[:, i])",
        "for i in range(m):\n    WEIGHTS = DELTA[:, [i]] @ INPUT[:, [i]].T / m",
    ),
    *_both(
        "first-example-only",
        "vectorized",
        "dW",
        "np.outer(DELTA[:, 0], INPUT[:, 0])",
        LOOP + "WEIGHTS += DELTA[:, [i]] @ INPUT[:, [i]].T\n    break",
    ),
    *_both("elementwise-for-matrix-product", "*", "dW", "DELTA * INPUT / m", "np.multiply(DELTA, INPUT) / m"),
    *_both("transpose-forgotten", "vectorized", "dW", "DELTA @ INPUT / m", "1 / m * np.dot(DELTA, INPUT)"),
    *_both("wrong-factor-transposed", "*", "dW", "DELTA.T @ INPUT / m", "1 / m * np.dot(DELTA.T, INPUT)"),
    *_both("transposed", "*", "dW", "INPUT @ DELTA.T / m", "1 / m * np.dot(INPUT, DELTA.T)"),
    *_both("doubled", "*", "dW", "2 / m * DELTA @ INPUT.T", "2 * np.dot(DELTA, INPUT.T) / m"),
    *_both("halved", "*", "dW", "DELTA @ INPUT.T / 2 / m", "0.5 * np.dot(DELTA, INPUT.T) / m"),
    *_both("sign-flipped", "*", "dW", "-(DELTA @ INPUT.T) / m", "-1 * np.dot(DELTA, INPUT.T) / m"),
    *_both(
        "zeros-returned",
        "one_example",
        "dW",
        "np.zeros((DELTA.shape[0], INPUT.shape[0]))",
        "0 * np.dot(DELTA, INPUT.T)",
    ),
    *_both(
        "one-over-m-floored",
        "vectorized",
        "dW",
        "1 // (m + 1) * DELTA @ INPUT.T",
        LOOP + "DELTA[:, [i]] @ INPUT[:, [i]].T",
    ),
    *_both("missing-average", "vectorized", "dW", "DELTA @ INPUT.T", "np.einsum('ij,kj->ik', DELTA, INPUT)"),
    *_both("averaged-twice", "vectorized", "dW", "DELTA @ INPUT.T / m / m", "1 / m * np.dot(DELTA, INPUT.T) / m"),
    *_both(
        "integer-division", "vectorized", "dW", "DELTA @ INPUT.T // m", "np.floor_divide(np.dot(DELTA, INPUT.T), m)"
    ),
    *_both(
        "hard-coded-number-of-examples", "vectorized", "dW", "DELTA @ INPUT.T / 4", "1 / 400 * np.dot(DELTA, INPUT.T)"
    ),
    # The gradients of the biases.
    *_both(
        "bias-added-up-over-units",
        "one_example",
        "db",
        "np.sum(DELTA)",
        "np.sum(DELTA, axis=0, keepdims=True)",
        "np.mean(DELTA)",
    ),
    *_both(
        "bias-summed-over-everything",
        "vectorized",
        "db",
        "np.sum(DELTA) / m",
        "1 / m * np.sum(DELTA, keepdims=True)",
        "np.sum(DELTA)",
        "np.mean(DELTA)",
    ),
    *_both(
        "bias-summed-over-units",
        "vectorized",
        "db",
        "np.sum(DELTA, axis=0) / m",
        "np.sum(DELTA, axis=0, keepdims=True) / m",
    ),
    *_both("bias-not-summed", "vectorized", "db", "DELTA / m", "DELTA"),
    *_both(
        "bias-from-weights",
        "*",
        "db",
        "np.sum(WEIGHTS, axis=1, keepdims=True) / m",
        "np.mean(WEIGHTS, axis=1, keepdims=True)",
    ),
    (
        "bias-of-the-other-layer",
        "*.db1",
        ("np.sum(dZ2, axis=1, keepdims=True) / m", "dZ2.sum(axis=1, keepdims=True) / m"),
    ),
    (
        "bias-of-the-other-layer",
        "*.db2",
        (
            "dZ1 = W2.T @ dZ2 * (1 - A1**2)\ndb2 = np.sum(dZ1, axis=1, keepdims=True) / m",
            "db2 = (W2.T @ dZ2 * (1 - A1**2)).sum(axis=1, keepdims=True) / m",
        ),
    ),
    *_both(
        "row-for-column", "*", "db", "np.sum(DELTA, axis=1, keepdims=True).T / m", "np.array([DELTA.sum(axis=1) / m])"
    ),
    *_both("bias-gradient-is-one", "one_example", "db", "np.ones(DELTA.shape)", "1.0"),
    *_both("bias-without-keepdims", "*", "db", "np.sum(DELTA, axis=1) / m", "DELTA.sum(1) / m"),
    *_both("last-example-only", "vectorized", "db", BIAS_LOOP + "BIAS = DELTA[:, [i]]", "DELTA[:, -1:] / m"),
    *_both("first-example-only", "vectorized", "db", "DELTA[:, :1]", "DELTA[:, [0]] / m"),
    *_both(
        "doubled",
        "*",
        "db",
        "2 * np.sum(DELTA, axis=1, keepdims=True) / m",
        "2 / m * np.sum(DELTA, axis=1, keepdims=True)",
    ),
    *_both(
        "halved",
        "*",
        "db",
        "np.sum(DELTA, axis=1, keepdims=True) / 2 / m",
        "0.5 * np.sum(DELTA, axis=1, keepdims=True) / m",
    ),
    *_both(
        "sign-flipped",
        "*",
        "db",
        "-np.sum(DELTA, axis=1, keepdims=True) / m",
        "-1 * np.sum(DELTA, axis=1, keepdims=True) / m",
    ),
    *_both("zeros-returned", "one_example", "db", "np.zeros(DELTA.shape)", "0 * DELTA"),
    *_both(
        "one-over-m-floored",
        "vectorized",
        "db",
        "1 // (m + 1) * np.sum(DELTA, axis=1, keepdims=True)",
        "np.zeros((DELTA.shape[0], 1))",
    ),
    *_both("missing-average", "vectorized", "db", "np.sum(DELTA, axis=1, keepdims=True)", "DELTA @ np.ones((m, 1))"),
    *_both(
        "averaged-twice",
        "vectorized",
        "db",
        "np.mean(DELTA, axis=1, keepdims=True) / m",
        "np.sum(DELTA, axis=1, keepdims=True) / m**2",
    ),
    *_both(
        "integer-division",
        "vectorized",
        "db",
        "np.sum(DELTA, axis=1, keepdims=True) // m",
        "np.floor(np.mean(DELTA, axis=1, keepdims=True))",
    ),
    *_both(
        "hard-coded-number-of-examples",
        "vectorized",
        "db",
        "np.sum(DELTA, axis=1, keepdims=True) / 4",
        "1 / 400 * np.sum(DELTA, axis=1, keepdims=True)",
    ),
    # m read from the wrong place.
    ("m-from-number-of-features", "vectorized.dW2", ("dZ2 @ A1.T / X.shape[0]", "np.dot(dZ2, A1.T) / len(X)")),
    (
        "m-from-number-of-features",
        "vectorized.db2",
        ("np.sum(dZ2, axis=1, keepdims=True) / X.shape[0]", "dZ2.sum(axis=1, keepdims=True) / len(X)"),
    ),
    (
        "m-from-number-of-features",
        "vectorized.dW1",
        ("dZ1 @ X.T / X.shape[0]", "m = X.shape[0]\ndW1 = np.dot(dZ1, X.T) / m"),
    ),
    (
        "m-from-number-of-features",
        "vectorized.db1",
        ("np.sum(dZ1, axis=1, keepdims=True) / X.shape[0]", "np.sum(dZ1, axis=1, keepdims=True) / len(X)"),
    ),
    ("m-from-number-of-hidden-units", "vectorized.dW2", ("dZ2 @ A1.T / A1.shape[0]", "np.dot(dZ2, A1.T) / len(A1)")),
    (
        "m-from-number-of-hidden-units",
        "vectorized.db2",
        ("np.sum(dZ2, axis=1, keepdims=True) / A1.shape[0]", "np.sum(dZ2, axis=1, keepdims=True) / len(Z1)"),
    ),
    ("m-from-number-of-hidden-units", "vectorized.dW1", ("dZ1 @ X.T / dZ1.shape[0]", "np.dot(dZ1, X.T) / len(dZ1)")),
    (
        "m-from-number-of-hidden-units",
        "vectorized.db1",
        ("np.mean(dZ1, axis=1, keepdims=True) * m / len(dZ1)", "np.sum(dZ1, axis=1, keepdims=True) / dZ1.shape[0]"),
    ),
    ("m-from-number-of-outputs", "vectorized.dW2", ("dZ2 @ A1.T / dZ2.shape[0]", "np.dot(dZ2, A1.T) / len(dZ2)")),
    (
        "m-from-number-of-outputs",
        "vectorized.db2",
        ("np.sum(dZ2, axis=1, keepdims=True) / dZ2.shape[0]", "np.sum(dZ2, axis=1, keepdims=True) / len(dZ2)"),
    ),
    ("m-from-number-of-outputs", "vectorized.dW1", ("dZ1 @ X.T / Y.shape[0]", "np.dot(dZ1, X.T) / len(Y)")),
    (
        "m-from-number-of-outputs",
        "vectorized.db1",
        ("np.sum(dZ1, axis=1, keepdims=True) / Y.shape[0]", "np.sum(dZ1, axis=1, keepdims=True) / len(A2)"),
    ),
    *_both(
        "m-from-size", "vectorized", "dW", "DELTA @ INPUT.T / INPUT.size", "np.dot(DELTA, INPUT.T) / np.size(DELTA)"
    ),
    *_both(
        "m-from-size",
        "vectorized",
        "db",
        "np.sum(DELTA, axis=1, keepdims=True) / DELTA.size",
        "DELTA.sum(axis=1, keepdims=True) / np.size(DELTA)",
    ),
]

# Results under another name: what the line that returns them says.
SWAPPED = {
    "one_example.forward": ("return a1, z1, z2, a2", "return z2, a2, z1, a1"),
    "one_example.backward": (
        'return {"dz2": dz1, "dW2": dW1, "db2": db2, "dz1": dz2, "dW1": dW2, "db1": db1}',
        "return dz1, dW1, db1, dz2, dW2, db2",
    ),
    "vectorized.forward": ("return A1, Z1, Z2, A2", "return Z2, A2, Z1, A1"),
    "vectorized.backward": (
        'return {"dZ2": dZ1, "dW2": dW1, "db2": db2, "dZ1": dZ2, "dW1": dW2, "db1": db1}',
        "return dZ1, dW1, db1, dZ2, dW2, db2",
    ),
    "logistic.forward": ("return a, z", "return [a, z]"),
    "logistic.gradients": ("return db, dw", "return [db, dw]"),
    "initialization.update": ('return {"W1": W2, "b1": b2, "W2": W1, "b2": b1}', "return W2, b2, W1, b1"),
}

# Lines that read a variable of the notebook: (id, key, variable, the texts).
FROM_NOTEBOOK = [
    ("weighted-sum-for-activation", "*.dZ2", "Z2", ("Z2 - Y", "-(Y - Z2)")),
    (
        "first-weights-for-second",
        "*.dZ1",
        "W1",
        ("W1.T @ dZ2 * (1 - A1**2)", "np.dot(W1.T, dZ2) * (1 - np.power(A1, 2))"),
    ),
]
