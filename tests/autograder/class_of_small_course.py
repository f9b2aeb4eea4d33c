"""A class that hands in every kind of work for the small course, and what grading it leaves behind."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from gradebook_rows import COMMENTS, GRADES, SUBMISSIONS, rows
from small_course import LESSON, learners_notebook, submit

from course.autograder.folder import CourseFolder

SLOW = "def double(x):\n    import time\n    time.sleep(0.15)\n    return 2 * x"
PATIENCE = 240
COMMAND = [sys.executable, "-c", "from course.cli import main; main()", "grade", LESSON]


def hand_in(root: Path, count: int = 24) -> None:
    """Right, half right, unanswered, unreadable and late work by turns, every one of its own words.

    All such classes have one secret, on which the keys of results depend.
    """
    (root / ".course").mkdir()
    (root / ".course" / "secret").write_bytes(bytes(32))
    for number in range(count):
        kind, name = number % 6, f"s{number:02d}"
        half = "def half(x):\n    return 1" if kind == 1 else "def half(x):\n    return x / 2"
        explain = "YOUR ANSWER HERE" if kind == 2 else f"I am {name}."
        notebook = f"{name} wrote no notebook" if kind == 3 else learners_notebook(f"{SLOW}  # {name}", half, explain)
        submit(root, name, notebook, "" if kind == 4 else f"2026-01-0{1 + kind} 12:00:00 UTC")


def left_behind(folder: CourseFolder) -> tuple:
    """Every row of the class in the gradebook, and every file in autograded/."""
    place = folder.root / "autograded"
    files = {str(path.relative_to(place)): path.read_bytes() for path in place.rglob("*") if path.is_file()}
    return [rows(folder, query) for query in (GRADES, COMMENTS, SUBMISSIONS)], files


def start_grading(folder: CourseFolder, *arguments: str) -> subprocess.Popen:
    return subprocess.Popen([*COMMAND, *arguments], cwd=folder.root, stderr=subprocess.PIPE, text=True)


def grade(folder: CourseFolder, *arguments: str) -> tuple[int, str, str]:
    """Exit code, output and messages of a whole run."""
    done = subprocess.run([*COMMAND, *arguments], cwd=folder.root, capture_output=True, text=True, timeout=PATIENCE)
    return done.returncode, done.stdout, done.stderr


def kept(folder: CourseFolder) -> int:
    """How many results a run has in its cache by now."""
    return len(list((folder.state / "results" / LESSON).glob("*.json")))
