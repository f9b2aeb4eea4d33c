"""What notebooks tell the report: an executed one, and the one that learners received."""

from __future__ import annotations

import json
import re
from pathlib import Path

from course.autograder.folder import CourseFolder
from course.feedback.questions import Question, last_heading, question

HINT = re.compile(r"^[^#`\n]*\bhint\(\s*[\"']", re.MULTILINE)


def read_executed(
    executed: dict, grades: dict, untouched: set[str]
) -> tuple[tuple[Question, ...], dict[str, str], dict[str, str], int]:
    """Questions in order, the learner's cells, which of these each question is about, and hints used."""
    questions, sources, answered_by, hints = [], {}, {}, 0
    heading = solution = ""
    for cell in executed["cells"]:
        graded = cell["metadata"].get("nbgrader", {})
        name = graded.get("grade_id", "")
        if not graded.get("locked"):
            hints += len(HINT.findall(cell.get("source", "")))
        if cell["cell_type"] == "markdown" and not graded.get("solution"):
            heading = last_heading(cell["source"]) or heading
        if graded.get("solution"):
            solution = name
            sources[name] = cell["source"]
        if name in grades:
            grade, points = grades[name]
            marked = {**graded, "score": grade.score, "points": points}
            filled = {**cell, "metadata": {**cell["metadata"], "nbgrader": marked}}
            questions.append(question(filled, heading or name, grade.needs_manual_grade, name in untouched))
            answered_by[name] = name if graded.get("solution") else solution
    return tuple(questions), sources, answered_by, hints


def released_cells(root: Path, assignment: str) -> dict[str, str]:
    """The learners' cells as they were handed out, by grade id; empty where the assignment is not in release/."""
    try:
        released = json.loads(
            CourseFolder.open(root).path("release", ".", assignment).joinpath(f"{assignment}.ipynb").read_bytes()
        )
    except (OSError, ValueError):
        return {}
    return {
        cell["metadata"]["nbgrader"]["grade_id"]: "".join(cell["source"])
        for cell in released["cells"]
        if cell["metadata"].get("nbgrader", {}).get("solution")
    }
