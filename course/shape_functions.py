"""What NumPy's functions do to shapes: sums, products, new arrays, other shapes of the same entries."""

from __future__ import annotations

import ast
import math
from dataclasses import dataclass

from course import shape_rules as rules
from course.notation import Shape, in_numbers, spell
from course.shape_rules import LEGAL, TRAP, say
from course.shape_steps import Operand, Step, join, multiply, number, spell_side


@dataclass(frozen=True)
class Value:
    """What is known of a subexpression: its shape, and for a size such as ``X.shape[0]`` which side it is."""

    shape: Shape
    side: str | int | None = None


class Functions:
    """The part of a `Reader` that reads calls."""

    def _call(self, node: ast.Call) -> Value:
        path = dotted(node.func)
        spelled = self._source(node.func)
        args, keywords = list(node.args), {keyword.arg: keyword.value for keyword in node.keywords}
        if path and path.split(".")[0] in ("np", "numpy"):
            name, known = path.split(".", 1)[-1], rules.NUMPY
        elif path == "rng.standard_normal":
            name, known = "standard_normal", ("standard_normal",)
        elif isinstance(node.func, ast.Attribute):
            name, known = node.func.attr, rules.METHODS
            args.insert(0, node.func.value)
        else:
            name, known = path, rules.BARE_ELEMENTWISE
        if name not in known:
            self._fail(node, "function", "unknown_function", name=spelled, known=", ".join(rules.BARE_ELEMENTWISE))
        return self._apply(node, name, spelled, args, keywords)

    def _apply(self, node: ast.Call, name: str, spelled: str, args: list[ast.expr], keywords: dict) -> Value:
        if name in rules.REDUCTIONS:
            return self._reduce(node, spelled, args, keywords)
        if name in (*rules.CREATORS, *rules.SIZE_BY_SIZE, "standard_normal"):
            return self._create(node, name, spelled, args, keywords)
        wanted = 2 if name in (*rules.PRODUCTS, *rules.BINARY) else 1
        if keywords or (len(args) < 2 if name == "reshape" else len(args) != wanted):
            example = (
                "np.reshape(A1, (n1, m))" if name == "reshape" else f"np.{name}({'A1, A1' if wanted == 2 else 'A1'})"
            )
            self._fail(node, "function", "arguments", name=spelled, example=example)
        if name == "reshape":
            return self._reshape(node, self._operand(args[0]), args[1:])
        operands = [self._operand(arg) for arg in args]
        source = self._source(node)
        if name == "dot" and not operands[0].shape and not spelled.startswith(("np.", "numpy.")):
            self._fail(node, "matrix product", "number_method", *operands, who=operands[0].source)
        if name == "matmul" or (name == "dot" and all(operand.shape for operand in operands)):
            return self._note(multiply(source, *operands, self.sizes))
        if name == "dot" or name in rules.BINARY:
            return self._note(join(source, *operands, self.sizes))
        if name == "outer":
            shape = tuple(self._flat_side(operand.shape) for operand in operands)
            return self._note(
                Step(source, "outer product", tuple(operands), shape, LEGAL, say("made", after=spell(shape)))
            )
        (operand,) = operands
        if name == "transpose":
            return self._turn(node, operand)
        if name in (*rules.FLATTEN, "flatten"):
            return self._flatten(node, name, operand)
        if not operand.shape:
            return Value(())
        return self._add(node, "each entry", operand, operand.shape, LEGAL, "each_entry")

    def _flatten(self, node: ast.Call, name: str, operand: Operand) -> Value:
        if name == "squeeze":
            shape = tuple(side for side in operand.shape if number(side, self.sizes) != 1)
        else:
            shape = (self._flat_side(operand.shape),)
        if len(shape) == 1:
            return self._add(node, "flatten", operand, shape, TRAP, "flattened", after=spell(shape))
        return self._add(node, "flatten", operand, shape, LEGAL, "reshaped" if shape else "flattened_number")

    def _flat_side(self, shape: Shape) -> str | int:
        sides = [side for side in shape if number(side, self.sizes) != 1]
        if len(sides) > 1:
            return math.prod(in_numbers(shape, self.sizes))
        return sides[0] if sides else 1

    def _reduce(self, node: ast.Call, spelled: str, args: list[ast.expr], keywords: dict) -> Value:
        axis_node = keywords.get("axis", args[1] if len(args) > 1 else None)
        keep_node = keywords.get("keepdims")
        axis = None if axis_node is None or is_none(axis_node) else whole_number(axis_node)
        keep = False if keep_node is None else truth(keep_node)
        twice = len(args) > 1 and "axis" in keywords
        bad_axis = axis is None and axis_node is not None and not is_none(axis_node)
        if not 1 <= len(args) <= 2 or twice or bad_axis or keep is None or set(keywords) - {"axis", "keepdims"}:
            example = "np.sum(Z1, axis=1, keepdims=True)"
            self._fail(node, "reduction", "arguments", name=spelled, example=example)
        operand = self._operand(args[0])
        if axis is None or (not operand.shape and axis in (0, -1)):
            shape = (1,) * len(operand.shape) if keep else ()
            return self._add(node, "reduction", operand, shape, LEGAL, "reduced_all")
        axis = self._axis(node, operand, axis)
        before, after = operand.shape[:axis], operand.shape[axis + 1 :]
        side = spell_side(operand.shape[axis], self.sizes)
        if keep:
            return self._add(node, "reduction", operand, (*before, 1, *after), LEGAL, "reduced_keepdims", side=side)
        shape = before + after
        verdict, key = (TRAP, "reduced_rank_one") if shape else (LEGAL, "reduced_dropped")
        return self._add(node, "reduction", operand, shape, verdict, key, side=side)

    def _sides(self, node: ast.Call, entries: list[ast.expr]) -> Shape:
        sides = []
        for entry in entries:
            side = self.read(entry).side
            if side is None or (isinstance(side, int) and side < 0):
                self._fail(node, "size", "bad_size", who=self._source(entry))
            sides.append(side)
        return tuple(sides)

    def _create(self, node: ast.Call, name: str, spelled: str, args: list[ast.expr], keywords: dict) -> Value:
        if name not in rules.SIZE_BY_SIZE:
            if len(args) == 2 and not keywords:
                self._fail(node, "new array", "one_bracket", name=spelled)
            if len(args) != 1 or keywords:
                self._fail(node, "new array", "arguments", name=spelled, example=f"{spelled}((n1, 1))")
            args = args[0].elts if isinstance(args[0], ast.Tuple) else args
        elif keywords:
            self._fail(node, "new array", "arguments", name=spelled, example=f"{spelled}(n1, n0)")
        shape = self._sides(node, args)
        verdict, key = (TRAP, "made_rank_one") if len(shape) == 1 else (LEGAL, "made")
        return self._note(Step(self._source(node), "new array", (), shape, verdict, say(key, after=spell(shape))))

    def _reshape(self, node: ast.Call, operand: Operand, entries: list[ast.expr]) -> Value:
        if len(entries) == 1 and isinstance(entries[0], ast.Tuple):
            entries = entries[0].elts
        rest = [entry for entry in entries if whole_number(entry) != -1]
        sides = list(self._sides(node, rest))
        count, filled = (math.prod(in_numbers(shape, self.sizes)) for shape in (operand.shape, sides))
        if len(rest) == len(entries) - 1 and filled and count % filled == 0:
            missing = self._missing_side(operand.shape, sides, count // filled)
            sides.insert([whole_number(entry) for entry in entries].index(-1), missing)
            filled = count
        shape = tuple(sides)
        if len(sides) != len(entries) or filled != count:
            spelled = spell(tuple(self._source(entry) for entry in entries))
            before = spell(operand.shape)
            self._fail(node, "reshape", "reshape_differs", operand, before=before, count=count, after=spelled)
        verdict, key = (TRAP, "flattened") if len(shape) == 1 else (LEGAL, "reshaped")
        return self._add(node, "reshape", operand, shape, verdict, key, after=spell(shape))

    def _missing_side(self, shape: Shape, sides: list[str | int], size: int) -> str | int:
        left = [side for side in shape if side != 1]
        for side in sides:
            if side in left:
                left.remove(side)
        return left[0] if len(left) == 1 and number(left[0], self.sizes) == size else size


def dotted(node: ast.expr) -> str | None:
    if isinstance(node, ast.Name):
        return node.id
    if isinstance(node, ast.Attribute):
        before = dotted(node.value)
        return before and f"{before}.{node.attr}"
    return None


def whole_number(node: ast.expr) -> int | None:
    if isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.USub):
        inner = whole_number(node.operand) if isinstance(node.operand, ast.Constant) else None
        return None if inner is None else -inner
    return node.value if isinstance(node, ast.Constant) and type(node.value) is int else None


def is_none(node: ast.expr) -> bool:
    newaxis = isinstance(node, ast.Attribute) and dotted(node) in ("np.newaxis", "numpy.newaxis")
    return newaxis or (isinstance(node, ast.Constant) and node.value is None)


def truth(node: ast.expr) -> bool | None:
    return bool(node.value) if isinstance(node, ast.Constant) and type(node.value) in (bool, int) else None
