"""The single writer of the gradebook and of autograded/: what `nbgrader autograde` leaves behind, many at a time."""

from __future__ import annotations

import datetime
import math
from collections.abc import Sequence
from functools import cached_property
from typing import TYPE_CHECKING

from nbgrader.api import BaseCell, Comment, Grade, Student, SubmittedAssignment, SubmittedNotebook
from nbgrader.utils import parse_utc
from sqlalchemy import insert, select
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import selectinload
from traitlets import TraitError

from course.autograder.autograded import answers, answers_in, autograded_notebook, compact_text, write_autograded
from course.autograder.batch import GO_ON, Stopped
from course.autograder.collected import SECRET, TIMESTAMP
from course.autograder.folder import CONFIG_NAME, CourseFolder, CourseFolderError
from course.autograder.gradebook import insist, open_gradebook
from course.autograder.layout import AssignmentLayout, unanswered
from course.autograder.result import Entry, Note, Result

if TYPE_CHECKING:
    from nbgrader.plugins import LateSubmissionPlugin


class RecordError(Exception):
    """A result that cannot be recorded; the message says why and what to do."""


class Recorder:
    """Writes results to a course's gradebook and autograded/ folder. Open one per process; close it after use."""

    def __init__(self, folder: CourseFolder):
        self.folder = folder
        if "plugin_class" in folder.config.get("AssignLatePenalties", {}):
            self._penalties  # noqa: B018  a plugin that cannot be used is told before anything is recorded
        self.gradebook = open_gradebook(folder)
        self._layouts: dict[str, AssignmentLayout] = {}

    @cached_property
    def _penalties(self) -> LateSubmissionPlugin:
        """The course's plugin for late submissions; most classes never need it."""
        from nbgrader.preprocessors import AssignLatePenalties  # takes long to import

        try:
            step = AssignLatePenalties(config=self.folder.config)
            step.init_plugin()
        except TraitError as error:
            chosen = self.folder.config.get("AssignLatePenalties", {}).get("plugin_class")
            raise CourseFolderError(
                f"The plugin for late work cannot be used: {error}. c.AssignLatePenalties.plugin_class must be a "
                f"subclass of nbgrader.plugins.LateSubmissionPlugin or its name, got {chosen!r}. Correct {CONFIG_NAME}."
            ) from error
        return step.plugin_inst

    def __enter__(self) -> Recorder:
        return self

    def __exit__(self, *_) -> None:
        self.close()

    def close(self) -> None:
        self.gradebook.close()

    def record(self, entries: Sequence[Entry], *, write_files: bool = True) -> dict[str, str]:
        """Record `entries` in one transaction; the same entries again change nothing.

        Returns the reason for each student whose result could not be recorded; the others are recorded all the same.
        With `write_files` False only the gradebook is written (nbgrader's own converter writes the files). Raises
        Stopped where gradebook or disk take nothing at all any more.
        """
        failures: dict[str, str] = {}
        for assignment in dict.fromkeys(entry.result.assignment for entry in entries):
            group = [entry for entry in entries if entry.result.assignment == assignment]
            failures |= self._record_group(assignment, group, write_files)
        return failures

    def to_mark(self, assignment: str) -> dict[str, list[str]]:
        """The cells that wait for a person, by student; raises Stopped where the gradebook is lost."""
        layout = AssignmentLayout.read(self.gradebook, assignment)
        query = (
            select(SubmittedAssignment.student_id, BaseCell.name)
            .join(SubmittedNotebook, SubmittedNotebook.assignment_id == SubmittedAssignment.id)
            .join(Grade, Grade.notebook_id == SubmittedNotebook.id)
            .join(BaseCell, BaseCell.id == Grade.cell_id)
            .where(SubmittedAssignment.assignment_id == (layout and layout.assignment_id), Grade.needs_manual_grade)
        )
        waiting: dict[str, list[str]] = {}
        for student, cell in insist(self.gradebook, lambda: self.gradebook.db.execute(query).all()):
            waiting.setdefault(student, []).append(cell)
        return waiting

    def _record_group(self, assignment: str, entries: list[Entry], write_files: bool) -> dict[str, str]:
        try:
            files = insist(self.gradebook, lambda: self._write_gradebook(assignment, entries))
        except (Stopped, CourseFolderError):  # the same for everyone
            raise
        except Exception as error:
            self.gradebook.db.rollback()
            if len(entries) > 1:  # find the one that fails; the others must not suffer for it
                parts = [self._record_group(assignment, [entry], write_files) for entry in entries]
                return {student: reason for part in parts for student, reason in part.items()}
            if isinstance(error, SQLAlchemyError):
                return {entries[0].student: f"the gradebook refused it: {error}"}
            return {entries[0].student: str(error) or type(error).__name__}
        if write_files:
            for student, contents in files.items():
                place = self.folder.path("autograded", student, assignment)
                try:
                    write_autograded(place, contents, self.folder.file_mode)
                except OSError as error:
                    raise Stopped(f"The notebook of {student} cannot be written: {error}. {GO_ON}") from error
        return {}

    def _write_gradebook(self, assignment: str, entries: list[Entry]) -> dict[str, dict[str, str]]:
        for entry in entries:
            _require_sound(entry.result)
        layout = self._layout(assignment, entries[0].result)
        session = self.gradebook.db
        submissions = self._submissions(layout, [entry.student for entry in entries])
        files, notebooks, grades, comments = {}, [], [], []
        for entry in entries:
            if not layout.matches(entry.result):
                raise RecordError(f"its graded cells are not those of {assignment} in the gradebook; grade it again")
            submission = submissions[entry.student]
            timestamp, notes = _timestamp(entry.timestamp)
            if timestamp is not None:
                submission.timestamp = timestamp
            executed = autograded_notebook(entry.result, entry.notes + notes)
            name, text = f"{assignment}.ipynb", compact_text(executed)
            # nbgrader stumbles over a date that it cannot read.
            given = {TIMESTAMP: entry.timestamp if timestamp is not None else "", SECRET: entry.secret}
            files[entry.student] = {name: text} | {file: content for file, content in given.items() if content}
            place = self.folder.path("autograded", entry.student, assignment)
            before = answers(place, assignment) if entry.before is None else entry.before
            now = answers_in(executed)
            same = {name for name in now if now[name] == before.get(name)}
            notebook = next(one for one in submission.notebooks if one.notebook_id == layout.notebook_id)
            grades += _fill_grades(notebook, layout, entry.result, same)
            comments += _fill_comments(notebook, layout, executed)
            notebooks.append((submission, notebook))
        session.flush()
        for table, rows in ((Grade, grades), (Comment, comments)):
            if rows:
                session.execute(insert(table), rows)
        for submission, notebook in notebooks:
            self._assign_penalty(submission, notebook)
        session.commit()
        return files

    def _layout(self, assignment: str, result: Result) -> AssignmentLayout:
        """The assignment's cells in the gradebook, entered there first where they are missing or out of date."""
        layout = self._layouts.get(assignment) or AssignmentLayout.read(self.gradebook, assignment)
        if layout is None or not layout.matches(result):
            from course.autograder.register import register_assignment  # loads nbgrader's converters

            register_assignment(self.folder, assignment)
            self.gradebook.db.expire_all()
            layout = AssignmentLayout.read(self.gradebook, assignment)
            if layout is None or not layout.matches(result):
                raise RecordError(
                    f"the graded cells of source/{assignment} and of the result differ; grade it again with --fresh"
                )
        self._layouts[assignment] = layout
        return layout

    def _submissions(self, layout: AssignmentLayout, students: list[str]) -> dict[str, SubmittedAssignment]:
        """The submission of each student, created with the student where they are new."""
        session = self.gradebook.db
        known = set(session.scalars(select(Student.id).where(Student.id.in_(students))))
        session.add_all(Student(id=student) for student in dict.fromkeys(students) if student not in known)
        notebooks = selectinload(SubmittedAssignment.notebooks)
        found = session.scalars(
            select(SubmittedAssignment)
            .where(SubmittedAssignment.assignment_id == layout.assignment_id)
            .where(SubmittedAssignment.student_id.in_(students))
            .options(
                notebooks.selectinload(SubmittedNotebook.grades), notebooks.selectinload(SubmittedNotebook.comments)
            )
        )
        submissions = {submission.student_id: submission for submission in found}
        for student in students:
            if student not in submissions:
                submission = SubmittedAssignment(assignment_id=layout.assignment_id, student_id=student)
                submissions[student] = submission
                session.add(submission)
            if not any(one.notebook_id == layout.notebook_id for one in submissions[student].notebooks):
                notebook = SubmittedNotebook(notebook_id=layout.notebook_id, grades=[], comments=[])
                submissions[student].notebooks.append(notebook)
        session.flush()  # new rows get their ids, which grades and comments refer to
        return submissions

    def _assign_penalty(self, submission: SubmittedAssignment, notebook: SubmittedNotebook) -> None:
        """nbgrader's rule: the plugin's penalty, between 0 and the notebook's score; none where it is in time."""
        due = submission.assignment.duedate if submission.timestamp is not None else None
        late = submission.total_seconds_late if due is not None else 0
        penalty = None
        if late > 0:
            self.gradebook.db.refresh(notebook, ["score"])
            try:
                penalty = self._penalties.late_submission_penalty(submission.student_id, notebook.score, late)
                penalty = None if penalty is None else min(max(penalty, 0), notebook.score)
            except Exception as error:
                plugin = type(self._penalties).__name__
                raise RecordError(
                    f"the plugin for late work, {plugin}, failed: {type(error).__name__}: {error}"
                ) from error
        notebook.late_submission_penalty = penalty


def _fill_grades(notebook: SubmittedNotebook, layout: AssignmentLayout, result: Result, same: set[str]) -> list[dict]:
    """Automatic scores; manual scores and extra credit stay, and ask for review unless they are for the `same` answer.

    nbgrader asks for review after every regrade, of a whole class that has been marked too. Returns the rows that are
    new: inserted together they cost a tenth of what objects in a session do.
    """
    grades = {grade.cell_id: grade for grade in notebook.grades}
    scores = {cell.grade_id: cell.score for cell in result.cells}
    rows = []
    for name, cell_id in layout.graded.items():
        score = None if name in layout.tasks else scores[name]
        grade = grades.get(cell_id)
        if grade is None:
            place = {"notebook_id": notebook.id, "cell_id": cell_id}
            rows.append({**place, "auto_score": score, "needs_manual_grade": score is None})
        elif name not in layout.tasks:
            reviewed = name in same and not grade.needs_manual_grade and grade.auto_score == score
            grade.auto_score = score
            if not reviewed:
                grade.needs_manual_grade = grade.manual_score is not None or score is None
    return rows


def _fill_comments(notebook: SubmittedNotebook, layout: AssignmentLayout, executed: dict) -> list[dict]:
    """nbgrader's automatic comment "No response." for untouched answers; a grader's comment stays. Returns new rows."""
    comments = {comment.cell_id: comment for comment in notebook.comments}
    untouched = unanswered(executed, layout)
    rows = []
    for name, cell_id in layout.commented.items():
        said = "No response." if name in untouched else None
        if cell_id in comments:
            comments[cell_id].auto_comment = said
        else:
            rows.append({"notebook_id": notebook.id, "cell_id": cell_id, "auto_comment": said})
    return rows


def _require_sound(result: Result) -> None:
    """Results come from other processes and from files: no score is written that a grader cannot have given."""
    for cell in result.cells:
        if cell.score is not None and not (math.isfinite(cell.score) and 0 <= cell.score <= cell.points + 1e-9):
            raise RecordError(f"cell {cell.grade_id} has the impossible score {cell.score} of {cell.points}")


def _timestamp(text: str) -> tuple[datetime.datetime | None, tuple[Note, ...]]:
    if not text.strip():
        return None, ()
    try:
        return parse_utc(text.strip()), ()
    except (ValueError, OverflowError, TypeError):
        message = (
            "timestamp.txt holds no date that can be read, so lateness is unknown. Set it by hand and grade again."
        )
        return None, (Note("timestamp", message),)
