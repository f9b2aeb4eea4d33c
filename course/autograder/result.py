"""What grading one submission gave: plain data, so that it can be cached, sent between machines and recorded."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class CellScore:
    """The outcome of one graded cell.

    `score` is None where a person has to mark it (written answers). `report` is the check's `Report` as a dict;
    `judged` is False for cells with plain asserts, which the sandbox ran and nbgrader's own rule scored.
    """

    grade_id: str
    points: float
    score: float | None
    judged: bool = True
    report: dict | None = None
    notes: tuple[str, ...] = ()


@dataclass(frozen=True)
class Note:
    """Something odd about a submission: what was found, in which cell, and what grading did about it."""

    kind: str
    message: str
    grade_id: str = ""


@dataclass(frozen=True)
class Result:
    """One graded submission: the executed notebook (JSON text), a score per graded cell, and notes.

    `key` is the hash of (assignment, submission, engine version, seeds' secret); `failure` says why grading ended
    early, with every unreached cell scored 0.
    """

    key: str
    assignment: str
    notebook: str
    cells: tuple[CellScore, ...]
    notes: tuple[Note, ...] = ()
    failure: str = ""
    seconds: float = 0.0

    @property
    def score(self) -> float:
        return sum(cell.score or 0.0 for cell in self.cells)

    @property
    def points(self) -> float:
        return sum(cell.points for cell in self.cells)


@dataclass(frozen=True)
class Entry:
    """One graded submission to be recorded; `timestamp` and `secret` are the texts of nbgrader's files in it, or "".

    `before` are the `answers` recorded so far, for whoever has removed them from autograded/; None to read them there.
    """

    student: str
    result: Result
    timestamp: str = ""
    notes: tuple[Note, ...] = ()
    secret: str = ""
    before: dict[str, str] | None = None
