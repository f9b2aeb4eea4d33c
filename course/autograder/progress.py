"""What a person sees while a class is graded, and what is said at the end."""

from __future__ import annotations

import json
import time
from collections.abc import Mapping, Sequence
from dataclasses import replace

from rich.console import Console
from rich.markup import escape
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

from course.autograder.batch import Outcome
from course.autograder.result import CellScore

MOST_NAMES = 10


class GradingProgress:
    """A bar with done / total, rate and time left on standard error, failures above it as they come.

    A context manager. Where standard error is no terminal only the failures are written; with `quiet` nothing.
    """

    def __init__(self, total: int, *, quiet: bool = False):
        self.total = total
        self.outcomes: list[Outcome] = []
        self._cells: dict[CellScore, CellScore] = {}
        self.seconds = 0.0
        self._console = Console(stderr=True, quiet=quiet, highlight=False)
        self._bar = Progress(
            TextColumn("grading"),
            BarColumn(),
            MofNCompleteColumn(),
            TextColumn("{task.fields[rate]}"),
            TimeRemainingColumn(),
            console=self._console,
            disable=not self._console.is_terminal,
            transient=True,
        )
        self._task = self._bar.add_task("", total=total, rate="")

    @property
    def done(self) -> int:
        return len(self.outcomes)

    def __enter__(self) -> GradingProgress:
        self._began = time.monotonic()
        self._bar.start()
        return self

    def __exit__(self, *_) -> None:
        self._bar.stop()
        self.seconds = time.monotonic() - self._began

    def add(self, outcome: Outcome) -> None:
        """Count one more submission, and say why where it failed.

        A class has thousands: neither notebook nor reports are kept, and equal cells of all of them are one object.
        """
        if outcome.result is not None:
            bare = [replace(cell, report=None, notes=()) for cell in outcome.result.cells]
            cells = tuple(self._cells.setdefault(cell, cell) for cell in bare)
            outcome = replace(outcome, result=replace(outcome.result, notebook="", cells=cells))
        if outcome.failure:
            self.say(f"{outcome.student}: {outcome.failure}")
        self.outcomes.append(outcome)
        rate = self.done / max(time.monotonic() - self._began, 1e-9)
        self._bar.update(self._task, completed=self.done, rate=f"{rate:.1f} a second")

    def say(self, message: str) -> None:
        self._console.print(escape(message), soft_wrap=True)


def summary(
    assignment: str,
    outcomes: Sequence[Outcome],
    seconds: float,
    odd: Sequence[str],
    to_mark: Mapping[str, Sequence[str]],
) -> str:
    """A few lines for a person; `to_mark` are the cells that wait for one in the gradebook, by student."""
    cached = sum(outcome.cached for outcome in outcomes)
    failed = [outcome.student for outcome in outcomes if outcome.failure]
    waiting = sum(outcome.student in to_mark for outcome in outcomes)
    mended = [one.student for one in outcomes if one.result and one.result.notes and not one.failure]
    graded = f"{len(outcomes)} submission{'' if len(outcomes) == 1 else 's'} in {seconds:.1f} s"
    lines = [f"{assignment}: {graded}" + (f", {cached} of them unchanged since last time" if cached else "")]
    if waiting:
        lines.append(f"{_has(waiting)} written answers for you to mark (formgrader)")
    if mended:
        lines.append(f"{_has(len(mended))} something odd, which the report tells: {_some(mended)}")
    if odd:
        lines.append(f"Passed over in submitted/: {len(odd)}")
    if failed:
        lines.append(f"{len(failed)} failed: {', '.join(failed)}")
    return "\n".join(lines)


def _has(count: int) -> str:
    return f"{count} has" if count == 1 else f"{count} have"


def _some(students: Sequence[str]) -> str:
    """The first few names of what may be thousands."""
    return ", ".join(sorted(students)[:MOST_NAMES]) + (", ..." if len(students) > MOST_NAMES else "")


def summary_json(
    assignment: str,
    outcomes: Sequence[Outcome],
    seconds: float,
    odd: Sequence[str],
    to_mark: Mapping[str, Sequence[str]],
) -> str:
    """The same for machines, with one entry per student."""
    students = [
        {
            "student": outcome.student,
            "score": outcome.result.score if outcome.result else None,
            "points": outcome.result.points if outcome.result else None,
            "to_mark": sorted(to_mark.get(outcome.student, ())),
            "failure": outcome.failure,
            "recorded": not outcome.problem,
            "unchanged": outcome.cached,
            "notes": [f"{note.kind}: {note.message}" for note in outcome.result.notes] if outcome.result else [],
        }
        for outcome in sorted(outcomes, key=lambda outcome: outcome.student)
    ]
    return json.dumps(
        {"assignment": assignment, "seconds": round(seconds, 3), "passed_over": list(odd), "students": students},
        indent=2,
    )
