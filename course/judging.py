"""Each quantity is judged against what follows from the learner's own upstream values, so that one slip costs once."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np

from course.exercises.agreement import agrees
from course.exercises.spec import Case, Exercise, Quantity
from course.ladder import MISSING, climb, missing
from course.language import N_, _, joined
from course.mistakes import Situation
from course.report import NOT_ATTEMPTED, RIGHT, Line
from course.subject import Answer

UNCOMPARABLE = N_(
    "Nothing to compare it with: called for fewer steps, your function gives nothing to use, or the same again."
)
LOOK_AT_FEWER_STEPS = N_("Call your function yourself with steps=1 and with steps=2. What comes back?")
ALL_ZERO = N_("It is all zeros, like your {names}: whether its formula is right does not show yet.")
FIRST_MEND = N_("First mend {names}.")


@dataclass(frozen=True)
class Trial:
    """One case, what the function answered, and the answer by quantity name."""

    case: Case
    answer: Answer
    returned: Mapping[str, object]
    values: Mapping[str, object]
    notes: tuple[str, ...] = ()


@dataclass
class Judgement:
    """The verdict on one quantity in one trial, and the situation that a mistake would have to explain.

    `unseen` where zeros upstream leave nothing to judge.
    """

    line: Line
    situation: Situation | None = None
    follows: tuple[str, ...] = ()
    notes: list[str] = field(default_factory=list)
    unseen: bool = False


def judge(exercise: Exercise, trial: Trial, folded: frozenset[str] = frozenset()) -> dict[str, Judgement]:
    """Every quantity of one trial. `folded` names the dZ that already carry the 1/m, where that was found out."""
    values = dict(trial.values)
    departed: set[str] = set()
    misshapen: dict[str, object] = {}
    judgements: dict[str, Judgement] = {}
    siblings = references(exercise, trial)
    for quantity in in_order(exercise):
        judgement = _judge_one(exercise, quantity, trial, values, siblings, folded)
        judgements[quantity.name] = judgement
        usable, itself = judgement.situation, False
        if judgement.line.verdict == "shape" and usable is not None:
            if any(agrees(usable.got, value) for value in _passed_on(quantity, values, misshapen)):
                judgement.line = Line(quantity.name, RIGHT)
                departed.update(set(quantity.after) & misshapen.keys())
            misshapen[quantity.name] = usable.got
        elif usable is not None and np.shape(usable.got) == np.shape(usable.expected) and _finite(usable.got):
            reference = siblings.get(quantity.name)
            known = usable.expected is reference and judgement.line.verdict == RIGHT
            itself = known or (reference is not None and agrees(usable.got, reference))
            if reference is not None and not itself:
                values[quantity.name] = usable.got
                departed.add(quantity.name)
        upstream = tuple(name for name in quantity.after if name in departed)
        if judgement.line.verdict == RIGHT and upstream and _shows_nothing(usable, siblings.get(quantity.name)):
            names = joined(upstream)
            message, next_step = _(ALL_ZERO).format(names=names), _(FIRST_MEND).format(names=names)
            judgement.line = Line(quantity.name, "value", message=message, next_step=next_step)
            judgement.situation, judgement.unseen = None, True
        elif not folded and not itself:
            judgement.follows = upstream
    return judgements


def _shows_nothing(situation: Situation | None, reference: object) -> bool:
    """Whether zeros follow from zeros upstream: an answer of constant zeros would be as consistent."""
    return situation is not None and not np.any(situation.got) and reference is not None and bool(np.any(reference))


def in_order(exercise: Exercise) -> list[Quantity]:
    """The quantities with each one after those that it is computed from."""
    names = {quantity.name for quantity in exercise.quantities}
    waiting, done = list(exercise.quantities), []
    while waiting:
        ready = next(q for q in waiting if not (set(q.after) & names) - {other.name for other in done})
        waiting.remove(ready)
        done.append(ready)
    return done


def references(exercise: Exercise, trial: Trial) -> dict[str, object]:
    """The reference value of every quantity, from the draw alone; none where the learner's companions give none."""
    found = {}
    for quantity in exercise.quantities:
        if quantity.name in trial.case.values:
            found[quantity.name] = trial.case.values[quantity.name]
        elif quantity.expected is not None and (values := _follows(quantity, trial.values)):
            found[quantity.name] = values[0]
    return found


def find_folds(exercise: Exercise, trials: Sequence[Trial]) -> frozenset[str]:
    """The dZ that hold the 1/m which others put into dW and db.

    A dZ counts as one of them where it is the expected value divided by m in every trial and at least one average that
    is taken from it, directly or further back, comes without a 1/m of its own. Then the 1/m was moved, not repeated.
    """
    several = [trial for trial in trials if trial.case.sizes.get("m", 1) > 1]
    folds: frozenset[str] = frozenset()
    for quantity in exercise.quantities:
        averages = [other.name for other in exercise.quantities if other.average_of == quantity.name]
        if not averages or not several or folds & set(quantity.after):
            continue
        judged = [judge(exercise, trial, folds) for trial in several]
        if all(_is_divided_by_m(one[quantity.name].situation) for one in judged):
            tried = folds | {quantity.name}
            further = [q.name for q in exercise.quantities if q.average_of and q.average_of != quantity.name]
            dependents = averages + (further if _feeds(exercise, quantity.name, further) else [])
            again = [judge(exercise, trial, tried) for trial in several]
            if any(all(one[name].line.verdict == RIGHT for one in again) for name in dependents):
                folds = tried
    return folds


def _feeds(exercise: Exercise, name: str, dependents: Sequence[str]) -> bool:
    by_name = {quantity.name: quantity for quantity in exercise.quantities}
    return any(name in by_name[by_name[dependent].average_of].after for dependent in dependents)


def _is_divided_by_m(situation: Situation | None) -> bool:
    return (
        situation is not None
        and np.shape(situation.got) == np.shape(situation.expected)
        and not agrees(situation.got, situation.expected)
        and agrees(situation.got, situation.expected / situation.m)
    )


def _judge_one(exercise, quantity, trial, values, siblings, folded) -> Judgement:
    value = trial.returned[quantity.name]
    if value is MISSING:
        return Judgement(missing(exercise, quantity.name, trial.answer.value))
    if value is None:
        return Judgement(Line(quantity.name, NOT_ATTEMPTED))
    got, stopped, note = climb(quantity, value, trial.case.sizes)
    expected = _expected(exercise, quantity, trial, values, siblings, folded)
    situation = Situation(
        exercise.name,
        quantity.name,
        dict(trial.case.sizes),
        dict(values),
        expected[0] if expected else None,
        got,
        siblings,
    )
    judgement = Judgement(Line(quantity.name, RIGHT), situation, notes=[note] if note else [])
    if stopped:
        judgement.line = stopped
        if stopped.verdict == "type":
            judgement.situation = None
    elif quantity.expected and not expected:
        judgement.line = Line(quantity.name, "value", message=_(UNCOMPARABLE), next_step=_(LOOK_AT_FEWER_STEPS))
        judgement.situation = None
    elif expected and not any(agrees(got, value) for value in expected):
        judgement.line = Line(quantity.name, "value", **first_difference(quantity.name, got, np.asarray(expected[0])))
    return judgement


def _expected(exercise, quantity, trial, values, siblings, folded) -> list:
    """What is accepted: what follows from the learner's upstream values first, then the reference itself."""
    if quantity.expected is None or quantity.name not in siblings:
        return []
    reference = siblings[quantity.name]
    m = trial.case.sizes.get("m", 1)
    upstream_changed = any(values.get(name) is not trial.case.values.get(name) for name in quantity.after)
    follows = _follows(quantity, values) if upstream_changed else [reference]
    if quantity.name in folded:
        follows = [value / m for value in follows]
    elif quantity.average_of and _carries_average(exercise, quantity.average_of, folded):
        return [value * m for value in follows]
    elif not upstream_changed and quantity.name not in trial.case.values:
        follows = _follows(quantity, values)
    return [*follows, reference] if upstream_changed else follows


def _carries_average(exercise: Exercise, name: str, folded: frozenset[str]) -> bool:
    if name in folded:
        return True
    upstream = next((quantity.after for quantity in exercise.quantities if quantity.name == name), ())
    return any(_carries_average(exercise, earlier, folded) for earlier in upstream)


def _follows(quantity: Quantity, values: Mapping[str, object]) -> list:
    """What follows from `values`; empty where these, which may be the learner's, let nothing be computed."""
    try:
        value = quantity.expected(values)
    except (ArithmeticError, AttributeError, LookupError, TypeError, ValueError):
        return []
    return value if isinstance(value, list) else [np.asarray(value)]


def _passed_on(quantity: Quantity, values: Mapping[str, object], misshapen: Mapping[str, object]) -> list:
    """What follows from upstream values of a wrong shape, as for ``A1 = tanh(Z1)``; empty where there are none."""
    upstream = {name: misshapen[name] for name in quantity.after if name in misshapen}
    return _follows(quantity, {**values, **upstream}) if upstream and quantity.expected else []


def _finite(value: object) -> bool:
    return isinstance(value, np.ndarray) and bool(np.all(np.isfinite(value)))


def first_difference(name: str, got: np.ndarray, expected: np.ndarray) -> dict[str, str]:
    """Place, got and expected of the first entry that differs, as texts."""
    if got.shape != expected.shape:
        length = _("length {length}")
        return {"got": length.format(length=got.size), "expected": length.format(length=expected.size)}
    if expected.shape == ():
        return {"got": f"{got:.6g}", "expected": f"{expected:.6g}"}
    index = next(index for index in np.ndindex(expected.shape) if not agrees(got[index], expected[index]))
    where = f"{name}[{', '.join(str(number) for number in index)}]"
    return {"where": where, "got": f"{got[index]:.6g}", "expected": f"{expected[index]:.6g}"}
