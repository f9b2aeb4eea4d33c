"""Do honest learners get from `course grade` the marks that stock nbgrader gives them?"""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from gradebook_rows import COMMENTS, GRADES, SUBMISSIONS, rows

from course.authoring.build import build
from course.authoring.demo import set_due_date
from course.authoring.folder import course_folder, lesson_names
from course.authoring.release import release
from course.authoring.sample_class import make_sample_class
from course.autograder.folder import CourseFolder
from course.autograder.grading import Grading

HOME = course_folder(Path(__file__).parent)
SECONDS = 3  # what the sample class's infinite loop may cost
STOCK = ("--Autograde.exporter_class=nbconvert.exporters.NotebookExporter", f"--Execute.timeout={SECONDS}")


@pytest.fixture(scope="module")
def courses(tmp_path_factory) -> tuple[CourseFolder, CourseFolder]:
    """The lessons and the sample class twice: for stock nbgrader and for `course grade`."""
    place = tmp_path_factory.mktemp("parity")
    stock = place / "stock"
    stock.mkdir()
    limits = f"\nc.Sandbox.cell_seconds = {SECONDS}\nc.Sandbox.call_seconds = {SECONDS}\n"
    (stock / "nbgrader_config.py").write_text((HOME / "nbgrader_config.py").read_text() + limits)
    shutil.copytree(HOME / "source", stock / "source")
    build(stock, ())
    release(stock, ())
    make_sample_class(stock)
    set_due_date(stock, lesson_names(stock))
    shutil.copytree(stock, place / "ours")
    return CourseFolder.open(stock), CourseFolder.open(place / "ours")


@pytest.mark.parametrize("lesson", lesson_names(HOME))
def test_the_sample_class_gets_the_same_marks(courses, lesson, nbgrader):
    stock, ours = courses
    nbgrader(stock.root, "autograde", lesson, *STOCK)
    with Grading(ours, lesson) as grading:
        problems = [one for one in grading.outcomes(grading.collected()[0], workers=2) if one.problem]
    assert problems == []
    for query in (GRADES, COMMENTS, SUBMISSIONS):
        assert rows(ours, query) == rows(stock, query)
