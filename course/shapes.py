"""The shape of a NumPy expression, from its source: symbolic in n0 n1 n2 m, numeric for given sizes.

Nothing is evaluated and NumPy is not needed: the text is parsed with `ast` and each operation gives a `Step` that is
legal, a broadcast, a silent trap (it runs, but by luck or to a shape seldom meant) or an error with its reason.
Reading stops at the first error, as Python would.

>>> from course.notation import VECTORIZED
>>> [step.verdict for step in analyse("Z1 = W1 @ X + b1", VECTORIZED).steps]
['legal', 'broadcast', 'legal']
"""

from __future__ import annotations

import ast
import re
import warnings
from collections.abc import Mapping
from dataclasses import dataclass

from course.language import _
from course.notation import Notation, Shape, in_numbers
from course.shape_reader import Reader
from course.shape_rules import CHARACTERS, LEGAL, MAX_CHARACTERS, MAX_DEPTH, VERDICTS, say
from course.shape_steps import Operand, ShapeError, Step, refuse

__all__ = ["SIZES", "Analysis", "Operand", "Step", "analyse"]

SIZES = {"n0": 3, "n1": 4, "n2": 2, "m": 7}


@dataclass(frozen=True)
class Analysis:
    """All steps of one expression in the order Python takes them; `target` is the name left of ``=``, or None."""

    source: str
    target: str | None
    steps: tuple[Step, ...]
    shape: Shape | None
    sizes: Mapping[str, int]

    @property
    def verdict(self) -> str:
        """The worst verdict among the steps; legal for a name alone."""
        return max((step.verdict for step in self.steps), key=VERDICTS.index, default=LEGAL)

    @property
    def numbers(self) -> tuple[int, ...] | None:
        """The result's shape in numbers, None after an error."""
        return None if self.shape is None else in_numbers(self.shape, self.sizes)


def analyse(source: str, notation: Notation | Mapping[str, Shape], sizes: Mapping[str, int] | None = None) -> Analysis:
    """Read one expression or assignment such as ``Z1 = W1 @ X + b1``; never raises for what `source` says.

    `notation` gives the shape of each name, `sizes` the numbers behind n0, n1, n2 and m (3, 4, 2, 7 unless given).
    Bad input is an `Analysis` with one step of verdict error. Raises TypeError where `source` is no text, ValueError
    where a size is not a positive whole number.
    """
    if not isinstance(source, str):
        text = _("analyse needs the source of an expression as text, got {kind}")
        raise TypeError(text.format(kind=type(source).__name__))
    sizes = {**SIZES, **(sizes or {})}
    for name, size in sizes.items():
        if isinstance(size, bool) or not isinstance(size, int) or size < 1:
            text = _("size {name} must be a positive whole number, got {size!r}")
            raise ValueError(text.format(name=name, size=size))
    text = " ".join(source.split())
    try:
        target, node = _parse(text)
    except ShapeError as error:
        return Analysis(text, None, (error.step,), None, sizes)
    reader = Reader(text, notation, sizes)
    try:
        value = reader.read(node)
        if target is not None:
            reader.assign(target, text, value, ast.get_source_segment(text, node))
    except ShapeError:
        return Analysis(text, target, tuple(reader.steps), None, sizes)
    return Analysis(text, target, tuple(reader.steps), value.shape, sizes)


READABLE = (
    *(ast.Expression, ast.Name, ast.Load, ast.Constant, ast.BinOp, ast.UnaryOp, ast.USub, ast.UAdd, ast.Call),
    *(ast.keyword, ast.Attribute, ast.Subscript, ast.Slice, ast.Tuple),
    *(ast.Add, ast.Sub, ast.Mult, ast.Div, ast.FloorDiv, ast.Mod, ast.Pow, ast.MatMult),
)


def _parse(text: str) -> tuple[str | None, ast.expr]:
    if not text:
        raise refuse(text, "read", say("empty"))
    if len(text) > MAX_CHARACTERS:
        raise refuse(text[:40] + "...", "read", say("too_long", limit=MAX_CHARACTERS))
    for character in text:
        if character not in CHARACTERS:
            raise refuse(text, "read", say("caret") if character == "^" else say("character", character=character))
    if _depth(text) > MAX_DEPTH:
        raise refuse(text, "read", say("too_deep", limit=MAX_DEPTH))
    if re.search(r"(?<![\w.])\d+[_xXoObB]", text):
        raise refuse(text, "read", say("unreadable"))
    try:
        with warnings.catch_warnings(action="ignore"):
            (statement,) = ast.parse(text).body
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        raise refuse(text, "read", say("unreadable")) from None
    target = None
    if isinstance(statement, ast.Assign) and len(statement.targets) == 1 and isinstance(statement.targets[0], ast.Name):
        target = statement.targets[0].id
    elif not isinstance(statement, ast.Expr):
        raise refuse(text, "read", say("unreadable"))
    plain = all(isinstance(node, READABLE) and _plain(node) for node in ast.walk(statement.value))
    if not plain:
        raise refuse(text, "read", say("unreadable"))
    return target, statement.value


def _plain(node: ast.AST) -> bool:
    if isinstance(node, ast.keyword):
        return node.arg is not None
    if isinstance(node, ast.Call):
        return len({keyword.arg for keyword in node.keywords}) == len(node.keywords)
    return not isinstance(node, ast.Constant) or node.value is None or type(node.value) in (bool, int, float)


def _depth(text: str) -> int:
    depth = deepest = 0
    for character in text:
        depth += (character in "([") - (character in ")]")
        deepest = max(deepest, depth)
    return deepest
