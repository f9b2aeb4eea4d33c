"""Shape predictions: learners name the shape of a gradient before they write its code."""

from __future__ import annotations

from course.exercises.spec import Exercise, Quantity
from course.notation import NOTATIONS

PREDICTED = {
    "logistic": ("dz", "dw", "db"),
    "one_example": ("dz2", "dW2", "db2", "dz1", "dW1", "db1"),
    "vectorized": ("dZ2", "dW2", "db2", "dZ1", "dW1", "db1"),
    "initialization": ("W1", "b1", "W2", "b2"),
}

EXERCISES = [
    Exercise(
        f"{lesson}.shape_of_{name}",
        (),
        (Quantity(name, NOTATIONS[lesson].shape(name), None),),
        "shape",
        lambda rng, sizes: {},
        NOTATIONS[lesson],
    )
    for lesson, names in PREDICTED.items()
    for name in names
]
