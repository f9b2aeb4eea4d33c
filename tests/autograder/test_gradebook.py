"""Is the gradebook opened with patience and said to be out of reach in plain words?"""

from __future__ import annotations

import sys
from unittest.mock import Mock

import pytest
import sqlalchemy
from nbgrader.api import Gradebook, InvalidEntry
from small_course import gradebook_at, result, write_course

from course.autograder import gradebook as gradebook_module
from course.autograder.batch import Stopped
from course.autograder.folder import CourseFolder, CourseFolderError
from course.autograder.gradebook import INDEXES, open_gradebook
from course.autograder.record import Recorder
from course.autograder.result import Entry

on_both = pytest.mark.parametrize("database", ["sqlite", "postgresql"], indirect=True)


@pytest.fixture(autouse=True)
def impatient(monkeypatch):
    monkeypatch.setattr(gradebook_module, "ASK_AGAIN_AFTER", 0.05)
    monkeypatch.setattr(gradebook_module, "WAIT_FOR_SERVER", 0.5)
    monkeypatch.setattr(gradebook_module, "OPEN_SERVER_WITHIN", 0.5)


@on_both
def test_a_gradebook_that_nbgrader_made_gets_the_indexes(folder):
    """Without them the cost of a submission grows with the class."""
    with Gradebook(folder.database) as made:
        for index in INDEXES:
            index.drop(made.engine)
    open_gradebook(folder).close()
    engine = sqlalchemy.create_engine(folder.database)
    found = {index["name"] for table in ("grade", "comment") for index in sqlalchemy.inspect(engine).get_indexes(table)}
    engine.dispose()
    assert {"course_grade_by_notebook", "course_comment_by_notebook"} <= found


@pytest.mark.parametrize("database", ["postgresql"], indirect=True)
def test_a_server_that_stays_away_stops_the_run(folder, postgresql):
    with Recorder(folder) as recorder:
        postgresql.stop()
        try:
            with pytest.raises(Stopped, match=r"takes no more results.*run the same command again"):
                recorder.record([Entry("ann", result())])
        finally:
            postgresql.start()
        assert recorder.record([Entry("ann", result())]) == {}


def test_a_server_that_is_not_there_is_named_without_the_password(tmp_path):
    url = "postgresql+psycopg://teacher:secret@127.0.0.1:9/course"
    with pytest.raises(CourseFolderError, match=r"teacher:\*\*\*@127\.0\.0\.1:9/course cannot be opened") as told:
        Recorder(CourseFolder.open(write_course(tmp_path, gradebook_at(url))))
    assert "secret" not in str(told.value)


@pytest.mark.parametrize("url", ["nonsense", "foo://x/y"])
def test_what_is_no_address_of_a_database_is_said(tmp_path, url):
    with pytest.raises(CourseFolderError, match="db_url is no address of a database"):
        Recorder(CourseFolder.open(write_course(tmp_path, gradebook_at(url))))


def test_a_gradebook_that_takes_nothing_stops_the_run(folder, monkeypatch):
    monkeypatch.setattr(gradebook_module, "OPEN_WITHIN", 0)
    full = InvalidEntry("(sqlite3.OperationalError) database or disk\nis full")
    monkeypatch.setattr(gradebook_module, "Gradebook", Mock(side_effect=full))
    with pytest.raises(Stopped, match=r"takes no results: .* database or disk is full\. What is finished is kept"):
        Recorder(folder)


def test_a_missing_client_is_named_with_the_extra(tmp_path, monkeypatch):
    monkeypatch.setitem(sys.modules, "psycopg", None)
    folder = CourseFolder.open(write_course(tmp_path, gradebook_at("postgresql+psycopg://localhost/course")))
    with pytest.raises(CourseFolderError, match=r"pip install .*\[postgresql\]"):
        Recorder(folder)
