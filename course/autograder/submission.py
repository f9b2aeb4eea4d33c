"""What a learner handed in: found in a folder, read with caution, and reduced to plain cells.

Nothing here trusts the bytes: every repair is a `Note`, everything beyond repair is `Unreadable` with a reason in
plain words, and no notebook library is loaded (importing one costs more than grading).
"""

from __future__ import annotations

import errno
import json
import os
import re
from dataclasses import dataclass, field
from pathlib import Path

from course.autograder.ordinary import ordinary_file
from course.autograder.result import Note
from course.autograder.settings import Limits
from course.language import _

NOTEBOOK = ".ipynb"
UNREADABLE = "unreadable"  # the note on why there is nothing to grade
MODULES = (".py", ".so", ".pyd")
MAX_CANDIDATES = 50
MAX_FILES = 1_000
MAX_NOTES = 50
MAX_SOURCE = 200_000
MAX_ATTACHMENTS = 2_000_000
MACHINE = (errno.EACCES, errno.EPERM, errno.EIO, errno.ESTALE)  # rights, and disks that fail
KINDS = ("code", "markdown", "raw")
ID = re.compile(r"[A-Za-z0-9_-]{1,64}")


class Unreadable(Exception):
    """A submission that holds no gradable notebook; the message is shown to learner and instructor."""


class NotReadNow(Exception):
    """A submission that this machine refuses or fails to read, which is no doing of the learner's."""


@dataclass(frozen=True)
class Submission:
    """The bytes of a notebook, and what was odd about the folder it was found in."""

    data: bytes
    notes: tuple[Note, ...] = ()

    @property
    def unreadable(self) -> str:
        """Why there is nothing to grade, "" where there is."""
        return next((note.message for note in self.notes if note.kind == UNREADABLE), "")


@dataclass(frozen=True)
class LearnerCell:
    """One cell as the learner left it: type, text, and the marks that tell which cell of the assignment it was."""

    kind: str
    source: str
    id: str = ""
    marks: dict = field(default_factory=dict)
    tags: tuple[str, ...] = ()
    attachments: dict = field(default_factory=dict)


def gather(folder: Path, name: str, limits: Limits | None = None) -> Submission:
    """The submission of the assignment `name` in a learner's folder.

    Only a regular file is read, never through a symbolic link. Where NAME.ipynb is not there, the notebook that looks
    most like it is taken and named. Raises Unreadable where there is none to take, NotReadNow where this machine is
    to blame.
    """
    limits = limits or Limits()
    try:
        if folder.is_symlink() or not folder.is_dir():
            raise Unreadable(_("{name} is no folder with a submission").format(name=folder.name))
        names = sorted(entry.name for entry, __ in zip(os.scandir(folder), range(MAX_FILES), strict=False))
    except OSError as error:
        raise _cannot_be_opened(folder.name, error) from error
    notebooks = [file for file in names if file.lower().endswith(NOTEBOOK)]
    exact = name + NOTEBOOK
    notes, candidates = [], {}
    for file in sorted(notebooks, key=lambda file: (file != exact, file))[:MAX_CANDIDATES]:
        try:
            candidates[file] = _read(folder / file, limits.notebook_bytes)
        except Unreadable as error:
            notes.append(Note("file", str(error)))
        if exact in candidates:
            break
    if not candidates:
        reasons = "; ".join(note.message for note in notes)
        text = _("no notebook {name} in the submission").format(name=exact)
        raise Unreadable(f"{text} ({reasons})" if reasons else text)
    chosen = max(candidates, key=lambda file: _likeness(file, candidates[file], name))
    if chosen != exact:
        text = _("{file} was graded: there is no {name} that can be read")
        notes.append(Note("renamed", text.format(file=printable(chosen), name=exact)))
    for file in names:
        if file in notebooks and file != chosen:
            text = _("{file} was ignored: {name} is the notebook of this assignment")
            notes.append(Note("file", text.format(file=printable(file), name=printable(chosen))))
        elif file not in notebooks and (file.endswith(MODULES) or (folder / file).is_symlink()):
            text = _("{file} was ignored: only the notebook is graded")
            notes.append(Note("file", text.format(file=printable(file))))
    return Submission(candidates[chosen], tuple(dict.fromkeys(notes))[:MAX_NOTES])


def read_cells(data: bytes, limits: Limits | None = None) -> tuple[list[LearnerCell], list[Note]]:
    """The cells of a notebook's bytes, outputs left out, and notes on what had to be put right.

    Raises Unreadable where the bytes are no notebook or larger than the limits allow.
    """
    limits = limits or Limits()
    if len(data) > limits.notebook_bytes:
        text = _("the notebook has {count} bytes; at most {most} are read")
        raise Unreadable(text.format(count=len(data), most=limits.notebook_bytes))
    notebook, notes = _decode(data), []
    version = notebook.get("nbformat")
    if "cells" not in notebook and isinstance(notebook.get("worksheets"), list):
        raw = [cell for sheet in notebook["worksheets"] if isinstance(sheet, dict) for cell in _list(sheet, "cells")]
        notes.append(Note("format", _("the notebook has the old format 3; its cells were taken over")))
    else:
        raw = notebook.get("cells")
        if not isinstance(raw, list):
            raise Unreadable(_("the file is no notebook: it has no list of cells"))
        if version != 4:
            text = _("the notebook has format {version}; it was read as format 4")
            notes.append(Note("format", text.format(version=printable(str(version)[:20]))))
    if len(raw) > limits.cells:
        text = _("the notebook has {count} cells; at most {most} are read")
        raise Unreadable(text.format(count=len(raw), most=limits.cells))
    cells = [cell for index, item in enumerate(raw) if (cell := _cell(item, index, notes)) is not None]
    return cells, notes


def clean(text: str) -> str:
    """`text` as it can be written in UTF-8: lone surrogates, which JSON can spell, become question marks."""
    return text.encode("utf-8", "replace").decode("utf-8")


def printable(name: str) -> str:
    """`name` as any screen can show it: what is no letter of Unicode, or steers a terminal, becomes a question mark."""
    return "".join(letter if letter.isprintable() else "?" for letter in name)


def _read(path: Path, most: int) -> bytes:
    """The bytes of a regular file; symbolic links, pipes and devices are refused, not opened."""
    try:
        with ordinary_file(path) as file:
            size = os.fstat(file.fileno()).st_size
            if size > most:
                text = _("{name} has {count} bytes; at most {most} are read")
                raise Unreadable(text.format(name=printable(path.name), count=size, most=most))
            return file.read(most + 1)
    except OSError as error:
        text = {errno.ELOOP: _("{name} is a symbolic link"), errno.EINVAL: _("{name} is no ordinary file")}
        if error.errno in text:
            raise Unreadable(text[error.errno].format(name=printable(path.name))) from error
        raise _cannot_be_opened(path.name, error) from error


def _cannot_be_opened(name: str, error: OSError) -> Unreadable | NotReadNow:
    text = _("{name} cannot be opened ({reason})").format(name=printable(name), reason=error.strerror)
    return (NotReadNow if error.errno in MACHINE else Unreadable)(text)


def _likeness(file: str, data: bytes, name: str) -> tuple:
    """How much a candidate looks like the assignment: its marked cells first, then its name."""
    return (data.count(b'"grade_id"') > 0, name.lower() in file.lower(), file)


def _decode(data: bytes) -> dict:
    encoding = "utf-16" if data[:2] in (b"\xff\xfe", b"\xfe\xff") else "utf-8-sig"
    try:
        notebook = json.loads(data.decode(encoding))
    except (ValueError, RecursionError) as error:
        if isinstance(error, json.JSONDecodeError):
            text = _("the file is no notebook: line {line}: {message}")
            raise Unreadable(text.format(line=error.lineno, message=error.msg)) from error
        raise Unreadable(_("the file is no notebook: it cannot be decoded")) from error
    if not isinstance(notebook, dict):
        raise Unreadable(_("the file is no notebook: it holds no JSON object"))
    return notebook


def _cell(item: object, index: int, notes: list[Note]) -> LearnerCell | None:
    if not isinstance(item, dict):
        notes.append(Note("malformed", _("cell {number} is no cell and was left out").format(number=index + 1)))
        return None
    metadata = item.get("metadata") if isinstance(item.get("metadata"), dict) else {}
    marks = metadata.get("nbgrader") if isinstance(metadata.get("nbgrader"), dict) else {}
    kind, source = item.get("cell_type"), item.get("source", item.get("input", ""))
    if kind not in KINDS:
        kind = "markdown" if kind in ("heading", "html") else "raw"
        text = _("cell {number} has an unknown type and was read as {kind}")
        notes.append(Note("malformed", text.format(number=index + 1, kind=kind)))
    if isinstance(source, list):
        source = "".join(part for part in source if isinstance(part, str))
    if not isinstance(source, str):
        notes.append(Note("malformed", _("cell {number} holds no text and was read as empty").format(number=index + 1)))
        source = ""
    if len(source) > MAX_SOURCE:
        text = _("cell {number} has {count} characters and was cut to {most}")
        notes.append(Note("size", text.format(number=index + 1, count=len(source), most=MAX_SOURCE)))
        source = source[:MAX_SOURCE]
    tags = tuple(clean(tag)[:100] for tag in _list(metadata, "tags") if isinstance(tag, str))
    cell_id = item.get("id") if isinstance(item.get("id"), str) and ID.fullmatch(item["id"]) else ""
    return LearnerCell(kind, clean(source), cell_id, marks, tags, _attachments(item, index, notes))


def _attachments(item: dict, index: int, notes: list[Note]) -> dict:
    """The images of a written answer, where they have the form the notebook format asks for."""
    attachments = item.get("attachments")
    if not attachments or item.get("cell_type") == "code":
        return {}
    bundles = attachments.values() if isinstance(attachments, dict) else [None]
    fine = all(isinstance(bundle, dict) and all(isinstance(x, str) for x in bundle.values()) for bundle in bundles)
    if not fine or len(json.dumps(attachments)) > MAX_ATTACHMENTS:
        text = _("the attachments of cell {number} were left out: too large or malformed")
        notes.append(Note("size", text.format(number=index + 1)))
        return {}
    return json.loads(clean(json.dumps(attachments, ensure_ascii=False)))


def _list(parent: dict, key: str) -> list:
    value = parent.get(key)
    return value if isinstance(value, list) else []
