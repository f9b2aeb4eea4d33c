"""Which submissions lie in submitted/, found without following a symbolic link."""

from __future__ import annotations

import contextlib
import os
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from course.autograder.folder import CourseFolder, CourseFolderError
from course.autograder.ordinary import ordinary_file

TIMESTAMP, SECRET = "timestamp.txt", "submission_secret.txt"  # what nbgrader itself puts into a submission
MOST_BYTES = 200


@dataclass(frozen=True)
class Collected:
    """A learner's folder for one assignment."""

    student: str
    place: Path

    @property
    def timestamp(self) -> str:
        """The text of timestamp.txt, "" where there is no such ordinary file."""
        return self._text(TIMESTAMP)

    @property
    def secret(self) -> str:
        """The text of submission_secret.txt, by which nbgrader releases feedback to this learner alone; "" as above."""
        return self._text(SECRET)

    def _text(self, name: str) -> str:
        try:
            with ordinary_file(self.place / name) as file:
                return file.read(MOST_BYTES).decode("utf-8", "replace")
        except OSError:
            return ""


def collected(folder: CourseFolder, assignment: str, students: Sequence[str] = ()) -> tuple[list[Collected], list[str]]:
    """The submissions of `assignment` (of `students` only, where given), by student, and what else was odd.

    What lies beside the place where it belongs is odd too. Raises CourseFolderError for a student without a
    submission and where there is none at all.
    """
    before, _, after = str(folder.path("submitted", "\0", assignment)).partition("\0")
    parent, found, odd = Path(before), [], []
    if not before.endswith(os.sep) or (after and not after.startswith(os.sep)):
        raise CourseFolderError("c.CourseDirectory.directory_structure must hold {student_id} as a folder of its own")
    for entry in _entries(parent):
        if entry.is_symlink():
            odd.append(f"{parent.name}/{entry.name} is a symbolic link and was passed over")
        elif entry.is_dir() and not entry.name.startswith("."):
            place = Path(entry.path + after)
            if _may_hold_work(place):
                found.append(Collected(entry.name, place))
            else:
                home = place / f"{assignment}.ipynb"
                odd += [f"{one} was passed over: move it to {home}" for one in _misplaced(entry.path, assignment)]
        elif entry.name.endswith(".ipynb"):
            home = f"{parent / 'STUDENT'}{after}/{assignment}.ipynb"
            odd.append(f"{entry.path} was passed over: move it to {home}, with the student's id for STUDENT")
    missing = sorted(set(students) - {one.student for one in found})
    if missing or not found:
        reason = f"No submission of {assignment} in {parent}. Collect or copy them there first."
        if missing:
            reason = f"No submission of {assignment} by {', '.join(missing)} in {parent}."
        raise CourseFolderError("\n".join([reason, *odd]))
    return [one for one in found if not students or one.student in students], odd


def _may_hold_work(place: Path) -> bool:
    """Whether there is a folder, or something that reading will name: a link, a place that may not be looked into."""
    try:
        return place.is_symlink() or place.is_dir()
    except PermissionError:
        return True


def _misplaced(student: str, assignment: str) -> list[str]:
    """What the folder of a student without this assignment holds that may be meant for it."""
    names = {assignment.casefold(), f"{assignment}.ipynb".casefold()}
    with contextlib.suppress(OSError):
        return sorted(entry.path for entry in os.scandir(student) if entry.name.casefold() in names)
    return []


def _entries(parent: Path) -> list[os.DirEntry]:
    try:
        os.stat(f"{parent}{os.sep}.")  # a folder that may be listed and not entered would fail everyone in it
        return sorted(os.scandir(parent), key=lambda entry: entry.name)
    except FileNotFoundError:
        return []
    except OSError as error:
        raise CourseFolderError(
            f"{parent} cannot be read: {error.strerror}. Whoever grades must be able to read it."
        ) from error
