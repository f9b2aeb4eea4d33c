"""Does `course verify` let a good lesson pass, and does it find each promise that is broken, and say why?"""

import shutil
from pathlib import Path

import pytest
from click.testing import CliRunner

from course.authoring.folder import AuthoringError, lesson_names
from course.authoring.proofs import Proofs
from course.authoring.verify import LEAKS, MISTAKES, PROOFS, SOLUTIONS, TIME, UNTOUCHED, verify
from course.cli import main

ROOT = Path(__file__).parents[2]
SCRIPT = '''\
# %% locked
from course import check


# %% solution="dz"
def find_dz(a, y):
    """The slope of the loss in z."""
    ### BEGIN SOLUTION
    return a - y
    ### END SOLUTION


# %% checks="dz" points=2
check("logistic.dz", find_dz, points=2)
### BEGIN HIDDEN TESTS
check("logistic.dz", find_dz, points=2, seed=90210)
### END HIDDEN TESTS

# %% [markdown]
# The end.
'''
PROMISES = """
seconds = 60

[mistakes]
label-minus-prediction.dz = ["return a - y", "return y - a"]
"""


@pytest.fixture
def course(tmp_path) -> Path:
    (tmp_path / "source").mkdir()
    (tmp_path / "source" / "small.py").write_text(SCRIPT, encoding="utf-8")
    (tmp_path / "source" / "small.verify.toml").write_text(PROMISES, encoding="utf-8")
    shutil.copy(ROOT / "nbgrader_config.py", tmp_path)
    return tmp_path


def change(course: Path, file: str, old: str, new: str):
    path = course / "source" / file
    text = path.read_text(encoding="utf-8")
    assert text.count(old) == 1
    path.write_text(text.replace(old, new), encoding="utf-8")


def faults(course: Path) -> dict[str, tuple[str, ...]]:
    """The reasons by promise, of those that are broken."""
    [verdict] = verify(course)
    return {name: proof.faults for name, proof in verdict.proofs.items() if proof.faults}


def test_a_lesson_that_keeps_its_promises_passes_and_the_course_is_left_alone(course, monkeypatch):
    before = sorted(course.rglob("*"))
    monkeypatch.chdir(course)
    done = CliRunner().invoke(main, ["verify"])
    assert done.exit_code == 0, done.output
    for shown in (*PROOFS, "small", "✓ 2/2", "✓ 0/2", "✓ 1/1", "✓ none"):
        assert shown in done.output
    assert "✗" not in done.output
    assert sorted(course.rglob("*")) == before


def test_the_command_fails_with_the_reason_below_the_table(course, monkeypatch):
    change(course, "small.py", "    return a - y", "    return a")
    monkeypatch.chdir(course)
    done = CliRunner().invoke(main, ["verify", "small"])
    assert done.exit_code == 1
    assert "✗ small: checks-dz: the solution earns 0 of 2 points (dz: label-left-out)" in done.output


def test_a_solution_that_loses_a_point_is_found(course):
    change(course, "small.py", "    return a - y", "    return 1.001 * (a - y)")
    assert faults(course)[SOLUTIONS] == ("checks-dz: the solution earns 0 of 2 points (dz: value)",)


def test_a_lesson_whose_cell_stops_is_found(course):
    change(course, "small.py", "# %% [markdown]\n# The end.", "# %%\nfind_dz(1, 2).shape")
    found = faults(course)
    assert found[UNTOUCHED][0].startswith("Untouched, the cell after-checks-dz-1 stops with AttributeError")
    assert found[SOLUTIONS][0].startswith("With the solutions, the cell after-checks-dz-1 stops with AttributeError")


def test_an_untouched_cell_that_earns_a_point_is_found(course):
    change(course, "small.py", "    ### END SOLUTION\n", "    ### END SOLUTION\n    return a + -1 * y\n")
    assert faults(course) == {UNTOUCHED: ("checks-dz: the untouched cell earns 2 of 2 points",)}


def test_an_untouched_cell_that_is_judged_as_an_attempt_is_found(course):
    change(course, "small.py", "    ### END SOLUTION\n", "    ### END SOLUTION\n    return a\n")
    [fault] = faults(course)[UNTOUCHED]
    assert fault == 'checks-dz: the untouched cell is not called "not attempted" (dz: label-left-out)'


def test_a_mistake_that_is_not_named_is_found(course):
    change(course, "small.verify.toml", '"return y - a"', '"return a - 3 * y"')
    [fault] = faults(course)[MISTAKES]
    assert fault.startswith("label-minus-prediction in 'dz' ('return a - y' becomes 'return a - 3 * y'): ")
    assert "it costs marks and is not named. checks-dz (dz: value)" in fault


def test_a_mistake_that_costs_nothing_is_found(course):
    change(course, "small.verify.toml", '"return y - a"', '"return -y + a"')
    [fault] = faults(course)[MISTAKES]
    assert fault.endswith("it costs nothing, every check is passed")


def test_a_mistake_that_does_not_exist_or_does_not_fit_is_found(course):
    change(course, "small.verify.toml", "label-minus-prediction", "label-minos-prediction")
    assert faults(course)[MISTAKES][0].endswith("course/mistakes has no mistake of that name")
    change(course, "small.verify.toml", "label-minos-prediction", "label-minus-prediction")
    change(course, "small.verify.toml", '"return a - y"', '"return a - Y"')
    assert faults(course)[MISTAKES] == (
        "label-minus-prediction: the table changes 'return a - Y' in 'dz', which is there 0 times instead of once; "
        "adapt it to the lesson",
    )


def test_a_leak_is_found_and_the_rest_is_proved_all_the_same(course):
    change(course, "small.py", "# %% [markdown]\n# The end.", "# %%\nif False:\n    a = y = 1\n    print(a - y)")
    assert faults(course) == {LEAKS: ("release/small: after-checks-dz-1 gives away a - y",)}


def test_a_header_that_is_wrong_is_told(course):
    change(course, "small.py", 'checks="dz" points=2', 'checks="dz"')
    [verdict] = verify(course)
    assert list(verdict.proofs) == [LEAKS]
    assert "checks and explain need points=" in verdict.faults[0]


def test_a_lesson_over_its_time_is_found(course):
    change(course, "small.verify.toml", "seconds = 60", "seconds = 0.5")
    change(course, "small.py", "# %% [markdown]\n# The end.", "# %%\nimport time\n\ntime.sleep(0.6)")
    [fault] = faults(course)[TIME]
    assert "the lesson has 0.5 s" in fault


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("seconds = 0", "seconds must be a number above zero, got 0"),
        ("minutes = 1", "has an unknown entry 'minutes'; there are mistakes, seconds"),
        ("seconds =", "source/small.verify.toml cannot be used: "),
        ('[mistakes]\nsign.dz = ["a"]', r"dz of sign must be \[old text, new text\], got \['a'\]"),
        ('[mistakes]\nsign = "a"', "cannot be used"),
    ],
)
def test_promises_that_cannot_be_read_are_refused(course, text, message):
    (course / "source" / "small.verify.toml").write_text(text, encoding="utf-8")
    with pytest.raises(AuthoringError, match=message):
        Proofs.read(course, "small")


def test_several_ways_to_make_a_mistake_are_a_list_of_pairs(course):
    change(course, "small.verify.toml", '["return a - y", "return y - a"]', '[["a - y", "y - a"], ["a - y", "-a + y"]]')
    assert [slip.new for slip in Proofs.read(course, "small").slips] == ["y - a", "-a + y"]
    assert faults(course) == {}


def test_a_lesson_without_promises_has_the_usual_time(tmp_path):
    assert Proofs.read(tmp_path, "small") == Proofs(20.0, ())


def test_an_unknown_lesson_is_refused(course, monkeypatch):
    monkeypatch.chdir(course)
    done = CliRunner().invoke(main, ["verify", "smal"])
    assert (done.exit_code, "There is no lesson 'smal' in source/; there are small." in done.output) == (1, True)


def test_the_courses_own_lessons_keep_their_promises_and_promise_to_name_mistakes():
    verdicts = list(verify(ROOT))
    assert [verdict.lesson for verdict in verdicts] == lesson_names(ROOT)
    assert [fault for verdict in verdicts for fault in verdict.faults] == []
    for lesson in lesson_names(ROOT):
        assert Proofs.read(ROOT, lesson).slips
