"""The autograded notebook of one submission, as formgrader, feedback and the report read it."""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
import shutil
import tempfile
from dataclasses import asdict
from pathlib import Path

from course.autograder.result import Note, Result


def autograded_notebook(result: Result, notes: tuple[Note, ...] = ()) -> dict:
    """The executed notebook with, under the metadata key ``course``, what grading found.

    On the notebook: ``key``, ``failure`` and ``notes`` (those of the result, then `notes`); on each graded cell:
    ``score``, ``judged``, ``report`` and ``notes``. Nothing in it depends on the time, so the same result always
    gives the same text.
    """
    notebook = json.loads(result.notebook)
    scores = {cell.grade_id: cell for cell in result.cells}
    for cell in notebook["cells"]:
        score = scores.get(cell["metadata"].get("nbgrader", {}).get("grade_id"))
        if score is not None:
            cell["metadata"]["course"] = {
                "score": score.score,
                "judged": score.judged,
                "report": score.report,
                "notes": list(score.notes),
            }
    notebook["metadata"]["course"] = {
        "key": result.key,
        "failure": result.failure,
        "notes": [asdict(note) for note in (*result.notes, *notes)],
    }
    return notebook


def compact_text(notebook: dict) -> str:
    """`notebook` as JSON on one line: ten times faster to write than indented, and nobody edits it by hand."""
    return json.dumps(notebook, ensure_ascii=False, sort_keys=True) + "\n"


def answers(place: Path, assignment: str) -> dict[str, str]:
    """What the learner answered in the notebook recorded in `place`, as `answers_in` tells; {} where there is none."""
    try:
        return answers_in(json.loads((place / f"{assignment}.ipynb").read_bytes()))
    except (OSError, ValueError, TypeError, KeyError):
        return {}


def answers_in(notebook: dict) -> dict[str, str]:
    """A digest of what a mark is for, by grade id of each graded cell of an executed notebook.

    A written answer counts alone. A test is answered by all that the learner may change.
    """
    cells = [(cell, cell["metadata"].get("nbgrader", {})) for cell in notebook["cells"]]
    everything = _digest([cell for cell, marks in cells if not marks.get("locked")])
    return {
        marks["grade_id"]: _digest([cell]) if marks.get("solution") or marks.get("task") else everything
        for cell, marks in cells
        if marks.get("grade") or marks.get("task")
    }


def _digest(cells: list[dict]) -> str:
    texts = [(cell["cell_type"], cell["source"], cell.get("attachments")) for cell in cells]
    return hashlib.sha256(json.dumps(texts, sort_keys=True).encode()).hexdigest()


def holds(place: Path, name: str, text: str) -> bool:
    """Whether the file `name` in `place` is a plain file with exactly this text."""
    file = place / name
    try:
        return not file.is_symlink() and file.read_bytes() == text.encode()
    except OSError:
        return False


def write_autograded(place: Path, files: dict[str, str], mode: int) -> None:
    """Make `place` hold exactly `files` (name to text), each replaced in one step; files that are right stay.

    Whatever else an earlier grading or a submission left there is removed, links without following them.
    """
    if place.is_symlink():
        place.unlink()
    place.mkdir(parents=True, exist_ok=True)
    for entry in os.scandir(place):
        if entry.name not in files or not entry.is_file(follow_symlinks=False):
            if entry.is_dir(follow_symlinks=False):
                shutil.rmtree(entry.path)
            else:
                os.unlink(entry.path)
    for name, text in files.items():
        if not holds(place, name, text):
            replace_file(place / name, text, mode)


def replace_file(file: Path, text: str, mode: int = 0o644) -> None:
    """Write `text` to `file` in one step: readers and a killed writer see the old content or the new, never half."""
    handle, temporary = tempfile.mkstemp(dir=file.parent, prefix=f".{file.name}.")
    try:
        with os.fdopen(handle, "w", encoding="utf-8", newline="") as stream:
            stream.write(text)
        os.chmod(temporary, mode)
        os.replace(temporary, file)
    except BaseException:
        with contextlib.suppress(FileNotFoundError):
            os.unlink(temporary)
        raise
