"""What a gradebook says about the submissions in it, without the ids that differ from one gradebook to the next."""

from __future__ import annotations

import datetime

import sqlalchemy

from course.autograder.folder import CourseFolder

GRADES = """
    select submitted_assignment.student_id, base_cell.name, auto_score, manual_score, extra_credit, needs_manual_grade
    from grade join base_cell on base_cell.id = grade.cell_id
    join submitted_notebook on submitted_notebook.id = grade.notebook_id
    join submitted_assignment on submitted_assignment.id = submitted_notebook.assignment_id order by 1, 2"""
COMMENTS = """
    select submitted_assignment.student_id, base_cell.name, auto_comment, manual_comment
    from comment join base_cell on base_cell.id = comment.cell_id
    join submitted_notebook on submitted_notebook.id = comment.notebook_id
    join submitted_assignment on submitted_assignment.id = submitted_notebook.assignment_id order by 1, 2"""
SUBMISSIONS = """
    select student_id, timestamp, late_submission_penalty from submitted_assignment
    join submitted_notebook on submitted_notebook.assignment_id = submitted_assignment.id order by 1"""


def rows(folder: CourseFolder, query: str) -> list[tuple]:
    """The rows of `query` as plain values; SQLite has no dates of its own, so dates become text as it writes them."""
    engine = sqlalchemy.create_engine(folder.database)
    with engine.connect() as connection:
        found = connection.execute(sqlalchemy.text(query)).fetchall()
    engine.dispose()
    return [tuple(map(_plain, row)) for row in found]


def _plain(value: object) -> object:
    return f"{value:%Y-%m-%d %H:%M:%S.%f}" if isinstance(value, datetime.datetime) else value
