"""The questions of an executed notebook: titles, points and verdicts, as the summary of a feedback page shows them."""

from __future__ import annotations

import re
from dataclasses import dataclass

from course.language import N_
from course.report import NOT_ATTEMPTED, NOT_REPAIRED, Report

WAITING = N_("not marked yet")
NO_RESPONSE = "No response."  # nbgrader's own comment on a written answer that is as it was handed out
RIGHT, PARTLY, WRONG, NONE = N_("right"), N_("partly right"), N_("not yet"), NOT_ATTEMPTED
ICONS = {RIGHT: "✓", PARTLY: "◐", WRONG: "✗", NONE: "○", NOT_REPAIRED: "○", WAITING: "…"}
HEADING = re.compile(r"^#{1,6}\s+(.*?)\s*#*$", re.MULTILINE)
NUMBER = re.compile(r"^\d+[.):]?\s+")


@dataclass(frozen=True)
class Question:
    """One graded cell: where it stands, what it is about, its points and its verdict in words."""

    grade_id: str
    title: str
    score: float
    points: float
    verdict: str
    mistakes: tuple[str, ...] = ()

    @property
    def icon(self) -> str:
        return ICONS[self.verdict]

    @property
    def waiting(self) -> bool:
        """Whether a person still has to mark it."""
        return self.verdict == WAITING


def question(cell: dict, heading: str, waiting: bool, untouched: bool = False) -> Question:
    """The question that a graded cell asks, under the `heading` it stands below; `untouched` written answers were not
    attempted.

    `cell` carries ``score`` and ``points`` in its nbgrader metadata and, where a check was judged, the Report's dict
    under ``course``.
    """
    graded = cell["metadata"]["nbgrader"]
    report = report_of(cell)
    title = f"{heading}: {report.exercise.split('.')[-1].replace('_', ' ')}" if report else heading
    return Question(
        graded["grade_id"],
        title,
        float(graded.get("score") or 0.0),
        float(graded.get("points") or 0.0),
        WAITING if waiting else _verdict(graded, report, untouched),
        report.mistakes if report else (),
    )


def report_of(cell: dict) -> Report | None:
    """The Report that grading left in the cell's metadata, or None."""
    data = cell["metadata"].get("course", {}).get("report")
    return Report.from_dict(data) if data else None


def last_heading(markdown: str) -> str:
    """The last heading of a Markdown text without its number and marks, or an empty text."""
    found = HEADING.findall(re.sub(r"```.*?```", "", markdown, flags=re.DOTALL))
    return NUMBER.sub("", re.sub(r"[*`]", "", found[-1])) if found else ""


def _verdict(graded: dict, report: Report | None, untouched: bool) -> str:
    score, points = graded.get("score") or 0.0, graded.get("points") or 0.0
    if score >= points and points > 0:
        return RIGHT
    if score > 0:
        return PARTLY
    said = {line.verdict for line in report.lines} if report else set()
    if untouched or said == {NOT_ATTEMPTED}:
        return NONE
    return NOT_REPAIRED if said == {NOT_REPAIRED} else WRONG


def after_penalty(score: float, penalty: float | None) -> float:
    """What is left of `score` points, which is never less than none."""
    return max(0.0, score - (penalty or 0.0))
