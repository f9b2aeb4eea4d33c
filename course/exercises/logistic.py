"""Lesson 1: logistic regression on one example."""

from __future__ import annotations

import numpy as np

from course.exercises.spec import DISTINCT, Exercise, Quantity
from course.gradients import complex_step, pullback
from course.network import logistic_forward, loss, sigmoid, weighted_sum
from course.notation import LOGISTIC


def draw(rng, sizes):
    """A forward pass with z of order one: x, w (n0, 1), b, y, z, a (1, 1); then its gradients, step by step.

    The label follows from n0, so that among the four sizes each label is drawn twice, once with a prediction on the
    right side of 1/2 and once with one on the wrong side.
    """
    n0 = sizes["n0"]
    values = {
        "x": rng.normal(size=(n0, 1)),
        "y": np.full((1, 1), float(n0 in DISTINCT[::2])),
        "w": rng.normal(size=(n0, 1)) / np.sqrt(n0),
        "b": rng.normal(size=(1, 1)) / 2,
    }
    predicted_right = n0 not in DISTINCT[:2]
    if ((weighted_sum(values["w"], values["x"], values["b"]) > 0) == (values["y"] > 0)) != predicted_right:
        values["w"], values["b"] = -values["w"], -values["b"]
    values["z"], values["a"] = logistic_forward(values["w"], values["b"], values["x"])
    for name, quantity in BACKWARD.items():
        values[name] = quantity.expected(values)
    return values


def draw_wide(rng, sizes):
    """A column of z, (n0, 1), whose first entry lies far out on one of the flat ends of the sigmoid."""
    z = rng.normal(size=(sizes["n0"], 1))
    z[0] = rng.choice([-800.0, 800.0])
    return {"z": z}


def _quantity(name, expected, after=(), shape=None):
    return Quantity(name, LOGISTIC.shape(name) if shape is None else shape, expected, after)


FORWARD = {
    "z": _quantity("z", lambda v: weighted_sum(v["w"], v["x"], v["b"])),
    "a": _quantity("a", lambda v: sigmoid(v["z"]), ("z",)),
}
BACKWARD = {
    "da": _quantity("da", lambda v: complex_step(lambda a: loss(a, v["y"]), v["a"])),
    "dz": _quantity("dz", lambda v: complex_step(lambda z: loss(sigmoid(z), v["y"]), v["z"])),
    "dw": _quantity("dw", lambda v: pullback(weighted_sum, _linear_inputs(v), "w", v["dz"]), ("dz",)),
    "db": _quantity("db", lambda v: pullback(weighted_sum, _linear_inputs(v), "b", v["dz"]), ("dz",)),
}


def _linear_inputs(v):
    return {"w": v["w"], "x": v["x"], "b": v["b"]}


def _sigmoid_slope(v):
    return pullback(sigmoid, {"z": v["z"]}, "z", np.ones_like(v["z"]))


# dz is not returned here, but db = dz stands for it: dw is judged by what follows from the learner's own db.
TOGETHER = [
    _quantity("dw", lambda v: pullback(weighted_sum, _linear_inputs(v), "w", v["db"]), ("db",)),
    BACKWARD["db"],
]


def _exercise(name, arguments, quantities, returns="single", draw=draw, **more):
    return Exercise(f"logistic.{name}", arguments, tuple(quantities), returns, draw, LOGISTIC, **more)


EXERCISES = [
    _exercise(
        "sigmoid",
        ("z",),
        [Quantity("a", ("n0", 1), lambda v: sigmoid(v["z"]))],
        draw=draw_wide,
    ),
    _exercise("forward", ("w", "b", "x"), FORWARD.values(), "tuple"),
    _exercise("loss", ("a", "y"), [_quantity("L", lambda v: loss(v["a"], v["y"]))]),
    _exercise("da", ("a", "y"), [BACKWARD["da"]]),
    _exercise("sigmoid_prime", ("a",), [_quantity("sigmoid_prime", _sigmoid_slope, shape=(1, 1))]),
    _exercise(
        "dz_by_chain_rule",
        ("da", "a"),
        [_quantity("dz", lambda v: pullback(sigmoid, {"z": v["z"]}, "z", v["da"]))],
    ),
    _exercise("dz", ("a", "y"), [BACKWARD["dz"]]),
    _exercise("dw", ("dz", "x"), [BACKWARD["dw"]]),
    _exercise("db", ("dz",), [BACKWARD["db"]]),
    _exercise("gradients", ("x", "a", "y"), TOGETHER, "tuple"),
    _exercise("repair", ("x", "a", "y"), TOGETHER, "tuple", planted="sign-flipped"),
]
