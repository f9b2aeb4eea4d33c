"""Where in the lessons the matter of an exercise is explained: the number of the lesson and a heading of it."""

from __future__ import annotations

from course.exercises.predictions import PREDICTED
from course.exercises.two_layer import small
from course.language import _

LESSONS = {"logistic": 1, "one_example": 2, "vectorized": 3, "initialization": 4}

HEADINGS = {
    "logistic.sigmoid": "1. From the features to a prediction",
    "logistic.forward": "1. From the features to a prediction",
    "logistic.loss": "2. How wrong was it? The loss",
    "logistic.da": "4. The first step back: da",
    "logistic.sigmoid_prime": "5. The slope of the sigmoid",
    "logistic.dz_by_chain_rule": "6. dz, the long way",
    "logistic.dz": "7. The collapse",
    "logistic.dw": "9. The last step: dw and db",
    "logistic.db": "9. The last step: dw and db",
    "logistic.gradients": "10. All together",
    "logistic.repair": "10. All together",
    "one_example.forward": "1. Forward, twice",
    "one_example.dz2": "3. Equation one: dz2",
    "one_example.dW2": "4. Equations two and three: dW2 and db2",
    "one_example.db2": "4. Equations two and three: dW2 and db2",
    "one_example.tanh_prime": "6. The slope of tanh",
    "one_example.dz1": "7. Equation four: dz1, the error sent back",
    "one_example.dW1": "8. Equations five and six: dW1 and db1",
    "one_example.db1": "8. Equations five and six: dW1 and db1",
    "one_example.backward": "9. The backward pass",
    "one_example.repair": "9. The backward pass",
    "vectorized.forward": "1. Examples are columns",
    "vectorized.cost": "3. One number for all of them: the cost",
    "vectorized.dZ2": "5. Equation one: dZ2",
    "vectorized.dW2": "7. Equation two: dW2",
    "vectorized.db2": "8. Equation three: db2",
    "vectorized.dZ1": "9. Equation four: dZ1",
    "vectorized.dW1": "10. Equations five and six: dW1 and db1",
    "vectorized.db1": "10. Equations five and six: dW1 and db1",
    "vectorized.backward": "11. The backward pass",
    "vectorized.repair": "11. The backward pass",
    "initialization.initialize": "7. A random start",
    "initialization.update": "4. One step downhill",
    "initialization.train": "8. Train",
    "initialization.repair": "4. One step downhill",
}
SHAPES = {
    "logistic": "Shapes first",
    "one_example": "2. The way back, and three shapes",
    "vectorized": "4. What the capital gradients mean",
    "initialization": "3. Four arrays to begin with",
}
HIDDEN_LAYER_SHAPES = "5. Down to the hidden layer: three more shapes"
HEADINGS.update(
    {f"{lesson}.shape_of_{name}": SHAPES[lesson] for lesson, names in PREDICTED.items() for name in names}
    | {f"one_example.shape_of_{small(name)}": HIDDEN_LAYER_SHAPES for name in ("dZ1", "dW1", "db1")}
)


def in_words(place: str) -> str:
    """A place in the language that is spoken; the heading stays as the lesson has it."""
    return place.replace("Lesson", _("Lesson"), 1) if place.startswith("Lesson ") else place


def place(exercise: str) -> str:
    """``place("vectorized.db2") == 'Lesson 3, "8. Equation three: db2"'``."""
    return f'Lesson {LESSONS[exercise.split(".")[0]]}, "{HEADINGS[exercise]}"'
