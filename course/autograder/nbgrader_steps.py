"""nbgrader's own steps, run in this process: generate_assignment, autograde, generate_feedback."""

from __future__ import annotations

import copy
import io
import logging
import re
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from nbgrader.converters.base import BaseConverter, NbGraderException
from nbgrader.coursedir import CourseDirectory
from sqlalchemy.exc import SAWarning
from traitlets.config import Config

from course.autograder.folder import CourseFolder, CourseFolderError, scripts_on_path

CELLS_CHANGED = "Cannot add or remove cells"
QUESTIONS_CHANGED = (
    "{name}: questions were added, removed or renamed, and the gradebook holds work on it; nbgrader lets none change "
    "then. Take the change back, or release it as a lesson with a new name. Only where the marks may go: "
    "nbgrader db assignment remove {name} --force"
)


def course_config(course: Path) -> Config:
    """The course's nbgrader configuration, with the course folder and the gradebook written out; free to change.

    Raises CourseFolderError where nbgrader_config.py does not run.
    """
    folder = CourseFolder.open(course)
    config = copy.deepcopy(folder.config)
    config.CourseDirectory.root = str(folder.root)
    config.CourseDirectory.db_url = folder.database
    return config


def run_nbgrader(step: type[BaseConverter], config: Config, names: list[str], force: bool = True):
    """Run one of nbgrader's converters on the lessons `names`, all submissions of each.

    Without `force`, what is already there and no older than its input is kept. Raises CourseFolderError with
    nbgrader's warnings where a submission fails; nbgrader goes on to the next one before it says so.
    """
    for name in names:
        config.CourseDirectory.assignment_id = name
        converter = step(coursedir=CourseDirectory(config=config), config=config)
        converter.force = force
        with scripts_on_path(), _log_of(converter) as log, warnings.catch_warnings():
            warnings.simplefilter("ignore", SAWarning)  # nbgrader's own queries, which are not ours to change
            try:
                converter.start()
            except NbGraderException as error:
                raise CourseFolderError(_reason(step.__name__, name, log.getvalue())) from error


def _reason(step: str, name: str, log: str) -> str:
    """What a failed step means, where its traceback is known; else the log itself."""
    if CELLS_CHANGED in log:
        return QUESTIONS_CHANGED.format(name=name)
    if found := re.search(r"^sqlalchemy\.exc\.\w+: (?:\(.*?\) )?(.*)$", log, re.MULTILINE):
        return f"The gradebook cannot be used: {found[1]}. If it is damaged, put a copy of it back."
    return f"nbgrader {step} failed for {name}:\n{log}"


@contextmanager
def _log_of(converter: BaseConverter) -> Iterator[io.StringIO]:
    """nbgrader's warnings meanwhile, as text instead of on the screen."""
    text = io.StringIO()
    handler = logging.StreamHandler(text)
    handler.setLevel(logging.WARNING)
    before = converter.log.propagate
    converter.log.addHandler(handler)
    converter.log.propagate = False
    try:
        yield text
    finally:
        converter.log.removeHandler(handler)
        converter.log.propagate = before
