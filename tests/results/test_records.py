"""Does `Gradebook` tell what was graded, and say plainly what it cannot?"""

from __future__ import annotations

import shutil
import sys

import pandas
import pytest
import small_course
from nbgrader.api import Gradebook as Book
from small_course import LESSON

import course
from course.results.records import LOST, OTHER_VERSION, Gradebook, ResultsError, spreadsheet_text


@pytest.fixture
def copied(graded_course, tmp_path):
    """A copy of the course that a test may damage."""
    return shutil.copytree(graded_course, tmp_path / "course")


def works(root):
    return {work.student: work for work in Gradebook(root).works(LESSON)}


def test_scores_names_and_penalties(graded_course):
    found = works(graded_course)
    assert list(found) == ["ann", "ben", "cat", "dan", "eve", "fay"]
    assert (found["ann"].score, found["ann"].points, found["ann"].name) == (5.0, 9.0, "Ann =Sum")
    assert (found["eve"].score, found["eve"].late_penalty) == (3.0, 2.0)


def test_questions_have_titles_verdicts_and_mistakes(graded_course):
    first, second, third = works(graded_course)["ben"].questions
    assert (first.title, first.verdict, first.score) == ("Twice", "right", 3.0)
    assert (second.title, second.verdict, second.mistakes) == ("Twice: dW2", "not yet", ("missing-average",))
    assert third.verdict == "not yet"
    assert works(graded_course)["ann"].waiting


def test_an_untouched_written_answer_is_not_attempted(copied):
    with Book(f"sqlite:///{copied / 'gradebook.db'}", "small") as book:
        book.find_comment("explain-why", LESSON, LESSON, "ben").auto_comment = "No response."
        book.db.commit()
    assert works(copied)["ben"].questions[-1].verdict == "not attempted"
    assert works(copied)["cat"].questions[-1].verdict == "not yet"


def test_hints_are_counted_where_learners_left_the_calls(graded_course):
    assert [work.hints_used for work in works(graded_course).values()] == [0, 0, 2, 0, 0, 0]


def test_notes_reach_the_record(graded_course):
    assert works(graded_course)["ben"].notes == ("Taken from homework.ipynb.",)


def test_a_notebook_finds_it_in_the_package():
    assert course.Gradebook is Gradebook


def test_rows_are_plain_and_leave_waiting_scores_open(graded_course):
    rows = [row for row in Gradebook(graded_course).rows(LESSON) if row["student"] == "ann"]
    assert [row["score"] for row in rows] == [3.0, 2.0, None]


def test_frame_holds_the_same_as_rows(graded_course):
    frame = Gradebook(graded_course).frame(LESSON)
    assert isinstance(frame, pandas.DataFrame)
    assert len(frame) == len(Gradebook(graded_course).rows(LESSON))


def test_without_pandas_the_way_out_is_named(graded_course, monkeypatch):
    monkeypatch.setitem(sys.modules, "pandas", None)
    with pytest.raises(ResultsError, match=r"pip install pandas.*rows\(\)"):
        Gradebook(graded_course).frame(LESSON)


def test_what_waits_for_grading_is_listed(graded_course):
    assert Gradebook(graded_course).waiting_for_grading(LESSON) == ["gus"]


def test_missing_gradebook(tmp_path):
    root = small_course.write_course(tmp_path / "new")
    with pytest.raises(ResultsError, match=r"There is no gradebook at .* Grade something first"):
        Gradebook(root).works(LESSON)
    assert not (root / "gradebook.db").exists()


@pytest.mark.parametrize(
    ("address", "message"),
    [
        ("nonsense", "is no database's URL"),
        ("sqlite:///{root}/noise.db", "noise.db cannot be opened: file is not a database. Is it a gradebook?"),
        ("sqlite:///{root}/none.db?timeout=9", "There is no gradebook at"),
        ("nothing+known://ann:secret@server/book", "is no database's URL"),
    ],
)
def test_a_gradebook_that_cannot_be_opened_is_told_without_its_password(tmp_path, address, message):
    root = small_course.write_course(tmp_path / "new")
    (root / "noise.db").write_bytes(bytes(range(256)) * 20)
    with (root / "nbgrader_config.py").open("a") as config:
        config.write(f"\nc.CourseDirectory.db_url = {address.format(root=root)!r}\n")
    with pytest.raises(ResultsError) as told:
        Gradebook(root).works(LESSON)
    assert message in str(told.value)
    assert "secret" not in str(told.value)
    assert "sqlalche.me" not in str(told.value)


def test_unknown_assignment(graded_course):
    with pytest.raises(ResultsError, match="no assignment 'lessen'; it knows lesson"):
        Gradebook(graded_course).works("lessen")


def test_deleted_student_is_left_out(copied):
    with Book(f"sqlite:///{copied / 'gradebook.db'}", "small") as book:
        book.remove_student("cat")
    assert "cat" not in works(copied)


def test_lost_notebook_keeps_its_scores_and_says_so(copied):
    shutil.rmtree(copied / "autograded" / "ann")
    lost = works(copied)["ann"]
    assert lost.score == 5.0
    assert LOST in lost.notes


def test_other_version_of_the_assignment_is_noted(copied):
    file = copied / "autograded" / "ann" / LESSON / f"{LESSON}.ipynb"
    text = file.read_text().replace("checks-half", "checks-older")
    file.chmod(0o644)
    file.write_text(text)
    assert OTHER_VERSION in works(copied)["ann"].notes


@pytest.mark.parametrize(("value", "safe"), [("=1+1", "'=1+1"), ("@x", "'@x"), ("ann", "ann"), ("", "")])
def test_spreadsheet_text(value, safe):
    assert spreadsheet_text(value) == safe
