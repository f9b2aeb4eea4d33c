"""A new lesson to begin with: a script, its exercises, its promises and its tests, all of which hold as written."""

from __future__ import annotations

import keyword
import re
import zlib
from pathlib import Path

from course.authoring.folder import AuthoringError
from course.authoring.proofs import proofs_file

TEMPLATES = Path(__file__).parent / "templates"
REGISTRY = Path("course", "exercises", "__init__.py")
MODULES = re.compile(r"^(MODULES = \(\n(?:    .*\n)*)\)", re.MULTILINE)


def new_lesson(course: Path, name: str) -> list[Path]:
    """Write the files of a lesson `name` and enter its exercises in course/exercises; returns what was written.

    Raises AuthoringError for a name that cannot be used, and where `course` holds no package to put exercises into.
    Nothing is written then.
    """
    registry = course / REGISTRY
    if not registry.is_file():
        raise AuthoringError(
            f"There is no {REGISTRY} in {course}. Lessons are written in a checkout of the course; change into it."
        )
    files = _files(course, name)
    _refuse(course, name, files)
    entered = _entered(registry.read_text(encoding="utf-8"), name)
    for path, template in files.items():
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(_filled(template, name), encoding="utf-8")
    registry.write_text(entered, encoding="utf-8")
    return [*files, registry]


def _files(course: Path, name: str) -> dict[Path, str]:
    """The files of a lesson and the templates they are made from."""
    return {
        course / "source" / f"{name}.py": "lesson.py.txt",
        proofs_file(course, name): "verify.toml.txt",
        course / "course" / "exercises" / f"{name}.py": "exercises.py.txt",
        course / "tests" / "exercises" / f"test_{name}.py": "test_lesson.py.txt",
    }


def _refuse(course: Path, name: str, files: dict[Path, str]) -> None:
    from course.exercises import EXERCISES

    if not re.fullmatch(r"[a-z][a-z0-9_]{0,39}", name) or keyword.iskeyword(name):
        raise AuthoringError(
            f"{name!r} cannot be the name of a module. Use small letters, digits and _, with a letter first, "
            "as in weight_decay."
        )
    taken = [str(path.relative_to(course)) for path in files if path.exists()]
    taken += [f"{exercise} in course.exercises" for exercise in EXERCISES if exercise.startswith(f"{name}.")][:1]
    if taken:
        raise AuthoringError(f"The name {name!r} is taken: there is {taken[0]} already. Choose another name.")


def _entered(registry: str, name: str) -> str:
    """The text of course/exercises/__init__.py with the lesson's module among MODULES."""
    found = MODULES.search(registry)
    if found is None:
        raise AuthoringError(f"{REGISTRY} has no list MODULES = ( ... ) with one name on each line; restore it.")
    return registry[: found.end(1)] + f'    "{name}",\n' + registry[found.end(1) :]


def _filled(template: str, name: str) -> str:
    """The text of a template. Hidden checks get seeds of their own, which follow from the name."""
    text = (TEMPLATES / template).read_text(encoding="utf-8")
    return text.replace("__NAME__", name).replace("__SEED__", str(100 + zlib.crc32(name.encode()) % 900))
