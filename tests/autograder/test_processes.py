"""Are a process's descendants found, and their memory counted?"""

from __future__ import annotations

import os
import subprocess
import sys
import time
from pathlib import Path

from course.autograder.processes import descendants, proportional, resident


def names_below(pid: int) -> list[str]:
    return sorted(Path(f"/proc/{child}/comm").read_text().strip() for child in descendants(pid))


def test_children_of_children_are_found():
    script = "import subprocess, sys; subprocess.run(['sh', '-c', 'sleep 60 & echo; wait'])"
    process = subprocess.Popen([sys.executable, "-c", script], stdout=subprocess.PIPE)
    try:
        process.stdout.readline()
        deadline = time.monotonic() + 60
        while (names := names_below(process.pid)) != ["sh", "sleep"] and time.monotonic() < deadline:
            time.sleep(0.01)  # the shell's child is called sh until it has become sleep
        assert names == ["sh", "sleep"]
        below = descendants(process.pid)
        assert set(below) < set(descendants(os.getpid()))
    finally:
        for pid in (*descendants(process.pid), process.pid):
            os.kill(pid, 9)
        process.communicate()


def test_shared_memory_counts_once():
    assert 0 < proportional(os.getpid()) <= resident(os.getpid())


def test_a_process_that_is_gone_holds_nothing():
    assert descendants(2**22 + 1) == []
    assert resident(2**22 + 1) == proportional(2**22 + 1) == 0
