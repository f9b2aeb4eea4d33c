"""The learner's function under examination, and what one call of it gave.

`check` needs no more of a learner's function than `describe` and `answers`. In a notebook a `LocalSubject` answers from
the same process; in grading the answers come over a pipe from a sandbox, where the same `LocalSubject` runs.
"""

from __future__ import annotations

import ast
import contextlib
import copy
import functools
import inspect
import io
import itertools
import linecache
import os
import re
import sys
import textwrap
import types
import warnings
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Protocol

import numpy as np

from course.language import _
from course.plain import plain, plain_or_unusable, same, text_of

# A name by itself in a line of code, not an attribute such as the .T of an array, and the texts in it.
MAX_SOURCE = 100_000  # characters of a function that are looked at
NAME = re.compile(r"(?<![\w.])[A-Za-z_]\w*")
TEXT = re.compile(r"'[^']*'|\"[^\"]*\"")
OWN_FOLDER = os.path.dirname(os.path.abspath(__file__))


@dataclass(frozen=True)
class Failure:
    """An exception of the learner's function, shortened to the learner's own lines.

    `lines` are (line number, text) from the outermost to the failing one; `operands` the shapes of the arrays that
    are named in the failing line; `computed` the arrays and numbers that the function had assigned by then.
    """

    kind: str
    message: str
    lines: tuple[tuple[int, str], ...] = ()
    operands: Mapping[str, tuple[int, ...]] = field(default_factory=dict)
    computed: Mapping[str, object] = field(default_factory=dict)


@dataclass(frozen=True, eq=False)
class Call:
    """One call to be made: the arguments by name, and notebook variables to be replaced while it runs."""

    arguments: Mapping[str, object]
    overrides: Mapping[str, object] | None = None


@dataclass(frozen=True)
class Answer:
    """What one call gave: a `value`, or a `failure`; the warnings; the arguments that the call changed in place."""

    value: object = None
    failure: Failure | None = None
    warnings: tuple[str, ...] = ()
    changed: Mapping[str, object] = field(default_factory=dict)
    printed: bool = False


@dataclass(frozen=True)
class Description:
    """What can be read off a function without calling it.

    `data_globals` are the names of notebook variables (neither functions nor modules) that the function reads, and
    `source` is its text where Python still has it.
    """

    name: str
    callable: bool
    parameters: tuple[str, ...] = ()
    data_globals: tuple[str, ...] = ()
    source: str = ""

    @property
    def loops(self) -> bool:
        """Whether the function's own text holds a for or while statement."""
        return any(isinstance(node, ast.For | ast.While) for node in self._nodes)

    @property
    def returns_in_loop(self) -> bool:
        """Whether a for or while statement of the function's own text ends with its first round, by a plain return."""
        loops = (node for node in self._nodes if isinstance(node, ast.For | ast.While))
        return any(isinstance(statement, ast.Return) for loop in loops for statement in loop.body)

    def calls_in_loop(self, name: str) -> bool:
        """Whether the function's own text calls `name` inside a for or while statement."""
        loops = (node for node in self._nodes if isinstance(node, ast.For | ast.While))
        calls = (node for loop in loops for node in ast.walk(loop) if isinstance(node, ast.Call))
        return any(isinstance(call.func, ast.Name) and call.func.id == name for call in calls)

    @property
    def begun(self) -> bool:
        """Whether the function's own text has statements beside a docstring, and no ``...`` but in an index."""
        body = next((node.body for node in self._nodes if isinstance(node, ast.FunctionDef)), [])
        docstring = body and isinstance(body[0], ast.Expr) and isinstance(body[0].value, ast.Constant)
        written = [node for node in body[bool(docstring) :] if not isinstance(node, ast.Pass)]
        indices = {part for node in self._nodes if isinstance(node, ast.Subscript) for part in ast.walk(node.slice)}
        gaps = (node for node in self._nodes if isinstance(node, ast.Constant) and node.value is ...)
        return bool(written) and all(gap in indices for gap in gaps)

    def uses(self, name: str) -> bool:
        """Whether the function's own text reads or assigns this name; True where the text is not known."""
        return not self._nodes or any(isinstance(node, ast.Name) and node.id == name for node in self._nodes)

    @functools.cached_property
    def _nodes(self) -> list[ast.AST]:
        """The nodes of the source as Python reads it; none where it is not known or can't be read."""
        try:
            return list(ast.walk(ast.parse(textwrap.dedent(self.source)))) if self.source else []
        except (SyntaxError, ValueError, RecursionError, MemoryError):
            return []


class Subject(Protocol):
    """What `check` asks of a learner's function, wherever it runs."""

    def describe(self) -> Description: ...

    def answers(self, calls: Sequence[Call]) -> Iterable[Answer]: ...


class LocalSubject:
    """A function (or a plain value, taken as a function without arguments) of this process."""

    def __init__(self, target: object):
        self.target = target

    def describe(self) -> Description:
        """Name, parameters, notebook variables it reads and source of the function."""
        function = _unwrapped(self.target) if callable(self.target) else None
        if not isinstance(function, types.FunctionType):
            return Description(type(self.target).__name__, callable(self.target))
        code = function.__code__
        parameters = code.co_varnames[: code.co_argcount + code.co_kwonlyargcount]
        try:
            source = inspect.getsource(function)[:MAX_SOURCE]
        except (OSError, TypeError, IndexError, SyntaxError, ValueError):
            source = ""
        return Description(function.__name__, True, parameters, tuple(_data_globals(function)), source)

    def answers(self, calls: Sequence[Call]) -> Iterator[Answer]:
        """The answer to each call, made when it is asked for."""
        return (self.call(call.arguments, call.overrides) for call in calls)

    def call(self, arguments: Mapping[str, object], overrides: Mapping[str, object] | None = None) -> Answer:
        """Call the function on copies of `arguments`, in their order; never raises for what the function does.

        Copies of `overrides` replace notebook variables for this call only, to find out whether the function relies on
        them.
        """
        if not callable(self.target):
            return Answer(value=plain_or_unusable(self.target))
        function = _with_globals(self.target, copy.deepcopy(dict(overrides))) if overrides else self.target
        given = copy.deepcopy(dict(arguments))
        printed = io.StringIO()
        value, failure = None, None
        with (
            contextlib.redirect_stdout(printed),
            contextlib.redirect_stderr(printed),
            warnings.catch_warnings(record=True) as caught,
            np.errstate(divide="warn", over="warn", invalid="warn", under="ignore"),
        ):
            warnings.simplefilter("always")
            try:
                value = plain(function(*given.values()))
            except KeyboardInterrupt:
                raise
            except BaseException as error:
                failure = describe_failure(error)
        changed = {name: plain_or_unusable(given[name]) for name in given if not same(given[name], arguments[name])}
        messages = tuple(dict.fromkeys(text_of(warning.message) for warning in caught[:50]))
        return Answer(value, failure, messages, changed, bool(printed.getvalue()))


def describe_failure(error: BaseException) -> Failure:
    """The exception with the learner's own lines only, and what is an array or None in the failing one."""
    lines, computed, frame = [], None, None
    traceback = error.__traceback__
    while traceback:
        filename = traceback.tb_frame.f_code.co_filename
        if _is_learners(filename):
            frame = traceback.tb_frame
            computed = _numbers(frame.f_locals) if computed is None else computed
            lines.append((traceback.tb_lineno, linecache.getline(filename, traceback.tb_lineno).strip()[:300]))
        traceback = traceback.tb_next
    operands, message = {}, text_of(error)
    if frame is not None:
        for name in dict.fromkeys(NAME.findall(TEXT.sub("", lines[-1][1]))):
            own = name in frame.f_code.co_varnames or name in frame.f_code.co_cellvars  # perhaps not assigned yet
            value = frame.f_locals.get(name, None if own else frame.f_globals.get(name))
            if isinstance(value, np.ndarray):
                operands[name] = value.shape
            elif name in frame.f_locals and value is None:
                message += " ({})".format(_("{name} is None").format(name=name))
    return Failure(type(error).__name__, message, tuple(lines[-6:]), operands, computed or {})


def _numbers(variables: Mapping[str, object]) -> dict[str, object]:
    """The arrays and numbers among a frame's variables, at most forty."""
    numeric = ((name, value) for name, value in list(variables.items()) if isinstance(value, np.ndarray | float))
    return {name: plain(value) for name, value in itertools.islice(numeric, 40)}


def _is_learners(filename: str) -> bool:
    """Lines of the notebook or of a script, not of this package, of an installed one or of Python itself."""
    # Compiled parts of NumPy name their source by a path that begins nowhere.
    if filename.startswith(("<frozen", "<__array_function__")) or filename.endswith((".pyx", ".pxd")):
        return False
    places = tuple(os.path.join(folder, "") for folder in (OWN_FOLDER, sys.prefix, sys.base_prefix))
    return not os.path.abspath(filename).startswith(places) or filename.startswith("<")


def _unwrapped(function: Callable) -> Callable:
    """What decorators wrapped; the function itself where `__wrapped__` leads nowhere."""
    try:
        return inspect.unwrap(function)
    except Exception:
        return function


def _data_globals(function: Callable) -> list[str]:
    names = dict.fromkeys(_names_loaded(function.__code__))
    known = {name: function.__globals__[name] for name in names if name in function.__globals__}
    return [name for name, value in known.items() if not callable(value) and not isinstance(value, types.ModuleType)]


def _names_loaded(code: types.CodeType):
    yield from code.co_names
    for constant in code.co_consts:
        if isinstance(constant, types.CodeType):
            yield from _names_loaded(constant)


def _with_globals(function: Callable, overrides: Mapping[str, object]) -> Callable:
    function = _unwrapped(function)
    if not isinstance(function, types.FunctionType):
        return function
    replaced = types.FunctionType(
        function.__code__,
        {**function.__globals__, **overrides},
        function.__name__,
        function.__defaults__,
        function.__closure__,
    )
    replaced.__kwdefaults__ = function.__kwdefaults__
    return replaced
