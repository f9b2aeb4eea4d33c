"""Are slips in nbgrader_config.py named, and is everything that nbgrader knows let through?"""

from __future__ import annotations

import pytest
from nbgrader.apps import NbGraderApp
from small_course import write_course
from traitlets.config import Config

from course.autograder.folder import CourseFolder, CourseFolderError
from course.autograder.names import DECLARED, misspelt, settings_of


@pytest.fixture(scope="module")
def classes() -> dict:
    return {one.__name__: one for one in NbGraderApp().all_configurable_classes()}


@pytest.mark.parametrize("section", DECLARED)
def test_the_names_are_those_of_nbgraders_class(section, classes):
    assert settings_of(section) == sorted(classes[section].class_traits(config=True))


def test_no_class_of_nbgrader_is_a_slip(classes):
    assert misspelt({name: {} for name in [*classes, "Sandbox", "HTMLExporter"]}) == ""


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("c.CourseDirectory.db_urll = 'x'", "c.CourseDirectory.db_urll is no setting of nbgrader's; is db_url meant"),
        ("c.CourseDirectori.course_id = 'x'", "c.CourseDirectori is nothing .* is c.CourseDirectory meant"),
        ("c.Sandboks.cells = 500", "is c.Sandbox meant"),
        ("c.Autograde.zzz = 5", "is autograde_preprocessors or create_student or"),
    ],
)
def test_a_slip_is_named_with_its_file(tmp_path, line, said):
    with pytest.raises(CourseFolderError, match=rf"nbgrader_config.py: .*{said}"):
        CourseFolder.open(write_course(tmp_path, line))


def test_what_is_right_is_let_through():
    assert misspelt(Config(CourseDirectory={"db_url": "x", "ignore": []}, Sandbox={}, Autograde={"force": True})) == ""
