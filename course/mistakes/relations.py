"""Mistakes that are a plain relation to the expected value: a factor, a sign, a transpose, a lost dimension."""

from __future__ import annotations

import numpy as np

from course.exercises.agreement import agrees
from course.mistakes.bank import Fitted, mistake

PARAMETERS = "vectorized.dW? vectorized.db?"
LOGISTIC = "logistic.da logistic.dz logistic.dw logistic.db"


def _is_zero(s):
    return bool(np.size(s.got)) and not np.any(s.got) and bool(np.any(s.expected))


@mistake(
    "*.Z? *.A? *.dZ? *.dW? logistic.z logistic.a logistic.dw logistic.db initialization.update.*",
    "Which value belongs to which name, and in which order are they asked for?",
)
def returned_under_another_name(s):
    """Your {name} equals what is expected under another name, as happens when results are returned in another order."""
    return any(agrees(s.got, value) for name, value in s.siblings.items() if name != s.name)


@mistake(PARAMETERS, "What is 1 // m as a whole number, and does the line that computes {name} store its result?")
def one_over_m_floored(s):
    """Your {name} is zero in every entry, as happens with 1 // m, or when the result is never stored in the array of
    zeros that is returned."""
    return _is_zero(s)


@mistake(
    "one_example.d* vectorized.dZ? vectorized.Z? vectorized.A? one_example.Z? one_example.A? one_example.tanh_prime"
    " logistic.*",
    "Which line makes it zero: a difference of two equal things, or an array of zeros that stays as it was?",
)
def zeros_returned(s):
    """Your {name} is zero in every entry, as happens when something is subtracted from itself, or when an array of
    zeros is made and the result is never stored in it."""
    return _is_zero(s)


@mistake(PARAMETERS, "The product adds up the gradients of all examples. What turns that sum into the average in J?")
def missing_average(s):
    """Your {name} is exactly m times the expected value, as happens when the 1/m is left out."""
    return s.expected * s.m


@mistake(PARAMETERS, "In how many places on the way to {name} do you divide by m, and does np.mean divide as well?")
def averaged_twice(s):
    """Your {name} is the expected value divided by m once more, as happens when 1/m is applied in two places, or beside
    np.mean."""
    return s.expected / s.m


@mistake("vectorized.dZ?", "Is {name} one gradient for each example, or already an average over them?")
def averaged_too_early(s):
    """Your {name} is the expected value divided by m, as happens when the 1/m is put into {name} although the average
    is taken later, in dW and db."""
    return s.expected / s.m


@mistake(PARAMETERS, "Which axis of X counts the examples: rows or columns?")
def m_from_number_of_features(s):
    """Your {name} is divided by n0, the number of features, and not by m, as happens with m = X.shape[0]."""
    return s.expected * s.m / s.sizes["n0"]


@mistake(PARAMETERS, "Which axis of A1 counts the examples: rows or columns?")
def m_from_number_of_hidden_units(s):
    """Your {name} is divided by n1, the number of hidden units, and not by m, as happens when m is read from shape[0]
    of A1 or dZ1."""
    return s.expected * s.m / s.sizes["n1"]


@mistake(f"{PARAMETERS} vectorized.J", "Which axis counts the examples: rows or columns?")
def m_from_number_of_outputs(s):
    """Your {name} is divided by n2, the number of outputs, and not by m, as happens when m is read from shape[0] of Y
    or dZ2."""
    return s.expected * s.m / s.sizes["n2"]


@mistake(PARAMETERS, "What does .size count, and what does .shape[1] count?")
def m_from_size(s):
    """Your {name} is divided by the number of all entries of a matrix and not by m, the number of its columns, as
    happens with m = X.size or np.size(Y)."""
    return [s.expected / s.sizes[name] for name in ("n0", "n2", "n1")]


@mistake(
    f"{PARAMETERS} vectorized.J",
    "Where does the number you divide by come from, and does it change when the arrays do?",
)
def hard_coded_number_of_examples(s):
    """Your {name} is divided by one fixed number whatever m is, as happens when the number of examples is typed in or
    read from an array of the notebook."""
    largest = np.unravel_index(np.argmax(np.abs(s.expected)), s.expected.shape)
    divisor = float(np.round(s.expected[largest] * s.m / s.got[largest]))
    return Fitted(s.expected * s.m / divisor, divisor) if divisor >= 2 else None


@mistake(
    "*.dZ2 *.dW? *.db? logistic.dz logistic.dz_by_chain_rule logistic.dw logistic.db",
    "Where does the factor 2 in your line come from, and is there a square in this loss?",
)
def doubled(s):
    """Your {name} is exactly twice the expected value, as happens when the 2 of a squared error is carried along."""
    return 2 * s.expected


@mistake(
    "*.dZ2 *.dW? *.db? logistic.dz logistic.dz_by_chain_rule logistic.dw logistic.db",
    "Is there a 1/2 in the loss of this lesson?",
)
def halved(s):
    """Your {name} is exactly half the expected value, as happens when the 1/2 of a squared error is carried along."""
    return s.expected / 2


@mistake("*.dZ2 logistic.dz", "If the prediction is too high, should the gradient be positive or negative?")
def label_minus_prediction(s):
    """Your {name} is the expected value with its sign changed, as happens when prediction and label stand on the wrong
    sides of the minus."""
    return -s.expected


@mistake(
    "*.dZ1 one_example.tanh_prime logistic.dz_by_chain_rule",
    "Can the slope of a curve that only rises be negative?",
)
def negative_derivative(s):
    """Your {name} is the expected value with its sign changed, as happens with a minus too many, or when the slope of
    the activation is written with its two terms the wrong way round."""
    return -s.expected


@mistake(
    "*.dW? *.db? logistic.da logistic.dw logistic.db",
    "If a prediction is too high, should this gradient push it up or down, and which line sets the sign?",
)
def sign_flipped(s):
    """Your {name} is the expected value with its sign changed in every entry, as happens with a minus too many or too
    few on the way."""
    return -np.asarray(s.expected)


@mistake(
    "*.db? logistic.dw logistic.a one_example.dZ? one_example.Z? one_example.A? one_example.tanh_prime",
    "Which of the two sides of a column is 1, the first or the second?",
)
def row_for_column(s):
    """Your {name} has the right numbers, but in a row where a column is expected, as happens with .T or with
    reshape(1, -1)."""
    return np.reshape(s.expected, (1, -1))


@mistake("*.dW?", "Which shape must {name} have, and which of the two factors should give its rows?")
def transposed(s):
    """Your {name} is the transpose of the expected value, as happens when the two factors of the product change
    places."""
    return s.expected.T


@mistake("*.db?", "What does keepdims=True keep, and what happens to (n, 1) + (n,) without it?")
def bias_without_keepdims(s):
    """Your {name} has the right numbers in a one-dimensional array, as happens when a sum, a mean or an index drops an
    axis."""
    return s.expected.ravel()


@mistake(
    "logistic.dw logistic.a one_example.dZ? one_example.Z? one_example.A? one_example.tanh_prime",
    "Which operation in your line drops an axis: an index, ravel, squeeze or a sum?",
)
def lost_dimension(s):
    """Your {name} has the right numbers in a one-dimensional array where a column is expected, as happens with ravel,
    squeeze or an index such as [:, 0]."""
    return np.ravel(s.expected)


@mistake(f"{PARAMETERS} vectorized.J", "What does // do to 0.7?")
def integer_division(s):
    """Your {name} is the expected value rounded down to whole numbers, as happens with // in place of /."""
    return np.floor(s.expected)
