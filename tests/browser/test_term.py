"""A whole term in the browser: release, hand in, collect, grade, mark, regrade, feedback; and the exports at its end.

The tests follow each other: each goes on where the one before has stopped.
"""

from __future__ import annotations

import csv
import json
import shutil
import subprocess
from datetime import UTC, datetime, timedelta

import pytest
from courses import LESSON, copy_course
from formgrader import PATIENCE, mark, open_assignment_list, open_formgrader, open_submission, press, press_in_list
from moves import keep_picture
from nbgrader.api import Gradebook
from nbgrader.utils import get_username

from course.authoring.build import build, notebook_text
from course.authoring.sample_class import Learner, answered
from course.autograder.folder import CourseFolder, scripts_on_path

STUDENT = get_username()  # whoever runs the server hands in; nbgrader knows nobody else
OTHER = "zoe"  # hands in on paper, so to speak: her notebook is put into submitted/
WRITTEN = "explain-why-no-dx"
TAKEN = "nothing has changed since it was graded"
ATTACK = "<script>window.attacked = true</script> ![seen](https://example.org/seen.png) $a - y$"
PENALTY = """
from nbgrader.plugins import LateSubmissionPlugin

class TwoPointsADay(LateSubmissionPlugin):
    def late_submission_penalty(self, student_id, score, total_seconds_late):
        return 2.0 * (1 + total_seconds_late // 86400)

c.AssignLatePenalties.plugin_class = TwoPointsADay
"""


@pytest.fixture(scope="module")
def root(tmp_path_factory):
    folder, exchange = tmp_path_factory.mktemp("term"), tmp_path_factory.mktemp("exchange")
    exchange.chmod(0o777)
    places = (f"c.Exchange.root = {str(exchange)!r}", f"c.Exchange.cache = {str(exchange / 'cache')!r}")
    course = copy_course(folder, *places, PENALTY)
    shutil.rmtree(course / "release")
    return course


@pytest.fixture(scope="module")
def server(serve, root, tmp_path_factory):
    """The server of the course, run as the learner, who is the instructor too."""
    home = tmp_path_factory.mktemp("home")
    with scripts_on_path(), serve(root, home, HOME=str(home)) as place:
        yield place


@pytest.fixture
def page(new_context):
    """A page behind a firewall: it reaches the server on this machine, and must ask for nothing else."""
    context = new_context(viewport={"width": 1280, "height": 1000})
    asked = []

    def refuse(route):
        asked.append(route.request.url)
        route.abort()

    context.route(lambda url: "//127.0.0.1:" not in url and not url.startswith(("data:", "blob:")), refuse)
    context.set_default_timeout(PATIENCE)
    yield context.new_page()
    assert asked == []


@pytest.fixture
def gradebook(root):
    folder = CourseFolder.open(root)
    with Gradebook(folder.database, folder.course_id) as book:
        yield book


def write_answers(root, target, **changes: tuple[str, str]) -> None:
    """Write into the notebook `target` what a learner answers, with something that attacks whoever reads it."""
    source, release = (json.loads((root / kind / LESSON / f"{LESSON}.ipynb").read_text()) for kind in FOLDERS)
    notebook = answered(source, release, Learner("anybody", "", changes={LESSON: changes}), LESSON)
    next(cell for cell in notebook["cells"] if cell["id"] == WRITTEN)["source"] = f"It is given. {ATTACK}"
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_text(notebook_text(notebook))


FOLDERS = ("source", "release")
WRONG_SIGN = {"dz": ("return a - y", "return y - a")}


def scored(gradebook, student: str):
    """The marks that a student has in the gradebook, and what else it says of the submission."""
    gradebook.db.expire_all()
    grade = gradebook.find_grade(WRITTEN, LESSON, LESSON, student)
    comment = gradebook.find_comment(WRITTEN, LESSON, LESSON, student)
    submission = gradebook.find_submission(LESSON, student)
    return grade.manual_score, grade.needs_manual_grade, comment.comment, submission.late_submission_penalty


def test_generate_and_release_with_a_due_date(page, server, root):
    open_formgrader(page, server)
    row = page.locator("tr", has_text=LESSON)
    row.locator("td.edit a").click()
    due = datetime.now(UTC) - timedelta(hours=30)
    page.locator(".modal-duedate").fill(f"{due:%Y-%m-%dT%H:%M}")
    page.locator(".modal-timezone").fill("+0000")
    page.locator(".modal .save").click()
    page.locator(".modal").wait_for(state="detached", timeout=PATIENCE)
    press(page, LESSON, "assign")
    assert "BEGIN HIDDEN" not in (root / "release" / LESSON / f"{LESSON}.ipynb").read_text()
    press(page, LESSON, "release")
    row.locator(".label", has_text="released").wait_for(timeout=PATIENCE)


def test_a_learner_fetches_and_submits(page, server, root):
    open_assignment_list(page, server)
    press_in_list(page, "released", "Fetch")
    fetched = page.locator("#fetched_assignments_list .list_item", has_text=LESSON)
    fetched.first.wait_for(timeout=PATIENCE)
    notebook = root / LESSON / f"{LESSON}.ipynb"
    assert notebook.is_file()
    write_answers(root, notebook, **WRONG_SIGN)
    press_in_list(page, "fetched", "Submit")
    page.locator("#submitted_assignments_list .list_item", has_text=LESSON).first.wait_for(timeout=PATIENCE)
    keep_picture(page, "assignment-list")


def test_collect_and_autograde_with_the_judge_and_a_late_penalty(page, server, root, gradebook):
    open_formgrader(page, server)
    press(page, LESSON, "collect")
    assert (root / "submitted" / STUDENT / LESSON / "timestamp.txt").is_file()
    open_formgrader(page, server, f"manage_submissions/{LESSON}")
    press(page, STUDENT, "autograde")
    page.locator("td.status", has_text="needs manual grading").wait_for(timeout=PATIENCE)
    keep_picture(page, "formgrader-submissions")
    submission = gradebook.find_submission(LESSON, STUDENT)
    assert submission.late_submission_penalty == 4.0
    executed = json.loads((root / "autograded" / STUDENT / LESSON / f"{LESSON}.ipynb").read_text())
    reports = {cell["id"]: cell["metadata"]["course"] for cell in executed["cells"] if "course" in cell["metadata"]}
    assert reports["checks-dz"]["report"]["mistakes"]


def test_mark_the_written_answer_with_a_comment(page, server, gradebook):
    """The page works behind a firewall, shows formulas, and nothing of the learner's runs on it."""
    open_submission(page, server, LESSON)
    assert page.locator("#notebook math").count() > 20
    answer = page.locator(".nbgrader_cell", has=page.locator(f"#{WRITTEN}"))
    assert "It is given." in answer.inner_text()
    assert answer.locator("math").count() == 1
    assert page.evaluate("window.attacked") is None
    mark(page, WRITTEN, "2.5", "Say **why**: $x$ is data.")
    keep_picture(page, "formgrader-marking")
    assert scored(gradebook, STUDENT) == (2.5, False, "Say **why**: $x$ is data.", 4.0)
    open_formgrader(page, server, f"manage_submissions/{LESSON}")
    page.locator("td.status", has_text="graded").wait_for(timeout=PATIENCE)


def test_a_regrade_runs_only_what_has_changed_and_keeps_the_mark(page, server, root, gradebook):
    theirs = root / "submitted" / OTHER / LESSON / f"{LESSON}.ipynb"
    write_answers(root, theirs)

    def autograde() -> dict[str, bool]:
        """Press the button for everybody; whether each work ran."""
        open_formgrader(page, server, f"manage_submissions/{LESSON}")
        return {one: f"{one}: {TAKEN}" not in press(page, one, "autograde") for one in (STUDENT, OTHER)}

    assert autograde() == {STUDENT: False, OTHER: True}
    script = root / "source" / f"{LESSON}.py"
    script.write_text(script.read_text().replace("points=2, seed=1110)", "points=2, seed=2110)"))
    build(root, (LESSON,))
    open_formgrader(page, server)
    press(page, LESSON, "assign")
    assert autograde() == {STUDENT: True, OTHER: True}
    write_answers(root, theirs, **WRONG_SIGN)
    assert autograde() == {STUDENT: False, OTHER: True}
    assert scored(gradebook, STUDENT) == (2.5, False, "Say **why**: $x$ is data.", 4.0)
    assert scored(gradebook, OTHER)[1]


def test_a_learner_fetches_and_reads_the_feedback(page, server):
    open_formgrader(page, server, f"manage_submissions/{LESSON}")
    press(page, STUDENT, "generate-feedback")
    press(page, STUDENT, "release-feedback")
    open_assignment_list(page, server)
    press_in_list(page, "submitted", "Fetch Feedback")
    page.locator("#submitted_assignments_list a", has_text="view feedback").click(timeout=PATIENCE)
    page.locator(".jp-DirListing-item", has_text=f"{LESSON}.html").dblclick(timeout=PATIENCE)
    feedback = page.frame_locator(".jp-HTMLViewer iframe")
    comment = feedback.get_by_role("note", name="Comment of the grader")
    comment.wait_for(timeout=PATIENCE)
    assert "Say why:" in comment.inner_text()
    assert comment.locator("math").count() == 1
    assert "4 points are taken off" in feedback.locator("header").inner_text()
    assert "not marked yet" not in feedback.locator("body").inner_text()
    assert feedback.locator("math").count() > 20
    keep_picture(page, "feedback-in-lab")


@pytest.mark.parametrize("exporter", ["CanvasExporter", "MoodleExporter", "QuestionExporter"])
def test_export(root, gradebook, exporter, tmp_path):
    place = tmp_path / "grades.csv"
    command = ["nbgrader", "export", f"--exporter=course.results.exports.{exporter}", f"--to={place}"]
    with scripts_on_path():
        subprocess.run(command, cwd=root, check=True, capture_output=True)
    submission = gradebook.find_submission(LESSON, STUDENT)
    rows = [row for row in csv.reader(place.read_text(encoding="utf-8").splitlines()) if STUDENT in row]
    assert len(rows) == 1
    assert f"{submission.score - 4.0:g}" in rows[0]
