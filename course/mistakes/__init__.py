"""The bank of known mistakes; importing this package fills it. The order is the order of precedence."""

from course.mistakes import behaviour, logistic, output_delta, hidden_delta, weights, training  # noqa: I001 - precedence
from course.mistakes import forward, loss, relations
from course.mistakes.bank import BANK, Mistake, Situation, explain

__all__ = [
    "BANK",
    "Mistake",
    "Situation",
    "behaviour",
    "explain",
    "forward",
    "hidden_delta",
    "logistic",
    "loss",
    "output_delta",
    "relations",
    "training",
    "weights",
]
