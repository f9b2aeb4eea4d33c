"""Lessons 2 and 3: the two-layer network, on one example and on m examples in columns.

The six gradients are written once, in the capital letters of lesson 3; lesson 2 is the case m = 1 in small letters.
"""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from course.exercises.spec import Exercise, Quantity, labels
from course.gradients import complex_step, pullback
from course.network import cost, forward, linear, losses, sigmoid, tanh
from course.notation import ONE_EXAMPLE, VECTORIZED

PARAMETERS = ("W1", "b1", "W2", "b2")


class Capitals(Mapping):
    """Values looked up by the names of lesson 3, whichever of the two lessons' names they have."""

    def __init__(self, values: Mapping[str, object]):
        self.values_by_name = values

    def __getitem__(self, name: str):
        return self.values_by_name[name if name in self.values_by_name else small(name)]

    def __iter__(self):
        return iter(self.values_by_name)

    def __len__(self) -> int:
        return len(self.values_by_name)


def small(name: str) -> str:
    """The name that lesson 2 has for lesson 3's `name`: ``small("dZ1") == "dz1"``; parameters keep theirs."""
    return name if name.removeprefix("d") in PARAMETERS else name.lower()


def capital(name: str) -> str:
    """The name that lesson 3 has for lesson 2's `name`: ``capital("dz1") == "dZ1"``."""
    prefix, base = ("d", name[1:]) if name.startswith("d") else ("", name)
    return name if base in PARAMETERS else prefix + base.upper()


def examples(v) -> int:
    """m, the number of columns."""
    return v["A1"].shape[1]


def _dZ2(v):
    return complex_step(lambda Z2: np.sum(losses(sigmoid(Z2), v["Y"])), v["Z2"])


def _dZ1(v):
    return pullback(lambda Z1: linear(v["W2"], tanh(Z1), v["b2"]), {"Z1": v["Z1"]}, "Z1", v["dZ2"])


def output_layer(v, wrt):
    """Pullback of ``Z2 = W2 @ A1 + b2`` at dZ2, summed over the examples."""
    return pullback(linear, {"W": v["W2"], "A": v["A1"], "b": v["b2"]}, wrt, v["dZ2"])


def hidden_layer(v, wrt):
    """Pullback of ``Z1 = W1 @ X + b1`` at dZ1, summed over the examples."""
    return pullback(linear, {"W": v["W1"], "A": v["X"], "b": v["b1"]}, wrt, v["dZ1"])


# Each dZ holds the gradient of every example's own loss, one column each; J averages the losses, so the gradients of
# the parameters are averages.
GRADIENTS = {
    "dZ2": (_dZ2, (), ""),
    "dW2": (lambda v: output_layer(v, "W") / examples(v), ("dZ2",), "dZ2"),
    "db2": (lambda v: output_layer(v, "b") / examples(v), ("dZ2",), "dZ2"),
    "dZ1": (_dZ1, ("dZ2",), ""),
    "dW1": (lambda v: hidden_layer(v, "W") / examples(v), ("dZ1",), "dZ1"),
    "db1": (lambda v: hidden_layer(v, "b") / examples(v), ("dZ1",), "dZ1"),
}
FORWARD = {
    "Z1": (lambda v: linear(v["W1"], v["X"], v["b1"]), ()),
    "A1": (lambda v: tanh(v["Z1"]), ("Z1",)),
    "Z2": (lambda v: linear(v["W2"], v["A1"], v["b2"]), ("A1",)),
    "A2": (lambda v: sigmoid(v["Z2"]), ("Z2",)),
}


def draw(rng, sizes):
    """A forward pass with activations of order one, then the reference gradients in their order.

    Wherever there is room, Z1 has both signs and some prediction lies on the wrong side of 1/2: otherwise ReLU would
    look like a straight line and a rounded error like none.
    """
    n0, n1, n2, m = (sizes[name] for name in ("n0", "n1", "n2", "m"))
    values = {
        "X": rng.normal(size=(n0, m)),
        "Y": labels(rng, (n2, m)),
        "W1": rng.normal(size=(n1, n0)) / np.sqrt(n0),
        "b1": rng.normal(size=(n1, 1)) / 2,
        "W2": rng.normal(size=(n2, n1)) / np.sqrt(n1),
        "b2": rng.normal(size=(n2, 1)) / 2,
    }
    positive = linear(values["W1"], values["X"], values["b1"]) > 0
    if positive.all() or not positive.any():
        values["W1"][0], values["b1"][0] = -values["W1"][0], -values["b1"][0]
    activations = forward(values["X"], values["W1"], values["b1"], values["W2"], values["b2"])
    values.update(zip(("Z1", "A1", "Z2", "A2"), activations, strict=True))
    if np.array_equal(values["A2"] > 0.5, values["Y"] > 0.5):
        values["Y"] = 1 - values["Y"]
    for name, (expected, _, _) in GRADIENTS.items():
        values[name] = expected(values)
    return {**values, "tanh_prime": pullback(tanh, {"z": values["Z1"]}, "z", np.ones_like(values["Z1"]))}


def draw_one(rng, sizes):
    """`draw` with a single column, in the names of lesson 2."""
    return {small(name): value for name, value in draw(rng, {**sizes, "m": 1}).items()}


def _capital_quantities():
    gradients = {
        name: Quantity(name, VECTORIZED.shape(name), expected, after, average_of)
        for name, (expected, after, average_of) in GRADIENTS.items()
    }
    activations = {
        name: Quantity(name, VECTORIZED.shape(name), expected, after) for name, (expected, after) in FORWARD.items()
    }
    return gradients | activations


def _small_quantities():
    return {
        small(name): Quantity(
            small(name),
            ONE_EXAMPLE.shape(small(name)),
            lambda values, expected=quantity.expected: expected(Capitals(values)),
            tuple(small(upstream) for upstream in quantity.after),
        )
        for name, quantity in _capital_quantities().items()
    }


SINGLES = {
    "dZ2": ("A2", "Y"),
    "dW2": ("dZ2", "A1"),
    "db2": ("dZ2",),
    "dZ1": ("W2", "dZ2", "Z1", "A1"),
    "dW1": ("dZ1", "X"),
    "db1": ("dZ1",),
}
FORWARD_ARGUMENTS = ("X", "W1", "b1", "W2", "b2")
BACKWARD_ARGUMENTS = ("X", "Y", "W2", "Z1", "A1", "A2")


def _exercises(lesson, notation, draw, table, rename, planted):
    """Forward, the six single equations, backward and find-the-bug of one lesson."""

    def exercise(name, arguments, names, returns, **more):
        return Exercise(
            f"{lesson}.{name}",
            tuple(rename(argument) for argument in arguments),
            tuple(table[rename(quantity)] for quantity in names),
            returns,
            draw,
            notation,
            **more,
        )

    vectorized = lesson == "vectorized"
    return [
        exercise("forward", FORWARD_ARGUMENTS, FORWARD, "tuple", vectorized=vectorized),
        *(exercise(rename(name), SINGLES[name], [name], "single", vectorized=vectorized) for name in SINGLES),
        exercise("backward", BACKWARD_ARGUMENTS, GRADIENTS, "dict", vectorized=vectorized),
        exercise("repair", BACKWARD_ARGUMENTS, GRADIENTS, "dict", planted=planted),
    ]


EXERCISES = [
    *_exercises("one_example", ONE_EXAMPLE, draw_one, _small_quantities(), small, "sigmoid-derivative-for-tanh"),
    Exercise(
        "one_example.tanh_prime",
        ("a1",),
        (Quantity("tanh_prime", ("n1", 1), lambda v: v["tanh_prime"]),),
        "single",
        draw_one,
        ONE_EXAMPLE,
    ),
    *_exercises("vectorized", VECTORIZED, draw, _capital_quantities(), str, "bias-summed-over-everything"),
    Exercise(
        "vectorized.cost",
        ("A2", "Y"),
        (Quantity("J", VECTORIZED.shape("J"), lambda v: cost(v["A2"], v["Y"])),),
        "single",
        draw,
        VECTORIZED,
    ),
]
