"""Entering an assignment into the gradebook by nbgrader's own generate_assignment, without touching release/."""

from __future__ import annotations

import tempfile

from nbgrader.converters import GenerateAssignment

from course.autograder.folder import CourseFolder, CourseFolderError
from course.autograder.nbgrader_steps import course_config, run_nbgrader


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
        run_nbgrader(GenerateAssignment, config, [assignment])
