"""Does grading many submissions leave anything behind in the process that grades, on disk or among the processes?"""

from __future__ import annotations

import gc
import json
import os
import tempfile
from pathlib import Path

import pytest
from processes import descendants
from small_course import learners_notebook, source_notebook

from course.autograder import local
from course.autograder.assignment import Assignment
from course.autograder.sandbox import Sandbox
from course.autograder.settings import NONE, Limits

UNHARMED = "def double(x):\n    return 2 * x"
WASTEFUL = "import os, tempfile, threading\nkept = bytearray(20_000_000)\ndef double(x):\n    return 2 * x\n"
LEAVING_FILES = WASTEFUL + "open(tempfile.mkstemp()[1], 'w').write('x' * 100_000)"
LEAVING_PROCESSES = WASTEFUL + "os.fork() or os.execvp('sleep', ['sleep', '600'])"
DYING = WASTEFUL + "os._exit(0)"
ROUNDS = 50  # times four submissions
SLACK = 8_000_000  # bytes; allocators do not give back everything


@pytest.fixture
def graded(monkeypatch, tmp_path):
    """Grade a notebook with this text in its first answer, in this process and one warm sandbox."""
    assignment = Assignment.parse("lesson", json.dumps(source_notebook()).encode())
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    with Sandbox(Limits(cell_seconds=5)) as sandbox:
        monkeypatch.setattr(local, "_desk", local.Desk(assignment, sandbox, b"secret"))
        numbers = iter(range(10_000))

        def grade(double: str):
            notebook = learners_notebook(double=double, explain=f"{next(numbers)}")
            return local.grade_here(local.Submission(json.dumps(notebook).encode()), "ann")

        grade.sandbox = sandbox
        yield grade


def memory(process: int | str = "self") -> int:
    """Resident memory that is the process's own, in bytes."""
    lines = Path(f"/proc/{process}/smaps_rollup").read_text().splitlines()
    return 1024 * sum(int(line.split()[1]) for line in lines if line.startswith(("Private_Dirty:", "Private_Clean:")))


def descriptors() -> int:
    return len(os.listdir("/proc/self/fd"))


def test_nothing_is_left_and_memory_stays_flat(graded, tmp_path):
    """After some hundred submissions, with wasteful and dying ones among them, all is as after the first few."""
    kinds = (UNHARMED, LEAVING_FILES, LEAVING_PROCESSES, DYING)
    for double in kinds * 3:
        graded(double)
    gc.collect()
    processes, open_files, files = descendants(os.getpid()), descriptors(), sorted(tmp_path.rglob("*"))
    used, used_by_runner = memory(), memory(processes[-1])
    for _ in range(ROUNDS):
        scores = [graded(double).cells[0].score for double in kinds]
    gc.collect()
    assert scores[0] == 3.0
    assert graded.sandbox.starts == 1
    assert descendants(os.getpid()) == processes
    assert descriptors() == open_files
    assert sorted(tmp_path.rglob("*")) == files
    assert memory() - used < SLACK
    assert memory(processes[-1]) - used_by_runner < SLACK


def test_a_closed_sandbox_leaves_nothing(tmp_path, monkeypatch):
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    processes, open_files = descendants(os.getpid()), descriptors()
    for isolation in ("bubblewrap", NONE):
        with Sandbox(Limits(), isolation) as sandbox:
            sandbox.finish(sandbox.start())
            assert descendants(os.getpid()) != processes
    assert descendants(os.getpid()) == processes
    assert descriptors() == open_files
    assert list(tmp_path.iterdir()) == []
