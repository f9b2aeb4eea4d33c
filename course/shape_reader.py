"""Walks the syntax tree of a NumPy expression and notes one `Step` for each operation, in Python's order."""

from __future__ import annotations

import ast
from collections.abc import Mapping

from course import shape_rules as rules
from course.notation import Notation, Shape, in_numbers, spell
from course.shape_functions import Functions, Value, is_none, whole_number
from course.shape_rules import LEGAL, TRAP, say
from course.shape_steps import Operand, Step, join, multiply, number, refuse, spell_side


class Reader(Functions):
    """Reads one parsed expression; `steps` fill up as `read` goes, a failing step is noted and raised."""

    def __init__(self, text: str, notation: Notation | Mapping[str, Shape], sizes: Mapping[str, int]):
        self.text, self.notation, self.sizes = text, notation, sizes
        self.steps: list[Step] = []

    def read(self, node: ast.expr) -> Value:
        """The `Value` of a node. Raises ShapeError at the first operation that NumPy would refuse."""
        handler = getattr(self, f"_{type(node).__name__.lower()}", None)
        if handler is None:
            self._fail(node, "read", "unreadable")
        return handler(node)

    def assign(self, target: str, source: str, value: Value, value_source: str) -> None:
        """Note whether `value` has the shape that `target` must have."""
        expected, after = self._shape_of_name(target), spell(value.shape)
        if expected is None:
            verdict, reason = LEGAL, say("new_name", target=target, after=after)
        elif expected == value.shape:
            key = "fits_gradient" if target.startswith("d") else "fits"
            verdict, reason = LEGAL, say(key, target=target, base=target[1:], after=after)
        else:
            same = in_numbers(expected, self.sizes) == in_numbers(value.shape, self.sizes)
            key = "fits_by_luck" if same else "does_not_fit"
            verdict, reason = TRAP, say(key, target=target, expected=spell(expected), after=after)
        self.steps.append(
            Step(source, "assignment", (Operand(value_source, value.shape),), value.shape, verdict, reason)
        )

    def _source(self, node: ast.AST) -> str:
        return self.text[node.col_offset : node.end_col_offset]

    def _fail(self, node: ast.AST, operation: str, key: str, *operands: Operand, **values: object):
        error = refuse(self._source(node), operation, say(key, **values), operands)
        self.steps.append(error.step)
        raise error

    def _note(self, step: Step) -> Value:
        self.steps.append(step)
        if step.shape is None:
            raise refuse(step.source, step.operation, step.reason)
        return Value(step.shape)

    def _add(self, node: ast.AST, operation: str, operand: Operand, shape: Shape, verdict: str, key: str, **values):
        return self._note(Step(self._source(node), operation, (operand,), shape, verdict, say(key, **values)))

    def _operand(self, node: ast.expr) -> Operand:
        return Operand(self._source(node), self.read(node).shape)

    def _shape_of_name(self, name: str) -> Shape | None:
        try:
            entry = self.notation[name]
        except KeyError:
            return None
        return getattr(entry, "shape", entry)

    def _name(self, node: ast.Name) -> Value:
        if node.id in self.sizes:
            return Value((), node.id)
        shape = self._shape_of_name(node.id)
        if shape is None and node.id not in rules.SCALARS:
            self._fail(node, "name", "unknown_name", name=node.id, known=", ".join(self.notation))
        return Value(shape or ())

    def _constant(self, node: ast.Constant) -> Value:
        if node.value is None or isinstance(node.value, bool):
            self._fail(node, "read", "unreadable")
        return Value((), node.value if isinstance(node.value, int) else None)

    def _binop(self, node: ast.BinOp) -> Value:
        left, right = self._operand(node.left), self._operand(node.right)
        rule = multiply if isinstance(node.op, ast.MatMult) else join
        return self._note(rule(self._source(node), left, right, self.sizes))

    def _unaryop(self, node: ast.UnaryOp) -> Value:
        operand = self._operand(node.operand)
        if not operand.shape:
            return Value(())
        return self._add(node, "each entry", operand, operand.shape, LEGAL, "each_entry")

    def _attribute(self, node: ast.Attribute) -> Value:
        if node.attr == "T":
            return self._turn(node, self._operand(node.value))
        if node.attr == "shape":
            self._fail(node, "size", "shape_alone", who=self._operand(node.value).source)
        return self._fail(node, "name", "unknown_attribute", name=node.attr)

    def _turn(self, node: ast.expr, operand: Operand) -> Value:
        if len(operand.shape) == 1:
            return self._add(node, "transpose", operand, operand.shape, TRAP, "turned_rank_one")
        key = "turned" if operand.shape else "turned_number"
        return self._add(node, "transpose", operand, operand.shape[::-1], LEGAL, key)

    def _subscript(self, node: ast.Subscript) -> Value:
        if isinstance(node.value, ast.Attribute) and node.value.attr == "shape":
            operand, axis = self._operand(node.value.value), whole_number(node.slice)
            if axis is None:
                self._fail(node, "size", "shape_alone", who=operand.source)
            return Value((), operand.shape[self._axis(node, operand, axis)])
        operand = self._operand(node.value)
        entries = node.slice.elts if isinstance(node.slice, ast.Tuple) else [node.slice]
        used = sum(not is_none(entry) for entry in entries)
        if used > len(operand.shape):
            self._fail(node, "index", "many_indices", operand, who=operand.source, shape=spell(operand.shape))
        sides, remaining, dropped = [], list(operand.shape), False
        for entry in entries:
            if is_none(entry):
                sides.append(1)
                continue
            kept = self._pick(node, operand, entry, remaining.pop(0))
            dropped = dropped or kept is None
            sides += [] if kept is None else [kept]
        shape = (*sides, *remaining)
        if len(shape) > 2:
            self._fail(node, "index", "many_sides", operand, after=spell(shape))
        if len(shape) == 1 and dropped:
            return self._add(node, "index", operand, shape, TRAP, "picked_rank_one")
        if not shape:
            return self._add(node, "index", operand, shape, LEGAL, "picked_number")
        return self._add(
            node, "index", operand, shape, LEGAL, "picked", before=spell(operand.shape), after=spell(shape)
        )

    def _pick(self, node: ast.Subscript, operand: Operand, entry: ast.expr, side: str | int) -> str | int | None:
        size = number(side, self.sizes)
        if isinstance(entry, ast.Slice):
            if entry.lower is None and entry.upper is None and entry.step is None:
                return side
            lower = 0 if entry.lower is None else whole_number(entry.lower)
            upper = size if entry.upper is None else whole_number(entry.upper)
            if entry.step is None and lower is not None and upper is not None:
                start, stop, _ = slice(lower, upper).indices(size)
                return max(0, stop - start)
            if entry.step is None and isinstance(entry.lower, ast.Name) and entry.lower.id in rules.SCALARS:
                name = entry.lower.id
                if entry.upper is not None and self._source(entry.upper).replace(" ", "") == f"{name}+1":
                    return 1
            self._fail(node, "index", "bad_index", operand)
        index = whole_number(entry)
        if index is None and not (isinstance(entry, ast.Name) and entry.id in rules.SCALARS):
            self._fail(node, "index", "bad_index", operand)
        if index is not None and not -size <= index < size:
            self._fail(node, "index", "outside", operand, index=index, side=spell_side(side, self.sizes))
        return None

    def _axis(self, node: ast.expr, operand: Operand, axis: int) -> int:
        rank = len(operand.shape)
        if not -rank <= axis < rank:
            self._fail(node, "reduction", "no_axis", operand, axis=axis, who=operand.source, shape=spell(operand.shape))
        return axis % rank
