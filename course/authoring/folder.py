"""Where a course keeps its lessons: the folder with nbgrader_config.py, and the names of the lessons in it."""

from __future__ import annotations

from pathlib import Path

from course.errors import CourseError

CONFIG = "nbgrader_config.py"


class AuthoringError(CourseError):
    """Something an author has to change; the message says what, where, and what to do next."""


def course_folder(start: Path | None = None) -> Path:
    """The nearest folder, from `start` (the current one) upwards, that holds an nbgrader_config.py.

    Raises AuthoringError where there is none.
    """
    start = (start or Path.cwd()).resolve()
    for folder in (start, *start.parents):
        if (folder / CONFIG).is_file():
            return folder
    raise AuthoringError(f"No {CONFIG} in {start} or above it. Change into the course's folder and try again.")


def lesson_names(course: Path) -> list[str]:
    """The lessons of a course in order: the names of the scripts source/NAME.py."""
    return sorted(script.stem for script in (course / "source").glob("*.py"))


def chosen_lessons(course: Path, names: tuple[str, ...] = ()) -> list[str]:
    """All lessons, or the `names` asked for; raises AuthoringError for one that does not exist."""
    known = lesson_names(course)
    for name in names:
        if name not in known:
            raise AuthoringError(f"There is no lesson {name!r} in source/; there are {', '.join(known) or 'none'}.")
    if not known:
        raise AuthoringError(f"There is no lesson in {course / 'source'}; a lesson is a script source/NAME.py.")
    return list(names) or known


def source_notebook(course: Path, name: str) -> Path:
    """The notebook that is built from a lesson's script, with solutions and hidden tests."""
    return course / "source" / name / f"{name}.ipynb"


def release_notebook(course: Path, name: str) -> Path:
    """The notebook that learners receive."""
    return course / "release" / name / f"{name}.ipynb"
