"""A small course folder to grade in, made once per run and copied for each test."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
import small_course

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


@pytest.fixture
def folder(template, tmp_path) -> CourseFolder:
    """A fresh copy of the small course."""
    root = tmp_path / "course"
    shutil.copytree(template, root)
    return CourseFolder.open(root)


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
