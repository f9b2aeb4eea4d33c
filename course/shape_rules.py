"""What the shape rules of Python and of JavaScript share: the functions they know and the sentences they say.

`course.shapes` reads these tables directly; the widgets hand them to their JavaScript as JSON. Only the rules
themselves are written in both languages, and a test compares the two on generated expressions.
"""

from __future__ import annotations

from course.language import _

LEGAL = "legal"
BROADCAST = "broadcast"
TRAP = "silent trap"
ERROR = "error"
VERDICTS = (LEGAL, BROADCAST, TRAP, ERROR)

MAX_CHARACTERS = 300
MAX_DEPTH = 40
CHARACTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_ .,:=+-*/%@()[]"

SCALARS = ("learning_rate", "alpha", "epsilon", "i", "j", "k")
ELEMENTWISE = (
    *("exp", "log", "log1p", "expm1", "sqrt", "square", "abs", "absolute", "negative", "sign", "reciprocal"),
    *("tanh", "sin", "cos", "copy", "zeros_like", "ones_like"),
)
BARE_ELEMENTWISE = ("sigmoid", "tanh", "relu", "abs")
BINARY = ("add", "subtract", "multiply", "divide", "power", "maximum", "minimum")
PRODUCTS = ("dot", "matmul", "outer")
REDUCTIONS = ("sum", "mean", "max", "min", "prod", "std", "var")
FLATTEN = ("ravel", "squeeze")
CREATORS = ("zeros", "ones", "empty")
SIZE_BY_SIZE = ("random.randn", "random.rand")
NUMPY = (*PRODUCTS, *BINARY, *ELEMENTWISE, *REDUCTIONS, *FLATTEN, *CREATORS, *SIZE_BY_SIZE, "transpose", "reshape")
METHODS = (*REDUCTIONS, *FLATTEN, "flatten", "dot", "transpose", "reshape", "copy")

MESSAGES = {
    "unreadable": "This cannot be read as one NumPy expression. Known are names, numbers, + - * / ** @, .T, [:, 0], "
    "np. functions, and one = with a name on its left.",
    "empty": "Nothing is typed yet.",
    "caret": "^ is not a power in Python. Write ** instead.",
    "character": "{character} is no character of a NumPy expression. Type it instead of pasting it.",
    "too_long": "This is longer than {limit} characters. Look at one equation at a time.",
    "too_deep": "This is nested deeper than {limit} brackets. Look at a part of it.",
    "unknown_name": "{name} has no shape here. Known are {known}, and d before any of them.",
    "unknown_function": "{name} is no function known here. Known are np. functions such as np.sum, np.dot, "
    "np.multiply and np.exp, and {known}.",
    "unknown_attribute": ".{name} is not known here. Known are .T, .shape[0], .dot(...) and .sum(...).",
    "arguments": "{name} is not called like this here. Write for instance {example}.",
    "numbers": "Numbers only.",
    "number": "The number meets every entry.",
    "same_shape": "Same shape: entry meets entry.",
    "stretched": "{who} is stretched from {before} to {after}: its one {line} is repeated.",
    "both_stretched": "Runs, but both are stretched: {left} and {right} make {after}, a table of all pairs.",
    "coincidence": "Runs only because {left} and {right} happen to be equal. With other sizes it is an error.",
    "lucky_one": "Runs only because {side} happens to be 1, which is stretched. With another size it is an error.",
    "rank_one_meets": "Runs, but {who} has rank 1 and is laid out like a row: the result is {after}. "
    "Give it two sides, such as (n, 1).",
    "sides_differ": "{left} cannot meet {right}. Entry by entry needs equal sides, or a 1 that can be stretched.",
    "inner_meet": "The inner sides meet: {side}. That side is summed over and disappears, {after} stays.",
    "inner_differ": "The inner sides do not meet: {left} has {left_side} {left_line}, "
    "{right} has {right_side} {right_line}.",
    "inner_coincidence": "Runs only because the inner sides {left} and {right} happen to be equal. "
    "They count different things; with other sizes it is an error.",
    "product_rank_one": "Runs, but an operand has rank 1, neither row nor column: the result is {after}.",
    "product_number": "@ needs two matrices, and {who} is a number. Write * instead.",
    "number_method": "{who} is a number and has no .dot. Write * instead.",
    "turned": "Rows and columns change places.",
    "turned_number": "Turning a number changes nothing.",
    "turned_rank_one": "Runs, but turning a rank-1 array changes nothing. Give it two sides, such as (n, 1).",
    "each_entry": "Applied to each entry: the shape stays.",
    "reduced_all": "All entries become one number.",
    "reduced_keepdims": "{side} becomes 1, and keepdims keeps the side.",
    "reduced_rank_one": "Runs, but without keepdims=True the side {side} is dropped: rank 1, neither row nor column.",
    "reduced_dropped": "The side {side} is dropped.",
    "no_axis": "There is no axis {axis}: {who} has the shape {shape}.",
    "picked": "What is left of {before} is {after}.",
    "picked_number": "One entry is left, a number.",
    "picked_rank_one": "Runs, but a single index drops its side: rank 1, neither row nor column. "
    "A slice such as 0:1 keeps the side.",
    "bad_index": "This index is not known here. Known are whole numbers, :, slices such as 0:1 or i:i+1, and None.",
    "many_indices": "More indices than sides: {who} has the shape {shape}.",
    "many_sides": "NumPy would make {after}, but no equation here needs more than two sides.",
    "outside": "Index {index} is outside {side}.",
    "made": "An array of {after} is made.",
    "made_rank_one": "Runs, but {after} has rank 1, neither row nor column. Write both sides.",
    "flattened": "Runs, but the result {after} has rank 1, neither row nor column.",
    "flattened_number": "One entry is left, a number.",
    "one_bracket": "{name} takes one shape in brackets of its own: {name}((n1, 1)).",
    "bad_size": "{who} is not a size. Write n0, n1, n2, m, a whole number, or X.shape[0].",
    "reshaped": "The same entries in another shape.",
    "reshape_differs": "{before} has {count} entries, which do not fill {after}.",
    "shape_alone": "{who}.shape is a pair of sizes. Take one of them: {who}.shape[0].",
    "fits": "{target} gets the shape {after} that it must have.",
    "fits_gradient": "{target} gets the shape {after} of {base}: a variable and its gradient always share one.",
    "fits_by_luck": "Fits only because sizes happen to be equal: {target} must be {expected}, and this is {after}.",
    "does_not_fit": "Runs, but {target} must be {expected}, and this is {after}.",
    "new_name": "{target} is a name of your own, with the shape {after}.",
}


def say(key: str, **values: object) -> str:
    """One of `MESSAGES` in the language that is spoken, with its values filled in; KeyError where one is missing."""
    return _(MESSAGES[key]).format(**values)


def tables() -> dict[str, object]:
    """Everything above by name, for the rules' JavaScript twin; messages in the language that is spoken."""
    messages = {key: _(message) for key, message in MESSAGES.items()}
    return {name: value for name, value in globals().items() if name.isupper()} | {"MESSAGES": messages}
