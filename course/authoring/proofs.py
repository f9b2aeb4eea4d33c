"""What a lesson promises, in source/NAME.verify.toml, and the lesson's answers with a mistake made in them.

    seconds = 10

    [mistakes]
    sign-flipped.dz = ["return a - y", "return y - a"]

`seconds` is what grading the lesson's own solutions may take. An entry of `mistakes` is named by an id of
course/mistakes and by the solution in which the mistake is made; it says which text, there once, becomes which other.
Several ways to make it are a list of such pairs.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from course.authoring.check_cells import calls_of
from course.authoring.folder import AuthoringError
from course.authoring.regions import solved

SECONDS = 20.0


@dataclass(frozen=True)
class Slip:
    """A mistake made in a right answer: `old`, which the solution `slug` holds once, becomes `new`."""

    mistake: str
    slug: str
    old: str
    new: str

    def __str__(self) -> str:
        return f"{self.mistake} in {self.slug!r} ({self.old!r} becomes {self.new!r})"


@dataclass(frozen=True)
class Proofs:
    """The time that a lesson may take, and the mistakes that it must name."""

    seconds: float = SECONDS
    slips: tuple[Slip, ...] = ()

    @classmethod
    def read(cls, course: Path, name: str) -> Proofs:
        """The promises of a lesson; the default time and no mistakes where it has no table.

        Raises AuthoringError for a table that cannot be used.
        """
        path = proofs_file(course, name)
        if not path.is_file():
            return cls()
        try:
            table = tomllib.loads(path.read_text(encoding="utf-8"))
            seconds = table.pop("seconds", SECONDS)
            slips = tuple(_slips(table.pop("mistakes", {})))
        except (tomllib.TOMLDecodeError, AttributeError, TypeError, ValueError) as error:
            raise AuthoringError(f"source/{path.name} cannot be used: {error}.") from error
        if table:
            unknown = sorted(table)[0]
            raise AuthoringError(f"source/{path.name} has an unknown entry {unknown!r}; there are mistakes, seconds.")
        if isinstance(seconds, bool) or not isinstance(seconds, int | float) or not seconds > 0:
            raise AuthoringError(f"source/{path.name}: seconds must be a number above zero, got {seconds!r}.")
        return cls(seconds, slips)


def proofs_file(course: Path, name: str) -> Path:
    """Where a lesson's promises stand: beside its script."""
    return course / "source" / f"{name}.verify.toml"


def right_answers(source: dict) -> dict[str, str]:
    """The answers in a source notebook by grade_id, as a learner would hand them in."""
    return {
        marks["grade_id"]: solved("".join(cell["source"]))
        for cell in source["cells"]
        if (marks := cell["metadata"].get("nbgrader", {})).get("solution")
    }


def changed(answers: Mapping[str, str], slug: str, old: str, new: str) -> dict[str, str]:
    """The answers with one change in the solution `slug`; raises ValueError where `old` is not there exactly once."""
    name = f"solution-{slug}"
    times = answers.get(name, "").count(old)
    if times != 1:
        raise ValueError(f"{old!r} in {slug!r}, which is there {times} times instead of once")
    return {**answers, name: answers[name].replace(old, new)}


def with_answers(notebook: dict, answers: Mapping[str, str]) -> dict:
    """The notebook with `answers` in the cells whose grade_id they name."""
    cells = [
        cell | {"source": answers[grade_id].splitlines(keepends=True)}
        if (grade_id := cell["metadata"].get("nbgrader", {}).get("grade_id")) in answers
        else cell
        for cell in notebook["cells"]
    ]
    return notebook | {"cells": cells}


def handed_to_checks(notebook: dict) -> dict[str, object]:
    """What each exercise of a notebook is answered with, by exercise name.

    Runs the code cells in this process, so it is for tests on the course's own lessons, never for learners' work.
    """
    namespace: dict[str, object] = {"__name__": "__main__"}
    found = {}
    for cell in notebook["cells"]:
        if cell["cell_type"] != "code":
            continue
        text = "".join(cell["source"])
        if cell["metadata"].get("nbgrader", {}).get("grade"):
            found.update({call.exercise: namespace.get(call.variable) for call in calls_of(text)})
        else:
            exec(compile(text, cell["id"], "exec"), namespace)
    return found


def _slips(by_mistake: dict):
    for mistake, by_slug in by_mistake.items():
        for slug, pairs in by_slug.items():
            for pair in pairs if isinstance(pairs[0], list) else [pairs]:
                if len(pair) != 2 or not all(isinstance(text, str) for text in pair):
                    raise ValueError(f"{slug} of {mistake} must be [old text, new text], got {pair!r}")
                yield Slip(mistake, slug, *pair)
