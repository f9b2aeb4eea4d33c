"""Do report, feedback, exports and formgrader's lists say the same of a class in SQLite and in PostgreSQL?"""

from __future__ import annotations

import csv
import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from class_of_small_course import grade, hand_in
from small_course import LESSON, gradebook_at

from course.autograder.folder import CourseFolder
from course.autograder.record import Recorder

PROGRAMS = {
    "report": [sys.executable, "-c", "from course.cli import main; main()", "report", LESSON, "--json"],
    "feedback": [sys.executable, "-m", "nbgrader", "generate_feedback", LESSON],
    "exports": [sys.executable, "-m", "nbgrader", "export", "--to=grades.csv"],
}


def run(folder: CourseFolder, name: str) -> str:
    path = os.pathsep.join([str(Path(sys.executable).parent), os.environ["PATH"]])
    environment = os.environ | {"PATH": path}
    done = subprocess.run(PROGRAMS[name], cwd=folder.root, env=environment, capture_output=True, text=True, timeout=240)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


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


def aftermath(folder: CourseFolder) -> dict[str, object]:
    hand_in(folder.root, 6)
    grade(folder)
    mark_by_hand(folder, 2.5)
    run(folder, "feedback")
    run(folder, "exports")
    pages = sorted((folder.root / "feedback").glob(f"*/{LESSON}/{LESSON}.html"))
    with (folder.root / "grades.csv").open(newline="") as file:
        exported = list(csv.DictReader(file))
    return {
        "lists": lists(folder),
        "report": re.sub(r'"seconds": [\d.e-]+', "", run(folder, "report")),
        "feedback": {page.parts[-3]: page.read_text() for page in pages},
        "exports": sorted(json.dumps(row) for row in exported),
    }


@pytest.fixture(scope="module")
def both(template, postgresql, postgresql_template, tmp_path_factory) -> list[dict[str, object]]:
    """What comes after grading the same class, in a file of SQLite and on a PostgreSQL server."""
    found = []
    for settings in ("", gradebook_at(postgresql.url(postgresql.create(postgresql_template)))):
        root = tmp_path_factory.mktemp("after") / "course"
        shutil.copytree(template, root)
        with (root / "nbgrader_config.py").open("a") as config:
            config.write(settings)
        if settings:
            (root / "gradebook.db").unlink()
        found.append(aftermath(CourseFolder.open(root)))
    return found


@pytest.mark.parametrize("part", ["lists", "report", "feedback", "exports"])
def test_what_comes_after_grading_is_the_same_on_either_database(both, part):
    on_sqlite, on_postgresql = both
    assert on_sqlite[part]
    assert on_sqlite[part] == on_postgresql[part]
