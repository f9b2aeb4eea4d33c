"""Do the files have the headers that Canvas and Moodle document, and the scores of the gradebook?"""

from __future__ import annotations

import csv
import os
import re
import shutil
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest
import small_course
from nbgrader.api import Gradebook as Book
from small_course import LESSON

from course.autograder.folder import CourseFolder, scripts_on_path
from course.results.exports import CanvasExporter, MoodleExporter, QuestionExporter
from course.results.records import Gradebook

PATH = os.pathsep.join([str(Path(sys.executable).parent), os.environ["PATH"]])  # nbgrader calls alembic by name


@pytest.fixture
def copied(graded_course, tmp_path):
    """A copy of the course that a test may change."""
    return shutil.copytree(graded_course, tmp_path / "course")


@pytest.fixture
def exported(graded_course, tmp_path, monkeypatch):
    """Run an exporter, with traits, and read its file back."""

    def run(kind, root=graded_course, to="out.csv", **traits) -> list[list[str]]:
        folder = CourseFolder.open(root)
        monkeypatch.setattr(kind, "coursedir_root", lambda self: root, raising=False)
        exporter = kind(to=str(tmp_path / to), **traits)
        with scripts_on_path(), Book(folder.database, folder.course_id) as gradebook:
            exporter.export(gradebook)
        with (tmp_path / to).open(newline="") as file:
            return list(csv.reader(file))

    return run


def test_canvas_header_points_and_scores(exported):
    header, points, *students = exported(CanvasExporter)
    assert header == ["Student", "ID", "SIS User ID", "SIS Login ID", "Section", LESSON]
    assert points[0].strip() == "Points Possible"
    assert points[-1] == "9"
    by_login = {row[3]: row for row in students}
    assert by_login["eve"][-1] == "3"
    assert by_login["cat"][0] == "'=Sum, Cat"


def test_moodle_header_and_scores(exported):
    header, *students = exported(MoodleExporter)
    assert header == ["First name", "Last name", "ID number", "Email address", f"Assignment: {LESSON} (Real)"]
    by_id = {row[2]: row for row in students}
    assert by_id["ben"][-1] == "3"
    assert by_id["cat"][:2] == ["Cat", "'=Sum"]
    assert by_id["cat"][3] == "cat@example.org"


def read_by_canvas(header, points, *rows) -> dict[str, dict[str, str]]:
    """Scores by login and assignment, read by the rules of Canvas's gradebook_importer.rb."""
    assert "Student" in header[0]
    assert "ID" in header[1]
    assert re.search(r"SIS\s+User\s+ID", header[2])
    assert re.search(r"SIS\s+Login\s+ID", header[3])
    assert "Section" in header[4]
    assert "Points Possible" in points[0]
    assert not any("read only" in cell for cell in points)
    return {row[3]: dict(zip(header[5:], row[5:], strict=True)) for row in rows}


def read_by_moodle(header, *rows) -> dict[str, dict[str, str]]:
    """Scores by ID number and grade item, as Moodle reads the columns that its own export has."""
    items = {name: re.fullmatch(r"Assignment: (.+) \(Real\)", name) for name in header}
    assert [name for name in header if not items[name]] == ["First name", "Last name", "ID number", "Email address"]
    table = [dict(zip(header, row, strict=True)) for row in rows]
    return {row["ID number"]: {found[1]: row[name] for name, found in items.items() if found} for row in table}


@pytest.mark.parametrize(("kind", "read"), [(CanvasExporter, read_by_canvas), (MoodleExporter, read_by_moodle)])
def test_a_round_trip_brings_back_the_scores_of_the_gradebook(exported, graded_course, kind, read):
    """All that are there: no row for ann, whose answer waits, nor for zoe, who handed nothing in."""
    works = Gradebook(graded_course).works(LESSON)
    scores = {work.student: {LESSON: f"{work.score:g}"} for work in works if not work.waiting}
    assert len(scores) == 5
    assert read(*exported(kind)) == scores


def test_an_empty_cell_between_scores_is_said_aloud(exported, copied, caplog):
    with Book(f"sqlite:///{copied / 'gradebook.db'}", "small") as gradebook:
        gradebook.update_or_create_assignment("another")
    assert read_by_moodle(*exported(MoodleExporter, copied))["ben"] == {"another": "", LESSON: "3"}
    assert "5 empty cells: nothing handed in, or not marked yet." in caplog.text
    assert exported(MoodleExporter, copied, assignment=["another"])[1:] == []


@pytest.mark.parametrize("kind", [CanvasExporter, MoodleExporter, QuestionExporter])
def test_a_deleted_student_is_left_out(exported, copied, kind):
    with Book(f"sqlite:///{copied / 'gradebook.db'}", "small") as gradebook:
        gradebook.remove_student("cat")
    rows = [row for row in exported(kind, copied) if set(row) & {"ben", "cat"}]
    assert len(rows) == 1


def test_two_versions_of_an_assignment_keep_their_questions_apart(exported, copied):
    """A work that was graded before a question got another name has its score still, and none for the new question."""
    with sqlite3.connect(copied / "gradebook.db") as database:
        database.execute("update base_cell set name = 'checks-other' where name = 'checks-half'")
    header, *rows = exported(QuestionExporter, copied)
    ben = dict(zip(header, next(row for row in rows if row[0] == "ben"), strict=True))
    assert ben["score"] == "3"
    assert f"{LESSON}: checks-half" not in header


def test_half_marked_classes_lose_nothing_in_the_table_of_questions(exported):
    header, *rows = exported(QuestionExporter)
    ann = dict(zip(header, next(row for row in rows if row[0] == "ann"), strict=True))
    assert (ann["score"], ann[f"{LESSON}: checks-half"], ann[f"{LESSON}: explain-why"]) == ("5", "2", "")


def test_questions_and_mistakes(exported):
    header, *rows = exported(QuestionExporter)
    ben = dict(zip(header, next(row for row in rows if row[0] == "ben"), strict=True))
    assert (ben[f"{LESSON}: checks-double"], ben["mistakes"]) == ("3", "missing-average")


def test_chosen_students_only(exported):
    assert len(exported(MoodleExporter, student=["ben"])) == 2


@pytest.mark.parametrize("kind", [CanvasExporter, MoodleExporter, QuestionExporter])
@pytest.mark.parametrize("unknown", [{"assignment": ["lessen"]}, {"student": ["amy"]}])
def test_unknown_names_are_told_and_an_older_file_stays(exported, tmp_path, caplog, kind, unknown):
    (tmp_path / "out.csv").write_text("older")
    with pytest.raises(SystemExit):
        exported(kind, **unknown)
    (what, (name,)) = next(iter(unknown.items()))
    assert f"Nothing is exported: The gradebook has no {what} {name}; it knows " in caplog.text
    assert (tmp_path / "out.csv").read_text() == "older"


def test_an_empty_gradebook_is_told(exported, tmp_path, caplog):
    root = small_course.write_course(tmp_path / "new")
    with pytest.raises(SystemExit):
        exported(CanvasExporter, root)
    assert "The gradebook is empty. Grade something first: course grade LESSON" in caplog.text
    assert not (tmp_path / "out.csv").exists()


def test_a_folder_that_is_missing_is_made(exported):
    assert len(exported(CanvasExporter, to="new/grades.csv")) > 2


def test_a_file_that_cannot_be_written_is_told(exported, tmp_path, caplog):
    (tmp_path / "grades").write_text("a file")
    with pytest.raises(SystemExit):
        exported(CanvasExporter, to="grades/grades.csv")
    assert f"{tmp_path}/grades/grades.csv cannot be written: " in caplog.text
    assert "Name another file with --to." in caplog.text


def test_nbgrader_export_runs_them_in_the_course_folder(graded_course, tmp_path):
    place = tmp_path / "questions.csv"
    exporter = "--exporter=course.results.exports.QuestionExporter"
    command = [sys.executable, "-m", "nbgrader", "export", exporter, f"--to={place}"]
    subprocess.run(command, cwd=graded_course, env=os.environ | {"PATH": PATH}, check=True, capture_output=True)
    assert len(place.read_text().splitlines()) == 7
