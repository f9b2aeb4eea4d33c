"""What the executor's tests ask worker processes to do."""

from __future__ import annotations

import hashlib
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import small_course

from course.autograder.result import Result

_state: dict = {}


def start(word: str) -> None:
    _state["word"] = word


def refuse() -> None:
    raise RuntimeError("no isolation on this machine")


def word() -> str:
    return _state["word"]


def pid() -> int:
    return os.getpid()


def fail(text: str) -> None:
    raise ValueError(text)


class Awkward(Exception):
    def __init__(self, one, two):
        super().__init__(f"{one} {two}")


def fail_awkwardly() -> None:
    raise Awkward(1, 2)


def die() -> None:
    os.kill(os.getpid(), signal.SIGKILL)


def die_once(marker: str) -> str:
    if not Path(marker).exists():
        Path(marker).touch()
        die()
    return "alive"


def sleep(seconds: float) -> None:
    time.sleep(seconds)


def start_child() -> int:
    return subprocess.Popen([sys.executable, "-c", "import time; time.sleep(60)"]).pid


def grade_simply(student: str, data: bytes, log: str, seconds: float = 0.0) -> Result:
    """Stands in for grading: full marks, one line in the file `log` for each call."""
    with open(log, "a") as file:
        file.write(f"{student}\n")
    time.sleep(seconds)
    if b"deadly" in data:
        die()
    return small_course.result(key=key_of(data), notebook=data.decode())


def key_of(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


def die_with_parent() -> None:
    os.kill(os.getppid(), signal.SIGKILL)
    time.sleep(60)
