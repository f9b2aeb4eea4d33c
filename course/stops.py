"""Verdicts on a function that stops: the stop costs the quantity it is about, and the rest is judged all the same."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from course import crashes
from course.diagnosis import EDGES, name_mistakes
from course.exercises import Exercise
from course.judging import Trial, find_folds, in_order, judge
from course.ladder import MISSING
from course.language import _
from course.report import RIGHT, Line
from course.subject import Answer, Failure, Subject
from course.trials import run

# The name of the line on a function that stops when everything is computed.
RETURN = "return"
# Where all sizes are equal a column still meets no column. These sizes, one by one, let it through.
NARROW = (("n2",), ("n1",), ("n0",), ("n1", "n2"))


def after_stop(
    exercise: Exercise,
    subject: Subject,
    trials: Sequence[Trial],
    verdicts: Mapping[str, Line],
    seed: int,
    overrides: Sequence[str],
) -> tuple[dict[str, Line], str]:
    """Lines for a function that stopped, and a note: only what the stop is about is lost, as far as can be found out.

    What had been computed by then counts as if it had been returned; where that is everything, the stop itself has a
    line, since nothing was returned. The rest is looked at where the function runs: at the draws that went through, or
    with all sizes equal, or with some of them 1. A stop that only passes a wrong shape on costs nothing more.
    """
    stopped = [trial for trial in trials if trial.answer.failure is not None]
    failure = stopped[0].answer.failure
    names = [quantity.name for quantity in in_order(exercise)]
    assigned = crashes.assigned_name(failure)
    early = crashes.computed_before(stopped, [name for name in names if name != assigned])
    if len(names) == 1:
        early = {}
    # Where only some draws stop, the others may have shown a mistake that, say, a single example hides.
    wrong = {name: line for name, line in verdicts.items() if name in early and line.verdict != RIGHT}
    lines = {**_before_the_stop(exercise, stopped, early), **wrong}
    open_names = [q.name for q in exercise.quantities if q.name not in early] or [RETURN]
    only_at_an_edge = all(trial.case.kind != "distinct" for trial in stopped)
    later, how = (verdicts, "") if only_at_an_edge else _where_it_runs(exercise, subject, failure, seed, overrides)
    culprit = _culprit(assigned, open_names, later)
    text, next_step = crashes.tell(failure, stopped[0].case.sizes)
    misshapen = next((name for name in failure.operands if name in lines and lines[name].verdict == "shape"), "")
    if misshapen:
        next_step = _("First mend the shape of {name}.").format(name=misshapen)
    for name in open_names:
        line = later.get(name)
        if misshapen and line is not None and line.verdict == RIGHT:
            note = _("The shape of your {name} stops it; right where that shape fits.").format(name=misshapen)
            lines[name] = replace(line, notes=(note,))
        elif name == culprit:
            edge = _("It runs at other sizes, but not with {edge}.") if only_at_an_edge else ""
            message = edge.format(edge=_(EDGES.get(stopped[0].case.kind, "")))
            lines[name] = Line(name, "raised", text, message=message, next_step=next_step)
            if line is not None and line.mistake:
                lines[name] = replace(lines[name], message=line.message, next_step=line.next_step, mistake=line.mistake)
        elif line is not None:
            lines[name] = line
        else:
            unreached = _("Not reached: first mend what stops {name}.").format(name=culprit)
            lines[name] = Line(name, "raised", next_step=unreached)
    return lines, how if len(open_names) > 1 else ""


def _culprit(assigned: str, open_names: Sequence[str], later: Mapping[str, Line]) -> str:
    """The quantity that the stop is charged to: the one in the failing line, else the first that is wrong elsewhere."""
    if assigned in open_names:
        return assigned
    wrong = (name for name in open_names if name in later and later[name].verdict != RIGHT)
    return next(wrong, open_names[0])


def _before_the_stop(
    exercise: Exercise, stopped: Sequence[Trial], early: Mapping[str, Sequence[object]]
) -> dict[str, Line]:
    """Lines on what had been computed when the function stopped, as if it had been returned."""
    if not early:
        return {}
    replayed = [
        _as_returned(trial, {name: values[turn] for name, values in early.items()})
        for turn, trial in enumerate(stopped)
    ]
    known = name_mistakes(exercise, [(trial, judge(exercise, trial)) for trial in replayed])
    return {name: known[name] for name in early}


def _where_it_runs(
    exercise: Exercise, subject: Subject, failure: Failure, seed: int, overrides: Sequence[str]
) -> tuple[dict[str, Line], str]:
    """Lines from draws at which shapes cannot clash, and a note that says which draws these were.

    Where the function stops even there, but further down, the lines on what it had computed by then.
    """
    further: dict[str, Line] = {}
    if failure.kind not in crashes.OF_SHAPES:
        return {}, ""
    looked = _("What comes after the stop was looked at with {sizes} = 1, where the function runs.")
    narrow = ((exercise.narrow_cases(seed, *names), looked.format(sizes=" = ".join(names))) for names in NARROW)
    equal = _("What comes after the stop was looked at with all sizes equal, where the function runs.")
    for cases, note in ((exercise.equal_cases(seed), equal), *narrow):
        trials = run(exercise, subject, cases, overrides)
        if trials and all(trial.answer.failure is not None for trial in trials) and not further:
            names = [quantity.name for quantity in in_order(exercise)]
            further = _before_the_stop(exercise, trials, crashes.computed_before(trials, names))
        if trials and all(trial.answer.failure is None for trial in trials):
            folded = find_folds(exercise, trials)
            named = {name: line for name, line in further.items() if line.mistake}
            lines = name_mistakes(exercise, [(trial, judge(exercise, trial, folded)) for trial in trials])
            return {**lines, **named}, note
    return further, ""


def _as_returned(trial: Trial, values: Mapping[str, object]) -> Trial:
    returned = {name: values.get(name, MISSING) for name in trial.returned}
    return replace(trial, returned=returned, answer=Answer(value=dict(values)))
