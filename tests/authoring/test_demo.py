"""Does the demo run the whole line, into a real gradebook, and a second time too?"""

from datetime import datetime
from pathlib import Path

import pytest
from click.testing import CliRunner
from nbgrader.api import Gradebook
from small_lesson import write_course

from course.authoring.demo import run_demo, set_due_date
from course.authoring.folder import AuthoringError
from course.cli import main

TABLE = """
due = 2026-03-01T12:00:00Z
[full-marks]
story = "All right."
lessons = "all"
[late]
story = "Right, but late."
lessons = "all"
late = true
[untouched]
story = "Nothing."
lessons = "all"
answers = "none"
"""


@pytest.fixture
def course(tmp_path, monkeypatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return write_course(tmp_path, {"sample_class.toml": TABLE})


def test_the_demo_ends_with_a_gradebook_feedback_and_a_table(course):
    done = CliRunner().invoke(main, ["demo"], catch_exceptions=False)
    assert done.exit_code == 0, done.output
    rows = [line.split() for line in done.output.splitlines()]
    assert ["full-marks", "2.0*"] in rows
    assert ["untouched", "0.0"] in rows
    assert "of 5" in done.output
    assert "make lab" in done.output
    assert (course / "feedback" / "full-marks" / "small" / "small.html").is_file()
    assert (course / "autograded" / "untouched" / "small" / "small.ipynb").is_file()
    with Gradebook(f"sqlite:///{course}/gradebook.db", "backprop-by-hand") as gradebook:
        late = {one.student_id: one.total_seconds_late for one in gradebook.assignment_submissions("small")}
    assert late == {"full-marks": 0, "late": 2 * 24 * 3600, "untouched": 0}


def test_a_second_demo_gives_the_same_scores(course):
    steps: list[str] = []
    first = run_demo(course, say=steps.append)
    assert first["full-marks"]["small"].points == 2
    assert run_demo(course, say=steps.append) == first
    assert len(steps) == 8


def test_where_grading_cannot_run_the_demo_says_why(course):
    with (course / "nbgrader_config.py").open("a") as config:
        config.write("c.Sandbox.cell_seconds = 0.5\n")
    with pytest.raises(AuthoringError, match=r"small is not graded\. Error: c\.Sandbox\.cell_seconds must be from"):
        run_demo(course)


def test_a_due_date_that_is_there_stays(course):
    entered = datetime(2027, 12, 1, 12)
    with Gradebook(f"sqlite:///{course}/gradebook.db", "backprop-by-hand") as gradebook:
        gradebook.update_or_create_assignment("small", duedate=entered)
    set_due_date(course, ["small"])
    with Gradebook(f"sqlite:///{course}/gradebook.db", "backprop-by-hand") as gradebook:
        assert gradebook.find_assignment("small").duedate == entered


def test_a_lesson_that_does_not_exist_is_refused_before_anything_runs(course):
    with pytest.raises(AuthoringError, match="There is no lesson 'smal'"):
        run_demo(course, ("smal",))
    assert not (course / "release").exists()
