"""Lesson 4: starting values, the update step and training with the learner's own functions."""

from __future__ import annotations

import numpy as np

from course.exercises.agreement import agrees
from course.exercises.spec import Exercise, Quantity
from course.exercises.two_layer import PARAMETERS, draw
from course.gradients import complex_step
from course.network import cost, forward
from course.notation import VECTORIZED

SEED_RANGE = 2**31


def draw_start(rng, sizes):
    """Sizes and a seeded generator, as `initialize` takes them."""
    return {**sizes, "rng": np.random.default_rng(rng.integers(SEED_RANGE))}


def draw_update(rng, sizes):
    """Parameters with gradients of order one, and a learning rate.

    The gradients come in the order in which a backward pass finds them, those of Z1 and Z2 too.
    """
    values = draw(rng, sizes)
    return {
        "parameters": {name: values[name] for name in PARAMETERS},
        "gradients": {f"d{name}": rng.normal(size=values[name].shape) for name in ("Z2", "W2", "b2", "Z1", "W1", "b1")},
        "learning_rate": float(rng.uniform(0.2, 0.9)),
    }


def draw_training(rng, sizes):
    """Data on which three steps of gradient descent are taken from the learner's own start."""
    values = draw(rng, sizes)
    return {
        "X": values["X"],
        "Y": values["Y"],
        "n1": sizes["n1"],
        "steps": 3,
        "learning_rate": float(rng.uniform(0.4, 0.9)),
        "rng": np.random.default_rng(rng.integers(SEED_RANGE)),
    }


def _fewer_steps(values):
    """The same training stopped one and two steps earlier."""
    names = ("X", "Y", "n1", "steps", "learning_rate", "rng")
    return {f"after_{steps}": {**{name: values[name] for name in names}, "steps": steps} for steps in (1, 2)}


def _again(values):
    """The same call again, where a start that comes from `rng` is the same, and with another rng, where it is not."""
    sizes = {name: values[name] for name in ("n0", "n1", "n2")}
    other = np.random.default_rng([values[name] for name in sizes])
    return {"again": {**sizes, "rng": values["rng"]}, "with_another_rng": {**sizes, "rng": other}}


def _stepped(name):
    return lambda v: v["parameters"][name] - v["learning_rate"] * v["gradients"][f"d{name}"]


def cost_at(parameters, X, Y):
    """J of the two-layer network with `parameters` on X (n0, m), Y (n2, m)."""
    _, _, _, A2 = forward(X, *(parameters[name] for name in PARAMETERS))
    return cost(A2, Y)


def descend(parameters, v, name):
    """One step of gradient descent on J for the parameter `name`, from `parameters`."""
    slope = complex_step(lambda value: cost_at({**parameters, name: value}, v["X"], v["Y"]), parameters[name])
    return parameters[name] - v["learning_rate"] * slope


def _trained(name):
    """The parameter one step after the learner's own second one.

    Where that step is none, as from a start at zero, an answer that never trains would be as right: ValueError.
    """

    def expected(v):
        before = v["after_2"]["parameters"]
        after = descend(before, v, name)
        if agrees(before[name], after):
            raise ValueError(name)
        return after

    return expected


def _costs(v):
    """J before each of the three steps, or after each; the first start is the learner's own.

    Raises ValueError where J stands still, as `_trained` does.
    """
    after_1, after_2 = v["after_1"]["parameters"], v["after_2"]["parameters"]
    after_3 = {name: descend(after_2, v, name) for name in PARAMETERS}
    first, second, third = (float(cost_at(p, v["X"], v["Y"])) for p in (after_1, after_2, after_3))
    if agrees(second, third):
        raise ValueError("costs")
    recorded = np.ravel(np.asarray(v["after_1"]["costs"], dtype=float))
    start = recorded[:1] if recorded.size else np.array([np.nan])
    before = np.concatenate([start, [first, second]])
    return [before, np.array([first, second, third]), np.append(before, third)]


def _parameters(expected, after=()):
    return tuple(Quantity(name, VECTORIZED.shape(name), expected and expected(name), after) for name in PARAMETERS)


EXERCISES = [
    Exercise(
        "initialization.initialize",
        ("n0", "n1", "n2", "rng"),
        _parameters(None),
        "dict",
        draw_start,
        VECTORIZED,
        companions=_again,
    ),
    *(
        Exercise(
            f"initialization.{name}",
            ("parameters", "gradients", "learning_rate"),
            _parameters(_stepped),
            "dict",
            draw_update,
            VECTORIZED,
            planted=planted,
        )
        for name, planted in (("update", ""), ("repair", "arguments-changed"))
    ),
    Exercise(
        "initialization.train",
        ("X", "Y", "n1", "steps", "learning_rate", "rng"),
        (*_parameters(_trained), Quantity("costs", ("steps",), _costs, sequence=True)),
        "parameters, costs",
        draw_training,
        VECTORIZED,
        companions=_fewer_steps,
    ),
]
