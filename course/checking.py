"""`check` an answer: draw inputs, call the function, judge every quantity, and name the mistake.

The same `examine` serves the learner's own notebook, where the function runs in the same process, and grading, where
it runs in a sandbox and only its answers are seen here.
"""

from __future__ import annotations

import math
import re
import sys
import textwrap
import warnings
from collections.abc import Mapping, Sequence
from dataclasses import replace
from numbers import Integral

import numpy as np

from course import hints
from course.diagnosis import name_mistakes
from course.exercises import Exercise, find
from course.exercises.places import in_words
from course.judging import Trial, find_folds, judge
from course.ladder import missing
from course.language import N_, _, joined
from course.mistakes import BANK
from course.predictions import examine_prediction
from course.report import LONGEST_TEXT, NOT_ATTEMPTED, NOT_REPAIRED, RIGHT, Line, Report
from course.stops import after_stop
from course.subject import LocalSubject, Subject
from course.trials import not_attempted, own_value, run

VISIBLE_SEED = 0
GENERATOR, START = "rng", "initialize"

NO_RETURN = N_("The function computes something and hands nothing back. Does it end with return and the result?")
ALIKE = N_("First draw from rng: only then do two calls of your function surely start alike and can be compared.")
ANEW = N_("Your function calls initialize inside its loop, so that every round throws away what the last one learnt.")
ONCE = N_("Which lines have to run once, before the first step, and which in every step?")
CUT_SHORT = N_("The return stands inside the loop, which so ends in its first round.")
AFTER = N_("Should your function hand back its result in the first round, or once, after the last?")
MEASURE = N_("Run the cell that measures once more. What differs from before your change, and what is still off?")
AS_WITH = N_("As with {name}.")
STALE = N_("The def of {name} that you ran last ended with an error: this is about the version before it.")
TOO_LARGE = N_("A float64 holds e to powers up to 709; beyond, it counts as infinity, and 1 over infinity as 0.")
ORDER = N_("Keep the arguments of the function as they were given: a check hands them over in that order.")


def check(exercise: str, answer: object, points: float = 1.0, seed: int | None = None) -> Report:
    """Examine `answer`, a function (or a value, for predicted shapes), against the exercise of that name.

    As the last expression of a cell the Report shows its explanation, and its plain text is the score between 0 and
    `points`. A wrong answer never raises. Raises ValueError for an exercise that does not exist, for points that are
    negative or not a number and for a seed that is no whole number from 0 up.
    """
    found = find(exercise)
    subject = LocalSubject(answer)
    report = examine(found, subject, points=points, seed=VISIBLE_SEED if seed is None else seed)
    notes = (*report.notes, *_outdated(subject))
    return replace(report, notes=notes, hints_used=hints.used(found), visible=seed is None)


def _outdated(subject: LocalSubject) -> list[str]:
    """A note where the notebook's latest text of the function is another than the one that is checked."""
    shell = sys.modules["IPython"].get_ipython() if "IPython" in sys.modules else None
    if shell is None or not (description := subject.describe()).source:
        return []
    define = re.compile(rf"^\s*def {re.escape(description.name)}\b", re.MULTILINE)
    latest = next((cell for cell in reversed(shell.user_ns.get("In", ())) if define.search(cell)), "")
    same = textwrap.dedent(description.source).strip() in latest
    return [] if same or not latest else [_(STALE).format(name=description.name)]


def examine(exercise: Exercise | str, subject: Subject, *, points: float = 1.0, seed: int = VISIBLE_SEED) -> Report:
    """The Report on what `subject` answers to the draws of `seed`.

    Raises ValueError as `check` does.
    """
    exercise = find(exercise) if isinstance(exercise, str) else exercise
    if isinstance(points, bool) or not isinstance(points, int | float) or not 0 <= points < math.inf:
        text = _("points must be a number from 0 up, got {points!r}; write points=1, for instance")
        raise ValueError(text.format(points=points))
    if isinstance(seed, bool) or not isinstance(seed, Integral) or seed < 0:
        text = _("seed must be a whole number from 0 up, got {seed!r}; write seed=7, or leave it out")
        raise ValueError(text.format(seed=seed))
    # Wrong answers may overflow in comparisons. A warning of ours on stderr would cost the learner the whole cell, and
    # the notebook may have turned warnings into errors.
    with warnings.catch_warnings(), np.errstate(all="ignore"):
        warnings.simplefilter("ignore")
        if exercise.returns == "shape":
            lines, notes = examine_prediction(exercise, subject), ()
        else:
            lines, notes = _examine_function(exercise, subject, int(seed))
    if exercise.planted:
        lines, right = _repaired(exercise, lines)
        score = points * right
    else:
        # The share first: 0.1 * 3 / 3 is more than 0.1, and nbgrader refuses a score above the points.
        score = points * (sum(line.verdict == RIGHT for line in lines) / len(lines))
    return Report(
        exercise.name,
        float(points),
        float(score),
        tuple(line.shortened() for line in _said_once(lines)),
        tuple(note[:LONGEST_TEXT] for note in notes),
        place=in_words(exercise.place),
        seed=seed,
    )


def _examine_function(exercise: Exercise, subject: Subject, seed: int) -> tuple[list[Line], tuple[str, ...]]:
    names = [quantity.name for quantity in exercise.quantities]
    trials = run(exercise, subject, exercise.cases(seed))
    if not_attempted(trials[0]):
        first = trials[0].answer
        if first.failure is None and first.value is None and subject.describe().begun:
            return [replace(missing(exercise, name, None), next_step=_(NO_RETURN)) for name in names], ()
        return [Line(name, NOT_ATTEMPTED) for name in names], ()
    lines, notes = _lines(exercise, subject, trials, seed)
    wrong = any(line.verdict != RIGHT for line in lines)
    # Starting values are told by their properties; training by what follows from its own start, however that was drawn.
    trained = GENERATOR in exercise.arguments and exercise.quantities[0].expected is not None
    # Most answers are right, and in grading a description is one more question to another process.
    description = subject.describe() if wrong or exercise.vectorized or trained else None
    if wrong:
        a_function = _("a function of {arguments}")
        expected = a_function.format(arguments=", ".join(exercise.arguments))
        if not description.callable:
            step = _("check needs the function itself: not called, and its name given to nothing else since its def.")
            return [Line(name, "type", got=description.name, expected=expected, next_step=step) for name in names], ()
        if description.parameters != exercise.arguments and set(description.parameters) == set(exercise.arguments):
            got = a_function.format(arguments=", ".join(description.parameters))
            swapped = {"verdict": "type", "got": got, "expected": expected, "next_step": _(ORDER)}
            lines = [line if line.verdict == RIGHT else Line(line.name, **swapped) for line in lines]
            notes = []
        culprits = [name for name in description.data_globals if own_value(trials[0].case, name) is not None]
        again = run(exercise, subject, exercise.cases(seed), culprits) if culprits else []
        mended = _lines(exercise, subject, again, seed, culprits)[0] if again else []
        if _clarity(mended) > _clarity(lines):
            lines = [*mended, _conduct("notebook-variables", exercise, joined(culprits))]
    changed = sorted({name for trial in trials for name in trial.answer.changed})
    if changed:
        lines.append(_conduct("arguments-changed", exercise, ", ".join(changed)))
    if trained and not description.uses(GENERATOR):
        lines = _unexplained(lines, {"next_step": _(ALIKE)})
        lines.append(_conduct("generator-unused", exercise, GENERATOR))
    elif trained and description.calls_in_loop(START):
        lines = _unexplained(lines, {"message": _(ANEW), "next_step": _(ONCE)})
    elif wrong and description.returns_in_loop:
        lines = _unexplained(lines, {"message": _(CUT_SHORT), "next_step": _(AFTER)}, ("value", "shape", "missing"))
        if all(line.message != _(CUT_SHORT) for line in lines):
            notes.append(_(CUT_SHORT))
    if exercise.vectorized and description.loops and not wrong:
        text = _("There is a loop in your function. That is right, if slower: a matrix product does it in one go.")
        notes.append(text)
    warned = dict.fromkeys(warning for trial in trials for warning in trial.answer.warnings)
    notes.extend(_warned(warning) for warning in list(warned)[:3])
    return lines, tuple(dict.fromkeys(notes))


def _unexplained(lines: Sequence[Line], told: Mapping[str, str], verdicts: Sequence[str] = ("value",)) -> list[Line]:
    """The lines, with what the function's text has `told` where they are wrong and no mistake accounts for it."""
    return [replace(line, **told) if line.verdict in verdicts and not line.mistake else line for line in lines]


def _warned(warning: str) -> str:
    text = _("While it ran, Python warned: {warning}. This costs nothing.")
    told = text.format(warning=textwrap.shorten(warning, 200).rstrip("."))
    return f"{told} {_(TOO_LARGE)}" if "overflow encountered in exp" in warning else told


def _clarity(lines: Sequence[Line]) -> tuple[int, int]:
    """How many lines are right, and on how many the mistake is named."""
    return sum(line.verdict == RIGHT for line in lines), sum(bool(line.mistake) for line in lines)


def _lines(
    exercise: Exercise, subject: Subject, trials: list[Trial], seed: int, overrides: Sequence[str] = ()
) -> tuple[list[Line], list[str]]:
    """One line for each quantity, in the exercise's order, and notes; `overrides` as in `run`."""
    ran = [trial for trial in trials if trial.answer.failure is None]
    notes = [note for trial in ran[:1] for note in trial.notes]
    folded = find_folds(exercise, ran)
    if folded:
        text = _("You put the 1/m into {names}. It is there once, so everything counts.")
        notes.append(text.format(names=joined(sorted(folded))))
    rounds = [(trial, judge(exercise, trial, folded)) for trial in ran]
    verdicts = name_mistakes(exercise, rounds)
    if len(ran) < len(trials):
        verdicts, how = after_stop(exercise, subject, trials, verdicts, seed, overrides)
        notes.extend([how] if how else [])
    names = [quantity.name for quantity in exercise.quantities]
    return [*(verdicts[name] for name in names), *(verdicts[name] for name in verdicts if name not in names)], notes


def _said_once(lines: Sequence[Line]) -> list[Line]:
    """The lines, each that would be told word for word what an earlier one was told with that one's name instead."""
    first: dict[tuple[str, ...], str] = {}
    said = []
    for line in lines:
        texts = (
            line.mistake,
            *(re.sub(rf"\b{re.escape(line.name)}\b", "", one) for one in (line.message, line.next_step)),
        )
        earlier = first.setdefault(texts, line.name)
        again = line.message and earlier != line.name
        said.append(replace(line, message=_(AS_WITH).format(name=earlier), next_step="") if again else line)
    return said


def _conduct(mistake: str, exercise: Exercise, names: str) -> Line:
    message, question = BANK[mistake].tell(exercise.lesson, names)
    return Line("arguments", "conduct", message=message, next_step=question, mistake=mistake)


def _repaired(exercise: Exercise, lines: list[Line]) -> tuple[list[Line], bool]:
    """Find-the-bug: all or nothing, no mistake is named, and the bug it was handed out with is "not repaired"."""
    found = {line.mistake for line in lines if line.verdict != RIGHT}
    if found == {exercise.planted}:
        first, *others = (Line(line.name, NOT_REPAIRED) for line in lines if line.verdict != "conduct")
        return [replace(first, next_step=_(MEASURE)), *others], False
    hidden = [replace(line, message="", next_step="", mistake="", notes=()) for line in lines]
    hidden = _unexplained(hidden, {"next_step": _(MEASURE)}, ("value", "shape"))
    return hidden, all(line.verdict == RIGHT for line in lines)
