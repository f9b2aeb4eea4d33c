"""Do the files have the headers that Canvas and Moodle document, and the scores of the gradebook?"""

from __future__ import annotations

import csv
import os
import subprocess
import sys
from pathlib import Path

import pytest
from nbgrader.api import Gradebook as Book
from small_course import LESSON

from course.autograder.folder import CourseFolder
from course.results.exports import CanvasExporter, MoodleExporter, QuestionExporter
from course.results.records import ResultsError

PATH = os.pathsep.join([str(Path(sys.executable).parent), os.environ["PATH"]])  # nbgrader calls alembic by name


@pytest.fixture
def exported(graded_course, tmp_path, monkeypatch):
    """Run an exporter, with traits, and read its file back."""
    folder = CourseFolder.open(graded_course)

    def run(kind, **traits) -> list[list[str]]:
        monkeypatch.setattr(kind, "coursedir_root", lambda self: graded_course, raising=False)
        exporter = kind(to=str(tmp_path / "out.csv"), **traits)
        with Book(folder.database, folder.course_id) as gradebook:
            exporter.export(gradebook)
        with (tmp_path / "out.csv").open(newline="") as file:
            return list(csv.reader(file))

    return run


def test_canvas_header_points_and_scores(exported):
    header, points, *students = exported(CanvasExporter)
    assert header == ["Student", "ID", "SIS User ID", "SIS Login ID", "Section", LESSON]
    assert points[0].strip() == "Points Possible"
    assert points[-1] == "9"
    by_login = {row[3]: row for row in students}
    assert by_login["eve"][-1] == "3"
    assert by_login["ann"][0] == "'=Sum, Ann"


def test_moodle_header_and_scores(exported):
    header, *students = exported(MoodleExporter)
    assert header == ["First name", "Last name", "ID number", "Email address", f"Assignment: {LESSON} (Real)"]
    by_id = {row[2]: row for row in students}
    assert by_id["ben"][-1] == "3"
    assert by_id["ann"][3] == "ann@example.org"


@pytest.mark.parametrize(("kind", "column"), [(CanvasExporter, 3), (MoodleExporter, 2)])
def test_unmarked_and_missing_work_stays_open(exported, kind, column):
    rows = {row[column]: row for row in exported(kind)}
    assert rows["ann"][-1] == ""
    assert rows["zoe"][-1] == ""


def test_questions_and_mistakes(exported):
    header, *rows = exported(QuestionExporter)
    ben = dict(zip(header, next(row for row in rows if row[0] == "ben"), strict=True))
    assert (ben[f"{LESSON}: checks-double"], ben["mistakes"]) == ("3", "missing-average")


def test_chosen_students_only(exported):
    assert len(exported(MoodleExporter, student=["ann"])) == 2


def test_unknown_assignment_is_named(exported):
    with pytest.raises(ResultsError, match="no assignment lessen"):
        exported(CanvasExporter, assignment=["lessen"])


def test_nbgrader_export_runs_them_in_the_course_folder(graded_course, tmp_path):
    place = tmp_path / "questions.csv"
    exporter = "--exporter=course.results.exports.QuestionExporter"
    command = [sys.executable, "-m", "nbgrader", "export", exporter, f"--to={place}"]
    subprocess.run(command, cwd=graded_course, env=os.environ | {"PATH": PATH}, check=True, capture_output=True)
    assert len(place.read_text().splitlines()) == 7
