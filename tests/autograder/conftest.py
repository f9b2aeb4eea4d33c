"""A small course folder to grade in, made once per run and copied for each test."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
import small_course
from postgres import Server

from course.autograder.folder import CourseFolder


@pytest.fixture(scope="session")
def template(tmp_path_factory) -> Path:
    """A course whose gradebook exists and knows the lesson."""
    from course.autograder.record import Recorder
    from course.autograder.register import register_assignment

    root = small_course.write_course(tmp_path_factory.mktemp("template"))
    folder = CourseFolder.open(root)
    Recorder(folder).close()
    register_assignment(folder, small_course.LESSON)
    return root


@pytest.fixture(scope="session")
def postgresql() -> Server:
    with Server() as server:
        yield server


@pytest.fixture(scope="session")
def postgresql_template(postgresql, tmp_path_factory) -> str:
    """A database that knows the lesson, to be copied."""
    from course.autograder.record import Recorder
    from course.autograder.register import register_assignment

    name = postgresql.create()
    folder = CourseFolder.open(
        small_course.write_course(
            tmp_path_factory.mktemp("on-postgresql"), small_course.gradebook_at(postgresql.url(name))
        )
    )
    Recorder(folder).close()
    register_assignment(folder, small_course.LESSON)
    return name


@pytest.fixture
def database(request) -> str:
    """Where the gradebook is: "sqlite", or by indirect parametrisation "postgresql"."""
    return getattr(request, "param", "sqlite")


@pytest.fixture
def folder(template, tmp_path, database, request) -> CourseFolder:
    """A fresh copy of the small course, its gradebook in `database`."""
    url = ""
    if database == "postgresql":
        server, known = (request.getfixturevalue(name) for name in ("postgresql", "postgresql_template"))
        url = server.url(server.create(known))
    return small_course.copy_course(template, tmp_path / "course", url)


@pytest.fixture
def new_folder(tmp_path, database, request) -> CourseFolder:
    """The small course on a machine that never ran nbgrader: there is no gradebook yet in `database`."""
    settings = ""
    if database == "postgresql":
        server = request.getfixturevalue("postgresql")
        settings = small_course.gradebook_at(server.url(server.create()))
    return CourseFolder.open(small_course.write_course(tmp_path, settings))


@pytest.fixture(scope="session")
def nbgrader():
    """Run ``nbgrader ARGUMENTS`` in a course folder with the tools of this environment; returns its log."""

    def run(root: Path, *arguments: str, check: bool = True) -> str:
        scripts = str(Path(sys.executable).parent)
        environment = os.environ | {"PATH": os.pathsep.join([scripts, os.environ["PATH"]])}
        command = [sys.executable, "-m", "nbgrader", *arguments]
        done = subprocess.run(command, cwd=root, env=environment, capture_output=True, text=True, timeout=1200)
        assert done.returncode == 0 or not check, done.stderr
        return done.stderr

    return run
