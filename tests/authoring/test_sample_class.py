"""Does the sample class hand in what its ids say, and does it notice when a lesson has moved on?"""

import json
import shutil
from pathlib import Path

import nbformat
import pytest
from small_lesson import write_course

from course.authoring.folder import AuthoringError, lesson_names
from course.authoring.release import release
from course.authoring.sample_class import SampleClass, make_sample_class

ROOT = Path(__file__).parents[2]
TABLE = """
due = 2026-03-01T12:00:00Z

[full-marks]
story = "All right."
lessons = "all"
full_marks = true

[untouched]
story = "Nothing."
lessons = "all"
answers = "none"

[half-done]
story = "Half."
lessons = "all"
answers = "half"

[late]
story = "All right, too late."
lessons = "all"
late = true

[elsewhere]
story = "Hands in another lesson."
[elsewhere.changes.other]
sigmoid = ["1", "2"]

[wrong-sign]
story = "A sign."
[wrong-sign.changes.small]
sigmoid = ["np.exp(-z)", "np.exp(z)"]
"""


@pytest.fixture(scope="module")
def released(tmp_path_factory) -> Path:
    course = write_course(tmp_path_factory.mktemp("released"))
    release(course)
    return course


@pytest.fixture
def course(released, tmp_path) -> Path:
    shutil.copytree(released, tmp_path, dirs_exist_ok=True)
    (tmp_path / "source" / "sample_class.toml").write_text(TABLE, encoding="utf-8")
    return tmp_path


def handed_in(course: Path, learner: str) -> dict[str, str]:
    notebook = json.loads((course / "submitted" / learner / "small" / "small.ipynb").read_text())
    return {cell["id"]: "".join(cell["source"]) for cell in notebook["cells"]}


def change(course: Path, old: str, new: str):
    table = course / "source" / "sample_class.toml"
    assert old in table.read_text()
    table.write_text(table.read_text().replace(old, new))


def test_full_marks_holds_the_solutions_and_no_marker(course):
    make_sample_class(course)
    cells = handed_in(course, "full-marks")
    assert cells["solution-sigmoid"].endswith("return 1 / (1 + np.exp(-z))")
    assert "keepdims=True" in cells["solution-repair"]
    assert "Because the cost is an average." in cells["explain-why"]
    assert not [text for text in cells.values() if "###" in text or "GIVEN" in text]


def test_nobody_gets_a_hidden_test(course):
    make_sample_class(course)
    assert all("90210" not in path.read_text() for path in course.glob("submitted/**/*.ipynb"))


def test_untouched_is_the_release(course):
    make_sample_class(course)
    release_notebook = json.loads((course / "release" / "small" / "small.ipynb").read_text())
    assert json.loads((course / "submitted/untouched/small/small.ipynb").read_text()) == release_notebook


def test_half_done_stops_half_way(course):
    make_sample_class(course)
    cells = handed_in(course, "half-done")
    assert "return 1 /" in cells["solution-sigmoid"]
    assert cells["solution-repair"] == handed_in(course, "untouched")["solution-repair"]


def test_a_change_is_made_in_the_right_answer(course):
    make_sample_class(course)
    assert handed_in(course, "wrong-sign")["solution-sigmoid"].endswith("return 1 / (1 + np.exp(z))")


def test_only_those_with_changes_or_every_lesson_hand_in(course):
    made = make_sample_class(course)
    assert [learner.id for learner in made["small"]] == ["full-marks", "untouched", "half-done", "late", "wrong-sign"]
    assert not (course / "submitted" / "elsewhere").exists()


def test_late_is_late_and_the_others_are_not(course):
    make_sample_class(course)
    stamps = {path.parts[-3]: path.read_text() for path in course.glob("submitted/*/small/timestamp.txt")}
    assert stamps["late"] == "2026-03-03 12:00:00 UTC\n"
    assert stamps["full-marks"] == "2026-02-28 12:00:00 UTC\n"


def test_a_second_time_changes_nothing(course):
    make_sample_class(course)
    before = {path: path.read_bytes() for path in course.glob("submitted/**/*.*")}
    make_sample_class(course)
    assert {path: path.read_bytes() for path in course.glob("submitted/**/*.*")} == before


def test_a_real_learners_work_is_never_written_over(course):
    real = course / "submitted" / "late" / "small" / "small.ipynb"
    real.parent.mkdir(parents=True)
    real.write_text("months of work")
    with pytest.raises(AuthoringError, match="holds a submission that is not from the sample class; nothing was"):
        make_sample_class(course)
    assert [path.name for path in course.glob("submitted/*/*/*")] == ["small.ipynb"]
    assert real.read_text() == "months of work"


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ('"np.exp(-z)"', '"np.exp(-Z)"', "wrong-sign changes in small 'np.exp\\(-Z\\)' in 'sigmoid', which is there 0"),
        ('"np.exp(-z)"', '"z"', "which is there 3 times instead of once. Adapt the table"),
        ('sigmoid = ["np', 'sigmoit = ["np', "in 'sigmoit', which is there 0 times"),
        ('story = "Half."', 'tale = "Half."', "half-done has an unknown entry 'tale'"),
        ('story = "Half."', "", "half-done has no story"),
        ('answers = "half"', 'answers = "most"', "answers of half-done must be all, half or none, not 'most'"),
        ("due = 2026-03-01T12:00:00Z", "", "has no date `due`"),
        ("[untouched]", "[untouched", "cannot be read as TOML"),
    ],
)
def test_a_table_that_does_not_fit_fails_loudly(course, old, new, message):
    change(course, old, new)
    with pytest.raises(AuthoringError, match=message):
        make_sample_class(course)


def test_a_lesson_that_is_not_released_is_named(course):
    shutil.rmtree(course / "release")
    with pytest.raises(AuthoringError, match=r"small is not released yet\. Run `course release` first"):
        make_sample_class(course)


@pytest.mark.parametrize("lesson", lesson_names(ROOT))
def test_at_least_twelve_of_the_real_class_hand_in_each_lesson(lesson):
    present = {learner.id for learner in SampleClass.read(ROOT).learners if learner.hands_in(lesson)}
    assert len(present) >= 12
    assert present > {"full-marks", "untouched", "half-done", "late", "infinite-loop", "prints-a-lot", "numpy-warnings"}


def test_the_real_class_fits_the_real_lessons(tmp_path):
    for part in ("source", "release"):
        shutil.copytree(ROOT / part, tmp_path / part)
    for lesson, learners in make_sample_class(tmp_path).items():
        for learner in learners:
            nbformat.validate(nbformat.read(tmp_path / "submitted" / learner.id / lesson / f"{lesson}.ipynb", 4))
