"""`grade`: from the bytes of an assignment and a submission to a Result; no gradebook, no folder, no clock."""

from __future__ import annotations

import json
import time
from dataclasses import replace

from course.autograder.assignment import TEST, WRITTEN, Assignment
from course.autograder.ingest import Sheet, SheetCell, ingest
from course.autograder.judge import Verdict, judge
from course.autograder.keys import private_seed, result_key
from course.autograder.outputs import error, nbgrader_score, result
from course.autograder.result import CellScore, Note, Result
from course.autograder.sandbox import Sandbox, SandboxBroken
from course.autograder.session import OutOfTime, Session
from course.autograder.submission import Submission
from course.language import _, speaking


def grade(
    assignment: Assignment, submission: Submission | bytes, *, sandbox: Sandbox, secret: bytes, student: str = ""
) -> Result:
    """Grade one submission. A learner's bytes never make it raise; SandboxUnavailable says that grading cannot run.

    Reports are written in the language that a locked cell of the assignment sets, whatever this machine speaks.
    `secret` and `student` choose the private draws. Where the sandbox itself fails, the submission is graded again
    once in a fresh one; if that fails too, every cell scores 0 and `failure` says why.
    """
    began = time.monotonic()
    conditions = {"limits": sandbox.limits, "isolation": sandbox.isolation}
    key = result_key(assignment, submission, secret=secret, student=student, **conditions)
    with speaking(assignment.language):
        run = _through(assignment, submission, sandbox, secret, student)
    notes = tuple(dict.fromkeys((*run.sheet.notes, *run.notes)))
    failure = run.sheet.failure or run.failure
    seconds = time.monotonic() - began
    return Result(key, assignment.name, run.notebook(), tuple(run.scores), notes, failure, seconds)


def _through(
    assignment: Assignment, submission: Submission | bytes, sandbox: Sandbox, secret: bytes, student: str
) -> _Run:
    """A finished run over the submission, in a fresh sandbox where the first one is lost."""
    sheet = ingest(assignment, submission, sandbox.limits)
    for __ in range(2):
        run = _Run(assignment, sheet, sandbox, secret, student)
        try:
            run.through()
        except SandboxBroken as broken:
            reason = _("grading failed twice because the sandbox was lost: {reason}").format(reason=broken)
            continue
        break
    else:
        sheet = replace(sheet, failure=reason, notes=(*sheet.notes, Note("sandbox", reason)))
        run = _Run(assignment, sheet, sandbox, secret, student)
        run.through()
    return run


class _Run:
    """One pass over a sheet: the executed cells, the scores and the notes so far."""

    def __init__(self, assignment: Assignment, sheet: Sheet, sandbox: Sandbox, secret: bytes, student: str):
        self.assignment, self.sheet, self.sandbox, self.secret, self.student = (
            assignment,
            sheet,
            sandbox,
            secret,
            student,
        )
        self.cells: list[dict] = []
        self.scores: list[CellScore] = []
        self.notes: list[Note] = []
        self.failure = sheet.failure
        self.count = 0

    def through(self) -> None:
        """Every cell in order; cells that are no longer reached score 0."""
        with Session(self.sandbox, private_seed(self.secret, self.assignment.name, "", self.student)) as session:
            for cell in self.sheet.cells:
                try:
                    outputs = self._outputs(session, cell)
                except OutOfTime as reason:
                    self.failure = _("Grading was stopped before the end: {reason}.").format(reason=reason)
                    self.notes.append(Note("time", self.failure, cell.home.grade_id if cell.home else ""))
                    outputs = self._unreached(cell)
                self.cells.append(_notebook_cell(cell, outputs, self.count))

    def notebook(self) -> str:
        """The executed notebook as JSON text, of format 4.5 so that cells keep their ids."""
        metadata = {
            name: self.assignment.metadata[name]
            for name in ("kernelspec", "language_info")
            if name in self.assignment.metadata
        }
        notebook = {"cells": self.cells, "metadata": metadata, "nbformat": 4, "nbformat_minor": 5}
        return json.dumps(notebook, ensure_ascii=False)

    def _outputs(self, session: Session, cell: SheetCell) -> list[dict] | None:
        """Run or judge one cell and note its score; None for a cell without code."""
        home = cell.home
        if home is not None and home.graded and home.role != TEST:
            self._written(cell)
        if cell.kind != "code":
            return None
        if not cell.source.strip():
            return []
        if self.failure:
            return self._unreached(cell)
        self.count += 1
        if home is not None and home.role == TEST and home.check is not None:
            seed = private_seed(self.secret, self.assignment.name, home.grade_id, self.student)
            verdict = judge(session, home.check, home.points, seed)
            self._judged(cell, verdict)
            return [result(repr(verdict.score), verdict.html, self.count)]
        ran = session.run(cell.source, self.count)
        if ran.stopped:
            grade_id = home.grade_id if home is not None else ""
            where = grade_id or _("cell {number}").format(number=len(self.cells) + 1)
            text = _("{cell} was stopped: {reason}").format(cell=where, reason=ran.stopped)
            self.notes.append(Note("stopped", text, grade_id))
        if home is not None and home.role == TEST:
            score = nbgrader_score(ran.outputs, home.points)
            self.scores.append(CellScore(home.grade_id, home.points, score, judged=False))
        return ran.outputs

    def _judged(self, cell: SheetCell, verdict: Verdict) -> None:
        notes = (verdict.problem,) if verdict.problem else ()
        self.scores.append(CellScore(cell.home.grade_id, cell.home.points, verdict.score, True, verdict.plain, notes))

    def _written(self, cell: SheetCell) -> None:
        """A written answer waits for a person, unless there is none: then it is worth 0, as in nbgrader."""
        home = cell.home
        untouched = home.stub is not None and cell.source.strip() == home.stub.strip()
        empty = home.role == WRITTEN and (cell.missing or untouched or not cell.source.strip())
        notes = (_("No answer was written."),) if empty else ()
        self.scores.append(CellScore(home.grade_id, home.points, 0.0 if empty else None, False, None, notes))

    def _unreached(self, cell: SheetCell) -> list[dict] | None:
        if cell.kind != "code":
            return None
        if cell.home is None or cell.home.role != TEST:
            return []
        self.scores.append(CellScore(cell.home.grade_id, cell.home.points, 0.0, cell.home.check is not None))
        return [error("NotGraded", self.failure)]


def _notebook_cell(cell: SheetCell, outputs: list[dict] | None, count: int) -> dict:
    metadata = dict(cell.home.metadata) if cell.home is not None else {}
    done = {"cell_type": cell.kind, "id": cell.id, "metadata": metadata, "source": cell.source}
    if cell.kind == "code":
        done |= {
            "outputs": outputs or [],
            "execution_count": count if outputs is not None and cell.source.strip() else None,
        }
    elif cell.attachments:
        done["attachments"] = cell.attachments
    return done
