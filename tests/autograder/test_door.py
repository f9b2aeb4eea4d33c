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


@pytest.fixture
def by_nbgrader(folder) -> CourseFolder:
    """The small course with the setting under test, some submissions and a grading secret."""
    with (folder.root / "nbgrader_config.py").open("a") as config:
        config.write(DOOR)
    submit(folder.root, "ann", learners_notebook(), "2026-01-02 12:00:00 UTC")
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
    with Gradebook(ours.database) as gradebook:
        found = {one.student.id: one.score for one in gradebook.assignment_submissions(LESSON)}
    assert found == {"ann": 5.0, "bob": 0.5, "cyd": 0.0, "dan": 5.0, "eve": 2.0}


def test_files_of_a_submission_do_not_reach_autograded(by_nbgrader, nbgrader, tmp_path):
    (tmp_path / "secret.txt").write_text("precious")
    (by_nbgrader.root / "submitted" / "ann" / LESSON / "data.txt").symlink_to(tmp_path / "secret.txt")
    nbgrader(by_nbgrader.root, "autograde", LESSON, "--student=ann")
    assert sorted(path.rpartition("/")[2] for path in autograded(by_nbgrader)) == [f"{LESSON}.ipynb", "timestamp.txt"]


def test_a_regrade_keeps_the_manual_mark_and_asks_for_review(by_nbgrader, nbgrader):
    nbgrader(by_nbgrader.root, "autograde", LESSON, "--student=ann")
    with Gradebook(by_nbgrader.database) as gradebook:
        grade = gradebook.find_grade("explain-why", LESSON, LESSON, "ann")
        grade.manual_score, grade.needs_manual_grade = 3.0, False
        gradebook.db.commit()
    nbgrader(by_nbgrader.root, "autograde", LESSON, "--student=ann", "--force")
    assert ("ann", "explain-why", None, 3.0, None, 1) in rows(by_nbgrader, GRADES)


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
