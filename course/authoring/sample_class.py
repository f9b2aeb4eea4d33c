"""A class to try grading on: learners whose ids say what they did, made from the released notebooks.

Who they are stands in source/sample_class.toml, one table for each: a `story`, the `lessons` they hand in ("all", or
those they have changes for), the `answers` they give ("all", "half" or "none") and the `changes` that they make to the
right answers, as LESSON.SLUG = [old text, new text]. Right answers are read from the source notebooks each time.
"""

from __future__ import annotations

import json
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path

from course.authoring.build import notebook_text
from course.authoring.folder import AuthoringError, chosen_lessons, release_notebook, source_notebook
from course.authoring.proofs import changed, right_answers, with_answers

TABLE = "sample_class.toml"
MARK = "from-the-sample-class.txt"  # beside a notebook that a real learner did not hand in
FIELDS = {"story", "lessons", "answers", "full_marks", "late", "changes"}


@dataclass(frozen=True)
class Learner:
    """One invented learner; `changes` maps lesson and solution to (old, new). `full_marks`: right in spite of all."""

    id: str
    story: str
    every_lesson: bool = False
    answers: str = "all"
    full_marks: bool = False
    late: bool = False
    changes: Mapping[str, Mapping[str, tuple[str, str]]] = field(default_factory=dict)

    def hands_in(self, lesson: str) -> bool:
        return self.every_lesson or lesson in self.changes


@dataclass(frozen=True)
class SampleClass:
    """The learners, and when their work is due."""

    due: datetime
    learners: tuple[Learner, ...]

    @classmethod
    def read(cls, course: Path) -> SampleClass:
        """The class of a course; raises AuthoringError where its table cannot be used."""
        path = course / "source" / TABLE
        try:
            table = tomllib.loads(path.read_text(encoding="utf-8"))
            due = table.pop("due")
        except FileNotFoundError as error:
            raise AuthoringError(f"There is no {path}: a sample class is described there.") from error
        except KeyError as error:
            raise AuthoringError(f"{path} has no date `due`; add a line such as due = 2026-03-01T12:00:00Z.") from error
        except (OSError, ValueError) as error:
            raise AuthoringError(f"{path} cannot be read as TOML: {error}.") from error
        return cls(due, tuple(_learner(name, entry) for name, entry in table.items()))

    def handed_in(self, learner: Learner) -> datetime:
        return self.due + timedelta(days=2 if learner.late else -1)


def make_sample_class(course: Path, names: tuple[str, ...] = ()) -> dict[str, list[Learner]]:
    """Write submitted/LEARNER/LESSON/ for each learner of the class; returns who handed in which lesson.

    Raises AuthoringError where a change does not fit the lesson any more, and, before anything is written, where a
    submission of a learner's name is there that is not from this class. Running it twice changes nothing.
    """
    sample = SampleClass.read(course)
    chosen = chosen_lessons(course, names)
    for name in chosen:
        for learner in (learner for learner in sample.learners if learner.hands_in(name)):
            folder = course / "submitted" / learner.id / name
            if folder.exists() and not (folder / MARK).exists():
                raise AuthoringError(
                    f"{folder} holds a submission that is not from the sample class; nothing was written. Try the "
                    "sample class in a copy of the course, or move that submission away first."
                )
    return {name: _hand_in(course, name, sample) for name in chosen}


def answered(source: dict, release: dict, learner: Learner, lesson: str) -> dict:
    """The released notebook with the learner's answers in it."""
    right = right_answers(source)
    given = dict(list(right.items())[: {"all": len(right), "half": len(right) // 2, "none": 0}[learner.answers]])
    for slug, (old, new) in learner.changes.get(lesson, {}).items():
        try:
            given = changed(given, slug, old, new)
        except ValueError as error:
            message = f"source/{TABLE}: {learner.id} changes in {lesson} {error}. Adapt the table to the lesson."
            raise AuthoringError(message) from error
    return with_answers(release, given)


def _hand_in(course: Path, name: str, sample: SampleClass) -> list[Learner]:
    released = release_notebook(course, name)
    if not released.is_file():
        raise AuthoringError(f"{name} is not released yet. Run `course release` first.")
    source, release = (json.loads(path.read_text("utf-8")) for path in (source_notebook(course, name), released))
    present = [learner for learner in sample.learners if learner.hands_in(name)]
    for learner in present:
        folder = course / "submitted" / learner.id / name
        folder.mkdir(parents=True, exist_ok=True)
        (folder / MARK).write_text(f"{learner.story}\n", encoding="utf-8")
        notebook = notebook_text(answered(source, release, learner, name))
        (folder / f"{name}.ipynb").write_text(notebook, encoding="utf-8")
        (folder / "timestamp.txt").write_text(f"{sample.handed_in(learner):%Y-%m-%d %H:%M:%S} UTC\n", encoding="utf-8")
    return present


def _learner(name: str, entry: dict) -> Learner:
    unknown = sorted(set(entry) - FIELDS)
    if unknown or "story" not in entry:
        raise AuthoringError(
            f"source/{TABLE}: {name} {f'has an unknown entry {unknown[0]!r}' if unknown else 'has no story'}; "
            f"there are {', '.join(sorted(FIELDS))}."
        )
    if entry.get("answers", "all") not in ("all", "half", "none"):
        raise AuthoringError(f"source/{TABLE}: answers of {name} must be all, half or none, not {entry['answers']!r}.")
    changes = {
        lesson: {slug: (old, new) for slug, (old, new) in by_slug.items()}
        for lesson, by_slug in entry.get("changes", {}).items()
    }
    return Learner(
        name,
        entry["story"],
        entry.get("lessons") == "all",
        entry.get("answers", "all"),
        entry.get("full_marks", False),
        entry.get("late", False),
        changes,
    )
