"""What a learner's exception says about the mistake: the line, its operands in symbols, and what to look at next."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from course.judging import Trial
from course.language import N_, _
from course.notation import spell_found
from course.subject import Failure

# Kinds of exception that may come from shapes which do not fit, and so not come up where all sizes are equal.
OF_SHAPES = ("ValueError", "IndexError", "AxisError", "LinAlgError", "TypeError")
ASSIGNMENT = re.compile(r"^(\w+)\s*[-+*/@]?=[^=]")
NUMPY = (
    "abs|array|cosh|dot|exp|log|matmul|maximum|mean|multiply|ones|outer|power|random|round|sqrt|square|sum|tanh|zeros"
)

# The first pattern that is found in "Kind: message" gives the next step.
NEXT_STEPS = (
    (r"NoneType|\bNone\)$", "Something in this line is None: does the function that it comes from end with return?"),
    (
        r"core dimension|not aligned",
        "In A @ B the columns of A must meet the rows of B. Are these the right two, in the right order? If so, is one "
        "to be turned, or is * meant?",
    ),
    (
        r"enough dimensions",
        "@ needs arrays on both sides. Is one of them a plain number, or a function without its brackets?",
    ),
    (
        r"could not be broadcast",
        "For * + and - both shapes must be equal, or 1 where they differ. Are these the right two, and the brackets in "
        "place? If so, is @ or keepdims meant?",
    ),
    (
        r"non-broadcastable output",
        "+= and the like keep the shape of what stands left of them. Make a new array instead.",
    ),
    (
        r"only 0-dimensional arrays|only length-1 arrays|math range error",
        "float() and the functions of math take one number of ordinary size; .item() takes it out of an array that "
        "holds no more. np.exp and np.log take whole arrays.",
    ),
    (rf"NameError: name '({NUMPY})'", "NumPy's functions need np. in front of their names."),
    (
        r"UnboundLocalError",
        "A name that is assigned in a function belongs to that function. Compute it before this line, or give the "
        "result of this line another name.",
    ),
    (
        r"NameError",
        "Is the name spelt like an argument, capitals included? If it is new, compute it before this line.",
    ),
    (
        r"'(function|builtin_function_or_method|ufunc|numpy.ufunc)'",
        "A function stands there by itself: call it, with brackets.",
    ),
    (
        r"not callable",
        "What stands left of the bracket is no function. Is a * missing, or are square brackets meant, or none at all?",
    ),
    (r"'(int|numpy\.int64)' object is not iterable", "A loop over a number needs range(...) around it."),
    (r"bitwise_xor|unsupported operand type\(s\) for \^", "In Python ** raises to a power; ^ is something else."),
    (
        r"(sum|mean)\(\) got an unexpected keyword|invalid keyword argument for|Cannot interpret '(True|False)'",
        "Sums and means take axis=... and keepdims=True, each with its name, spelt so.",
    ),
    (
        r"positional argument|keyword argument",
        "Compare this call with the first line of the function: which argument is missing, too many or misspelt?",
    ),
    (
        r"interpreted as an integer|data type '\d|Cannot interpret",
        "A shape goes in as one tuple, with its own brackets.",
    ),
    (r"unsupported operand.*'dict'", "A dict holds arrays and is none itself: go through its entries by name."),
    (r"unhashable type", "In a dict each name stands in quotation marks, then a colon, then its value."),
    (r"Cannot cast", "An array of whole numbers cannot take fractions in place. Make a new array instead."),
    (
        r"dtype\('<U",
        "One side is text and not numbers. Does * hand over a dict's names where ** hands over its values?",
    ),
    (r"KeyError", "Print the keys of the dict: is the name spelt as in the task?"),
    (r"AttributeError: module", "The module has no such name. How is it spelt?"),
    (r"AttributeError", "Print type(...) of what stands left of the dot: it is not what the line takes it for."),
    (r"AxisError", "The axes of a matrix have the numbers 0 and 1. Along which do you want to go?"),
    (r"IndexError", "Print the .shape of what is indexed: which axis has that many entries?"),
    (r"AssertionError", "An assert in the function does not hold here. Does it take a size for granted?"),
    (r"RecursionError", "The function calls itself. Which other function did you mean to call?"),
    (r"SystemExit", "Return the result instead of leaving Python."),
)

OTHERWISE = N_("Run the line by itself with the shapes printed beside it.")

# Where no line of the function had run yet.
CALLED_BY_CHECK = (
    r"positional argument|keyword argument",
    "Keep the arguments of the function as they were given, in their order.",
)


def tell(failure: Failure, sizes: Mapping[str, int]) -> tuple[str, str]:
    """The exception, its line, the line that called it and the operands in symbols, as one text; and the next step."""
    text = f"{failure.kind}: {failure.message}" if failure.message else failure.kind
    if failure.lines:
        number, line = failure.lines[-1]
        text += "\n" + _("at line {number}: {line}").format(number=number, line=line)
        if len(failure.lines) > 1 and failure.lines[-2] != failure.lines[-1]:  # as a comprehension calls itself
            number, line = failure.lines[-2]
            text += "\n" + _("called from line {number}: {line}").format(number=number, line=line)
    if failure.operands:
        one = _("{name} is {shape}")
        shapes = (one.format(name=name, shape=spell_found(shape, sizes)) for name, shape in failure.operands.items())
        text += "\n" + _("where {shapes}").format(shapes=", ".join(shapes))
    steps = NEXT_STEPS if failure.lines else (CALLED_BY_CHECK, *NEXT_STEPS)
    found = (step for pattern, step in steps if re.search(pattern, f"{failure.kind}: {failure.message}"))
    return text, _(next(found, OTHERWISE))


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
