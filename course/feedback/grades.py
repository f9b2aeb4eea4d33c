"""What the gradebook says of one work, read at once."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from nbgrader.api import Gradebook, MissingEntry

from course.errors import CourseError
from course.feedback.questions import after_penalty


class FeedbackError(CourseError):
    """There is nothing to write a feedback page from; the message says why and what to do."""


@dataclass(frozen=True)
class Mark:
    """Points given for a graded cell, `waiting` while a person still has to look at it."""

    score: float
    points: float
    waiting: bool


@dataclass(frozen=True)
class Marks:
    """Points in all, `score` after the late penalty; marks and comments by grade id; the learner's name or id."""

    student: str
    score: float
    points: float
    late_penalty: float
    questions: Mapping[str, Mark]
    comments: Mapping[str, str]


def marks_of(place: Mapping[str, str]) -> Marks:
    """The marks of the work at `place`, which is what nbgrader calls ``resources["nbgrader"]``.

    Raises FeedbackError where the gradebook does not have this work.
    """
    student, assignment = place["student"], place["assignment"]
    with Gradebook(place["db_url"]) as gradebook:
        try:
            notebook = gradebook.find_submission_notebook(place["notebook"], assignment, student)
        except MissingEntry as error:
            raise FeedbackError(
                f"The gradebook has no work of {student} on {assignment}. Nothing is lost: grade it (course grade "
                f"{assignment} {student}), or move its folder out of autograded/ if the student has left."
            ) from error
        penalty = notebook.late_submission_penalty or 0.0
        return Marks(
            " ".join(part for part in (notebook.student.first_name, notebook.student.last_name) if part) or student,
            after_penalty(notebook.score, penalty),
            notebook.max_score,
            penalty,
            {one.name: Mark(one.score or 0.0, one.max_score, one.needs_manual_grade) for one in notebook.grades},
            {one.name: one.comment for one in notebook.comments if one.comment},
        )
