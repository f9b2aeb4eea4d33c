"""Do report, feedback, exports and formgrader's lists say the same of a class in SQLite and in PostgreSQL?"""

from __future__ import annotations

import csv
import json
import re
import subprocess
import sys

import pytest
from class_of_small_course import grade, hand_in
from small_course import LESSON, copy_course

from course.autograder.folder import CourseFolder
from course.autograder.record import Recorder

REPORT = [sys.executable, "-c", "from course.cli import main; main()", "report", LESSON, "--json"]


def mark_by_hand(folder: CourseFolder, points: float) -> None:
    """As formgrader does: a mark for every written answer that waits for one."""
    with Recorder(folder) as recorder:
        for submission in recorder.gradebook.assignment_submissions(LESSON):
            for cell in submission.notebooks[0].grades:
                if cell.needs_manual_grade:
                    cell.manual_score, cell.needs_manual_grade = points, False
        recorder.gradebook.db.commit()


def lists(folder: CourseFolder) -> list:
    """What formgrader shows in its lists of students, of a lesson's work and of a notebook's answers."""
    with Recorder(folder) as recorder:
        book = recorder.gradebook
        shown = [book.student_dicts(), book.submission_dicts(LESSON), book.notebook_submission_dicts(LESSON, LESSON)]
    return [sorted(json.dumps({**row, "id": ""}, sort_keys=True, default=str) for row in rows) for rows in shown]


def aftermath(folder: CourseFolder, nbgrader) -> dict[str, object]:
    hand_in(folder.root, 4)
    grade(folder)
    mark_by_hand(folder, 2.5)
    nbgrader(folder.root, "generate_feedback", LESSON)
    nbgrader(folder.root, "export", "--to=grades.csv")
    report = subprocess.run(REPORT, cwd=folder.root, capture_output=True, text=True, timeout=240)
    assert report.returncode == 0, report.stdout + report.stderr
    pages = sorted((folder.root / "feedback").glob(f"*/{LESSON}/{LESSON}.html"))
    with (folder.root / "grades.csv").open(newline="") as file:
        exported = list(csv.DictReader(file))
    return {
        "lists": lists(folder),
        "report": re.sub(r'"seconds": [\d.e-]+', "", report.stdout),
        "feedback": {page.parts[-3]: page.read_text() for page in pages},
        "exports": sorted(json.dumps(row) for row in exported),
    }


@pytest.fixture(scope="module")
def both(template, postgresql, postgresql_template, tmp_path_factory, nbgrader) -> list[dict[str, object]]:
    """What comes after grading the same class, in a file of SQLite and on a PostgreSQL server."""
    urls = "", postgresql.url(postgresql.create(postgresql_template))
    copies = [copy_course(template, tmp_path_factory.mktemp("after") / "course", url) for url in urls]
    return [aftermath(folder, nbgrader) for folder in copies]


@pytest.mark.parametrize("part", ["lists", "report", "feedback", "exports"])
def test_what_comes_after_grading_is_the_same_on_either_database(both, part):
    on_sqlite, on_postgresql = both
    assert on_sqlite[part]
    assert on_sqlite[part] == on_postgresql[part]
