"""Does a script always become the same notebook, with the metadata nbgrader needs?"""

import json

import nbformat
import pytest
from nbgrader.nbgraderformat import MetadataValidator
from small_lesson import SCRIPT

from course.authoring.build import build, build_notebook, notebook_text
from course.authoring.folder import AuthoringError, course_folder


def cells_of(script: str) -> dict:
    return {cell["id"]: cell for cell in build_notebook(script, "small")["cells"]}


def course_with(folder, script: str = SCRIPT):
    (folder / "source").mkdir()
    (folder / "source" / "small.py").write_text(script, encoding="utf-8")
    (folder / "nbgrader_config.py").write_text("c = get_config()\n", encoding="utf-8")
    return folder


def test_ids_come_from_the_headers_and_from_the_place_between_them():
    assert list(cells_of(SCRIPT)) == [
        "start-1",
        "locked-start-2",
        "start-3",
        "solution-sigmoid",
        "checks-sigmoid",
        "after-checks-sigmoid-1",
        "solution-repair",
        "explain-why",
    ]


def test_a_cell_put_in_between_moves_no_id_beyond_the_next_header():
    before = set(cells_of(SCRIPT))
    after = set(cells_of(SCRIPT.replace("# %%\nprint", "# %%\n1 + 1\n\n# %%\nprint")))
    assert after - before == {"after-checks-sigmoid-2"}


@pytest.mark.parametrize(
    ("cell", "grade", "solution", "locked", "points"),
    [
        ("locked-start-2", False, False, True, None),
        ("solution-sigmoid", False, True, False, None),
        ("checks-sigmoid", True, False, True, 2),
        ("explain-why", True, True, False, 3),
    ],
)
def test_headers_expand_to_nbgrader_metadata(cell, grade, solution, locked, points):
    found = cells_of(SCRIPT)[cell]
    marks = found["metadata"]["nbgrader"]
    assert (marks["grade"], marks["solution"], marks["locked"], marks.get("points")) == (
        grade,
        solution,
        locked,
        points,
    )
    assert (marks["grade_id"], marks["schema_version"], marks["task"]) == (cell, 3, False)
    assert marks["cell_type"] == found["cell_type"]


def test_plain_cells_carry_no_metadata():
    assert all(not cells_of(SCRIPT)[cell]["metadata"] for cell in ("start-1", "start-3", "after-checks-sigmoid-1"))


def test_the_notebook_is_valid_for_jupyter_and_for_nbgrader():
    notebook = nbformat.reads(notebook_text(build_notebook(SCRIPT, "small")), as_version=4)
    nbformat.validate(notebook)
    MetadataValidator().validate_nb(notebook)
    assert notebook.metadata.kernelspec.name == "python3"


def test_the_text_is_what_nbformat_itself_would_write():
    text = notebook_text(build_notebook(SCRIPT, "small"))
    assert nbformat.writes(nbformat.reads(text, as_version=4)) + "\n" == text


def test_outputs_are_never_stored():
    code = [cell for cell in cells_of(SCRIPT).values() if cell["cell_type"] == "code"]
    assert all(cell["outputs"] == [] and cell["execution_count"] is None for cell in code)


def test_a_second_build_changes_nothing(tmp_path):
    course = course_with(tmp_path)
    assert build(course) == ["small"]
    target = course / "source" / "small" / "small.ipynb"
    before = (target.read_bytes(), target.stat().st_mtime_ns)
    assert build(course) == []
    assert (target.read_bytes(), target.stat().st_mtime_ns) == before


def test_check_tells_a_stale_notebook_and_leaves_it_alone(tmp_path):
    course = course_with(tmp_path)
    build(course)
    target = course / "source" / "small" / "small.ipynb"
    notebook = json.loads(target.read_text())
    notebook["cells"][0]["source"] = ["edited by hand"]
    target.write_text(json.dumps(notebook))
    before = target.read_bytes()
    assert build(course, check=True) == ["small"]
    assert target.read_bytes() == before


@pytest.mark.parametrize(
    ("header", "message"),
    [
        ('# %% solution="a" points=2', "checks and explain need points="),
        ('# %% checks="a"', "checks and explain need points="),
        ('# %% checks="a" points=0', "points must be a number above zero, got 0"),
        ('# %% checks="a" solution="b" points=1', "a cell is one of checks or solution, not both"),
        ('# %% solution="why 1/m"', "'why 1/m' is no name"),
        ('# %% solution=""', 'solution needs a name, such as solution="dz"'),
        ('# %% hidden="a"', "'hidden' is no part of a cell header"),
        ("# %% lock", "'title' is no part of a cell header"),
        ('# %% explain="a" points=1', r"explain is for \[markdown\] cells, this one is code"),
        ('# %% [markdown] solution="a"', "solution is for code cells, this one is markdown"),
    ],
)
def test_a_wrong_header_is_named_with_its_cell(header, message):
    with pytest.raises(AuthoringError, match=message) as error:
        build_notebook(f"{header}\n# first line\n", "small")
    assert "source/small.py, the cell that begins with" in str(error.value)


@pytest.mark.parametrize(
    ("header", "line"),
    [
        ("# %%", "### BEGIN SOLUTION"),
        ("# %% locked", "# GIVEN: broken"),
        ('# %% solution="a"', "### BEGIN HIDDEN TESTS"),
        ('# %% checks="a" points=1', "### BEGIN SOLUTION"),
    ],
)
def test_a_region_in_a_cell_of_another_kind_is_refused(header, line):
    with pytest.raises(AuthoringError, match="belongs into a cell of kind"):
        build_notebook(f"{header}\nx = 1\n{line}\n", "small")


def test_a_name_used_twice_is_refused():
    with pytest.raises(AuthoringError, match="two cells solution-sigmoid"):
        build_notebook(SCRIPT + '\n# %% solution="sigmoid"\nx = 1\n', "small")


def test_an_unknown_lesson_is_refused_with_the_known_ones(tmp_path):
    with pytest.raises(AuthoringError, match="no lesson 'smal' in source/; there are small"):
        build(course_with(tmp_path), ("smal",))


def test_a_course_without_lessons_says_so(tmp_path):
    (tmp_path / "source").mkdir()
    with pytest.raises(AuthoringError, match="There is no lesson in"):
        build(tmp_path)


def test_the_course_is_found_from_a_folder_inside_it(tmp_path):
    course = course_with(tmp_path)
    assert course_folder(course / "source") == course.resolve()


def test_outside_a_course_the_message_says_what_to_do(tmp_path):
    with pytest.raises(AuthoringError, match=r"No nbgrader_config.py in .* Change into the course's folder"):
        course_folder(tmp_path)
