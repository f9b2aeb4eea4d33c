"""Is what the gradebook does not have said plainly, and everybody else's page written all the same?"""

from __future__ import annotations

import shutil
import sqlite3

import pytest
import small_course
from nbgrader.api import Gradebook
from nbgrader.converters import GenerateFeedback
from nbgrader.converters.base import NbGraderException
from nbgrader.coursedir import CourseDirectory
from small_course import LESSON, learners_notebook, result, submit

from course.autograder.folder import CourseFolder
from course.autograder.nbgrader_steps import course_config
from course.autograder.record import Recorder
from course.autograder.result import Entry
from course.feedback import feedback_settings
from course.feedback.page import OTHER_VERSION


@pytest.fixture(scope="module")
def template(tmp_path_factory):
    """Two of three works are graded."""
    root = small_course.write_course(tmp_path_factory.mktemp("template"))
    for student in ("ann", "ben", "cyd"):
        submit(root, student, learners_notebook())
    with Recorder(CourseFolder.open(root)) as recorder:
        assert recorder.record([Entry("ann", result()), Entry("ben", result())]) == {}
    return root


@pytest.fixture
def course(template, tmp_path):
    return shutil.copytree(template, tmp_path / "course")


def generate(root) -> None:
    config = course_config(root)
    config.merge(feedback_settings())
    config.CourseDirectory.assignment_id = LESSON
    GenerateFeedback(coursedir=CourseDirectory(config=config), config=config).start()


def pages(root) -> list[str]:
    return sorted(path.parts[-3] for path in root.glob(f"feedback/*/{LESSON}/{LESSON}.html"))


def test_a_half_graded_class_has_pages_for_those_graded(course):
    generate(course)
    assert pages(course) == ["ann", "ben"]


def test_a_deleted_student_does_not_stop_the_others(course, caplog):
    with Gradebook(f"sqlite:///{course / 'gradebook.db'}", "small") as gradebook:
        gradebook.remove_student("ann")
    with pytest.raises(NbGraderException):
        generate(course)
    assert "FeedbackError: The gradebook has no work of ann on lesson. Nothing is lost: grade it" in caplog.text
    assert pages(course) == ["ben"]
    assert (course / "autograded" / "ann" / LESSON / f"{LESSON}.ipynb").is_file()


@pytest.mark.filterwarnings("ignore::sqlalchemy.exc.SAWarning")
def test_a_missing_gradebook_is_told(course, caplog):
    (course / "gradebook.db").unlink()
    with pytest.raises(NbGraderException):
        generate(course)
    assert "FeedbackError: The gradebook has no work of ben on lesson." in caplog.text
    assert len(list(course.glob(f"autograded/*/{LESSON}/{LESSON}.ipynb"))) == 2


def test_an_unknown_assignment_is_told(course):
    config = course_config(course)
    config.CourseDirectory.assignment_id = "lessen"
    with pytest.raises(NbGraderException, match=r"No notebooks were matched by '.*lessen'"):
        GenerateFeedback(coursedir=CourseDirectory(config=config), config=config).start()


def test_a_work_of_another_version_has_its_page_and_says_so(course):
    """One question has got another name since; the page shows the others."""
    with sqlite3.connect(course / "gradebook.db") as database:
        database.execute("update base_cell set name = 'checks-other' where name = 'checks-half'")
    generate(course)
    page = (course / "feedback" / "ann" / LESSON / f"{LESSON}.html").read_text()
    assert OTHER_VERSION in page
    assert 'href="#checks-double"' in page
    assert 'href="#checks-half"' not in page


def test_a_work_of_this_version_says_nothing_of_versions(course):
    generate(course)
    assert OTHER_VERSION not in (course / "feedback" / "ann" / LESSON / f"{LESSON}.html").read_text()
