"""Does a lesson keep what it promises? Built, released and graded in a temporary folder; the course is left alone.

Its solutions earn full marks, its untouched cells nothing and "not attempted", each mistake of source/NAME.verify.toml
costs marks and is named, nothing leaks into the release, and grading the solutions stays within the lesson's time.
"""

from __future__ import annotations

import json
import shutil
import tempfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from course.authoring.folder import CONFIG, chosen_lessons, release_notebook, source_notebook
from course.authoring.proofs import Proofs, changed, right_answers, with_answers
from course.authoring.release import release
from course.autograder.assignment import Assignment
from course.autograder.folder import CourseFolder
from course.autograder.grade import grade
from course.autograder.result import CellScore, Result
from course.autograder.sandbox import Sandbox
from course.autograder.settings import BUBBLEWRAP, NONE
from course.errors import CourseError
from course.mistakes import BANK
from course.report import AS_HANDED_OUT, RIGHT

SOLUTIONS, UNTOUCHED, MISTAKES, LEAKS, TIME = "solutions", "untouched", "mistakes", "leaks", "time"
PROOFS = (SOLUTIONS, UNTOUCHED, MISTAKES, LEAKS, TIME)
# Of the draws, which are the same every time.
SECRET = b"course verify"


@dataclass(frozen=True)
class Proof:
    """One promise of a lesson: what was found, in a few words, and a plain reason for each failure."""

    shown: str
    faults: tuple[str, ...] = ()


@dataclass(frozen=True)
class LessonVerdict:
    """A lesson with its proofs by name, in the order of `PROOFS`; those that could not be tried are missing."""

    lesson: str
    proofs: Mapping[str, Proof]

    @property
    def faults(self) -> list[str]:
        return [fault for proof in self.proofs.values() for fault in proof.faults]


def verify(course: Path, names: tuple[str, ...] = ()) -> Iterator[LessonVerdict]:
    """The verdict on each lesson of a course, all of them or `names`.

    Where there is no sandbox the cells run without one: they are the course's own. Raises AuthoringError for a lesson
    that does not exist, SandboxUnavailable where bubblewrap is installed and cannot be used.
    """
    chosen = chosen_lessons(course, names)
    with tempfile.TemporaryDirectory() as scratch:
        workshop = Path(scratch)
        shutil.copy(course / CONFIG, workshop)
        shutil.copytree(course / "source", workshop / "source")
        limits = CourseFolder.open(workshop).limits
        with Sandbox(limits, BUBBLEWRAP if shutil.which("bwrap") else NONE) as sandbox:
            sandbox.finish(sandbox.start())
            for name in chosen:
                yield LessonVerdict(name, _proofs(workshop, name, sandbox))


def _proofs(workshop: Path, name: str, sandbox: Sandbox) -> dict[str, Proof]:
    try:
        release(workshop, (name,))
        leaks = Proof("none")
    except CourseError as error:
        lines = str(error).splitlines()
        leaks = Proof("not fit to hand out", tuple(lines[1:] or lines))
    if not release_notebook(workshop, name).is_file():
        return {LEAKS: leaks}
    try:
        proofs = Proofs.read(workshop, name)
        assignment = Assignment.load(source_notebook(workshop, name), release_notebook(workshop, name))
    except CourseError as error:
        return {LEAKS: leaks, MISTAKES: Proof("not tried", (str(error),))}
    source, released = (
        json.loads(path.read_text(encoding="utf-8"))
        for path in (source_notebook(workshop, name), release_notebook(workshop, name))
    )
    hand_in = partial(_graded, assignment, released, sandbox)
    right = right_answers(source)
    solved = hand_in(right)
    return {
        SOLUTIONS: _solutions(solved),
        UNTOUCHED: _untouched(hand_in({})),
        MISTAKES: _mistakes(proofs, right, hand_in),
        LEAKS: leaks,
        TIME: _time(solved, proofs),
    }


def _graded(assignment: Assignment, released: dict, sandbox: Sandbox, answers: Mapping[str, str]) -> Result:
    notebook = json.dumps(with_answers(released, answers)).encode()
    return grade(assignment, notebook, sandbox=sandbox, secret=SECRET)


def _solutions(result: Result) -> Proof:
    graded = [cell for cell in result.cells if cell.score is not None]
    faults = [
        f"{cell.grade_id}: the solution earns {cell.score:g} of {cell.points:g} points{_reason(cell)}"
        for cell in graded
        if cell.score < cell.points
    ]
    scored, points = sum(cell.score for cell in graded), sum(cell.points for cell in graded)
    return Proof(f"{scored:g}/{points:g}", (*faults, *_errors(result, "With the solutions")))


def _untouched(result: Result) -> Proof:
    faults = []
    for cell in result.cells:
        if cell.score:
            faults.append(f"{cell.grade_id}: the untouched cell earns {cell.score:g} of {cell.points:g} points")
        elif cell.judged and any(line["verdict"] not in AS_HANDED_OUT for line in _lines(cell)):
            faults.append(f'{cell.grade_id}: the untouched cell is not called "not attempted"{_reason(cell)}')
    return Proof(f"{result.score:g}/{result.points:g}", (*faults, *_errors(result, "Untouched")))


def _mistakes(proofs: Proofs, right: Mapping[str, str], hand_in) -> Proof:
    faults = []
    for slip in proofs.slips:
        if slip.mistake not in BANK:
            faults.append(f"{slip}: course/mistakes has no mistake of that name")
            continue
        try:
            answers = changed(right, slip.slug, slip.old, slip.new)
        except ValueError as error:
            faults.append(f"{slip.mistake}: the table changes {error}; adapt it to the lesson")
            continue
        hit = [cell for cell in hand_in(answers).cells if cell.score is not None and cell.score < cell.points]
        if not hit:
            faults.append(f"{slip}: it costs nothing, every check is passed")
        elif not any(slip.mistake in (cell.report or {}).get("mistakes", ()) for cell in hit):
            said = "; ".join(f"{cell.grade_id}{_reason(cell)}" for cell in hit)
            faults.append(f"{slip}: it costs marks and is not named. {said}")
    return Proof(f"{len(proofs.slips) - len(faults)}/{len(proofs.slips)}", tuple(faults))


def _time(result: Result, proofs: Proofs) -> Proof:
    faults = []
    if result.seconds > proofs.seconds:
        faults.append(f"grading the solutions took {result.seconds:.1f} s; the lesson has {proofs.seconds:g} s")
    if result.failure:
        faults.append(result.failure)
    return Proof(f"{result.seconds:.1f} s", tuple(faults))


def _lines(cell: CellScore) -> list[dict]:
    return list((cell.report or {}).get("lines", ()))


def _reason(cell: CellScore) -> str:
    """What the check said of a cell, after a colon."""
    said = [
        f"{line['name']}: {line['mistake'] or line['verdict']}" for line in _lines(cell) if line["verdict"] != RIGHT
    ]
    said += cell.notes
    return f" ({', '.join(said)})" if said else ""


def _errors(result: Result, when: str) -> list[str]:
    """The cells that stopped with an error, checks apart: what is wrong with those is in their score."""
    judged = {cell.grade_id for cell in result.cells}
    return [
        f"{when}, the cell {cell['id']} stops with {output['ename']}: {output['evalue']}"
        for cell in json.loads(result.notebook)["cells"]
        for output in cell.get("outputs", ())
        if output["output_type"] == "error" and cell["id"] not in judged
    ]
