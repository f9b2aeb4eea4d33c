"""The sheet that is graded: the learner's answers laid into the instructor's copy.

Text of locked and test cells, order, types and points always come from the instructor's copy; the learner's cells are
found by grade_id, and where that was lost by cell id, by text, or by the names they define.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field, replace

from course.autograder.assignment import PLAIN, SOLUTION, TASK, WRITTEN, Assignment, SourceCell
from course.autograder.result import Note
from course.autograder.settings import Limits
from course.autograder.submission import UNREADABLE, LearnerCell, Submission, Unreadable, printable, read_cells
from course.language import N_, _

NAMES = re.compile(r"^(?:def\s+(\w+)|(\w+)\s*=[^=])", re.MULTILINE)
PUT_RIGHT = ("missing", "locked", "order", "points", "type")
MISSING = N_("This cell was missing from the submission.")


@dataclass(frozen=True)
class SheetCell:
    """One cell of the sheet; `home` is its cell in the instructor's copy, None for the learner's own cells."""

    kind: str
    source: str
    id: str
    home: SourceCell | None = None
    attachments: dict = field(default_factory=dict)
    missing: bool = False


@dataclass(frozen=True)
class Sheet:
    """A submission ready to be graded; with a `failure` its cells are the assignment's own and nothing is run."""

    cells: tuple[SheetCell, ...]
    notes: tuple[Note, ...] = ()
    failure: str = ""


def ingest(assignment: Assignment, submission: Submission | bytes, limits: Limits | None = None) -> Sheet:
    """Lay a submission into its assignment; never raises for what a learner sends."""
    if isinstance(submission, bytes):
        submission = Submission(submission)
    if submission.unreadable:
        return blank(assignment, submission.unreadable)
    notes = list(submission.notes)
    try:
        learner, found = read_cells(submission.data, limits)
    except Unreadable as error:
        return blank(assignment, str(error), notes)
    notes += found
    homes = _homes(assignment, learner, notes)
    if not homes:
        reason = _("none of the notebook's cells belongs to this assignment; was another notebook handed in?")
        return blank(assignment, reason, notes)
    if foreign := _foreign(assignment, learner):
        text = _(
            "it holds cells of another lesson, or of another version of this one ({cell}); was the right one handed in?"
        )
        notes.append(Note("foreign", text.format(cell=printable(foreign[0][:60]))))
    cells = _numbered(_laid_out(assignment, learner, homes, notes))
    if len(foreign) > len(homes):  # what is missing or other in another notebook is no news
        notes = [note for note in notes if note.kind not in PUT_RIGHT]
    return Sheet(tuple(cells), tuple(dict.fromkeys(notes)))


def blank(assignment: Assignment, failure: str, notes: Iterable[Note] = ()) -> Sheet:
    """The sheet of a submission that cannot be read: the assignment with every answer empty."""
    cells = [_restored(home) for home in assignment.cells]
    return Sheet(tuple(cells), (*notes, Note(UNREADABLE, failure)), failure)


def _homes(assignment: Assignment, learner: list[LearnerCell], notes: list[Note]) -> dict[int, SourceCell]:
    """Which learner's cell (by index) stands for which cell of the assignment."""
    known = assignment.known
    homes: dict[int, SourceCell] = {}
    taken: set[str] = set()

    def take(index: int, home: SourceCell):
        homes[index] = home
        taken.add(home.grade_id)

    for index, cell in enumerate(learner):
        grade_id = cell.marks.get("grade_id")
        if not isinstance(grade_id, str) or grade_id not in known:
            continue
        if grade_id not in taken:
            take(index, known[grade_id])
        elif not (home := known[grade_id]).protected:
            text = _("several cells claim to be {cell}; the first one is the answer, the others run as ordinary cells")
            if home.role == WRITTEN and home.kind == "markdown":
                text = _("several cells claim to be {cell}; they were joined")
            notes.append(Note("duplicate", text.format(cell=grade_id), grade_id))
        else:
            text = _("{cell} was there more than once; the copies were dropped")
            notes.append(Note("duplicate", text.format(cell=grade_id), grade_id))
    ways = (
        (_same_id, _("{cell} had lost its mark and was recognised by its cell id")),
        (_same_text, _("{cell} had lost its mark and was recognised by its text")),
        (_same_names, _("{cell} had lost its mark and was recognised by its function names")),
    )
    for same, text in ways:
        for home in known.values():
            if home.grade_id in taken:
                continue
            for index, cell in enumerate(learner):
                if index not in homes and not cell.marks.get("grade_id") and same(cell, home):
                    take(index, home)
                    notes.append(Note("metadata", text.format(cell=home.grade_id), home.grade_id))
                    break
    return homes


def _foreign(assignment: Assignment, learner: list[LearnerCell]) -> list[str]:
    """The grade ids of a submission that its assignment does not have: nbgrader gives them, learners do not."""
    marks = (cell.marks.get("grade_id") for cell in learner)
    return [mark for mark in marks if isinstance(mark, str) and mark and mark not in assignment.known]


def _same_id(cell: LearnerCell, home: SourceCell) -> bool:
    """Whether both have the same id."""
    return bool(cell.id) and cell.id == home.id


def _same_text(cell: LearnerCell, home: SourceCell) -> bool:
    """Whether the text is as it was handed out."""
    return home.stub is not None and home.role != WRITTEN and cell.source.strip() == home.stub.strip()


def _same_names(cell: LearnerCell, home: SourceCell) -> bool:
    """Whether all functions of the solution are defined."""
    return home.role == SOLUTION and bool(_defined(home.source)) and _defined(home.source) <= _defined(cell.source)


def _defined(source: str) -> set[str]:
    return {function or variable for function, variable in NAMES.findall(source)}


def _laid_out(
    assignment: Assignment, learner: list[LearnerCell], homes: dict[int, SourceCell], notes: list[Note]
) -> list[SheetCell]:
    """The instructor's order, each known cell followed by the learner's own cells that stood after it."""
    leading: list[SheetCell] = []
    after: dict[str, list[SheetCell]] = {}
    answers: dict[str, LearnerCell] = {}
    group, known = leading, assignment.known
    for index, cell in enumerate(learner):
        if index in homes:
            home = homes[index]
            answers[home.grade_id] = cell
            group = after.setdefault(home.grade_id, [])
            continue
        copy_of = known.get(str(cell.marks.get("grade_id", "")))
        if copy_of is not None and copy_of.protected:
            continue
        if copy_of is not None and copy_of.role == WRITTEN and copy_of.kind == "markdown":
            first = answers[copy_of.grade_id]
            attachments = {**first.attachments, **cell.attachments}
            answers[copy_of.grade_id] = replace(
                first, source=f"{first.source}\n\n{cell.source}", attachments=attachments
            )
            continue
        group.append(SheetCell(cell.kind, cell.source, cell.id, None, cell.attachments))
    if [homes[index].grade_id for index in sorted(homes)] != [grade_id for grade_id in known if grade_id in answers]:
        notes.append(Note("order", _("cells of the assignment had been moved; they were put back in their places")))
    cells: list[SheetCell] = []
    waiting = leading
    for grade_id, home in known.items():
        if grade_id in answers:
            cells += [*waiting, _answered(home, answers[grade_id], notes)]
            waiting = after[grade_id]
        else:
            # Before the learner's own cells that follow: they may need what a deleted cell defined.
            notes.append(_missing_note(home))
            cells.append(_restored(home))
    return cells + waiting


def _answered(home: SourceCell, cell: LearnerCell, notes: list[Note]) -> SheetCell:
    """The learner's cell in its place, with a note for everything that had to be put right."""
    grade_id = home.grade_id
    if cell.kind != home.kind:
        text = _("{cell} had become a {kind} cell; it is {own} again")
        notes.append(Note("type", text.format(cell=grade_id, kind=cell.kind, own=home.kind), grade_id))
    if cell.tags:
        text = _("tags of {cell} were dropped: {tags}")
        notes.append(Note("tags", text.format(cell=grade_id, tags=", ".join(cell.tags)[:200]), grade_id))
    if home.graded and cell.marks and not _equal_points(cell.marks.get("points"), home.points):
        text = _("{cell} had other points; it is worth {points:g}")
        notes.append(Note("points", text.format(cell=grade_id, points=home.points), grade_id))
    if not home.protected:
        return SheetCell(home.kind, cell.source, home.id, home, cell.attachments if home.kind != "code" else {})
    if home.stub is not None and cell.source.strip() not in (home.stub.strip(), home.source.strip()):
        text = _("the text of {cell} had been changed; the original was used")
        notes.append(Note("locked", text.format(cell=grade_id), grade_id))
    return SheetCell(home.kind, home.source, home.id, home)


def _equal_points(given: object, points: float) -> bool:
    return isinstance(given, int | float) and given == points


def _restored(home: SourceCell) -> SheetCell:
    """A cell the submission lacks: the instructor's text where it is protected or plain, else empty."""
    if home.protected or home.role == PLAIN:
        return SheetCell(home.kind, home.source, home.id, home if home.grade_id else None)
    return SheetCell(home.kind, f"# {_(MISSING)}" if home.kind == "code" else "", home.id, home, missing=True)


def _missing_note(home: SourceCell) -> Note:
    if home.protected:
        text = _("{cell} had been deleted and was put back")
    elif home.role in (WRITTEN, TASK):
        text = _("{cell} is missing: there is no written answer to grade")
    else:
        text = _("{cell} is missing: there is no answer to grade")
    return Note("missing", text.format(cell=home.grade_id), home.grade_id)


def _numbered(cells: list[SheetCell]) -> list[SheetCell]:
    """The cells with ids that are present and different, as the notebook format asks."""
    seen = {cell.id for cell in cells if cell.home is not None}
    numbered = []
    for index, cell in enumerate(cells):
        if cell.home is None and (not cell.id or cell.id in seen):
            number = index
            while f"own-{number}" in seen:
                number += 1
            cell = replace(cell, id=f"own-{number}")
        seen.add(cell.id)
        numbered.append(cell)
    return numbered
