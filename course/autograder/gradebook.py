"""Opening nbgrader's gradebook, and patience with its database: a file that others write to, or a server."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import TypeVar

from nbgrader.api import Comment, Grade, Gradebook, InvalidEntry, SubmittedNotebook
from sqlalchemy import Index, make_url
from sqlalchemy.exc import ArgumentError, DBAPIError, InterfaceError, OperationalError

from course.autograder.batch import GO_ON, Stopped
from course.autograder.folder import CourseFolder, CourseFolderError, scripts_on_path

WAIT_FOR_OTHER_WRITERS = 60  # seconds; formgrader and other graders write to the same SQLite file
WAIT_FOR_SERVER = 60.0  # seconds; a database server that is restarted comes back
ASK_AGAIN_AFTER = 0.5
OPEN_WITHIN, OPEN_SERVER_WITHIN = 2.5, 15.0  # seconds; a restarting server comes back, a wrong address does not
T = TypeVar("T")
# nbgrader finds the grades of a submission by reading all there are; with these its cost does not grow with the class.
INDEXES = (
    Index("course_grade_by_notebook", Grade.notebook_id),
    Index("course_comment_by_notebook", Comment.notebook_id),
    Index("course_submitted_notebook_by_assignment", SubmittedNotebook.assignment_id),
)


def open_gradebook(folder: CourseFolder) -> Gradebook:
    """The course's gradebook, made where there is none yet.

    Raises CourseFolderError where it cannot be opened, Stopped where it takes nothing.

    Two graders that make the same new one get in each other's way: the second finds it made at its next try. A server
    that is away is asked again for a while.
    """
    deadline = time.monotonic() + (OPEN_WITHIN if folder.database.startswith("sqlite") else OPEN_SERVER_WITHIN)
    while True:
        try:
            with scripts_on_path():  # a new gradebook asks the alembic command for its version
                gradebook = Gradebook(_patient(folder.database), folder.course_id)
            for index in INDEXES:
                index.create(gradebook.engine, checkfirst=True)
            return gradebook
        except ModuleNotFoundError as error:
            advice = ' Run: pip install -e ".[postgresql]"' if folder.database.startswith("postgresql") else ""
            raise CourseFolderError(
                f"The gradebook's database needs {error.name}, which is not installed.{advice}"
            ) from error
        except ArgumentError as error:
            raise CourseFolderError(
                f"c.CourseDirectory.db_url is no address of a database, such as sqlite:///gradebook.db: {error}."
            ) from error
        except DBAPIError as error:
            if time.monotonic() > deadline:
                place = make_url(folder.database).render_as_string(hide_password=True)
                raise CourseFolderError(f"The gradebook at {place} cannot be opened: {_reason(error)}.") from error
            time.sleep(ASK_AGAIN_AFTER)
        except InvalidEntry as error:  # nbgrader's name for whatever hinders it from writing to the database
            if time.monotonic() > deadline:
                raise Stopped(f"The gradebook takes no results: {' '.join(str(error).split())}. {GO_ON}") from error
            time.sleep(ASK_AGAIN_AFTER)


def insist(gradebook: Gradebook, write: Callable[[], T]) -> T:
    """What `write` returns; while a database server is away it is tried again, which must write nothing twice.

    Raises Stopped where the database itself, and not what is written, is the trouble.
    """
    deadline = time.monotonic() + (0 if gradebook.engine.dialect.name == "sqlite" else WAIT_FOR_SERVER)
    while True:
        try:
            return write()
        except (OperationalError, InterfaceError) as error:
            gradebook.db.rollback()
            if time.monotonic() > deadline:
                raise Stopped(f"The gradebook takes no more results: {_reason(error)}. {GO_ON}") from error
            time.sleep(ASK_AGAIN_AFTER)


def _reason(error: DBAPIError) -> str:
    """What the database said, on one line."""
    return " ".join(str(error.orig).split()).rstrip(".")


def _patient(url: str) -> str:
    if not url.startswith("sqlite") or "timeout=" in url:
        return url
    return f"{url}{'&' if '?' in url else '?'}timeout={WAIT_FOR_OTHER_WRITERS}"
