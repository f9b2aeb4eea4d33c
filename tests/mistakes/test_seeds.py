"""Over many seeds: is correct code ever flagged, is one mistake ever taken for another?

Every mistake is looked at on two draws of each seed, the least that `explain` goes by. What the bank makes of a draw is
worked out once and compared with all codings, which is what lets a hundred seeds run in half a minute; that it is the
answer of `explain` itself is tested too.
"""

import math
from collections import defaultdict
from functools import cache, lru_cache

import numpy as np
import pytest
from mistakes.learner_code.correct import CORRECT
from mistakes.learner_code.mistakes import MISTAKES
from mistakes.notebook import examined
from mistakes.page import SEEDS

from course.exercises import EXERCISES, find
from course.exercises.agreement import agrees
from course.judging import Trial, references
from course.ladder import unpack
from course.mistakes import BANK, Situation, explain

# Deliberate duplicates, as {(named, coded): reason}: none. Where two mistakes give the same number there is one entry
# whose message says both, and entries that would meet are kept apart by where they apply.
DELIBERATE: dict[tuple[str, str], str] = {}

# Judged by a run of the whole exercise: `initialize` and `train` are compared with further calls of the function, and
# activations in a wrong order with what follows from the ones before them.
BY_CALLS = ("initialization.initialize", "initialization.train")
SWAPPED = "returned-under-another-name"


class GotNeeded(Exception):
    """The mistake looks at what was got, so that its values cannot be worked out beforehand."""


class Ungot(Situation):
    """A situation before anything was got."""

    def __getattribute__(self, name):
        if name == "got":
            raise GotNeeded
        return super().__getattribute__(name)


class Bank:
    """What every mistake that applies to a quantity gives on the draws of a seed."""

    def __init__(self, got):
        self.entries = applicable(got[0].key)
        drawn = [Ungot(**vars(situation)) for situation in got]
        self.values = {entry.id: [_values(entry, situation) for situation in drawn] for entry in self.entries}

    def explain(self, got):
        """The id of the first mistake that gives what was got, or None."""
        return next((entry.id for entry in self.entries if self._explains(entry, got)), None)

    def _explains(self, entry, got):
        values = self.values[entry.id]
        if any(each is None for each in values):
            return entry.explains(got)
        ways = zip(*values, strict=True)
        return any(all(_equal(one.got, value) for one, value in zip(got, way, strict=True)) for way in ways)


@cache
def applicable(key):
    """The mistakes that apply to a quantity."""
    return [entry for entry in BANK.values() if entry.applies(key)]


def _values(entry, situation):
    """The values of a mistake on one draw; None where they depend on what was got."""
    try:
        with np.errstate(all="ignore"):
            outcome = entry.wrong(situation)
    except GotNeeded:
        return None
    except (ValueError, KeyError, IndexError, TypeError):
        return []
    if isinstance(outcome, bool):
        return None
    return outcome if isinstance(outcome, list) else [outcome]


def _equal(got, value):
    """`agrees`, after a look at one entry, which settles most comparisons."""
    if value is None or got.shape != np.shape(value):
        return False
    first, other = got.item(0), np.asarray(value).item(0)
    apart = math.isfinite(first) and math.isfinite(other) and not math.isclose(first, other, rel_tol=0.1, abs_tol=0.1)
    return not apart and agrees(got, value)


def situations(exercise, name, drawn, answers):
    """The situations of a named quantity whose upstream values are right."""
    return [
        Situation(exercise.name, name, dict(case.sizes), case.values, siblings[name], got, siblings)
        for (case, siblings), got in zip(drawn, answers, strict=True)
    ]


@lru_cache(maxsize=2 * len(EXERCISES))
def draws(name, seed, kind):
    """Two draws of an exercise, each with its references; in lesson 1 four, two with each label."""
    exercise = find(name)
    count = 4 if exercise.lesson == "logistic" else 2
    cases = exercise.equal_cases(seed) if kind == "equal" else exercise.cases(seed)[:count]
    return [(case, references(exercise, Trial(case, None, {}, case.values))) for case in cases]


@cache
def function_of(coding):
    return coding.function()


def answers_of(coding, name, drawn):
    """The named quantity as the ladder hands it on, for every draw; None where the function stops."""
    exercise = find(coding.exercise)
    answers = []
    for case, siblings in drawn:
        try:
            with np.errstate(all="ignore"):
                returned = function_of(coding)(*case.arguments.values())
        except ValueError:
            return None
        value = np.asarray(unpack(exercise, returned)[0][name], dtype=float)
        shape = np.shape(siblings[name])
        answers.append(value.reshape(shape) if value.size == 1 == np.prod(shape, dtype=int) else value)
    return answers


@cache
def kind_of_draw(coding):
    """Where a coding can be looked at: at distinct sizes, or, where it stops there, with all sizes equal."""
    name = quantity_of(coding)
    kinds = (kind for kind in ("distinct", "equal") if answers_of(coding, name, draws(coding.exercise, 0, kind)))
    return next(kinds, None)


def quantity_of(coding):
    """The name, in the exercise's own letters, of the quantity at which the mistake shows."""
    last = coding.key.split(".")[-1]
    names = [quantity.name for quantity in find(coding.exercise).quantities]
    return next(name for name in names if name == last or name.lower() == last.lower() or len(names) == 1)


def by_value(coding):
    """Whether the named quantity can be looked at by itself."""
    if coding.notebook or coding.exercise in BY_CALLS:
        return False
    swapped_forward = coding.mistake == SWAPPED and coding.exercise.endswith("forward")
    return not swapped_forward and kind_of_draw(coding) is not None


OTHERS = [coding for coding in MISTAKES if not by_value(coding)]
GROUPS = defaultdict(list)
for each in MISTAKES:
    if by_value(each):
        GROUPS[each.mistake, each.key].append(each)


def named(seed):
    """For one coding of every mistake at every quantity: its situations, and the mistake that is named."""
    banks = {}
    for codings in GROUPS.values():
        coding = codings[seed % len(codings)]
        exercise, name, kind = find(coding.exercise), quantity_of(coding), kind_of_draw(coding)
        drawn = draws(coding.exercise, seed, kind)
        got = situations(exercise, name, drawn, answers_of(coding, name, drawn))
        place = (coding.key, exercise.draw, kind)
        if place not in banks:
            banks[place] = Bank(got)
        yield coding, got, banks[place].explain(got)


def test_no_mistake_is_taken_for_another():
    confused = {}
    for seed in range(SEEDS):
        for coding, _, found in named(seed):
            if found != coding.mistake and (found, coding.mistake) not in DELIBERATE:
                confused.setdefault((coding.mistake, found), f"seed {seed}, {coding}")
    assert not confused, "\n".join(f"{key}: {place}" for key, place in confused.items())


@pytest.mark.parametrize("seed", [0, 101])
def test_the_values_worked_out_beforehand_give_what_explain_gives(seed):
    for coding, got, found in named(seed):
        entry = explain(got)
        assert (entry and entry.id) == found, str(coding)


def test_no_coding_that_needs_a_whole_check_is_taken_for_another():
    """By `check` itself, one with every seed."""
    for seed in range(1, SEEDS):
        coding = OTHERS[seed % len(OTHERS)]
        report = examined(coding, seed)
        assert report.mistakes[:1] == (coding.mistake,), f"seed {seed}, {coding}\n{report}"


def test_no_correct_style_is_ever_flagged():
    """By `check` itself: a twentieth of the styles with every seed, each style with five seeds."""
    for seed in range(1, SEEDS + 1):
        for coding in CORRECT[seed % 20 :: 20]:
            report = examined(coding, seed)
            assert report.passed, f"seed {seed}, {coding}\n{report}"
