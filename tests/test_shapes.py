import warnings

import numpy as np
import pytest
from expressions import expressions

from course.network import sigmoid, tanh
from course.notation import LOGISTIC, ONE_EXAMPLE, VECTORIZED, in_numbers
from course.shape_rules import BROADCAST, ERROR, LEGAL, MESSAGES, TRAP
from course.shapes import SIZES, analyse


def verdicts(source, notation=VECTORIZED, **sizes):
    return [step.verdict for step in analyse(source, notation, sizes).steps]


def last(source, notation=VECTORIZED, **sizes):
    return analyse(source, notation, sizes).steps[-1]


@pytest.mark.parametrize(
    ("source", "shape"),
    [
        ("W1 @ X", ("n1", "m")),
        ("W2.T @ dZ2", ("n1", "m")),
        ("dZ2 @ A1.T", ("n2", "n1")),
        ("np.dot(dZ1, X.T) / m", ("n1", "n0")),
        ("W2.T @ dZ2 * (1 - A1**2)", ("n1", "m")),
        ("np.multiply(np.dot(W2.T, dZ2), 1 - np.power(A1, 2))", ("n1", "m")),
        ("np.sum(dZ2, axis=1, keepdims=True) / m", ("n2", 1)),
        ("dZ2.sum(1, keepdims=1)", ("n2", 1)),
        ("np.mean(dZ1, axis=-1, keepdims=True)", ("n1", 1)),
        ("np.sum(A2)", ()),
        ("X[:, 0:1]", ("n0", 1)),
        ("X[:, i:i+1]", ("n0", 1)),
        ("X[:, 2:]", ("n0", 5)),
        ("X[0, 0]", ()),
        ("A1[:, :]", ("n1", "m")),
        ("np.zeros((W1.shape[0], 1))", ("n1", 1)),
        ("np.random.randn(n1, n0) * 0.01", ("n1", "n0")),
        ("rng.standard_normal((n2, n1))", ("n2", "n1")),
        ("A1.reshape(m, n1)", ("m", "n1")),
        ("np.reshape(b1, (-1, 1))", ("n1", 1)),
        ("-np.sum(Y * np.log(A2) + (1 - Y) * np.log(1 - A2)) / m", ()),
        ("sigmoid(Z2)", ("n2", "m")),
        ("learning_rate * dW1", ("n1", "n0")),
        ("np.squeeze(np.sum(dZ2))", ()),
        ("2 ** -A1", ("n1", "m")),
    ],
)
def test_shapes_of_sound_expressions(source, shape):
    analysis = analyse(source, VECTORIZED)
    assert analysis.shape == shape
    assert analysis.numbers == in_numbers(shape, SIZES)
    assert analysis.verdict == LEGAL


def test_steps_come_in_pythons_order_with_their_sources():
    steps = analyse("dZ1 = W2.T @ dZ2 * (1 - A1**2)", VECTORIZED).steps
    assert [step.source for step in steps] == [
        "W2.T",
        "W2.T @ dZ2",
        "A1**2",
        "1 - A1**2",
        "W2.T @ dZ2 * (1 - A1**2)",
        "dZ1 = W2.T @ dZ2 * (1 - A1**2)",
    ]


def test_the_missing_transpose_is_an_error_that_names_both_sides():
    analysis = analyse("dW2 = dZ2 @ A1", VECTORIZED)
    assert analysis.verdict == ERROR
    assert analysis.shape is None
    assert "dZ2 has m = 7 columns, A1 has n1 = 4 rows" in analysis.steps[-1].reason


def test_one_column_is_told_in_the_singular():
    step = last("dz1 @ x", ONE_EXAMPLE)
    assert "dz1 has 1 column, x has n0 = 3 rows" in step.reason


def test_the_missing_transpose_becomes_a_trap_where_sizes_happen_to_be_equal():
    step = analyse("dZ2 @ A1", VECTORIZED, {"n1": 7}).steps[-1]
    assert step.verdict == TRAP
    assert "m = 7" in step.reason
    assert "n1 = 7" in step.reason


def test_the_matching_product_says_what_is_summed_over():
    step = last("dZ2 @ A1.T")
    assert step.reason.startswith("The inner sides meet: m = 7. That side is summed over")


def test_a_bias_is_a_broadcast_and_not_a_trap():
    step = last("W1 @ X + b1")
    assert (step.verdict, step.shape) == (BROADCAST, ("n1", "m"))
    assert "b1 is stretched from (n1, 1) to (n1, m): its one column is repeated" in step.reason


@pytest.mark.parametrize(
    ("source", "sizes", "shape", "words"),
    [
        ("np.sum(dZ2, axis=1)", {}, ("n2",), "keepdims"),
        ("X[:, 0]", {}, ("n0",), "single index"),
        ("X[0]", {}, ("m",), "rank 1"),
        ("A2.ravel()", {"n2": 1}, ("m",), "rank 1"),
        ("b1 - b1.T", {}, ("n1", "n1"), "both are stretched"),
        ("W2 * dZ2", {"n2": 2, "n1": 7}, ("n2", "n1"), "happen to be equal"),
        ("W2.T * dZ2", {"n2": 1, "n1": 7}, ("n1", "m"), "happens to be 1"),
        ("A2.ravel() - Y", {"n2": 1}, ("n2", "m"), "laid out like a row"),
        ("X[:, 0].T", {}, ("n0",), "turning a rank-1"),
        ("W1 @ X[:, 0]", {}, ("n1",), "rank 1"),
        ("np.zeros(n1)", {}, ("n1",), "rank 1"),
    ],
)
def test_silent_traps(source, sizes, shape, words):
    step = last(source, **sizes)
    assert step.verdict == TRAP
    assert step.shape == shape
    assert words in step.reason


@pytest.mark.parametrize(
    ("source", "words"),
    [
        ("W2 @ dZ2", "W2 has n1 = 4 columns, dZ2 has n2 = 2 rows"),
        ("A1 * X", "n1 = 4 cannot meet n0 = 3"),
        ("W1 @ 2", "2 is a number"),
        ("X[:, None]", "more than two sides"),
        ("np.sum(dZ2, axis=2)", "no axis 2"),
        ("X[3]", "Index 3 is outside n0 = 3"),
        ("X[0, 0, 0]", "More indices than sides"),
        ("X[0.5]", "index is not known"),
        ("np.zeros(n1, 1)", "one shape in brackets"),
        ("np.zeros((A1, 1))", "A1 is not a size"),
        ("np.sum(dZ2, keepdim=True)", "np.sum(Z1, axis=1, keepdims=True)"),
        ("np.sum()", "not called like this"),
        ("np.sigmoid(Z1)", "np.sigmoid is no function known here"),
        ("sum(Z1)", "sum is no function known here"),
        ("Q @ X", "Q has no shape here"),
        ("A1.reshape(3, 5)", "28 entries"),
        ("X.shape", "X.shape[0]"),
        ("X.size", ".size is not known"),
        ("True + A1", "cannot be read"),
        ("A1, Z1", "cannot be read"),
    ],
)
def test_errors_give_their_reason_and_end_the_reading(source, words):
    analysis = analyse(source, VECTORIZED)
    assert analysis.steps[-1].verdict == ERROR
    assert words in analysis.steps[-1].reason
    assert analysis.shape is None
    assert ERROR not in [step.verdict for step in analysis.steps[:-1]]


@pytest.mark.parametrize(
    ("source", "words"),
    [
        ("", "Nothing is typed"),
        ("   ", "Nothing is typed"),
        ("A1^2", "Write ** instead"),
        ("dZ2 \N{MINUS SIGN} Y", "\N{MINUS SIGN} is no character"),
        ("A1 @", "cannot be read"),
        ("(A1", "cannot be read"),
        ("a = b = A1", "cannot be read"),
        ("A1.T = A1", "cannot be read"),
        ("W1 -= dW1", "cannot be read"),
        ("lambda: 1", "cannot be read"),
        ("1or 2", "cannot be read"),
        ("import os", "cannot be read"),
        ("[A1]", "cannot be read"),
        ("'A1'", "is no character"),
        ("A1 == A2", "cannot be read"),
        ("f(**A1)", "cannot be read"),
        ("X" * 301, "longer than 300"),
        ("(" * 45 + "X" + ")" * 45, "deeper than 40"),
    ],
)
def test_bad_input_is_one_error_step(source, words):
    (step,) = analyse(source, VECTORIZED).steps
    assert step.verdict == ERROR
    assert words in step.reason


@pytest.mark.parametrize("source", ["Z1" + ".T" * 149, "-" * 298 + "A1", "A1" + "+1" * 149, "2**" * 99 + "2"])
def test_long_chains_are_read_to_their_end(source):
    assert analyse(source, VECTORIZED).shape is not None


def test_nothing_is_evaluated():
    step = last("__import__(quit)")
    assert step.verdict == ERROR


def test_an_assignment_is_held_against_the_notation():
    assert last("dW2 = dZ2 @ A1.T").reason.startswith("dW2 gets the shape (n2, n1) of W2")
    turned = last("dW2 = A1 @ dZ2.T")
    assert (turned.verdict, turned.reason) == (TRAP, "Runs, but dW2 must be (n2, n1), and this is (n1, n2).")
    assert "happen to be equal" in last("dW2 = A1 @ dZ2.T", n1=2).reason
    assert verdicts("mine = X.T") == [LEGAL, LEGAL]


def test_other_notations_bring_their_own_names():
    assert analyse("dz2 @ a1.T", ONE_EXAMPLE).shape == ("n2", "n1")
    assert analyse("w.T @ x + b", LOGISTIC).shape == (1, 1)
    assert verdicts("A1", LOGISTIC) == [ERROR]
    assert analyse("p @ q", {"p": ("n0", "m"), "q": ("m", 1)}).shape == ("n0", 1)


def test_wrong_calls_are_refused():
    with pytest.raises(TypeError, match="as text, got int"):
        analyse(3, VECTORIZED)
    with pytest.raises(ValueError, match="size m must be a positive whole number, got 0"):
        analyse("X", VECTORIZED, {"m": 0})


def test_numpy_agrees_on_generated_expressions():
    """Every generated expression has the shape NumPy gives it, and is an error exactly where NumPy raises."""
    seen = {LEGAL: 0, BROADCAST: 0, TRAP: 0, ERROR: 0}
    for source, sizes in expressions(1500, seed=1):
        names = {name: np.ones(in_numbers(VECTORIZED.shape(name), sizes)) for name in VECTORIZED}
        names |= {f"d{name}": value for name, value in names.items()} | sizes
        names |= {"m": np.int64(sizes["m"]), "np": np, "tanh": tanh, "sigmoid": sigmoid, "i": 0}
        analysis = analyse(source, VECTORIZED, sizes)
        try:
            with warnings.catch_warnings(action="ignore"):
                expected = np.shape(eval(source, {}, names))
        except (ValueError, TypeError, IndexError, AttributeError):
            expected = None
        assert analysis.numbers == expected, (source, sizes, analysis.steps[-1])
        seen[analysis.verdict] += 1
    assert min(seen.values()) > 25


def test_every_message_is_plain_and_ends_a_sentence():
    for text in MESSAGES.values():
        assert text.endswith((".", "))."))
