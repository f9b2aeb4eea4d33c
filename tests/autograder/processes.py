"""Which processes run, read from /proc."""

from __future__ import annotations

from pathlib import Path


def descendants(process: int) -> list[int]:
    """All processes below one: workers, sandboxes and what runs in them."""
    children = Path(f"/proc/{process}/task").glob("*/children")
    found = [int(child) for file in children for child in file.read_text().split()]
    return found + [one for child in found for one in descendants(child)]


def runs(process: int) -> bool:
    """Whether a process runs; one that only waits to be reaped does not."""
    try:
        return Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False
