"""Which cells of an assignment the gradebook knows, as plain ids that outlive a database transaction."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import nbformat
from nbgrader.api import Gradebook, MissingEntry
from nbgrader.utils import compute_checksum

from course.autograder.result import Result


@dataclass(frozen=True)
class AssignmentLayout:
    """The gradebook's view of an assignment with one notebook of the same name.

    `graded` and `commented` map grade ids to cell rows; `points` holds the maximum score of each graded cell that is
    no task; `checksums` are those of the released cells.
    """

    assignment_id: str
    notebook_id: str
    graded: Mapping[str, str]
    commented: Mapping[str, str]
    points: Mapping[str, float]
    tasks: frozenset[str]
    checksums: Mapping[str, str | None]

    @classmethod
    def read(cls, gradebook: Gradebook, assignment: str) -> AssignmentLayout | None:
        """The layout of `assignment`, None where the gradebook does not have it."""
        try:
            notebook = gradebook.find_notebook(assignment, assignment)
        except MissingEntry:
            return None
        tasks = {cell.name: cell.id for cell in notebook.task_cells}
        return cls(
            assignment_id=notebook.assignment_id,
            notebook_id=notebook.id,
            graded={cell.name: cell.id for cell in notebook.grade_cells} | tasks,
            commented={cell.name: cell.id for cell in notebook.solution_cells} | tasks,
            points={cell.name: cell.max_score for cell in notebook.grade_cells},
            tasks=frozenset(tasks),
            checksums={cell.name: cell.checksum for cell in notebook.source_cells},
        )

    def matches(self, result: Result) -> bool:
        """Whether `result` scores exactly the gradebook's cells, with the same maximum scores."""
        return self.points == {cell.grade_id: cell.points for cell in result.cells if cell.grade_id not in self.tasks}


def unanswered(notebook: dict, layout: AssignmentLayout) -> set[str]:
    """Grade ids of the solution cells in an executed notebook that are exactly as they were released."""
    found = set()
    for cell in notebook["cells"]:
        name = cell["metadata"].get("nbgrader", {}).get("grade_id")
        if name in layout.commented and name not in layout.tasks:
            source = cell["source"] if isinstance(cell["source"], str) else "".join(cell["source"])
            bare = {"cell_type": cell["cell_type"], "source": source, "metadata": cell["metadata"]}
            if compute_checksum(nbformat.from_dict(bare)) == layout.checksums.get(name):
                found.add(name)
    return found
