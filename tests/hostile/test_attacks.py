"""Does every attack earn what its honest work earns, and nothing else?"""

from __future__ import annotations

import json
import os
import time
from pathlib import Path

import attacks
import judged_lesson as lesson
import pytest

from course.autograder.grade import grade
from course.autograder.processes import descendants

ASSIGNMENT = lesson.assignment()
HONEST = lesson.data(lesson.submission())


def contents(place: Path) -> dict[str, bytes]:
    return {str(path): path.read_bytes() for path in sorted(place.rglob("*")) if path.is_file()}


def shown(result) -> str:
    """All outputs of the executed notebook."""
    return json.dumps([cell.get("outputs") for cell in json.loads(result.notebook)["cells"]])


def scores(result) -> dict:
    return {cell.grade_id: cell.score for cell in result.cells}


@pytest.mark.parametrize("attack", attacks.ATTACKS, ids=lambda attack: attack.name)
def test_attack(attack, sandbox, place, server):
    before, descriptors = contents(place), len(os.listdir("/proc/self/fd"))
    started = time.monotonic()

    result = grade(
        ASSIGNMENT,
        attack.data(place, server.getsockname()[1]),
        sandbox=sandbox,
        secret=lesson.SECRET,
        student="mallory",
    )

    assert scores(result) == attack.marks
    assert time.monotonic() - started < sandbox.limits.notebook_seconds
    assert attacks.CANARY not in shown(result), "the gradebook was read"
    assert lesson.SECRET.decode() not in shown(result), "the secret was read"
    assert "seed=4711" not in shown(result), "hidden tests were read"
    assert len(result.notebook) < 8_000_000
    assert contents(place) == before, "something was written outside"
    with pytest.raises(BlockingIOError):
        server.accept()
    if sandbox._runner is not None:
        names = [Path(f"/proc/{pid}/cmdline").read_bytes() for pid in descendants(sandbox._runner.pid)]
        assert len(names) == 2, f"left running: {names}"
    neighbour = grade(ASSIGNMENT, HONEST, sandbox=sandbox, secret=lesson.SECRET, student="neighbour")
    assert scores(neighbour) == lesson.HONEST
    assert len(os.listdir("/proc/self/fd")) <= descriptors + 2
