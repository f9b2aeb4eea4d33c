"""From source notebooks to what learners receive, by nbgrader's own generate_assignment, and a search for leaks."""

from __future__ import annotations

import json
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from nbgrader.converters import GenerateAssignment
from nbgrader.preprocessors import ClearSolutions

from course.authoring.build import build
from course.authoring.check_cells import faulty_checks
from course.authoring.folder import AuthoringError, chosen_lessons, release_notebook, source_notebook
from course.authoring.leaks import leaks
from course.autograder.nbgrader_steps import course_config, run_nbgrader


def release(course: Path, names: tuple[str, ...] = ()) -> list[str]:
    """Build, generate into release/ and the gradebook, and inspect; returns the lessons' names.

    Raises AuthoringError that lists everything found wrong; what was released before is then there still. Running it
    twice changes nothing.
    """
    chosen = chosen_lessons(course, names)
    build(course, names)
    config = course_config(course)
    _refuse(_faulty_sources(course, chosen))
    with _kept_where_it_fails([course / "release" / name for name in chosen]):
        run_nbgrader(GenerateAssignment, config, chosen)
        _refuse(inspect_release(course, chosen))
    return chosen


def _refuse(faults: list[str]) -> None:
    if faults:
        raise AuthoringError("\n".join(["The release is not fit to hand out:", *faults]))


@contextmanager
def _kept_where_it_fails(folders: list[Path]) -> Iterator[None]:
    """nbgrader removes a folder before it writes it anew; should that fail, the old one comes back."""
    with tempfile.TemporaryDirectory() as scratch:
        kept = {folder: Path(scratch, folder.name) for folder in folders if folder.is_dir()}
        for folder, copy in kept.items():
            shutil.copytree(folder, copy)
        try:
            yield
        except BaseException:
            for folder, copy in kept.items():
                shutil.rmtree(folder, ignore_errors=True)
                shutil.copytree(copy, folder)
            raise


def check_release(course: Path, names: tuple[str, ...] = ()) -> list[str]:
    """What is wrong or out of date in source/ and release/, one sentence each; changes nothing."""
    chosen = chosen_lessons(course, names)
    found = [f"source/{name}/{name}.ipynb is out of date" for name in build(course, names, check=True)]
    found = found or _faulty_sources(course, chosen)
    if found:
        return found
    with tempfile.TemporaryDirectory() as scratch:
        config = course_config(course)
        config.CourseDirectory.release_directory = str(Path(scratch, "release"))
        config.CourseDirectory.db_url = f"sqlite:///{scratch}/gradebook.db"
        run_nbgrader(GenerateAssignment, config, chosen)
        for name in chosen:
            fresh, kept = release_notebook(Path(scratch), name), release_notebook(course, name)
            if not kept.is_file() or kept.read_bytes() != fresh.read_bytes():
                found.append(f"release/{name}/{name}.ipynb is out of date")
        strangers = {path.name for path in (course / "release").glob("*")} - set(chosen) if not names else set()
        found += [f"release/{name} belongs to no lesson" for name in sorted(strangers)]
        found += inspect_release(Path(scratch), chosen, source=course)
    return found


def inspect_release(course: Path, names: list[str], source: Path | None = None) -> list[str]:
    """The leaks in release/ of `course`, compared with source/ of the same course or of `source`."""
    config = course_config(source or course)
    stubs = ClearSolutions(config=config)
    found = []
    for name in names:
        original, released = _read(source_notebook(source or course, name)), _read(release_notebook(course, name))
        faults = leaks(original, released, stubs.code_stub["python"], stubs.text_stub)
        found += [f"release/{name}: {fault}" for fault in faults]
    return found


def _faulty_sources(course: Path, names: list[str]) -> list[str]:
    from course.exercises import EXERCISES

    return [
        f"source/{name}.py: {fault}"
        for name in names
        for fault in faulty_checks(_read(source_notebook(course, name)), EXERCISES)
    ]


def _read(path: Path) -> dict:
    return json.loads(path.read_text(encoding="utf-8"))
