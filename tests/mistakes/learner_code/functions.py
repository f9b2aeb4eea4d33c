"""Learners' functions, put together from lines: a right function for each exercise, some of its lines replaced.

A line is written once, in the symbols of lesson 3; lesson 2 has it in small letters and without the 1/m. Where a text
uses names that an exercise does not hand in, that exercise is left out: `X` for `A1` in dW2 can only be written in
`backward`.
"""

from __future__ import annotations

import ast
import builtins
import itertools
import linecache
import re
from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from course.exercises import find
from course.exercises.two_layer import capital, small

GRADIENTS = ("dZ2", "dW2", "db2", "dZ1", "dW1", "db1")
PARAMETERS = ("W1", "b1", "W2", "b2")
SIGMOID = "1 / (1 + np.exp(-{}))"

# The right line of every quantity, as the text that stands after the equals sign.
VECTORIZED = {
    "Z1": "W1 @ X + b1",
    "A1": "np.tanh(Z1)",
    "Z2": "W2 @ A1 + b2",
    "A2": SIGMOID.format("Z2"),
    "dZ2": "A2 - Y",
    "dW2": "dZ2 @ A1.T / m",
    "db2": "np.sum(dZ2, axis=1, keepdims=True) / m",
    "dZ1": "W2.T @ dZ2 * (1 - A1**2)",
    "dW1": "dZ1 @ X.T / m",
    "db1": "np.sum(dZ1, axis=1, keepdims=True) / m",
    "J": "np.sum(-Y * np.log(A2) - (1 - Y) * np.log(1 - A2)) / m",
}
LOGISTIC = {
    "z": "w.T @ x + b",
    "a": SIGMOID.format("z"),
    "L": "-y * np.log(a) - (1 - y) * np.log(1 - a)",
    "da": "-y / a + (1 - y) / (1 - a)",
    "sigmoid_prime": "a * (1 - a)",
    "dz": "a - y",
    "dw": "x * dz",
    "db": "dz",
}
UPDATE = {name: f"parameters['{name}'] - learning_rate * gradients['d{name}']" for name in PARAMETERS}
INITIALIZE = {
    "W1": "rng.standard_normal((n1, n0)) * 0.01",
    "b1": "np.zeros((n1, 1))",
    "W2": "rng.standard_normal((n2, n1)) * 0.01",
    "b2": "np.zeros((n2, 1))",
}

_numbers = itertools.count(1)


@dataclass(frozen=True)
class Coding:
    """A mistake or a correct style as a learner writes it: `wrote` is the text, `source` the whole function."""

    mistake: str
    exercise: str
    key: str
    wrote: str
    source: str
    notebook: tuple[str, ...] = ()

    def __str__(self) -> str:
        return f"{self.exercise}: {self.wrote}"

    def function(self, notebook: Mapping[str, object] | None = None):
        """The function itself, in a namespace with numpy, `sigmoid` and the notebook's variables."""
        return define(self.source, notebook)


def define(source: str, notebook: Mapping[str, object] | None = None):
    """Run `source` as a notebook cell and return the last function it defines; its text can be looked up later."""
    filename = f"<cell {next(_numbers)}>"
    linecache.cache[filename] = (len(source), None, source.splitlines(True), filename)
    namespace = {"np": np, "sigmoid": lambda z: 1 / (1 + np.exp(-z)), **(notebook or {})}
    exec(compile(source, filename, "exec"), namespace)
    return namespace[[node.name for node in ast.parse(source).body if isinstance(node, ast.FunctionDef)][-1]]


def write(exercise: str, lines: Mapping[str, str] | None = None) -> str:
    """The right function of an exercise with some of its lines replaced; a text with statements stands as it is.

    Raises KeyError where a line is replaced that the function does not have, and ValueError for a replacement that
    changes nothing.
    """
    found = find(exercise)
    own = _own_lines(exercise)
    for name, text in (lines or {}).items():
        if own[name] == text:
            raise ValueError(f"{exercise}: the replacement of {name} changes nothing")
        own[name] = text
    body = ["m = {}.shape[1]".format("dZ2" if "dZ2" in found.arguments else found.arguments[0])]
    body = body if found.lesson == "vectorized" and found.name != "vectorized.forward" else []
    for name, text in own.items():
        body += text.splitlines() if _is_block(text, name) else [f"{name} = {text}"]
    names = [quantity.name for quantity in found.quantities]
    returned = {
        "dict": "{" + ", ".join(f'"{name}": {name}' for name in names) + "}",
        "tuple": ", ".join(names),
        "single": names[0],
    }[found.returns]
    head = f"def {exercise.split('.')[1]}({', '.join(found.arguments)}):"
    return "\n".join([head, *(f"    {line}" for line in [*body, f"return {returned}"])]) + "\n"


def places(key: str, text: str, notebook: tuple[str, ...] = ()) -> list[tuple[str, str, str, str]]:
    """Where a text for `key` can be written: (exercise, line, text in that lesson's letters, key that is named).

    `key` is ``lesson.quantity`` as in the bank, with ``*`` for lessons 2 and 3; `notebook` are variables that the
    text takes from the notebook.
    """
    lesson, _, name = key.partition(".")
    if lesson == "*":
        return [place for one in ("one_example", "vectorized") for place in places(f"{one}.{name}", text, notebook)]
    found = []
    for exercise, line, named in _homes(lesson, name):
        written = in_small_letters(text) if lesson == "one_example" and name != "tanh_prime" else text
        if _missing_names(written, line) <= _known_names(exercise, line) | set(notebook) | set(map(small, notebook)):
            found.append((exercise, line, written, named))
    if not found:
        raise ValueError(f"{text!r} can be written in no exercise on {key}")
    return found


def in_small_letters(text: str) -> str:
    """A line of lesson 3 as lesson 2 has it: small letters for what is one column there, and no average over m."""
    names = "|".join(("X", "Y", "Z1", "A1", "Z2", "A2", "dZ1", "dZ2", "dA1", "dA2"))
    text = re.sub(rf"\b({names})\b", lambda match: small(match.group()), text)
    return text.replace("1 / m * ", "").replace(" / m", "")


def _homes(lesson: str, name: str) -> list[tuple[str, str, str]]:
    """(exercise, line, key) of every exercise that has a line for the quantity."""
    if lesson == "logistic":
        homes = {
            "z": [("forward", "z", "z")],
            "a": [("sigmoid", "a", "a"), ("forward", "a", "a")],
            "L": [("loss", "L", "L")],
            "dz": [("dz", "dz", "dz"), ("gradients", "dz", "db")],
            "dz_by_chain_rule": [("dz_by_chain_rule", "dz", "dz_by_chain_rule")],
            "dw": [("dw", "dw", "dw"), ("gradients", "dw", "dw")],
            "db": [("db", "db", "db"), ("gradients", "db", "db")],
        }.get(name, [(name, name, name)])
        return [(f"logistic.{exercise}", line, f"logistic.{key}") for exercise, line, key in homes]
    own = small(name) if lesson == "one_example" and "_" not in name else name
    singles = {"J": "cost", "tanh_prime": own}
    exercises = (own, "backward") if name in GRADIENTS else (singles.get(name, "forward"),)
    return [(f"{lesson}.{exercise}", own, f"{lesson}.{name}") for exercise in exercises]


def _own_lines(exercise: str) -> dict[str, str]:
    lesson, _, name = exercise.partition(".")
    quantities = [quantity.name for quantity in find(exercise).quantities]
    if lesson == "initialization":
        return dict(INITIALIZE if name == "initialize" else UPDATE)
    if exercise == "one_example.tanh_prime":
        return {"tanh_prime": "1 - a1**2"}
    if exercise == "logistic.dz_by_chain_rule":
        return {"dz": "da * a * (1 - a)"}
    if exercise in ("logistic.gradients", "logistic.repair"):
        return {name: LOGISTIC[name] for name in ("dz", "dw", "db")}
    if lesson == "logistic":
        return {name: LOGISTIC[name] for name in quantities}
    if lesson == "vectorized":
        return {name: VECTORIZED[name] for name in quantities}
    return {name: in_small_letters(VECTORIZED[capital(name)]) for name in quantities}


def _is_block(text: str, name: str) -> bool:
    """Whether the text is statements that assign the quantity, not just the right-hand side of its line."""
    return "\n" in text or bool(re.match(rf"\s*{name}\s*=[^=]", text))


def _missing_names(text: str, line: str) -> set[str]:
    """The names that a text reads without having assigned them first."""
    tree = ast.parse(text if _is_block(text, line) else f"{line} = {text}")
    nodes = [node for node in ast.walk(tree) if isinstance(node, ast.Name)]
    stored = {node.id for node in nodes if isinstance(node.ctx, ast.Store)}
    return {node.id for node in nodes if isinstance(node.ctx, ast.Load)} - (stored - {line}) - set(dir(builtins))


def _known_names(exercise: str, line: str) -> set[str]:
    """What a line may read: the arguments, numpy, the lines above it, and itself where its text assigns it first."""
    found = find(exercise)
    above = list(_own_lines(exercise))
    sizes = {"m"} if found.lesson == "vectorized" else set()
    return {*found.arguments, *above[: above.index(line)], line, "np", "sigmoid"} | sizes
