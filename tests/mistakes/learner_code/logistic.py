"""Mistakes of lesson 1, line by line: (id in the bank, key, the texts that learners write)."""

from __future__ import annotations


def _slope(mistake: str, *slopes: str) -> list[tuple[str, str, tuple[str, ...]]]:
    """A wrong slope of the sigmoid, by itself and in the chain rule."""
    chained = tuple(f"da * ({slope})" for slope in slopes)
    return [(mistake, "logistic.sigmoid_prime", slopes), (mistake, "logistic.dz_by_chain_rule", chained)]


ROWS = [
    # The forward pass and the loss.
    ("bias-missing", "logistic.z", ("w.T @ x", "np.dot(w.T, x)")),
    ("bias-subtracted", "logistic.z", ("w.T @ x - b", "np.dot(w.T, x) - b")),
    ("products-not-added-up", "logistic.z", ("w * x + b", "np.multiply(w, x) + b")),
    ("outer-product", "logistic.z", ("w @ x.T + b", "np.outer(w, x) + b", "x @ w.T + b")),
    ("zeros-returned", "logistic.z", ("np.zeros((1, 1))", "0.0")),
    ("activation-missing", "logistic.a", ("z", "z.copy()")),
    ("tanh-for-sigmoid", "logistic.a", ("np.tanh(z)", "2 / (1 + np.exp(-2 * z)) - 1")),
    ("sigmoid-sign", "logistic.a", ("1 / (1 + np.exp(z))", "1 / (1 + 1 / np.exp(-z))")),
    ("sigmoid-upside-down", "logistic.a", ("1 + np.exp(-z)", "np.exp(-z)", "1 / 1 + np.exp(-z)")),
    ("zeros-returned", "logistic.a", ("np.zeros(z.shape)", "np.zeros_like(z)")),
    (
        "loss-sign",
        "logistic.L",
        ("y * np.log(a) + (1 - y) * np.log(1 - a)", "np.sum(y * np.log(a) + (1 - y) * np.log(1 - a))"),
    ),
    ("second-loss-term-dropped", "logistic.L", ("-y * np.log(a)", "-(np.log(a) * y)")),
    ("first-loss-term-dropped", "logistic.L", ("-(1 - y) * np.log(1 - a)", "-np.log(1 - a) * (1 - y)")),
    (
        "loss-terms-subtracted",
        "logistic.L",
        ("-y * np.log(a) + (1 - y) * np.log(1 - a)", "-(y * np.log(a) - (1 - y) * np.log(1 - a))"),
    ),
    (
        "labels-swapped-in-loss",
        "logistic.L",
        ("-(1 - y) * np.log(a) - y * np.log(1 - a)", "-((1 - y) * np.log(a) + y * np.log(1 - a))"),
    ),
    (
        "loss-with-other-logarithm",
        "logistic.L",
        ("-y * np.log2(a) - (1 - y) * np.log2(1 - a)", "-y * np.log10(a) - (1 - y) * np.log10(1 - a)"),
    ),
    (
        "logarithm-of-labels",
        "logistic.L",
        ("-a * np.log(y) - (1 - a) * np.log(1 - y)", "-(y * np.log(y) + (1 - y) * np.log(1 - y))"),
    ),
    (
        "brackets-forgotten-in-loss",
        "logistic.L",
        ("-(y * np.log(a) + 1 - y * np.log(1 - a))", "-y * np.log(a) - 1 - y * np.log(1 - a)"),
    ),
    ("squared-error-for-cross-entropy", "logistic.L", ("(a - y)**2", "0.5 * (y - a)**2")),
    ("difference-for-cross-entropy", "logistic.L", ("a - y", "np.abs(y - a)", "y - a")),
    ("zeros-returned", "logistic.L", ("0.0", "np.zeros((1, 1))")),
    # The derivative of the loss.
    ("chain-rule-too-early", "logistic.da", ("a - y", "(-y / a + (1 - y) / (1 - a)) * a * (1 - a)")),
    ("loss-derivative-term-dropped", "logistic.da", ("-y / a", "(1 - y) / (1 - a)")),
    ("inner-derivative-forgotten", "logistic.da", ("-y / a - (1 - y) / (1 - a)", "-(y / a + (1 - y) / (1 - a))")),
    ("division-forgotten", "logistic.da", ("-y * a + (1 - y) * (1 - a)", "(1 - y) * (1 - a) - y * a")),
    (
        "brackets-forgotten-in-derivative",
        "logistic.da",
        ("-y / a + (1 - y) / 1 - a", "-y / a + 1 - y / (1 - a)", "-y / a + 1 - y / 1 - a"),
    ),
    ("sign-flipped", "logistic.da", ("y / a - (1 - y) / (1 - a)", "np.divide(y, a) - np.divide(1 - y, 1 - a)")),
    (
        "loss-for-derivative",
        "logistic.da",
        ("-y * np.log(a) - (1 - y) * np.log(1 - a)", "(a - y)**2"),
    ),
    ("zeros-returned", "logistic.da", ("0.0", "np.zeros((1, 1))")),
    # The slope of the sigmoid, and the chain rule.
    *_slope("tanh-derivative-for-sigmoid", "1 - a**2", "1 - np.power(a, 2)"),
    *_slope("half-of-sigmoid-derivative", "a", "1 - a"),
    *_slope("sigmoid-derivative-sign-inside", "a * (1 + a)", "a + a**2"),
    *_slope("sigmoid-of-activation", "sigmoid(a) * (1 - sigmoid(a))", "np.exp(-a) / (1 + np.exp(-a))**2"),
    ("sigmoid-derivative-negative", "logistic.sigmoid_prime", ("a * (a - 1)", "a**2 - a")),
    ("negative-derivative", "logistic.dz_by_chain_rule", ("da * a * (a - 1)", "da * (a**2 - a)")),
    ("zeros-returned", "logistic.sigmoid_prime", ("0.0", "np.zeros(a.shape)", "a * 1 - a")),
    ("sigmoid-slope-omitted", "logistic.dz_by_chain_rule", ("da", "da.copy()")),
    ("only-the-slope", "logistic.dz_by_chain_rule", ("a * (1 - a)", "a - a**2")),
    (
        "brackets-forgotten-in-chain-rule",
        "logistic.dz_by_chain_rule",
        ("da * a * 1 - a", "a * 1 - a * da", "1 - a * a * da", "da * 1 - a * a"),
    ),
    ("chain-rule-not-multiplied", "logistic.dz_by_chain_rule", ("da + a * (1 - a)", "da / (a * (1 - a))")),
    (
        "sigmoid-slope-applied-twice",
        "logistic.dz_by_chain_rule",
        ("da * a * (1 - a) * a * (1 - a)", "da * (a * (1 - a))**2"),
    ),
    ("doubled", "logistic.dz_by_chain_rule", ("2 * da * a * (1 - a)", "da * 2 * a * (1 - a)")),
    ("halved", "logistic.dz_by_chain_rule", ("da * a * (1 - a) / 2", "0.5 * da * a * (1 - a)")),
    ("zeros-returned", "logistic.dz_by_chain_rule", ("np.zeros((1, 1))", "0 * da")),
    # dz in one step; in `gradients` it shows in db.
    ("label-minus-prediction", "logistic.dz:dz", ("y - a", "-(a - y)")),
    ("sign-flipped", "logistic.dz:gradients", ("y - a", "-(a - y)")),
    ("sigmoid-slope-omitted", "logistic.dz", ("-y / a + (1 - y) / (1 - a)", "-(y / a - (1 - y) / (1 - a))")),
    ("sigmoid-slope-applied-twice", "logistic.dz", ("(a - y) * a * (1 - a)", "2 * (a - y) * a * (1 - a)")),
    ("label-left-out", "logistic.dz", ("a", "a.copy()")),
    ("sign-of-the-error-lost", "logistic.dz:dz", ("np.abs(a - y)", "np.sqrt((y - a)**2)")),
    ("rounded-prediction", "logistic.dz", ("np.round(a) - y", "(a > 0.5) - y")),
    ("loss-for-derivative", "logistic.dz", ("(a - y)**2", "-y * np.log(a) - (1 - y) * np.log(1 - a)")),
    ("doubled", "logistic.dz", ("2 * (a - y)", "(a - y) * 2")),
    ("halved", "logistic.dz", ("(a - y) / 2", "0.5 * (a - y)")),
    ("zeros-returned", "logistic.dz:dz", ("np.zeros((1, 1))", "0.0")),
    # The gradients of weights and bias.
    ("inputs-alone", "logistic.dw", ("x", "x.copy()")),
    ("activation-for-gradient", "logistic.dw", ("x * a", "x @ a")),
    ("weights-gradient-summed", "logistic.dw", ("np.sum(x * dz)", "np.sum(x * dz, axis=0, keepdims=True)")),
    ("row-for-column", "logistic.dw", ("dz @ x.T", "(x * dz).T")),
    ("lost-dimension", "logistic.dw", ("(x * dz).ravel()", "np.squeeze(x * dz)")),
    ("doubled", "logistic.dw", ("2 * x * dz", "2 * x @ dz")),
    ("halved", "logistic.dw", ("x * dz / 2", "0.5 * x * dz")),
    ("sign-flipped", "logistic.dw", ("-x * dz", "-(x @ dz)")),
    ("zeros-returned", "logistic.dw", ("np.zeros(x.shape)", "0 * x")),
    ("bias-gradient-from-weights", "logistic.db:gradients", ("np.sum(dw)", "np.mean(dw)")),
    ("bias-gradient-is-one", "logistic.db", ("1.0", "np.ones((1, 1))")),
    ("doubled", "logistic.db", ("2 * dz", "dz + dz")),
    ("halved", "logistic.db", ("dz / 2", "0.5 * dz")),
    ("sign-flipped", "logistic.db", ("-dz", "-1 * dz")),
    ("zeros-returned", "logistic.db", ("np.zeros((1, 1))", "0.0")),
]

# A sigmoid of a column with one entry far from 0.
COLUMN = [
    (
        "lost-dimension",
        "logistic.a:sigmoid",
        ("(1 / (1 + np.exp(-z))).ravel()", "np.array([1 / (1 + np.exp(-each)) for each in z[:, 0]])"),
    ),
    ("row-for-column", "logistic.a:sigmoid", ("1 / (1 + np.exp(-z)).T", "(1 / (1 + np.exp(-z))).reshape(1, -1)")),
    (
        "infinity-over-infinity",
        "logistic.a:sigmoid",
        ("np.exp(z) / (1 + np.exp(z))", "np.exp(z) / (np.exp(z) + 1)"),
    ),
]
ROWS += COLUMN

FROM_NOTEBOOK = [
    ("weighted-sum-compared-with-label", "logistic.dz", "z", ("z - y", "-(y - z)")),
    ("weights-for-inputs", "logistic.dw", "w", ("w * dz", "w @ dz")),
]
