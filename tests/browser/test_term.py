"""The term in the browser: release through the exchange, hand in, collect, grade.

The tests follow each other: each goes on where the one before has stopped.
"""

from __future__ import annotations

import json
import shutil
from datetime import UTC, datetime, timedelta

import pytest
from courses import LESSON, copy_course
from formgrader import PATIENCE, open_assignment_list, open_formgrader, press, press_in_list
from moves import keep_picture
from nbgrader.api import Gradebook
from nbgrader.utils import get_username

from course.authoring.build import notebook_text
from course.authoring.sample_class import Learner, answered
from course.autograder.folder import CourseFolder, scripts_on_path

STUDENT = get_username()  # whoever runs the server hands in; nbgrader knows nobody else
MATHJAX = "window.MathJax = {Hub: {Config() {}, Configured() {}, Queue() {}, Startup: {signal: {Interest() {}}}}};"
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
    """A page that reaches nothing but the server on this machine; MathJax, which formgrader loads, is a stand-in."""
    context = new_context(viewport={"width": 1280, "height": 1000})
    context.route(lambda url: "//127.0.0.1:" not in url and not url.startswith(("data:", "blob:")), lambda r: r.abort())
    context.route("**/MathJax.js*", lambda route: route.fulfill(content_type="text/javascript", body=MATHJAX))
    return context.new_page()


@pytest.fixture
def gradebook(root):
    folder = CourseFolder.open(root)
    with Gradebook(folder.database, folder.course_id) as book:
        yield book


def write_answers(root, target, learner: Learner) -> None:
    """Write into the notebook `target` what the learner answers."""
    source, release = (json.loads((root / kind / LESSON / f"{LESSON}.ipynb").read_text()) for kind in FOLDERS)
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_text(notebook_text(answered(source, release, learner, LESSON)))


FOLDERS = ("source", "release")
LEARNER = Learner(STUDENT, "The sign is wrong.", changes={LESSON: {"dz": ("return a - y", "return y - a")}})


def test_generate_and_release_with_a_due_date(page, server, root):
    open_formgrader(page, server)
    row = page.locator("tr", has_text=LESSON)
    row.locator("td.edit a").click()
    due = datetime.now(UTC) - timedelta(hours=30)
    page.locator(".modal-duedate").fill(f"{due:%Y-%m-%dT%H:%M}")
    page.locator(".modal-timezone").fill("+0000")
    page.locator(".modal .save").click()
    page.locator(".modal").wait_for(state="detached", timeout=PATIENCE)
    assert press(page, LESSON, "assign") == "Success"
    assert "BEGIN HIDDEN" not in (root / "release" / LESSON / f"{LESSON}.ipynb").read_text()
    assert press(page, LESSON, "release") == "Success"
    row.locator(".label", has_text="released").wait_for(timeout=PATIENCE)


def test_a_learner_fetches_and_submits(page, server, root):
    open_assignment_list(page, server)
    press_in_list(page, "released", "Fetch")
    fetched = page.locator("#fetched_assignments_list .list_item", has_text=LESSON)
    fetched.first.wait_for(timeout=PATIENCE)
    notebook = root / LESSON / f"{LESSON}.ipynb"
    assert notebook.is_file()
    write_answers(root, notebook, LEARNER)
    press_in_list(page, "fetched", "Submit")
    page.locator("#submitted_assignments_list .list_item", has_text=LESSON).first.wait_for(timeout=PATIENCE)
    keep_picture(page, "assignment-list")


def test_collect_and_autograde_with_the_judge_and_a_late_penalty(page, server, root, gradebook):
    open_formgrader(page, server)
    assert press(page, LESSON, "collect") == "Success"
    assert (root / "submitted" / STUDENT / LESSON / "timestamp.txt").is_file()
    open_formgrader(page, server, f"manage_submissions/{LESSON}")
    assert press(page, STUDENT, "autograde") == "Success"
    page.locator("td.status", has_text="needs manual grading").wait_for(timeout=PATIENCE)
    keep_picture(page, "formgrader-submissions")
    submission = gradebook.find_submission(LESSON, STUDENT)
    assert submission.late_submission_penalty == 4.0
    executed = json.loads((root / "autograded" / STUDENT / LESSON / f"{LESSON}.ipynb").read_text())
    reports = {cell["id"]: cell["metadata"]["course"] for cell in executed["cells"] if "course" in cell["metadata"]}
    assert reports["checks-dz"]["report"]["mistakes"]
