"""What a gradebook says about the submissions in it, without the ids that differ from one gradebook to the next."""

from __future__ import annotations

import sqlite3

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
    with sqlite3.connect(folder.root / "gradebook.db") as database:
        return database.execute(query).fetchall()
