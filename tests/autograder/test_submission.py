"""Is a submission found and read, whatever is in the folder and in the file?"""

from __future__ import annotations

import json
import os

import judged_lesson as lesson
import pytest
from hypothesis import given
from hypothesis import strategies as st

from course.autograder.settings import Limits
from course.autograder.submission import Unreadable, gather, read_cells

HONEST = lesson.data(lesson.submission())


@pytest.fixture
def folder(tmp_path):
    place = tmp_path / "submitted"
    place.mkdir()
    return place


def messages(submission) -> str:
    return "\n".join(note.message for note in submission.notes)


def test_the_notebook_by_its_name(folder):
    (folder / "lesson.ipynb").write_bytes(HONEST)
    (folder / "timestamp.txt").write_text("2030-01-01")
    submission = gather(folder, "lesson")
    assert submission.data == HONEST
    assert submission.notes == ()


def test_a_renamed_notebook_is_taken_and_named(folder):
    (folder / "lesson (1).ipynb").write_bytes(HONEST)
    submission = gather(folder, "lesson")
    assert submission.data == HONEST
    assert "lesson (1).ipynb was graded: there is no lesson.ipynb" in messages(submission)


def test_of_several_notebooks_the_one_with_the_assignments_cells_is_taken(folder):
    (folder / "zz notes.ipynb").write_bytes(b'{"cells": [], "nbformat": 4}')
    (folder / "copy.ipynb").write_bytes(HONEST)
    submission = gather(folder, "lesson")
    assert submission.data == HONEST
    assert "zz notes.ipynb was ignored: copy.ipynb is the notebook" in messages(submission)


def test_other_notebooks_and_modules_are_ignored_aloud(folder):
    (folder / "lesson.ipynb").write_bytes(HONEST)
    (folder / "numpy.py").write_text("")
    (folder / "a.ipynb").write_text("")
    submission = gather(folder, "lesson")
    assert submission.data == HONEST
    assert "numpy.py was ignored" in messages(submission)
    assert "a.ipynb was ignored" in messages(submission)


def test_names_that_steer_a_terminal_or_are_no_text_are_told_with_question_marks(folder):
    (folder / "\x1b[2J.ipynb").write_bytes(HONEST)
    (folder / os.fsdecode(b"\xff.py")).write_text("")
    submission = gather(folder, "lesson")
    assert "?[2J.ipynb was graded: there is no lesson.ipynb" in messages(submission)
    assert "?.py was ignored" in messages(submission)
    (folder / "\x1b[2J.ipynb").unlink()
    (folder / "a\nb.ipynb").symlink_to(folder)
    with pytest.raises(Unreadable, match=r"a\?b.ipynb is a symbolic link"):
        gather(folder, "lesson")


def test_a_symbolic_link_is_not_followed(folder, tmp_path):
    (tmp_path / "gradebook.db").write_bytes(HONEST)
    (folder / "lesson.ipynb").symlink_to(tmp_path / "gradebook.db")
    with pytest.raises(Unreadable, match=r"lesson.ipynb is a symbolic link"):
        gather(folder, "lesson")


def test_a_linked_folder_is_not_followed(folder, tmp_path):
    (folder / "lesson.ipynb").write_bytes(HONEST)
    (tmp_path / "link").symlink_to(folder)
    with pytest.raises(Unreadable, match="link is no folder"):
        gather(tmp_path / "link", "lesson")


def test_a_pipe_is_not_waited_for(folder):
    os.mkfifo(folder / "lesson.ipynb")
    with pytest.raises(Unreadable, match=r"lesson.ipynb is no ordinary file"):
        gather(folder, "lesson")


def test_a_folder_in_the_notebooks_place_is_not_opened(folder):
    (folder / "lesson.ipynb").mkdir()
    with pytest.raises(Unreadable, match=r"lesson\.ipynb is no ordinary file"):
        gather(folder, "lesson")


def test_a_folder_that_may_not_be_read_is_said(folder, monkeypatch):
    monkeypatch.setattr(os, "scandir", lambda path: os.open(path / "none" / "such", os.O_RDONLY))
    with pytest.raises(Unreadable, match="cannot be opened"):
        gather(folder, "lesson")


def test_a_huge_file_is_not_read(folder):
    (folder / "lesson.ipynb").write_bytes(b" " * 101)
    with pytest.raises(Unreadable, match=r"lesson.ipynb has 101 bytes; at most 100 are read"):
        gather(folder, "lesson", Limits(notebook_bytes=100))


def test_an_empty_folder(folder):
    with pytest.raises(Unreadable, match=r"no notebook lesson.ipynb in the submission"):
        gather(folder, "lesson")


def test_cells_as_the_learner_left_them():
    cells, notes = read_cells(HONEST)
    assert notes == []
    assert [cell.marks.get("grade_id") for cell in cells if cell.marks][:2] == ["imports", "helper"]
    assert next(cell.source for cell in cells if cell.id == "solution-dz") == lesson.DZ


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16"])
def test_other_encodings(encoding):
    assert read_cells(HONEST.decode().encode(encoding))[0] == read_cells(HONEST)[0]


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (b"", "line 1"),
        (b"\xff\xff", "cannot be decoded"),
        (b"[" * 100_000, "cannot be decoded"),
        (b'{"cells": [' + b"9" * 5000 + b"]}", "cannot be decoded"),
        (b"[]", "no JSON object"),
        (b'{"cells": {}}', "no list of cells"),
        (json.dumps({"cells": [{}] * 1001}).encode(), "1001 cells; at most 1000"),
    ],
)
def test_what_is_no_notebook_is_said(data, message):
    with pytest.raises(Unreadable, match=message):
        read_cells(data)


def test_old_and_strange_formats_are_read_with_a_note():
    old = {"nbformat": 3, "worksheets": [{"cells": [{"cell_type": "code", "input": ["a = 1\n", "a"]}]}]}
    cells, notes = read_cells(json.dumps(old).encode())
    assert cells[0].source == "a = 1\na"
    assert "format 3" in notes[0].message
    _, notes = read_cells(b'{"nbformat": 9, "cells": []}')
    assert "format 9" in notes[0].message


def test_lone_surrogates_can_be_written_again():
    cells, _ = read_cells(rb'{"nbformat": 4, "cells": [{"cell_type": "code", "source": "\ud800"}]}')
    assert cells[0].source.encode() == b"?"


def test_malformed_attachments_are_left_out():
    cell = {"cell_type": "markdown", "source": "", "attachments": {"a.png": {"image/png": 3}}}
    cells, notes = read_cells(json.dumps({"nbformat": 4, "cells": [cell]}).encode())
    assert cells[0].attachments == {}
    assert "attachments of cell 1" in notes[0].message


ANYTHING = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.text(max_size=5)
    | st.sampled_from(["code", "markdown", "checks-dz"]),
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.dictionaries(
            st.sampled_from(
                ["cells", "cell_type", "source", "metadata", "nbgrader", "grade_id", "tags", "id", "nbformat"]
            ),
            inner,
            max_size=5,
        )
    ),
)


@given(ANYTHING)
def test_any_json_is_read_or_refused(tree):
    try:
        cells, _ = read_cells(json.dumps(tree).encode())
    except Unreadable:
        return
    assert all(isinstance(cell.source, str) for cell in cells)
