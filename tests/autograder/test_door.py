"""Do `nbgrader autograde` and formgrader's button grade exactly as `course grade` does?"""

from __future__ import annotations

import json
import os
import shutil
import time
from pathlib import Path

import pytest
from gradebook_rows import COMMENTS, GRADES, SUBMISSIONS, rows
from nbgrader.api import Gradebook
from processes import descendants
from small_course import LESSON, learners_notebook, submit

from course.autograder.folder import CourseFolder
from course.autograder.grading import Grading

DOOR = 'c.Autograde.exporter_class = "course.autograder.nbgrader_door.JudgedNotebookExporter"\n'
TAKEN = "nothing has changed since it was graded"


@pytest.fixture
def by_nbgrader(folder) -> CourseFolder:
    """The small course with the setting under test, some submissions and a grading secret."""
    with (folder.root / "nbgrader_config.py").open("a") as config:
        config.write(DOOR)
    place = submit(folder.root, "ann", learners_notebook(), "2026-01-02 12:00:00 UTC")
    (place / "submission_secret.txt").write_text("0123456789abcdef")
    submit(folder.root, "bob", learners_notebook(double="def double(x):\n    return x", half="def half(x): return 1"))
    submit(folder.root, "cyd", "this is no notebook")
    twice = learners_notebook()
    twice["cells"].append(twice["cells"][2])
    submit(folder.root, "dan", twice)
    tagged = learners_notebook(double="def double(x):\n    return 0")
    tagged["cells"][2]["metadata"]["tags"] = ["skip-execution"]
    submit(folder.root, "eve", tagged)
    assert folder.secret
    return CourseFolder.open(folder.root)


def autograded(folder: CourseFolder) -> dict[str, bytes]:
    return {
        str(path.relative_to(folder.root)): path.read_bytes()
        for path in (folder.root / "autograded").rglob("*")
        if path.is_file()
    }


def results(folder: CourseFolder) -> dict[str, int]:
    """When each kept result was written."""
    return {path.name: path.stat().st_mtime_ns for path in (folder.state / "results" / LESSON).iterdir()}


def test_the_same_rows_and_files_as_course_grade(by_nbgrader, tmp_path, nbgrader):
    """Honest and odd submissions alike; no one's notebook stops the others."""
    ours = tmp_path / "ours"
    shutil.copytree(by_nbgrader.root, ours)
    nbgrader(by_nbgrader.root, "autograde", LESSON)
    ours = CourseFolder.open(ours)
    with Grading(ours, LESSON) as grading:
        list(grading.outcomes(grading.collected()[0], workers=1))
    for query in (GRADES, COMMENTS, SUBMISSIONS):
        assert rows(by_nbgrader, query) == rows(ours, query)
    assert autograded(by_nbgrader) == autograded(ours)
    assert autograded(ours)[f"autograded/ann/{LESSON}/submission_secret.txt"] == b"0123456789abcdef"
    with Gradebook(ours.database) as gradebook:
        found = {one.student.id: one.score for one in gradebook.assignment_submissions(LESSON)}
    assert found == {"ann": 5.0, "bob": 0.5, "cyd": 0.0, "dan": 5.0, "eve": 2.0}


def test_files_of_a_submission_do_not_reach_autograded(by_nbgrader, nbgrader, tmp_path):
    (tmp_path / "secret.txt").write_text("precious")
    place = by_nbgrader.path("submitted", "ann", LESSON)
    (place / "submission_secret.txt").unlink()
    for name in ("data.txt", "submission_secret.txt"):
        (place / name).symlink_to(tmp_path / "secret.txt")
    nbgrader(by_nbgrader.root, "autograde", LESSON, "--student=ann")
    assert sorted(path.rpartition("/")[2] for path in autograded(by_nbgrader)) == [f"{LESSON}.ipynb", "timestamp.txt"]


def test_both_ways_share_their_results(by_nbgrader, nbgrader):
    nbgrader(by_nbgrader.root, "autograde", LESSON, "--student=ann")
    with Grading(by_nbgrader, LESSON) as grading:
        cached = {outcome.student: outcome.cached for outcome in grading.outcomes(grading.collected()[0], workers=1)}
    assert cached == {"ann": True, "bob": False, "cyd": False, "dan": False, "eve": False}
    before = results(by_nbgrader)
    log = nbgrader(by_nbgrader.root, "autograde", LESSON, "--force")
    assert log.count(TAKEN) == 5
    assert results(by_nbgrader) == before


def test_a_changed_hidden_test_runs_again_and_the_mark_of_an_unchanged_answer_stays(by_nbgrader, nbgrader):
    """The mark asks for review only where the answer itself has changed."""
    nbgrader(by_nbgrader.root, "autograde", LESSON, "--student=[ab]*")
    with Gradebook(by_nbgrader.database) as gradebook:
        for student in ("ann", "bob"):
            grade = gradebook.find_grade("explain-why", LESSON, LESSON, student)
            grade.manual_score, grade.needs_manual_grade = 3.0, False
            gradebook.find_comment("explain-why", LESSON, LESSON, student).manual_comment = "Well said."
        gradebook.db.commit()
    source = by_nbgrader.path("source", ".", LESSON) / f"{LESSON}.ipynb"
    source.write_text(source.read_text().replace("== 2 * math.pi", "== 3 * math.pi"))
    submit(by_nbgrader.root, "bob", learners_notebook(explain="On second thoughts."))
    log = nbgrader(by_nbgrader.root, "autograde", LESSON, "--student=[ab]*", "--force")
    assert TAKEN not in log
    found = rows(by_nbgrader, GRADES)
    assert ("ann", "checks-double", 0.0, None, None, 0) in found
    assert ("ann", "explain-why", None, 3.0, None, 0) in found
    assert ("bob", "explain-why", None, 3.0, None, 1) in found
    assert [row[3] for row in rows(by_nbgrader, COMMENTS) if row[1] == "explain-why"] == ["Well said."] * 2


@pytest.mark.filterwarnings("ignore::sqlalchemy.exc.SAWarning")  # nbgrader's own, when it adds a submission
def test_formgraders_button(by_nbgrader, monkeypatch):
    """formgrader calls nbgrader's API in its own process; the warm sandbox is closed when it is idle."""
    from nbgrader.apps import NbGraderAPI
    from nbgrader.coursedir import CourseDirectory
    from traitlets.config import Config

    monkeypatch.chdir(by_nbgrader.root)
    monkeypatch.setenv("PATH", os.pathsep.join([str(Path(shutil.which("python")).parent), os.environ["PATH"]]))
    config = Config(by_nbgrader.config)
    config.JudgedNotebookExporter.idle_seconds = 0.2
    config.CourseDirectory.root = str(by_nbgrader.root)
    before = set(descendants(os.getpid()))
    api = NbGraderAPI(CourseDirectory(config=config), config=config)
    assert api.autograde(LESSON, "ann")["success"]
    executed = by_nbgrader.path("autograded", "ann", LESSON) / f"{LESSON}.ipynb"
    assert json.loads(executed.read_text())["metadata"]["course"]["failure"] == ""
    deadline = time.monotonic() + 20
    while set(descendants(os.getpid())) - before and time.monotonic() < deadline:
        time.sleep(0.05)
    assert set(descendants(os.getpid())) <= before


def test_without_bubblewrap_nbgrader_grades_nothing(by_nbgrader, nbgrader, monkeypatch):
    monkeypatch.setattr(os, "environ", os.environ | {"PATH": "/nowhere"})
    log = nbgrader(by_nbgrader.root, "autograde", LESSON, "--student=ann", check=False)
    assert "bubblewrap is not installed" in log
    assert all(row[2] is None for row in rows(by_nbgrader, GRADES))
