"""Do all lessons hold what they promise, with nbgrader's own autograde and nothing of ours around it?

And does `course grade` give the marks that it gives? Each learner of the sample class is graded both ways.
"""

import shutil
from pathlib import Path

import nbformat
import pytest
from gradebook_rows import COMMENTS, GRADES, SUBMISSIONS, rows
from nbgrader.converters import Autograde

from course.authoring.demo import scores, set_due_date
from course.authoring.folder import lesson_names, release_notebook, source_notebook
from course.authoring.release import release
from course.authoring.sample_class import SampleClass, make_sample_class
from course.autograder.folder import CourseFolder
from course.autograder.grading import Grading
from course.autograder.nbgrader_steps import course_config, run_nbgrader

ROOT = Path(__file__).parents[1]
LESSONS = lesson_names(ROOT)
UNTOUCHED = "untouched"
# Wrong values, as those of wrong-sign; which mistake it is makes no difference to the marks.
ALIKE = (
    *("missing-derivative", "half-of-the-loss", "transposed-gradient", "missing-average", "averaged-twice"),
    *("bias-summed-over-everything", "no-keepdims", "hard-coded-size", "zero-start", "forgotten-update", "uphill"),
    *("wrong-derivative", "missing-transpose", "transposed-shapes"),
)
SECONDS = 3  # what the sample class's infinite loop may cost
pytestmark = pytest.mark.filterwarnings("ignore:unclosed:ResourceWarning")  # nbclient's sockets, closed by its end


def quietly(config):
    """The configuration with nbgrader's own steps of autograde, and without the kernel's greeting."""
    del config["Autograde"]
    config.Execute.extra_arguments = ["--IPKernelApp.log_level=ERROR"]
    config.Execute.timeout = SECONDS
    return config


def keep_one_lesson_of_each(submitted: Path):
    """In turn: stock nbgrader takes seconds for one notebook. Of `ALIKE` nothing is kept, of who did nothing all."""
    for number, learner in enumerate(SampleClass.read(ROOT).learners):
        handed_in = [lesson for lesson in LESSONS if learner.hands_in(lesson)]
        in_turn = [] if learner.id in ALIKE else [handed_in[number % len(handed_in)]]
        for lesson in set(handed_in).difference(handed_in if learner.id == UNTOUCHED else in_turn):
            shutil.rmtree(submitted / learner.id / lesson)


@pytest.fixture(scope="module")
def courses(tmp_path_factory) -> tuple[Path, Path]:
    """A copy of the course with the sample class in it, graded by stock nbgrader, and another to grade with ours."""
    place = tmp_path_factory.mktemp("courses")
    stock, ours = place / "stock", place / "ours"
    stock.mkdir()
    limits = f"\nc.Sandbox.cell_seconds = c.Sandbox.call_seconds = {SECONDS}\n"
    (stock / "nbgrader_config.py").write_text((ROOT / "nbgrader_config.py").read_text() + limits)
    shutil.copytree(ROOT / "source", stock / "source")
    release(stock)
    make_sample_class(stock)
    keep_one_lesson_of_each(stock / "submitted")
    set_due_date(stock, LESSONS)
    shutil.copytree(stock, ours)
    run_nbgrader(Autograde, quietly(course_config(stock)), LESSONS)
    return stock, ours


@pytest.fixture(scope="module")
def course(courses) -> Path:
    return courses[0]


@pytest.fixture(scope="module")
def points(course):
    return scores(course, LESSONS)


def cells(path: Path, kind: str = "") -> dict[str, nbformat.NotebookNode]:
    """The cells of a notebook by their ids; with `kind` those whose grade_id begins with it."""
    return {cell.id: cell for cell in nbformat.read(path, as_version=4).cells if cell.id.startswith(kind)}


def autograded(course: Path, learner: str, lesson: str) -> Path:
    return course / "autograded" / learner / lesson / f"{lesson}.ipynb"


def points_by_hand(lesson: str) -> float:
    answers = cells(source_notebook(ROOT, lesson), "explain-").values()
    return sum(cell.metadata.nbgrader.points for cell in answers)


def test_the_courses_four_lessons_come_first():
    assert LESSONS[:4] == [
        "1_logistic_regression",
        "2_two_layers_one_example",
        "3_vectorized_backprop",
        "4_random_initialization",
    ]


@pytest.mark.parametrize("lesson", LESSONS)
def test_right_answers_score_full_marks(points, lesson):
    right = [learner.id for learner in SampleClass.read(ROOT).learners if learner.full_marks]
    found = [points[learner][lesson] for learner in right if lesson in points[learner]]
    assert found
    for score in found:
        assert score.points == pytest.approx(score.out_of - points_by_hand(lesson))


def test_the_sample_class_gets_the_same_marks_from_course_grade(courses):
    stock, ours = (CourseFolder.open(course) for course in courses)
    for lesson in LESSONS:
        with Grading(ours, lesson) as grading:
            submissions, _ = grading.collected()
            assert len(submissions) > 1
            assert [one for one in grading.outcomes(submissions, workers=2) if one.problem] == []
    for query in (GRADES, COMMENTS, SUBMISSIONS):
        assert rows(ours, query) == rows(stock, query)


@pytest.mark.parametrize("lesson", LESSONS)
def test_an_untouched_release_scores_nothing(points, lesson):
    assert points[UNTOUCHED][lesson].points == 0
    assert not points[UNTOUCHED][lesson].to_mark


@pytest.mark.parametrize("lesson", LESSONS)
def test_an_untouched_release_says_so_everywhere(course, lesson):
    checks = cells(autograded(course, UNTOUCHED, lesson), "checks-")
    assert checks
    for name, cell in checks.items():
        shown = [output.data["text/html"] for output in cell.outputs if output.output_type == "execute_result"]
        assert len(shown) == 1, name
        assert ("not repaired" if name == "checks-repair" else "not attempted") in shown[0].lower(), name


@pytest.mark.parametrize("lesson", LESSONS)
def test_a_lesson_runs_from_top_to_bottom_without_an_error(course, lesson):
    """Untouched, and where one of those who got all right handed it in."""
    paths = [autograded(course, learner, lesson) for learner in (UNTOUCHED, "full-marks", "late")]
    for path in filter(Path.is_file, paths):
        for name, cell in cells(path).items():
            for output in cell.get("outputs", []):
                assert output.output_type != "error", name
                assert output.get("name") != "stderr", name


@pytest.mark.parametrize("lesson", LESSONS)
def test_no_hidden_test_is_released(lesson):
    assert "HIDDEN TESTS" in source_notebook(ROOT, lesson).read_text()
    assert all("seed=" not in cell.source for cell in cells(release_notebook(ROOT, lesson), "checks-").values())


@pytest.mark.parametrize("lesson", LESSONS)
def test_a_lesson_asks_for_shapes_an_explanation_and_a_repair(lesson):
    names = set(cells(source_notebook(ROOT, lesson)))
    assert any(name.startswith("checks-shape-of-") for name in names)
    assert any(name.startswith("explain-") for name in names)
    assert "solution-repair" in names
