"""Does a release hold exactly what learners should get, and does it stay up to date?"""

import json

import pytest
from nbgrader.api import Gradebook
from small_lesson import write_course

from course.authoring.folder import AuthoringError
from course.authoring.release import check_release, release
from course.autograder.folder import CourseFolderError, scripts_on_path


@pytest.fixture
def course(tmp_path):
    return write_course(tmp_path)


def released(course) -> dict:
    notebook = json.loads((course / "release" / "small" / "small.ipynb").read_text())
    return {cell["id"]: "".join(cell["source"]) for cell in notebook["cells"]}


def plant(course, name: str, text: str):
    path = course / "release" / "small" / "small.ipynb"
    notebook = json.loads(path.read_text())
    next(cell for cell in notebook["cells"] if cell["id"] == name)["source"].append(text)
    path.write_text(json.dumps(notebook))


def test_a_release_has_stubs_broken_code_and_no_hidden_tests(course):
    assert release(course) == ["small"]
    cells = released(course)
    assert cells["solution-sigmoid"].endswith('"""The sigmoid of z."""\n    # YOUR CODE HERE\n    ...')
    assert cells["solution-repair"].endswith("    db2 = np.sum(dZ2) / m\n    return db2")
    assert cells["checks-sigmoid"] == 'check("logistic.sigmoid", sigmoid, points=2)'
    assert "YOUR ANSWER HERE" in cells["explain-why"]
    assert (course / "gradebook.db").is_file()


def test_a_second_release_changes_nothing(course):
    release(course)
    before = (course / "release" / "small" / "small.ipynb").read_bytes()
    release(course)
    assert (course / "release" / "small" / "small.ipynb").read_bytes() == before
    assert check_release(course) == []


def test_check_finds_a_planted_solution_and_writes_nothing(course):
    release(course)
    plant(course, "solution-sigmoid", "\n    return 1 / (1 + np.exp(-z))")
    before = (course / "release" / "small" / "small.ipynb").read_bytes()
    assert check_release(course) == ["release/small/small.ipynb is out of date"]
    assert (course / "release" / "small" / "small.ipynb").read_bytes() == before


def test_check_finds_a_script_that_was_changed_afterwards(course):
    release(course)
    script = course / "source" / "small.py"
    script.write_text(script.read_text().replace("Write the sigmoid.", "Write it."))
    assert check_release(course) == ["source/small/small.ipynb is out of date"]


def test_check_finds_what_belongs_to_no_lesson(course):
    release(course)
    (course / "release" / "old").mkdir()
    assert check_release(course) == ["release/old belongs to no lesson"]


def test_an_answer_in_a_cell_that_learners_see_stops_the_release(course):
    script = course / "source" / "small.py"
    script.write_text(script.read_text().replace("# %%\nprint", "# %%\nprint(1 / (1 + np.exp(-z)))\nprint"))
    with pytest.raises(AuthoringError, match="release/small: after-checks-sigmoid-1 gives away 1 / "):
        release(course)


def test_wrong_points_stop_the_release_before_anything_is_written(course):
    script = course / "source" / "small.py"
    script.write_text(script.read_text().replace('checks="sigmoid" points=2', 'checks="sigmoid" points=5'))
    with pytest.raises(AuthoringError, match=r"source/small.py: checks-sigmoid has points=2 in a check, but 5"):
        release(course)
    assert not (course / "release").exists()


def test_where_a_release_fails_the_old_one_stays(course):
    release(course)
    before = {path: path.read_bytes() for path in (course / "release").rglob("*.ipynb")}
    script = course / "source" / "small.py"
    script.write_text(script.read_text().replace("    # GIVEN:", "    x = 1\n    # GIVEN:"))
    with pytest.raises(CourseFolderError):
        release(course)
    assert {path: path.read_bytes() for path in (course / "release").rglob("*.ipynb")} == before


@pytest.mark.filterwarnings("ignore::sqlalchemy.exc.SAWarning")  # nbgrader's own
def test_a_question_that_is_renamed_under_graded_work_is_told_in_words(course):
    release(course)
    with scripts_on_path(), Gradebook(f"sqlite:///{course}/gradebook.db", "backprop-by-hand") as gradebook:
        gradebook.add_student("ann")
        gradebook.add_submission("small", "ann")
    script = course / "source" / "small.py"
    script.write_text(script.read_text().replace('checks="sigmoid"', 'checks="sigmoid-again"'))
    with pytest.raises(CourseFolderError) as told:
        release(course)
    assert str(told.value).startswith("small: questions were added, removed or renamed, and the gradebook holds work")
    assert (course / "release" / "small" / "small.ipynb").is_file()


def test_a_damaged_gradebook_is_told_and_the_old_release_stays(course):
    release(course)
    (course / "gradebook.db").write_bytes(b"no database at all" * 100)
    with pytest.raises(CourseFolderError, match="The gradebook cannot be used: file is not a database"):
        release(course)
    assert (course / "release" / "small" / "small.ipynb").is_file()


def test_what_nbgrader_refuses_is_shown(course):
    script = course / "source" / "small.py"
    script.write_text(script.read_text().replace("    # GIVEN:", "    x = 1\n    # GIVEN:"))
    with pytest.raises(CourseFolderError, match="GenerateAssignment failed for small") as error:
        release(course)
    assert "must stand right below ### END SOLUTION" in str(error.value)
