"""The step of `nbgrader generate_assignment` that puts the broken code into "find the bug" cells."""

from __future__ import annotations

import re

from nbgrader.preprocessors import ClearSolutions, NbGraderPreprocessor

MARKER = "# GIVEN:"


class GivenCode(NbGraderPreprocessor):
    """Replaces the stub and the `# GIVEN:` comments below it by the code in the comments; runs after ClearSolutions.

    In the source notebook a repaired line stands in a solution region and the broken one in a comment below it, so
    that the source runs and is right. Several comments in a row make several lines.
    """

    def preprocess_cell(self, cell, resources, cell_index):
        """Raises ValueError where a GIVEN comment does not stand right below a solution region."""
        if cell.cell_type == "code" and MARKER in cell.source:
            cell.source = give(cell.source, ClearSolutions(config=self.config).code_stub["python"])
        return cell, resources


def give(source: str, stub: str) -> str:
    """The text of a cell in which every `stub` with GIVEN comments below it has become the code in them."""
    first, *rest = (re.escape(line) for line in stub.split("\n"))
    cleared = rf"^([ \t]*){first}" + "".join(rf"\n\1{line}" for line in rest)
    text = re.sub(
        cleared + rf"((?:\n\1{MARKER}.*)+)",
        lambda found: re.sub(rf"{MARKER} ?", "", found[2].removeprefix("\n")),
        source,
        flags=re.MULTILINE,
    )
    if MARKER in text:
        stray = next(line for line in text.split("\n") if MARKER in line)
        raise ValueError(f"{stray.strip()!r} must stand right below ### END SOLUTION and be indented like it")
    return text
