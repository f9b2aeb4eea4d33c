"""The three hints of every exercise: a question, the place to look, the formula in words."""

from __future__ import annotations

from course.exercises import EXERCISES
from course.exercises.predictions import PREDICTED
from course.exercises.two_layer import small
from course.language import _

Steps = tuple[str, str, str]

LOGISTIC: dict[str, Steps] = {
    "sigmoid": (
        "What should come out for a very large z, for a very negative one, and for z = 0?",
        "The definition of the sigmoid at the start of the lesson; np.exp works on whole arrays.",
        "One divided by the sum of one and e to the power of minus z.",
    ),
    "forward": (
        "How do three features and three weights become one number?",
        "The formula for z at the start of the lesson; the sigmoid you have already written.",
        "z is the matrix product of w laid on its side with x, plus the bias; a is the sigmoid of z.",
    ),
    "loss": (
        "For a label of 1, which of the two terms is left, and when is it small?",
        "The formula of the loss L(a, y) in the section on the loss.",
        "Minus y times the logarithm of a, minus one less y times the logarithm of one less a.",
    ),
    "da": (
        "What is the derivative of log(a), and of log(1 - a)?",
        "The formula of the loss: differentiate its two terms with respect to a, one after the other.",
        "Minus the label over a, plus one less the label over one less a.",
    ),
    "sigmoid_prime": (
        "How steep is the sigmoid where a is close to 0 or 1, and where is it steepest?",
        "The section on the slope of the sigmoid, where it is written with a alone.",
        "a times one less a.",
    ),
    "dz_by_chain_rule": (
        "If a moves by a little and z moves a by its slope, how much of da reaches z?",
        "The section on the chain rule: the gradient that arrives times the local slope.",
        "da times the slope of the sigmoid, the slope written with a.",
    ),
    "dz": (
        "If the prediction were perfect, what should the gradient be?",
        "The table in which da times the slope of the sigmoid collapses.",
        "The prediction minus the label.",
    ),
    "dw": (
        "By how much does z change when one weight grows by a little?",
        "The formula for z: look at what each weight is multiplied by.",
        "dz times x, feature by feature.",
    ),
    "db": (
        "By how much does z change when the bias grows by a little?",
        "The formula for z: look at what the bias is multiplied by.",
        "The bias gets dz as it is.",
    ),
    "gradients": (
        "Which gradient do both dw and db start from?",
        "The cells in which you wrote dz, dw and db.",
        "First dz from prediction and label; dw is dz times x; db is dz.",
    ),
    "repair": (
        "If the prediction is too high and the feature positive, which sign must dw have?",
        "Go through the lines from the top, with a label of 1 and a prediction of 0.8 in mind.",
        "Compare the first line with the formula for dz: what is taken from what?",
    ),
}

TWO_LAYERS: dict[str, Steps] = {
    "forward": (
        "Which two kinds of step alternate in the network?",
        "The four formulas of the forward pass; which activation does each layer have?",
        "Weighted sum with W1 and b1, tanh, weighted sum with W2 and b2, sigmoid; return all four.",
    ),
    "dZ2": (
        "The output layer is a logistic regression on {A1}. What was its dz?",
        "The gradient at the output layer: the first of the six equations.",
        "The output activations minus the labels.",
    ),
    "dW2": (
        "In lesson 1, dw was dz times the layer's input. What is the input of the output layer?",
        "The second equation; write the shape of {dZ2} and of {A1} beside the shape dW2 must have.",
        "The matrix product of {dZ2} with {A1} turned round{average}.",
    ),
    "db2": (
        "By how much does {Z2} change when a bias grows, and in how many columns?",
        "The third equation; compare the shape of {dZ2} with the shape of b2.",
        "{bias2}.",
    ),
    "dZ1": (
        "Along which weights does the gradient travel back to {A1}, and what lies between {A1} and {Z1}?",
        "The fourth equation; it has a matrix product first and an elementwise product after it.",
        "W2 turned round, matrix product with {dZ2}; that, entry by entry, times the slope of tanh at {Z1}.",
    ),
    "dW1": (
        "It is the calculation of dW2 again. What is the input of the hidden layer?",
        "The fifth equation, beside the second.",
        "The matrix product of {dZ1} with {X} turned round{average}.",
    ),
    "db1": (
        "It is the calculation of db2 again. Which gradient does it start from now?",
        "The sixth equation, beside the third.",
        "{bias1}.",
    ),
    "backward": (
        "In which order do the six gradients need each other?",
        "Your own six functions, from the output layer back to the hidden one.",
        "{dZ2} first, dW2 and db2 from it, then {dZ1} from {dZ2}, then dW1 and db1 from {dZ1}.",
    ),
    "repair": (
        "Which line would you trust least, and which small numbers would show whether it is right?",
        "Compare each line with the equation of the lesson, and the shape of each result with the notation.",
        "One line only is wrong. Of the gradients that fail when measured, the one computed first points at it.",
    ),
}

LESSON2: dict[str, Steps] = {
    "tanh_prime": (
        "How steep is tanh at 0, and how steep far out where it is flat?",
        "The section on the slope of tanh, where it is written with a1 alone.",
        "One less the square of a1, entry by entry.",
    ),
}

LESSON3: dict[str, Steps] = {
    "cost": (
        "J is an average. Over what, and what is added up before?",
        "The formula of the cost; the loss of lesson 1 for every output and every example.",
        "Add up the losses of all outputs and examples, and divide by the number of examples, the columns.",
    ),
}

LESSON4: dict[str, Steps] = {
    "initialize": (
        "Which of the parameters must differ from unit to unit at the start, and how much?",
        "The shapes that you have predicted, and the methods of `rng` for normal numbers.",
        "Weights: small normal numbers from rng in the shape (units, inputs). Biases: zeros in the shape (units, 1).",
    ),
    "update": (
        "Which way does the gradient point, and which way do you want to go?",
        "The section on one step downhill; make new arrays, so that the old parameters stay as they are.",
        "Each new parameter is the old one minus the learning rate times its gradient.",
    ),
    "train": (
        "What has to be computed anew in every round because the parameters have changed?",
        "Your own initialize, forward, cost, backward and update, in this order; the first stands before the loop.",
        "Start once; then in every round: forward, record the cost, backward, update.",
    ),
    "repair": (
        "Print a parameter before and after the call. What has happened to the array you passed in?",
        "The sentence in this lesson on making new arrays in an update.",
        "An operation with = after its sign writes into the array that it finds; a new array is needed.",
    ),
}

ROWS_FIRST = "Write the rows first and the columns second, as names in quotation marks or the number 1."
GRADIENT_SHAPE: Steps = (
    "Which foo is this dfoo the gradient of?",
    "The place where the shape of foo is told or follows from the formula it stands in; dfoo has the same.",
    ROWS_FIRST,
)
PARAMETER_SHAPE: Steps = (
    "How many units does the layer have, and how many numbers come into each of them?",
    "The line of the forward pass in which it stands, with the shape of what comes in and of what comes out.",
    ROWS_FIRST,
)


def steps_of(exercise: str) -> Steps:
    """The three hints of an exercise, in the symbols of its lesson and in the language that is spoken."""
    lesson = exercise.partition(".")[0]
    steps = tuple(_(step) for step in HINTS[exercise])
    if lesson not in ("one_example", "vectorized"):
        return steps
    words = _words(one=lesson == "one_example")
    return tuple(step.format_map(words) for step in steps)


def _words(one: bool) -> dict[str, str]:
    """What stands for the names in braces, in lesson 2 (`one` example) or in lesson 3."""
    names = {symbol: small(symbol) if one else symbol for symbol in ("X", "Z1", "A1", "Z2", "A2", "dZ1", "dZ2")}
    average = "" if one else _(", divided by the number of examples")
    bias = (
        _("b{layer} gets {dZ} as it is")
        if one
        else _("Add {dZ} up over its columns, keep that axis, and divide by the number of examples")
    )
    biases = {f"bias{layer}": bias.format(layer=layer, dZ=names[f"dZ{layer}"]) for layer in (1, 2)}
    return {**names, **biases, "average": average}


def _all() -> dict[str, Steps]:
    found = {f"logistic.{name}": steps for name, steps in LOGISTIC.items()}
    for lesson, rename in (("one_example", small), ("vectorized", str)):
        for name, steps in TWO_LAYERS.items():
            called = name if name in ("forward", "backward", "repair") else rename(name)
            found[f"{lesson}.{called}"] = steps
    found.update({f"one_example.{name}": steps for name, steps in LESSON2.items()})
    found.update({f"vectorized.{name}": steps for name, steps in LESSON3.items()})
    found.update({f"initialization.{name}": steps for name, steps in LESSON4.items()})
    for lesson, names in PREDICTED.items():
        shape = PARAMETER_SHAPE if lesson == "initialization" else GRADIENT_SHAPE
        found.update({f"{lesson}.shape_of_{name}": shape for name in names})
    found.update({exercise.name: exercise.hints for exercise in EXERCISES.values() if exercise.hints})
    return found


# In English, with names such as {dZ2} still in braces.
HINTS: dict[str, Steps] = _all()
