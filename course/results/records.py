"""`Gradebook`: one record for each student's work on an assignment, from the gradebook and from autograded/."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from sqlalchemy import select
from sqlalchemy.engine import make_url
from sqlalchemy.exc import ArgumentError, SQLAlchemyError

from course.autograder.cache import ResultCache
from course.autograder.folder import CourseFolder, scripts_on_path
from course.errors import CourseError
from course.feedback.questions import NO_RESPONSE, Question, after_penalty
from course.results.notebooks import read_executed

LOST = "The executed notebook is missing from autograded/; grade this submission again to see mistakes and notes."
OTHER_VERSION = "This work was graded with another version of the assignment; grade it again to compare it fairly."


class ResultsError(CourseError):
    """There is nothing to report on; the message says what is missing and which command makes it."""


@dataclass(frozen=True)
class Work:
    """One student's work on one assignment.

    `score` is after `late_penalty` (both in points); `questions` are the graded cells in the notebook's order;
    `sources` are the learner's own cells by grade id; `hints_used` counts the calls of `hint` left in the notebook;
    `seconds` is what grading took.
    """

    student: str
    name: str
    assignment: str
    score: float
    points: float
    late_penalty: float
    timestamp: str
    questions: tuple[Question, ...]
    notes: tuple[str, ...] = ()
    failure: str = ""
    seconds: float | None = None
    hints_used: int = 0
    sources: dict[str, str] = field(default_factory=dict, compare=False)
    answered_by: dict[str, str] = field(default_factory=dict, compare=False)

    @property
    def share(self) -> float:
        """The part of the points that was reached, 0 to 1."""
        return self.score / self.points if self.points else 0.0

    @property
    def waiting(self) -> bool:
        """Whether a person still has to mark a written answer."""
        return any(question.waiting for question in self.questions)


class Gradebook:
    """A course's results, read only. `root` is the folder with nbgrader_config.py."""

    def __init__(self, root: Path | str = "."):
        self.folder = CourseFolder.open(root)

    def assignments(self) -> list[str]:
        """Names of the assignments that the gradebook knows, in order."""
        from nbgrader.api import Assignment

        with self._open() as book:
            return list(book.db.scalars(select(Assignment.name).order_by(Assignment.name)))

    def works(self, assignment: str) -> list[Work]:
        """All recorded work on `assignment`, by student.

        Raises ResultsError where there is no gradebook, no such assignment, or nothing graded yet.
        """
        known = self.assignments()
        if assignment not in known:
            there = f"it knows {', '.join(known)}" if known else "it knows none yet"
            raise ResultsError(
                f"The gradebook has no assignment {assignment!r}; {there}. Is the name right? Then: course grade LESSON"
            )
        with self._open() as book:
            found = list(self._works(book, assignment))
        if not found:
            raise ResultsError(f"Nothing of {assignment} is graded yet. Grade it with: course grade {assignment}")
        return found

    def rows(self, assignment: str) -> list[dict]:
        """One plain dict for each student and question: student, name, question, title, score, points, verdict, ...

        `score` is None while the question waits for a person; `mistakes` are ids of the bank.
        """
        return [
            {
                "student": work.student,
                "name": work.name,
                "assignment": work.assignment,
                "question": asked.grade_id,
                "title": asked.title,
                "score": None if asked.waiting else asked.score,
                "points": asked.points,
                "verdict": asked.verdict,
                "mistakes": list(asked.mistakes),
            }
            for work in self.works(assignment)
            for asked in work.questions
        ]

    def frame(self, assignment: str):
        """`rows` as a pandas DataFrame; raises ResultsError where pandas is not installed."""
        try:
            import pandas
        except ImportError as error:
            raise ResultsError("This needs pandas: pip install pandas. Without it, rows() gives the same.") from error
        return pandas.DataFrame(self.rows(assignment))

    def waiting_for_grading(self, assignment: str) -> list[str]:
        """Students with a folder in submitted/ and no entry in the gradebook."""
        with self._open() as book:
            graded = {submission.student_id for submission in book.assignment_submissions(assignment)}
        return sorted(set(self._submitted(assignment)) - graded)

    def _submitted(self, assignment: str) -> list[str]:
        from course.autograder.collected import collected
        from course.autograder.folder import CourseFolderError

        try:
            return [one.student for one in collected(self.folder, assignment)[0]]
        except CourseFolderError:
            return []

    def _open(self):
        from nbgrader.api import Gradebook as Book

        try:
            url = make_url(self.folder.database)
            place = url.render_as_string(hide_password=True)
            if url.get_backend_name() == "sqlite" and url.database and not Path(url.database).is_file():
                raise ResultsError(f"There is no gradebook at {place}. Grade something first: course grade LESSON")
            with scripts_on_path():
                return Book(self.folder.database, self.folder.course_id)
        except ArgumentError as error:
            raise ResultsError(
                f"c.CourseDirectory.db_url in nbgrader_config.py is no database's URL: {error}"
            ) from error
        except ModuleNotFoundError as error:
            raise ResultsError(f"The gradebook's database needs {error.name}, which is not installed.") from error
        except SQLAlchemyError as error:
            reason = " ".join(str(getattr(error, "orig", None) or error).split())
            advice = "Is it a gradebook? If it is damaged, put a copy back, or grade into a new one."
            raise ResultsError(f"The gradebook at {place} cannot be opened: {reason}. {advice}") from error

    def _works(self, book, assignment: str) -> Iterator[Work]:
        from nbgrader import api
        from nbgrader.api import Assignment, Grade, GradeCell, Student, SubmittedAssignment, SubmittedNotebook, TaskCell

        cache = ResultCache(self.folder.state / "results" / assignment)
        submissions = (
            select(SubmittedNotebook, SubmittedAssignment, Student)
            .join(SubmittedAssignment, SubmittedNotebook.assignment_id == SubmittedAssignment.id)
            .join(Assignment, SubmittedAssignment.assignment_id == Assignment.id)
            .join(Student, SubmittedAssignment.student_id == Student.id)
            .where(Assignment.name == assignment)
            .order_by(Student.id)
        )
        grades: dict[str, dict[str, tuple[Grade, float]]] = {}
        for kind in (GradeCell, TaskCell):
            rows = (
                select(Grade, kind.name, kind.max_score)
                .join(kind, Grade.cell_id == kind.id)
                .join(SubmittedNotebook, Grade.notebook_id == SubmittedNotebook.id)
                .join(SubmittedAssignment, SubmittedNotebook.assignment_id == SubmittedAssignment.id)
                .join(Assignment, SubmittedAssignment.assignment_id == Assignment.id)
                .where(Assignment.name == assignment)
            )
            for grade, name, points in book.db.execute(rows):
                grades.setdefault(grade.notebook_id, {})[name] = (grade, points)
        unanswered = (
            select(api.Comment.notebook_id, api.BaseCell.name)
            .join(api.BaseCell, api.Comment.cell_id == api.BaseCell.id)
            .where(api.Comment.auto_comment == NO_RESPONSE)
        )
        untouched: dict[str, set[str]] = {}
        for notebook_id, name in book.db.execute(unanswered):
            untouched.setdefault(notebook_id, set()).add(name)
        for notebook, submission, student in book.db.execute(submissions):
            of_notebook = grades.get(notebook.id, {})
            yield self._work(
                assignment, notebook, submission, student, of_notebook, untouched.get(notebook.id, set()), cache
            )

    def _work(self, assignment, notebook, submission, student, grades, untouched, cache) -> Work:
        executed = self._executed(student.id, assignment)
        notes: list[str] = []
        if executed is None:
            notes.append(LOST)
            cells = [{"cell_type": "code", "metadata": {"nbgrader": {"grade_id": name}}} for name in grades]
            executed = {"cells": cells, "metadata": {}}
        found = executed["metadata"].get("course", {})
        failure = found.get("failure", "")
        notes += [note["message"] for note in found.get("notes", ()) if note["message"] != failure]
        questions, sources, answered_by, hints = read_executed(executed, grades, untouched)
        if {asked.grade_id for asked in questions} != set(grades):
            notes.append(OTHER_VERSION)
        penalty = float(notebook.late_submission_penalty or 0.0)
        result = cache.get(found["key"]) if found.get("key") else None
        return Work(
            student.id,
            " ".join(part for part in (student.first_name, student.last_name) if part),
            assignment,
            after_penalty(float(sum(grade.score for grade, _ in grades.values())), penalty),
            float(sum(points for _, points in grades.values())),
            penalty,
            submission.timestamp.isoformat(sep=" ", timespec="minutes") if submission.timestamp else "",
            questions,
            tuple(dict.fromkeys(notes)),
            failure,
            result.seconds if result else None,
            hints,
            sources,
            answered_by,
        )

    def _executed(self, student: str, assignment: str) -> dict | None:
        file = self.folder.path("autograded", student, assignment) / f"{assignment}.ipynb"
        try:
            return json.loads(file.read_bytes())
        except (OSError, ValueError):
            return None


def spreadsheet_text(value: str) -> str:
    """A text that no spreadsheet takes for a formula when a CSV file is opened."""
    return f"'{value}" if value.startswith(("=", "+", "-", "@", "\t", "\r")) else value
