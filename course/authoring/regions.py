"""The regions in a cell of a source notebook: solutions, hidden tests, and what is left without them."""

from __future__ import annotations

import re
from dataclasses import dataclass

SOLUTION = ("### BEGIN SOLUTION", "### END SOLUTION")
HIDDEN = ("### BEGIN HIDDEN TESTS", "### END HIDDEN TESTS")
GIVEN = re.compile(r"^([ \t]*)# GIVEN: ?")


@dataclass(frozen=True)
class Line:
    """One line of a cell; `number` counts from 1, `inside` tells whether it belongs to a region."""

    number: int
    text: str
    inside: bool


def lines_of(source: str, region: tuple[str, str]) -> list[Line]:
    """The lines of a cell without the region's own markers."""
    begin, end = region
    inside, found = False, []
    for number, text in enumerate(source.split("\n"), start=1):
        if text.strip() == begin:
            inside = True
        elif text.strip() == end:
            inside = False
        else:
            found.append(Line(number, text, inside))
    return found


def visible(source: str, region: tuple[str, str]) -> list[str]:
    """What stands outside the region; a GIVEN comment counts as the code in it."""
    return [GIVEN.sub(r"\1", line.text) for line in lines_of(source, region) if not line.inside]


def solved(source: str) -> str:
    """The cell as a learner would hand it in: the solution in place, no markers, no GIVEN comments."""
    return "\n".join(line.text for line in lines_of(source, SOLUTION) if not GIVEN.match(line.text))
