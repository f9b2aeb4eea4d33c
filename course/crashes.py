"""What a learner's exception says about the mistake: the line, its operands in symbols, and what to look at next."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from course.judging import Trial
from course.notation import spell_found
from course.subject import Failure

# Kinds of exception that may come from shapes which do not fit, and so not come up where all sizes are equal.
OF_SHAPES = ("ValueError", "IndexError", "AxisError", "LinAlgError", "TypeError")
ASSIGNMENT = re.compile(r"^(\w+)\s*[-+*/@]?=[^=]")

# The first pattern that is found in "Kind: message" gives the next step.
NEXT_STEPS = (
    (r"core dimension|not aligned", "In A @ B the columns of A must meet the rows of B. Which of the two should turn?"),
    (
        r"could not be broadcast",
        "For * + and - both shapes must be equal, or 1 where they differ. Is @ or keepdims meant?",
    ),
    (r"NameError|UnboundLocalError", "Compute that name inside the function, from its arguments, before it is used."),
    (
        r"positional argument|unexpected keyword",
        "Keep the arguments of the function as they were given, in their order.",
    ),
    (
        r"interpreted as an integer|data type '\d|Cannot interpret",
        "A shape goes in as one tuple, with its own brackets.",
    ),
    (
        r"UFuncTypeError|Cannot cast",
        "An array of whole numbers cannot take fractions in place. Make a new array instead.",
    ),
    (r"KeyError", "Print the keys of the dict: is the name spelt as in the task?"),
    (r"AttributeError", "Print type(...) of what stands left of the dot: it is not what the line takes it for."),
    (r"IndexError", "Print the .shape of what is indexed: which axis has that many entries?"),
    (r"RecursionError", "The function calls itself. Which other function did you mean to call?"),
    (r"SystemExit", "Return the result instead of leaving Python."),
)


def tell(failure: Failure, sizes: Mapping[str, int]) -> tuple[str, str]:
    """The exception, its line and its operands in symbols, as one text; and the next step."""
    text = f"{failure.kind}: {failure.message}" if failure.message else failure.kind
    if failure.lines:
        number, line = failure.lines[-1]
        text += f"\nat line {number}: {line}"
    if failure.operands:
        shapes = (f"{name} is {spell_found(shape, sizes)}" for name, shape in failure.operands.items())
        text += f"\nwhere {', '.join(shapes)}"
    found = (step for pattern, step in NEXT_STEPS if re.search(pattern, f"{failure.kind}: {failure.message}"))
    return text, next(found, "Run the line by itself with the shapes printed beside it.")


def assigned_name(failure: Failure) -> str:
    """The name on the left of the failing line, or an empty text."""
    match = ASSIGNMENT.match(failure.lines[0][1]) if failure.lines else None
    return match.group(1) if match else ""


def computed_before(trials: Sequence[Trial], names: Sequence[str]) -> dict[str, list[object]]:
    """For each of `names` that the function had assigned before it stopped, its value in every trial."""
    arguments = trials[0].case.arguments
    kept = [
        name
        for name in names
        if name not in arguments
        and all(trial.answer.failure and name in trial.answer.failure.computed for trial in trials)
    ]
    return {name: [trial.answer.failure.computed[name] for trial in trials] for name in kept}
