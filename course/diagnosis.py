"""From judgements on several draws to one line for each quantity, with the mistake named where the bank knows it."""

from __future__ import annotations

import itertools
from collections.abc import Mapping, Sequence
from dataclasses import replace

import numpy as np

from course.exercises.agreement import agrees
from course.exercises.spec import Exercise
from course.judging import Judgement, Trial, in_order
from course.language import N_, _, joined
from course.mistakes import Situation, explain
from course.report import RIGHT, Line

Round = tuple[Trial, Mapping[str, Judgement]]

# Relative to the largest entry: what is nearer than that is no other formula.
CLOSE = 2e-3
BY_HAND = N_("Work it out by hand with {inputs}, and compare with your line step by step.")
OWN_NUMBERS = N_("Call your function with small whole numbers, and work out one entry by hand. Where do the two part?")
OWN_PREDICTIONS = N_("Call your function with two predictions, such as 0.5 and 0.8, and work it out by hand as well.")
SIZES_PASSED_IN = N_("Which sizes were passed in, and which ones stand in your line?")
SHORT_RUNS = N_("Run your function with steps=1 and with steps=2. Which is the first to differ from what you expect?")
OF_EXERCISES = {"initialization.train": SHORT_RUNS, "vectorized.cost": OWN_PREDICTIONS}
EDGES = {"m = 1": N_("a single example (m = 1)"), "n2 = 1": N_("a single output (n2 = 1)")}
# One slip in one shared number: it is charged to the first quantity that shows it.
SHARED = {
    "m-from-number-of-features",
    "m-from-number-of-hidden-units",
    "m-from-number-of-outputs",
    "m-from-size",
    "hard-coded-number-of-examples",
}


def name_mistakes(exercise: Exercise, rounds: Sequence[Round]) -> dict[str, Line]:
    """The line of every quantity: right if it is right in every round, else the first round's fault, diagnosed."""
    lines: dict[str, Line] = {}
    if not rounds:
        return lines
    for quantity in in_order(exercise):
        line = _line(quantity.name, rounds, by_properties=quantity.expected is None)
        earlier = next((name for name, other in lines.items() if other.mistake == line.mistake in SHARED), None)
        if earlier and lines[earlier].verdict != RIGHT:
            note = _("Consistent with the number you divide {name} by.").format(name=earlier)
            line = Line(quantity.name, RIGHT, notes=(note,))
        lines[quantity.name] = line
    return lines


def _line(name: str, rounds: Sequence[Round], by_properties: bool) -> Line:
    judged = [(trial, judgements[name]) for trial, judgements in rounds]
    seen = [(trial, judgement) for trial, judgement in judged if not judgement.unseen]
    judged = seen if any(trial.case.kind not in EDGES for trial, __ in seen) else judged
    notes = tuple(dict.fromkeys(note for __, judgement in judged for note in judgement.notes))
    failing = [(trial, judgement) for trial, judgement in judged if judgement.line.verdict != RIGHT]
    main = [(trial, judgement) for trial, judgement in failing if trial.case.kind not in EDGES]
    if by_properties and not failing:
        failing = main = [(trial, judgement) for trial, judgement in judged if trial.case.kind == "distinct"]
        found = explain([judgement.situation for __, judgement in main])
        if found is None:
            return Line(name, RIGHT, notes=notes)
        message, question = found.tell(main[0][1].situation.lesson, name)
        return Line(name, "value", message=message, next_step=question, mistake=found.id)
    if not failing:
        follows = list(dict.fromkeys(itertools.chain.from_iterable(judgement.follows for __, judgement in judged)))
        consistent = (_("Consistent with your {names}.").format(names=joined(follows)),) if follows else ()
        return Line(name, RIGHT, notes=notes + consistent)
    if not main:
        trial, judgement = failing[0]
        return replace(
            judgement.line,
            message=_("Right at other sizes, but not with {edge}.").format(edge=_(EDGES[trial.case.kind])),
            next_step=_next(trial, judgement),
        )
    first = main[0][1]
    line = first.line
    if first.follows and line.verdict == "value":
        source = _("The expected number is what follows from your {names}.").format(names=joined(first.follows))
        line = replace(line, notes=(*line.notes, source))
    # A mistake has to account for the draws that came out right as well: the wrong sign of one label's term is no
    # wrong sign of the loss.
    everywhere = [judgement.situation for trial, judgement in judged if trial.case.kind not in EDGES]
    # Where a size is 1 several mistakes have the same wrong shape.
    ambiguous = main[0][0].case.kind == "narrow" and line.verdict == "shape"
    found = explain(everywhere) if all(everywhere) and not ambiguous else None
    if found:
        message, question = found.tell(first.situation.lesson, name)
        return replace(line, message=message, next_step=question, mistake=found.id)
    relation = _relation(everywhere) if all(everywhere) and line.verdict == "value" else ""
    return replace(line, message=relation or line.message, next_step=line.next_step or _next(*main[0]))


def _next(trial: Trial, judgement: Judgement) -> str:
    """What to look at where no known mistake fits."""
    if judgement.line.verdict == "shape" and trial.case.arguments.keys() >= {"n0", "n1", "n2"}:
        return _(SIZES_PASSED_IN)
    return {
        "shape": _("Write the shape of every factor beside it, and see which axis goes missing or comes in."),
        "type": _("Look at what the last line of your function returns."),
        "not finite": _("Look for a division by zero, or a logarithm or a root of 0 or less, on the way."),
        "value": _by_hand(judgement.situation, trial),
    }.get(judgement.line.verdict, "")


def _by_hand(situation: Situation | None, trial: Trial) -> str:
    if situation is not None and situation.exercise in OF_EXERCISES:
        return _(OF_EXERCISES[situation.exercise])
    arguments = trial.case.arguments
    if not all(isinstance(value, np.ndarray) and value.size == 1 for value in arguments.values()):
        return _(OWN_NUMBERS)
    inputs = ", ".join(f"{name} = {value.item():.6g}" for name, value in arguments.items())
    return _(BY_HAND).format(inputs=inputs)


def _relation(situations: Sequence[Situation]) -> str:
    """How values relate to the expected ones, over all draws: digits, a factor, the sign, or some entries only."""
    name = situations[0].name
    if any(np.shape(situation.got) != np.shape(situation.expected) for situation in situations):
        return ""
    if all(np.allclose(s.got, s.expected, rtol=CLOSE, atol=CLOSE * np.max(np.abs(s.expected))) for s in situations):
        text = _(
            "Your {name} is right in its first digits only, as happens with rounding, or a number such as 1e-5 added."
        )
        return text.format(name=name)
    ratios = [_ratio(situation) for situation in situations]
    several = any(np.size(situation.expected) > 1 for situation in situations)
    if len(situations) > 1 and all(ratio is not None for ratio in ratios):
        for words, factor in _factors():
            values = [factor(situation.sizes) for situation in situations]
            if None not in values and np.allclose(ratios, values, rtol=1e-5):
                everywhere = _("Your {name} is the expected value times {factor} in every entry.")
                text = everywhere if several else _("Your {name} is the expected value times {factor}.")
                return text.format(name=name, factor=words)
        if np.allclose(ratios, ratios[0], rtol=1e-5):
            everywhere = _("Your {name} is {factor} times the expected value in every entry, whatever the sizes.")
            text = everywhere if several else _("Your {name} is {factor} times the expected value, whatever the sizes.")
            return text.format(name=name, factor=f"{ratios[0]:.4g}")
        if several:
            text = _(
                "Your {name} is a multiple of the expected value, with a factor that is not the same in every draw."
            )
            return text.format(name=name)
    if all(agrees(np.abs(situation.got), np.abs(situation.expected)) for situation in situations):
        everywhere = _("Your {name} has the right size in every entry; only signs differ.")
        text = everywhere if several else _("Your {name} has the right size; only signs differ.")
        return text.format(name=name)
    if not several:
        return _by_label(situations)
    right = [np.mean(np.isclose(s.got, s.expected, rtol=1e-5)) for s in situations if s.got.shape == s.expected.shape]
    if right and all(0.0 < share < 1.0 for share in right):
        return _("Some entries of your {name} are right and others are not.").format(name=name)
    return ""


def _by_label(situations: Sequence[Situation]) -> str:
    """Whether a single number is right for one label only."""
    labels = [situation.values.get("y") for situation in situations]
    if not all(isinstance(label, np.ndarray) and label.size == 1 for label in labels):
        return ""
    right, wrong = (
        {label.item() for label, s in zip(labels, situations, strict=True) if agrees(s.got, s.expected) is verdict}
        for verdict in (True, False)
    )
    if not right or right & wrong:
        return ""
    label, other = right.pop(), wrong.pop()
    text = _("Your {name} is right where the label is {label:.0f}, and wrong where it is {other:.0f}.")
    return text.format(name=situations[0].name, label=label, other=other)


def _ratio(situation: Situation) -> float | None:
    got, expected = np.asarray(situation.got), np.asarray(situation.expected)
    if got.shape != expected.shape or not np.any(expected):
        return None
    ratio = float(np.sum(got * expected) / np.sum(expected * expected))
    return ratio if ratio and agrees(got, ratio * expected) else None


def _factors():
    """Factors made of the sizes, such as -m or n1/m, with their spelling."""
    names = ("n0", "n1", "n2", "m")
    for sign, dash in ((1, ""), (-1, "-")):
        for name in names:
            yield f"{dash}{name}", lambda sizes, n=name, s=sign: s * sizes[n] if n in sizes else None
            yield f"{dash}1/{name}", lambda sizes, n=name, s=sign: s / sizes[n] if n in sizes else None
        for top, bottom in itertools.permutations(names, 2):
            yield (
                f"{dash}{top}/{bottom}",
                lambda sizes, t=top, b=bottom, s=sign: s * sizes[t] / sizes[b] if {t, b} <= set(sizes) else None,
            )
