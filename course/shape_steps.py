"""One step of reading an expression's shape: its record, and NumPy's two rules for a pair of operands."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from course.language import N_, _
from course.notation import Shape, spell
from course.shape_rules import BROADCAST, ERROR, LEGAL, TRAP, say

PLURALS = {N_("column"): N_("columns"), N_("row"): N_("rows"), N_("entry"): N_("entries")}


@dataclass(frozen=True)
class Operand:
    """What goes into a step: its source and its shape in size names."""

    source: str
    shape: Shape


@dataclass(frozen=True)
class Step:
    """One operation of an expression: `operation` names it, `shape` is its result (None after an error)."""

    source: str
    operation: str
    operands: tuple[Operand, ...]
    shape: Shape | None
    verdict: str
    reason: str


class ShapeError(Exception):
    """An operation that NumPy would refuse; carries the failing `Step`."""

    def __init__(self, step: Step):
        super().__init__(step.reason)
        self.step = step


def refuse(source: str, operation: str, reason: str, operands: tuple[Operand, ...] = ()) -> ShapeError:
    """The `ShapeError` for a step that cannot be taken."""
    return ShapeError(Step(source, operation, operands, None, ERROR, reason))


def number(side: str | int, sizes: Mapping[str, int]) -> int:
    """A side in numbers: ``number("m", {"m": 7}) == 7``."""
    return sizes[side] if isinstance(side, str) else side


def spell_side(side: str | int, sizes: Mapping[str, int]) -> str:
    """A side as a message writes it: ``m = 7``, or ``1``."""
    return f"{side} = {sizes[side]}" if isinstance(side, str) else str(side)


def join(source: str, left: Operand, right: Operand, sizes: Mapping[str, int]) -> Step:
    """Entry by entry: the shape of ``left + right`` and its like, with NumPy's broadcasting told apart from luck."""

    def step(shape: Shape | None, verdict: str, key: str, **values: object) -> Step:
        return Step(source, "entry by entry", (left, right), shape, verdict, say(key, **values))

    if not left.shape or not right.shape:
        shape = left.shape or right.shape
        return step(shape, LEGAL, "number" if shape else "numbers")
    rank = max(len(left.shape), len(right.shape))
    sides, stretched, luck = [], set(), None
    pairs = zip(_padded(left.shape, rank), _padded(right.shape, rank), strict=True)
    for first, second in pairs:
        sizes_here = number(first, sizes), number(second, sizes)
        if first == second:
            sides.append(first)
        elif 1 in (first, second):
            sides.append(second if first == 1 else first)
            stretched.add("left" if first == 1 else "right")
        elif sizes_here[0] == sizes_here[1]:
            sides.append(first)
            luck = luck or say("coincidence", left=spell_side(first, sizes), right=spell_side(second, sizes))
        elif 1 in sizes_here:
            sides.append(second if sizes_here[0] == 1 else first)
            one = first if sizes_here[0] == 1 else second
            luck = luck or say("lucky_one", side=spell_side(one, sizes))
        else:
            return step(None, ERROR, "sides_differ", left=spell_side(first, sizes), right=spell_side(second, sizes))
    shape = tuple(sides)
    if luck:
        return Step(source, "entry by entry", (left, right), shape, TRAP, luck)
    if len(left.shape) != len(right.shape):
        who = left.source if len(left.shape) < len(right.shape) else right.source
        return step(shape, TRAP, "rank_one_meets", who=who, after=spell(shape))
    if len(stretched) == 2:
        return step(shape, TRAP, "both_stretched", left=spell(left.shape), right=spell(right.shape), after=spell(shape))
    if stretched:
        who = left if stretched == {"left"} else right
        line = "entry" if len(shape) == 1 or who.shape == (1, 1) else ("column" if who.shape[1] == 1 else "row")
        values = {"who": who.source, "before": spell(who.shape), "after": spell(shape), "line": _(line)}
        return step(shape, BROADCAST, "stretched", **values)
    return step(shape, LEGAL, "same_shape")


def _padded(shape: Shape, rank: int) -> Shape:
    return (1,) * (rank - len(shape)) + shape


def multiply(source: str, left: Operand, right: Operand, sizes: Mapping[str, int]) -> Step:
    """Matrix product: the shape of ``left @ right``; the last side of `left` meets the first of `right`."""

    def step(shape: Shape | None, verdict: str, key: str, **values: object) -> Step:
        return Step(source, "matrix product", (left, right), shape, verdict, say(key, **values))

    for operand in (left, right):
        if not operand.shape:
            return step(None, ERROR, "product_number", who=operand.source)
    inner_left, inner_right = left.shape[-1], right.shape[0]
    shape = left.shape[:-1] + right.shape[1:]
    spelled = spell_side(inner_left, sizes), spell_side(inner_right, sizes)
    if number(inner_left, sizes) != number(inner_right, sizes):
        return step(
            None,
            ERROR,
            "inner_differ",
            left=left.source,
            left_side=spelled[0],
            left_line=_lines("column" if len(left.shape) == 2 else "entry", inner_left, sizes),
            right=right.source,
            right_side=spelled[1],
            right_line=_lines("row" if len(right.shape) == 2 else "entry", inner_right, sizes),
        )
    if inner_left != inner_right:
        return step(shape, TRAP, "inner_coincidence", left=spelled[0], right=spelled[1])
    if len(left.shape) + len(right.shape) < 4:
        return step(shape, TRAP, "product_rank_one", after=spell(shape))
    return step(shape, LEGAL, "inner_meet", side=spelled[0], after=spell(shape))


def _lines(word: str, side: str | int, sizes: Mapping[str, int]) -> str:
    return _(word) if number(side, sizes) == 1 else _(PLURALS[word])
