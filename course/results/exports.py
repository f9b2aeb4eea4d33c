"""nbgrader export plugins: grade files that Canvas and Moodle import, and a plain table with every question.

    nbgrader export --exporter=course.results.exports.CanvasExporter --to=canvas.csv

A score that is not there, because nothing was handed in or a written answer waits for its mark, is an empty cell, and a
student without any score has no row: both systems take an empty cell for "no grade" and remove the one they have.
Sources: Canvas, "How do I import grades in the Gradebook?" and its gradebook_importer.rb; Moodle documentation, "Grade
import", and its gradeimport_csv_load_data.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Sequence
from pathlib import Path

from nbgrader.api import Assignment, Gradebook, MissingEntry, Student
from nbgrader.plugins import ExportPlugin

from course.feedback.questions import after_penalty
from course.results import records
from course.results.output import write_output

CANVAS_HEADER = ("Student", "ID", "SIS User ID", "SIS Login ID", "Section")
MOODLE_HEADER = ("First name", "Last name", "ID number", "Email address")


class TableExporter(ExportPlugin):
    """What the exporters share: which students and assignments are asked for, and scores as nbgrader counts them."""

    default_name = "grades.csv"

    def export(self, gradebook: Gradebook) -> None:
        """Write the table to the file given with ``--to``.

        Where there is nothing to export it says why, ends with exit code 1, and leaves an older file alone.
        """
        destination = Path(self.to or self.default_name)
        try:
            if not gradebook.assignments:
                raise records.ResultsError("The gradebook is empty. Grade something first: course grade LESSON")
            rows = list(self.table(gradebook))
        except records.ResultsError as error:
            self.log.error("Nothing is exported: %s", error)
            raise SystemExit(1) from error
        text = io.StringIO(newline="")
        csv.writer(text, lineterminator="\n").writerows(rows)
        try:
            write_output(destination, text.getvalue())
        except OSError as error:
            self.log.error("%s cannot be written: %s. Name another file with --to.", destination, error.strerror)
            raise SystemExit(1) from error
        self.log.info("Grades exported to %s", destination)

    def table(self, gradebook: Gradebook) -> Iterator[Sequence[str]]:
        """The rows of the file, the header first."""
        raise NotImplementedError

    def scores(self, gradebook: Gradebook, assignments: list[Assignment]) -> Iterator[tuple[Student, list[str]]]:
        """Students with a score at least, and their scores; says how many are missing in between."""
        empty = 0
        for student in self.students(gradebook):
            scores = [_score(gradebook, assignment, student) for assignment in assignments]
            if any(scores):
                empty += scores.count("")
                yield student, scores
        if empty:
            self.log.warning(
                "%d empty cells: nothing handed in, or not marked yet. An import takes them for no grade and removes "
                "what is there; with --assignment=NAME, one at a time, there are none.",
                empty,
            )

    def assignments(self, gradebook: Gradebook) -> list[Assignment]:
        """The assignments asked for, all by default; raises ResultsError for one that does not exist."""
        return _chosen(gradebook.assignments, [str(name) for name in self.assignment], "name", "assignment")

    def students(self, gradebook: Gradebook) -> list[Student]:
        """The students asked for, all by default; raises ResultsError for one that does not exist."""
        return _chosen(gradebook.students, [str(name) for name in self.student], "id", "student")


class CanvasExporter(TableExporter):
    """The gradebook file of Canvas: a row of possible points below the header, then one row for each student."""

    default_name = "canvas.csv"

    def table(self, gradebook: Gradebook) -> Iterator[Sequence[str]]:
        assignments = self.assignments(gradebook)
        yield [*CANVAS_HEADER, *(assignment.name for assignment in assignments)]
        yield ["    Points Possible", *[""] * 4, *(f"{assignment.max_score:g}" for assignment in assignments)]
        for student, scores in self.scores(gradebook, assignments):
            yield [_name(student), student.lms_user_id or "", student.id, student.id, "", *scores]


class MoodleExporter(TableExporter):
    """A grade file for Moodle: map "ID number" or "Email address" to the user when you import it."""

    default_name = "moodle.csv"

    def table(self, gradebook: Gradebook) -> Iterator[Sequence[str]]:
        assignments = self.assignments(gradebook)
        yield [*MOODLE_HEADER, *(f"Assignment: {assignment.name} (Real)" for assignment in assignments)]
        for student, scores in self.scores(gradebook, assignments):
            person = [student.first_name or "", student.last_name or "", student.id, student.email or ""]
            yield [*map(records.spreadsheet_text, person), *scores]


class QuestionExporter(TableExporter):
    """One row for each student and assignment, one column for each question, and the mistakes that were named."""

    default_name = "questions.csv"

    def table(self, gradebook: Gradebook) -> Iterator[Sequence[str]]:
        book = records.Gradebook(self.coursedir_root())
        wanted = {student.id for student in self.students(gradebook)}
        works = []
        for assignment in self.assignments(gradebook):
            if gradebook.assignment_submissions(assignment.name):
                works += [work for work in book.works(assignment.name) if work.student in wanted]
        names = dict.fromkeys(f"{work.assignment}: {asked.grade_id}" for work in works for asked in work.questions)
        yield ["student", "assignment", "score", "points", "late penalty", "mistakes", *names]
        for work in works:
            asked = {f"{work.assignment}: {question.grade_id}": question for question in work.questions}
            cells = ["" if name not in asked or asked[name].waiting else f"{asked[name].score:g}" for name in names]
            mistakes = " ".join(dict.fromkeys(name for question in work.questions for name in question.mistakes))
            totals = [f"{number:g}" for number in (work.score, work.points, work.late_penalty)]
            yield [records.spreadsheet_text(work.student), work.assignment, *totals, mistakes, *cells]

    def coursedir_root(self) -> Path:
        """The course folder that nbgrader runs in."""
        return Path(self.parent.coursedir.root) if self.parent is not None else Path.cwd()


def _chosen(known: Sequence, wanted: Sequence[str], attribute: str, kind: str) -> list:
    missing = sorted(set(wanted) - {getattr(one, attribute) for one in known})
    if missing:
        there = ", ".join(sorted(getattr(one, attribute) for one in known)) or "none"
        raise records.ResultsError(f"The gradebook has no {kind} {', '.join(missing)}; it knows {there}.")
    return [one for one in known if not wanted or getattr(one, attribute) in wanted]


def _score(gradebook: Gradebook, assignment: Assignment, student: Student) -> str:
    """The score after a late penalty; empty without a submission and while an answer waits to be marked."""
    try:
        submission = gradebook.find_submission(assignment.name, student.id)
    except MissingEntry:
        return ""
    if submission.needs_manual_grade:
        return ""
    return f"{after_penalty(submission.score, submission.late_submission_penalty):g}"


def _name(student: Student) -> str:
    """ "Last, First" as Canvas writes it, the id where no name is known."""
    parts = [part for part in (student.last_name, student.first_name) if part]
    return records.spreadsheet_text(", ".join(parts) or student.id)
