"""Entering an assignment into the gradebook by nbgrader's own generate_assignment, without touching release/."""

from __future__ import annotations

import tempfile

from nbgrader.converters import GenerateAssignment

from course.authoring.folder import AuthoringError
from course.authoring.pipeline import course_config, run_nbgrader
from course.autograder.folder import CourseFolder, CourseFolderError


def register_assignment(folder: CourseFolder, assignment: str) -> None:
    """Write the cells of source/`assignment` to the gradebook, as `nbgrader generate_assignment` would.

    The learners' version goes to a temporary folder, so that grading never changes release/.
    """
    source = folder.path("source", ".", assignment)
    if not source.is_dir():
        raise CourseFolderError(f"There is no assignment {assignment}: {source} does not exist.")
    with tempfile.TemporaryDirectory() as scratch:
        config = course_config(folder.root)
        config.CourseDirectory.release_directory = scratch
        try:
            run_nbgrader(GenerateAssignment, config, [assignment])
        except AuthoringError as error:
            raise CourseFolderError(str(error)) from error
