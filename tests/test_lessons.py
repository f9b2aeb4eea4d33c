"""Do all lessons hold what they promise, with nbgrader's own autograde and nothing of ours around it?"""

import shutil
from pathlib import Path

import nbformat
import pytest
from nbclient import NotebookClient
from nbgrader.converters import Autograde

from course.authoring.demo import scores, set_due_date
from course.authoring.folder import lesson_names, release_notebook, source_notebook
from course.authoring.pipeline import course_config, run_nbgrader
from course.authoring.release import check_release, release
from course.authoring.sample_class import SampleClass, make_sample_class

ROOT = Path(__file__).parents[1]
LESSONS = lesson_names(ROOT)
RIGHT = [learner.id for learner in SampleClass.read(ROOT).learners if learner.full_marks]
SECONDS = 10  # of processor time for a whole lesson
pytestmark = pytest.mark.filterwarnings("ignore:unclosed:ResourceWarning")  # nbclient's sockets, closed by its end


def quietly(config):
    """The configuration with nbgrader's own steps of autograde, and without the kernel's greeting."""
    del config["Autograde"]
    config.Execute.extra_arguments = ["--IPKernelApp.log_level=ERROR"]
    return config


@pytest.fixture(scope="module")
def course(tmp_path_factory) -> Path:
    """A copy of the course, graded by stock nbgrader: whoever is right in the sample class, and who did nothing."""
    copy = tmp_path_factory.mktemp("course")
    shutil.copy(ROOT / "nbgrader_config.py", copy)
    shutil.copytree(ROOT / "source", copy / "source")
    release(copy)
    make_sample_class(copy)
    for folder in (copy / "submitted").iterdir():
        if folder.name not in [*RIGHT, "untouched"]:
            shutil.rmtree(folder)
    set_due_date(copy, LESSONS)
    run_nbgrader(Autograde, quietly(course_config(copy)), LESSONS)
    return copy


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


def test_notebooks_and_release_are_up_to_date_and_leak_nothing():
    assert check_release(ROOT) == []


def test_the_courses_four_lessons_come_first():
    assert LESSONS[:4] == [
        "1_logistic_regression",
        "2_two_layers_one_example",
        "3_vectorized_backprop",
        "4_random_initialization",
    ]


@pytest.mark.parametrize("lesson", LESSONS)
@pytest.mark.parametrize("learner", RIGHT)
def test_right_answers_score_full_marks(points, learner, lesson):
    score = points[learner][lesson]
    assert score.points == pytest.approx(score.out_of - points_by_hand(lesson))


@pytest.mark.parametrize("lesson", LESSONS)
def test_an_untouched_release_scores_nothing(points, lesson):
    assert points["untouched"][lesson].points == 0
    assert not points["untouched"][lesson].to_mark


@pytest.mark.parametrize("lesson", LESSONS)
def test_an_untouched_release_says_so_everywhere(course, lesson):
    checks = cells(autograded(course, "untouched", lesson), "checks-")
    assert checks
    for name, cell in checks.items():
        shown = [output.data["text/html"] for output in cell.outputs if output.output_type == "execute_result"]
        assert len(shown) == 1, name
        assert ("not repaired" if name == "checks-repair" else "not attempted") in shown[0].lower(), name


@pytest.mark.parametrize("lesson", LESSONS)
@pytest.mark.parametrize("learner", ["full-marks", "untouched"])
def test_a_lesson_runs_from_top_to_bottom_without_an_error(course, learner, lesson):
    for name, cell in cells(autograded(course, learner, lesson)).items():
        outputs = cell.get("outputs", [])
        assert not [output for output in outputs if output.output_type == "error" or output.get("name") == "stderr"], (
            name
        )


@pytest.mark.parametrize("lesson", LESSONS)
def test_a_lesson_with_its_solutions_runs_in_seconds(lesson, tmp_path):
    notebook = nbformat.read(source_notebook(ROOT, lesson), as_version=4)
    notebook.cells.append(nbformat.v4.new_code_cell("import time\ntime.process_time()"))
    client = NotebookClient(notebook, timeout=60, resources={"metadata": {"path": str(tmp_path)}})
    client.execute()
    assert float(notebook.cells[-1].outputs[0].data["text/plain"]) < SECONDS


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
