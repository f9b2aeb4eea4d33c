"""The symbols of the course: name, meaning and shape in n0, n1, n2 and m.

This is the only place where shapes are written. A gradient needs no entry of its own: any variable ``foo`` and its
gradient ``dfoo`` have the same shape.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from course.language import _

Shape = tuple["str | int", ...]

SIZES = {
    "n0": "number of input features",
    "n1": "number of hidden units",
    "n2": "number of outputs",
    "m": "number of examples",
}


@dataclass(frozen=True)
class Symbol:
    """One variable of the lessons: its name, what it means, and its shape in size names."""

    name: str
    meaning: str
    shape: Shape


class Notation(Mapping[str, Symbol]):
    """The symbols of one lesson, looked up by name; ``notation["dW1"]`` has the shape of ``notation["W1"]``."""

    def __init__(self, name: str, symbols: Sequence[Symbol]):
        self.name = name
        self._symbols = {symbol.name: symbol for symbol in symbols}

    def __getitem__(self, name: str) -> Symbol:
        if name in self._symbols:
            return self._symbols[name]
        base = self._symbols.get(name[1:]) if isinstance(name, str) and name.startswith("d") else None
        if base is None:
            text = _("{name!r} is no symbol of {notation}; known are {known} and d before any of them")
            raise KeyError(text.format(name=name, notation=_(self.name), known=", ".join(self._symbols)))
        return Symbol(name, _("gradient with respect to {name}").format(name=base.name), base.shape)

    def __iter__(self):
        return iter(self._symbols)

    def __len__(self) -> int:
        return len(self._symbols)

    def shape(self, name: str) -> Shape:
        """Shape of `name` in size names: ``VECTORIZED.shape("dW2") == ("n2", "n1")``."""
        return self[name].shape


LOGISTIC = Notation(
    "logistic regression on one example",
    [
        Symbol("x", "input features of one example, a column", ("n0", 1)),
        Symbol("y", "label of the example, 0 or 1", (1, 1)),
        Symbol("w", "weights, a column", ("n0", 1)),
        Symbol("b", "bias", (1, 1)),
        Symbol("z", "weighted sum, w.T @ x + b", (1, 1)),
        Symbol("a", "activation, sigmoid(z), the predicted probability that y is 1", (1, 1)),
        Symbol("L", "loss of the example", ()),
    ],
)

ONE_EXAMPLE = Notation(
    "the two-layer network on one example",
    [
        Symbol("x", "input features of one example, a column", ("n0", 1)),
        Symbol("y", "labels of the example, a column", ("n2", 1)),
        Symbol("W1", "weights of the hidden layer", ("n1", "n0")),
        Symbol("b1", "biases of the hidden layer", ("n1", 1)),
        Symbol("z1", "weighted sums of the hidden layer, W1 @ x + b1", ("n1", 1)),
        Symbol("a1", "hidden activations, tanh(z1)", ("n1", 1)),
        Symbol("W2", "weights of the output layer", ("n2", "n1")),
        Symbol("b2", "biases of the output layer", ("n2", 1)),
        Symbol("z2", "weighted sums of the output layer, W2 @ a1 + b2", ("n2", 1)),
        Symbol("a2", "output activations, sigmoid(z2)", ("n2", 1)),
        Symbol("L", "loss of the example", ()),
    ],
)

VECTORIZED = Notation(
    "the two-layer network on m examples",
    [
        Symbol("X", "input features, one example in each column", ("n0", "m")),
        Symbol("Y", "labels, one example in each column", ("n2", "m")),
        Symbol("W1", "weights of the hidden layer", ("n1", "n0")),
        Symbol("b1", "biases of the hidden layer, added to every column", ("n1", 1)),
        Symbol("Z1", "weighted sums of the hidden layer, W1 @ X + b1", ("n1", "m")),
        Symbol("A1", "hidden activations, tanh(Z1)", ("n1", "m")),
        Symbol("W2", "weights of the output layer", ("n2", "n1")),
        Symbol("b2", "biases of the output layer, added to every column", ("n2", 1)),
        Symbol("Z2", "weighted sums of the output layer, W2 @ A1 + b2", ("n2", "m")),
        Symbol("A2", "output activations, sigmoid(Z2)", ("n2", "m")),
        Symbol("J", "cost: the losses averaged over the m examples", ()),
    ],
)

NOTATIONS = {
    "logistic": LOGISTIC,
    "one_example": ONE_EXAMPLE,
    "vectorized": VECTORIZED,
    "initialization": VECTORIZED,
}


def _require_shape(function: str, shape: object) -> None:
    if not isinstance(shape, tuple | list):
        text = _('{function}: a shape is a tuple such as ("n1", 1), got {kind} {shape!r:.60}')
        raise TypeError(text.format(function=function, kind=type(shape).__name__, shape=shape))


def _require_shape_and_sizes(function: str, shape: object, sizes: object) -> None:
    _require_shape(function, shape)
    if not isinstance(sizes, Mapping):
        text = _('{function}: sizes are a dict such as {{"n0": 3, "m": 7}}, got {kind}')
        raise TypeError(text.format(function=function, kind=type(sizes).__name__))


def in_numbers(shape: Shape, sizes: Mapping[str, int]) -> tuple[int, ...]:
    """A shape in size names, in numbers: ``in_numbers(("n1", 1), {"n1": 4}) == (4, 1)``.

    Raises KeyError that names the side for which `sizes` has no number, TypeError for what is no shape or no dict.
    """
    _require_shape_and_sizes("in_numbers", shape, sizes)
    for side in shape:
        if isinstance(side, str) and side not in sizes:
            text = _("in_numbers: no number is given for {side!r}; sizes has {names}")
            raise KeyError(text.format(side=side, names=", ".join(sizes) or _("none")))
    return tuple(sizes[side] if isinstance(side, str) else side for side in shape)


def in_symbols(shape: Sequence[int], sizes: Mapping[str, int]) -> Shape:
    """A shape in numbers, in size names where exactly one name has that size; the number itself elsewhere.

    ``in_symbols((4, 7), {"n0": 3, "n1": 4, "n2": 2, "m": 7}) == ("n1", "m")``.
    Raises TypeError for what is no shape or no dict.
    """
    _require_shape_and_sizes("in_symbols", shape, sizes)
    names: dict[int, list[str]] = {}
    for name, size in sizes.items():
        names.setdefault(size, []).append(name)
    return tuple(names[side][0] if side != 1 and len(names.get(side, ())) == 1 else side for side in shape)


def spell(shape: Shape) -> str:
    """A shape as it is written in Python: ``spell(("n1", 1)) == "(n1, 1)"``.

    Raises TypeError where `shape` is no tuple or list.
    """
    _require_shape("spell", shape)
    inner = ", ".join(str(side) for side in shape)
    return f"({inner},)" if len(shape) == 1 else f"({inner})"


def spell_with_numbers(shape: Shape, sizes: Mapping[str, int]) -> str:
    """A shape in names and in numbers: ``"(n1, n0) = (4, 3)"``; a scalar's is ``"()"``."""
    numbers = in_numbers(shape, sizes)
    return spell(shape) if shape == numbers else f"{spell(shape)} = {spell(numbers)}"


def spell_found(shape: Sequence[int], sizes: Mapping[str, int]) -> str:
    """A shape that was found, in names as far as these are clear, and in numbers: ``"(n0, n1) = (3, 4)"``."""
    symbols, numbers = in_symbols(shape, sizes), tuple(shape)
    return spell(numbers) if symbols == numbers else f"{spell(symbols)} = {spell(numbers)}"
