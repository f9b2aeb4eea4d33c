"""What an exercise is: how inputs are drawn, which quantities are asked for, and what each is compared with.

An exercise holds no answers. A quantity's `expected` differentiates forward steps (`course.gradients`) at the values
it is given, so that it can be asked for the reference gradient or for what follows from a learner's own upstream value.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import lru_cache

import numpy as np

from course.notation import SIZES, Notation, Shape

Values = Mapping[str, object]

# Pairwise ratios of these are all different, so that a factor tells which size it came from.
DISTINCT = (2, 3, 5, 7)
EQUAL = 4


@dataclass(frozen=True, eq=False)
class Case:
    """One draw: sizes, the arguments the function is called with, and every value that the draw knows.

    `companions` are further calls of the same function (label: arguments) whose results later count as known values,
    for exercises such as training where one call is judged against another.
    """

    sizes: Mapping[str, int]
    arguments: Mapping[str, object]
    values: Values
    kind: str = "distinct"
    companions: Mapping[str, Mapping[str, object]] = field(default_factory=dict)


@dataclass(frozen=True)
class Quantity:
    """One thing an exercise asks for.

    `expected(values)` gives the value that follows from `values`, or a list of equally good ones; None where only
    properties are judged. `after` are the quantities of the same exercise that it is computed from; `average_of` the
    one whose columns it averages, which is where a 1/m may have been put instead. A `sequence` may come as a list.
    """

    name: str
    shape: Shape
    expected: Callable[[Values], object] | None
    after: tuple[str, ...] = ()
    average_of: str = ""
    sequence: bool = False


@dataclass(frozen=True, eq=False)
class Exercise:
    """One function (or value) that learners write.

    `returns` is "single", "tuple", "dict", "parameters, costs" (that pair) or "shape" (a predicted shape, no
    function). `draw` makes the arguments, and the values around them, from a generator and the sizes; `companions`
    are further calls, by label, whose results `expected` needs. `planted` is the mistake that a find-the-bug cell
    starts with; `vectorized` has loops remarked on; `place` is the lesson and heading where the matter is explained;
    `hints` are a question, the place to look and the formula in words, for lessons that course/hint_texts.py does not
    know.
    """

    name: str
    arguments: tuple[str, ...]
    quantities: tuple[Quantity, ...]
    returns: str
    draw: Callable[[np.random.Generator, Mapping[str, int]], Values]
    notation: Notation
    place: str = ""
    hints: tuple[str, ...] = ()
    planted: str = ""
    vectorized: bool = False
    companions: Callable[[Values], Mapping[str, Mapping[str, object]]] | None = None

    @property
    def lesson(self) -> str:
        return self.name.split(".")[0]

    def case(self, seed: tuple[int, ...], sizes: Mapping[str, int], kind: str) -> Case:
        """The draw of `seed` at `sizes`."""
        values = _drawn(self.draw, seed, tuple(sizes.items()))
        companions = self.companions(values) if self.companions else {}
        return Case(sizes, {name: values[name] for name in self.arguments}, values, kind, companions)

    def cases(self, seed: int) -> tuple[Case, ...]:
        """Draws at all-distinct sizes, then the edges: one example (m = 1) and one output (n2 = 1)."""
        return _cases(self, seed)

    def equal_cases(self, seed: int, size: int = EQUAL) -> tuple[Case, ...]:
        """Two draws with every size the same, where a forgotten transpose runs and its value can be looked at."""
        sizes = dict.fromkeys(self.size_names, size)
        return tuple(self.case((seed, 90 + number, size), sizes, "equal") for number in range(2))

    def narrow_cases(self, seed: int, *names: str) -> tuple[Case, ...]:
        """Two draws in which the sizes of these names are 1 and the others distinct; none where a size is unknown."""
        if not set(names) <= set(self.size_names):
            return ()
        return tuple(
            self.case((seed, 80 + number), {**sizes, **dict.fromkeys(names, 1)}, "narrow")
            for number, sizes in enumerate(_distinct_sizes(self, seed)[:2])
        )

    @property
    def size_names(self) -> tuple[str, ...]:
        """The sizes that shapes of the lesson's notation are made of, as ("n0", "n1", "n2", "m")."""
        used = {side for symbol in self.notation.values() for side in symbol.shape}
        return tuple(name for name in SIZES if name in used)


def _distinct_sizes(exercise: Exercise, seed: int) -> list[dict[str, int]]:
    """Assignments of DISTINCT to the size names in which no name keeps a size: three, or four where n0 is alone."""
    order = np.random.default_rng((seed, 7)).permutation(DISTINCT)
    return [
        {name: int(order[(position + turn) % len(order)]) for position, name in enumerate(exercise.size_names)}
        for turn in range(4 if len(exercise.size_names) == 1 else 3)
    ]


@lru_cache(maxsize=2048)
def _drawn(draw: Callable, seed: tuple[int, ...], sizes: tuple[tuple[str, int], ...]) -> Values:
    """Exercises of a lesson that share a way of drawing share the draws, and so their reference gradients."""
    return draw(np.random.default_rng(seed), dict(sizes))


@lru_cache(maxsize=512)
def _cases(exercise: Exercise, seed: int) -> tuple[Case, ...]:
    distinct = _distinct_sizes(exercise, seed)
    cases = [exercise.case((seed, turn), sizes, "distinct") for turn, sizes in enumerate(distinct)]
    if "m" in exercise.size_names:
        cases.append(exercise.case((seed, 10), {**distinct[0], "m": 1}, "m = 1"))
    if "n2" in exercise.size_names:
        cases.append(exercise.case((seed, 11), {**distinct[1], "n2": 1}, "n2 = 1"))
    return tuple(cases)


def labels(rng: np.random.Generator, shape: tuple[int, int]) -> np.ndarray:
    """Labels 0.0 and 1.0, both present wherever there is room for both."""
    values = np.arange(shape[0] * shape[1]) % 2
    return rng.permutation(values).reshape(shape).astype(float)
