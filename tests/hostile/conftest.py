"""A machine with something to steal, and one warm sandbox for all attacks."""

from __future__ import annotations

import socket
from pathlib import Path

import attacks
import judged_lesson as lesson
import pytest

from course.autograder.sandbox import Sandbox
from course.autograder.settings import Limits

LIMITS = Limits(
    cell_seconds=3,
    call_seconds=1.5,
    interrupt_seconds=0.3,
    notebook_seconds=60,
    memory_bytes=400_000_000,
    processes=40,
    scratch_bytes=20_000_000,
)


@pytest.fixture(scope="session")
def sandbox():
    with Sandbox(LIMITS) as sandbox:
        yield sandbox


@pytest.fixture
def place(tmp_path) -> Path:
    """A course folder that nobody's code may read or write."""
    (tmp_path / "gradebook.db").write_text(attacks.CANARY)
    work = tmp_path / "submitted" / "neighbour" / "lesson"
    work.mkdir(parents=True)
    (work / "lesson.ipynb").write_bytes(lesson.data(lesson.submission()))
    return tmp_path


@pytest.fixture
def server():
    """A server on this machine that must not be reached."""
    with socket.create_server(("127.0.0.1", 0)) as listening:
        listening.setblocking(False)
        yield listening
