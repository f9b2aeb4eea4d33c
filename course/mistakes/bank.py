"""How a mistake is written down and recognised.

A mistake is a small function that says what value it gives rise to, starting from the expected value, an altered
operand or an altered forward step. Where it comes in several ways it returns a list, with None for a way that the sizes
do not allow. Its docstring is the message the learner reads; `{name}` stands for the quantity and
names such as `{dZ2}` for the symbol as the lesson at hand writes it. The message states evidence, never certainty,
and the question leads on without giving the answer.
"""

from __future__ import annotations

import contextlib
import fnmatch
import inspect
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np

from course.exercises.agreement import agrees
from course.exercises.spec import Values
from course.exercises.two_layer import Capitals, capital, small
from course.gradients import pullback
from course.language import _


@dataclass(frozen=True)
class Situation:
    """One quantity on one draw: what was expected, what was got, and the values around it.

    ``situation["A1"]`` looks a value up by its lesson 3 name in lesson 2 as well; gradients computed before this one
    are the learner's own. `siblings` are the reference values of all quantities of the exercise.
    """

    exercise: str
    name: str
    sizes: dict[str, int]
    values: Values
    expected: object
    got: object
    siblings: Mapping[str, object] = field(default_factory=dict)
    worked_out: dict[str, object] = field(default_factory=dict, compare=False)

    def __getitem__(self, name: str):
        return Capitals(self.values)[name]

    def once(self, name: str, work_out: Callable[[], object]):
        """What several mistakes start from, worked out for the first of them that asks."""
        if name not in self.worked_out:
            self.worked_out[name] = work_out()
        return self.worked_out[name]

    @property
    def m(self) -> int:
        """Number of examples; 1 in the lessons on one example."""
        return self.sizes.get("m", 1)

    @property
    def lesson(self) -> str:
        return self.exercise.split(".")[0]

    @property
    def key(self) -> str:
        """Where mistakes say they apply: ``lesson.quantity`` with lesson 3's capitals, as in ``one_example.dZ1``.

        In lesson 4 and for the chain rule of lesson 1 the exercise counts as well: ``initialization.update.W1``.
        """
        if self.lesson == "initialization":
            return f"{self.exercise}.{self.name}"
        if self.exercise == "logistic.dz_by_chain_rule":
            return self.exercise
        renamed = self.lesson == "one_example" and "_" not in self.name
        return f"{self.lesson}.{capital(self.name) if renamed else self.name}"


@dataclass(frozen=True)
class Fitted:
    """A value that rests on a number of the learner's own, such as a typed-in m: the same number in every draw."""

    value: object
    number: float


@dataclass(frozen=True)
class Mistake:
    """A known mistake: where it applies, the values it gives, and what the learner is told."""

    id: str
    where: tuple[str, ...]
    wrong: Callable[[Situation], object]
    message: str
    question: str

    def applies(self, key: str) -> bool:
        return any(fnmatch.fnmatchcase(key, pattern) for pattern in self.where)

    def explains(self, situations: Iterable[Situation]) -> bool:
        """Whether this mistake gives exactly the values that were got, in one and the same way in every situation."""
        ways: dict[int, float] | None = None
        for situation in situations:
            found = self._ways(situation)
            kept = found if ways is None else {way: ways[way] for way in ways.keys() & found.keys()}
            ways = {way: number for way, number in kept.items() if np.isclose(number, found[way], rtol=1e-3)}
            if not ways:
                return False
        return bool(ways)

    def _ways(self, situation: Situation) -> dict[int, float]:
        """Which of the mistake's values was got, by its position, and the number fitted to it (0.0 where none is)."""
        with contextlib.suppress(ValueError, KeyError, IndexError, TypeError), np.errstate(all="ignore"):
            outcome = self.wrong(situation)
            if isinstance(outcome, bool | np.bool_):
                return {0: 0.0} if outcome else {}
            if isinstance(outcome, Fitted):
                return {0: outcome.number} if agrees(situation.got, outcome.value) else {}
            values = outcome if isinstance(outcome, list) else [outcome]
            return {way: 0.0 for way, value in enumerate(values) if value is not None and agrees(situation.got, value)}
        return {}

    def tell(self, lesson: str, name: str) -> tuple[str, str]:
        """Message and question about the quantity `name`, in the symbols of the lesson and the language at hand."""
        names = _Names(lesson, name)
        return _(self.message).format_map(names), _(self.question).format_map(names)


class _Names(dict):
    """Fills `{name}` with the quantity and `{dZ2}` with the symbol as the lesson writes it."""

    def __init__(self, lesson: str, name: str):
        super().__init__(name=name)
        self.lesson = lesson

    def __missing__(self, symbol: str) -> str:
        return small(symbol) if self.lesson == "one_example" else symbol


BANK: dict[str, Mistake] = {}


def mistake(where: str, question: str):
    """Register the decorated function; `where` holds space-separated patterns such as ``"vectorized.dW?"``."""

    def register(function: Callable[[Situation], object]):
        name = function.__name__.replace("_", "-")
        if name in BANK:
            raise ValueError(f"two mistakes are called {name}; rename one of the functions")
        message = " ".join(inspect.getdoc(function).split())
        BANK[name] = Mistake(name, tuple(where.split()), function, message, question)
        return function

    return register


def slope(step: Callable, z) -> np.ndarray:
    """The slope of an elementwise `step` at every entry of `z`."""
    return pullback(step, {"z": z}, "z", np.ones_like(z))


def explain(situations: Sequence[Situation]) -> Mistake | None:
    """The first mistake of the bank that explains every one of the `situations` (two draws or more); None if none."""
    if len(situations) < 2:
        return None
    applicable = [entry for entry in BANK.values() if entry.applies(situations[0].key)]
    return next((entry for entry in applicable if entry.explains(situations)), None)
