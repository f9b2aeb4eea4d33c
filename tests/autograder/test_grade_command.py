"""Does `course grade` grade a class in the sandbox, continue where it stopped, and tell by its exit code?"""

from __future__ import annotations

import errno
import json
import os
import signal
import subprocess
import sys
import time
from unittest.mock import Mock

import pytest
from click.testing import CliRunner
from nbgrader.api import Gradebook
from processes import descendants, runs
from small_course import LESSON, learners_notebook, result, submit

from course.autograder.batch import Outcome
from course.autograder.folder import CourseFolder, CourseFolderError
from course.autograder.grading import Grading
from course.autograder.progress import summary
from course.autograder.result import Note
from course.commands.grade import command

# Tests that run in the background ignore Ctrl-C, and what they start would too.
ATTENTIVE = """
import signal
from course.cli import main
signal.signal(signal.SIGINT, signal.default_int_handler)
main()"""
SLOW = "def double(x):\n    import time\n    time.sleep(0.3)\n    return 2 * x"


def course_grade(folder: CourseFolder, *arguments: str) -> subprocess.CompletedProcess:
    command = [sys.executable, "-c", "from course.cli import main; main()", "grade", LESSON, *arguments]
    return subprocess.run(command, cwd=folder.root, capture_output=True, text=True, timeout=600)


def scores(folder: CourseFolder) -> dict[str, float]:
    with Gradebook(folder.database) as gradebook:
        return {one.student.id: one.score for one in gradebook.assignment_submissions(LESSON)}


def test_a_class_with_every_kind_of_submission(folder):
    """Right, wrong, no notebook, a folder in its place: each is recorded with what it earns, and all are told apart."""
    submit(folder.root, "ann", learners_notebook())
    submit(folder.root, "bob", learners_notebook(double="def double(x):\n    return x", half="def half(x): return 1"))
    submit(folder.root, "cyd", "this is no notebook")
    (folder.root / "submitted" / "dan" / LESSON / f"{LESSON}.ipynb").mkdir(parents=True)
    done = course_grade(folder, "--json", "--workers", "2")
    assert done.returncode == 1, done.stderr
    students = {one["student"]: one for one in json.loads(done.stdout)["students"]}
    assert {name: one["score"] for name, one in students.items()} == {"ann": 5.0, "bob": 0.5, "cyd": 0.0, "dan": 0.0}
    assert scores(folder) == {"ann": 5.0, "bob": 0.5, "cyd": 0.0, "dan": 0.0}
    assert students["ann"]["to_mark"] == ["explain-why"]
    assert "no notebook" in students["cyd"]["failure"]
    assert students["dan"]["failure"].startswith("no notebook lesson.ipynb in the submission (lesson.ipynb is no")

    told = course_grade(folder)
    assert "4 submissions" in told.stdout
    assert "2 failed: cyd, dan" in told.stdout
    assert "cyd: the file is no notebook" in told.stderr

    with Gradebook(folder.database) as gradebook:
        marked = gradebook.find_grade("explain-why", LESSON, LESSON, "ann")
        marked.manual_score, marked.needs_manual_grade = 3.0, False
        gradebook.db.commit()
    again = course_grade(folder, "--json", "ann")
    (ann,) = json.loads(again.stdout)["students"]
    assert (again.returncode, ann["unchanged"], ann["score"], ann["to_mark"]) == (0, True, 5.0, [])


def test_the_summary_counts_in_words_that_fit():
    note = Note("order", "cells had been moved")
    mended, corrupt = (
        Outcome("ann", result(notes=(note,))),
        Outcome("bob", result(notes=(note,), failure="no notebook")),
    )
    assert summary(LESSON, [mended, corrupt], 1.0, ["x"], {"ann": ["explain-why"]}).splitlines() == [
        "lesson: 2 submissions in 1.0 s",
        "1 has written answers for you to mark (formgrader)",
        "1 has something odd, which the report tells: ann",
        "Passed over in submitted/: 1",
        "1 failed: bob",
    ]
    assert summary(LESSON, [mended], 1.0, [], {}).startswith("lesson: 1 submission in")
    many = [Outcome(f"s{number:02}", result(notes=(note,))) for number in range(11)]
    assert summary(LESSON, many, 1.0, [], {}).endswith(
        "the report tells: s00, s01, s02, s03, s04, s05, s06, s07, s08, s09, ..."
    )


@pytest.mark.parametrize(
    ("arguments", "code", "message"),
    [(["nobody"], 3, "by nobody"), (["--workers", "0"], 2, "workers")],
)
def test_what_cannot_be_done_is_said(folder, arguments, code, message):
    submit(folder.root, "ann", learners_notebook())
    done = course_grade(folder, *arguments)
    assert done.returncode == code
    assert message in done.stderr


@pytest.mark.parametrize(
    ("error", "code", "message"),
    [
        (KeyboardInterrupt(), 130, "Interrupted; run it again"),
        (CourseFolderError("No."), 3, "Error: No."),
    ],
)
def test_what_ends_it_before_the_first_submission(folder, monkeypatch, error, code, message):
    monkeypatch.chdir(folder.root)
    monkeypatch.setattr(CourseFolder, "open", Mock(side_effect=error))
    done = CliRunner().invoke(command, [LESSON])
    assert (done.exit_code, message in done.output) == (code, True)


@pytest.mark.parametrize(
    ("error", "code", "message"),
    [
        (OSError(errno.ENOSPC, "No space left"), 4, "No space left. What is finished is kept."),
        (KeyboardInterrupt(), 130, "Interrupted. 0 of 1 are recorded"),
    ],
)
def test_what_ends_it_later(folder, monkeypatch, error, code, message):
    submit(folder.root, "ann", learners_notebook())
    monkeypatch.chdir(folder.root)
    monkeypatch.setattr(Grading, "outcomes", Mock(side_effect=error))
    done = CliRunner().invoke(command, [LESSON])
    assert (done.exit_code, message in done.output) == (code, True)


def test_without_bubblewrap_nothing_is_graded(folder, monkeypatch):
    submit(folder.root, "ann", learners_notebook())
    monkeypatch.setenv("PATH", "/nowhere")
    done = course_grade(folder)
    assert done.returncode == 3
    assert "--isolation=none" in done.stderr
    assert scores(folder) == {}

    allowed = course_grade(folder, "--isolation=none")
    assert allowed.returncode == 0, allowed.stderr
    assert "without isolation" in allowed.stderr
    assert scores(folder) == {"ann": 5.0}


@pytest.mark.parametrize("stop", [signal.SIGINT, signal.SIGKILL])
def test_a_stopped_run_continues(folder, stop):
    """Ctrl-C and SIGKILL leave neither processes nor half results, and finished work is not done again."""
    for number in range(12):
        submit(folder.root, f"s{number:02d}", learners_notebook(double=SLOW, explain=f"{number}"))
    results = folder.state / "results" / LESSON
    command = [sys.executable, "-c", ATTENTIVE, "grade", LESSON, "--workers", "1"]
    running = subprocess.Popen(command, cwd=folder.root, start_new_session=True, stderr=subprocess.PIPE, text=True)
    with running:
        deadline = time.monotonic() + 60
        while len(list(results.glob("*.json"))) < 3 and time.monotonic() < deadline:
            time.sleep(0.02)
        family = descendants(running.pid)
        os.killpg(running.pid, stop) if stop == signal.SIGINT else running.send_signal(stop)
        said = running.communicate(timeout=600)[1]
    kept = len(list(results.glob("*.json")))
    assert 3 <= kept < 12
    if stop == signal.SIGINT:
        assert running.returncode == 130, said
        assert "run it again" in said
    deadline = time.monotonic() + 20
    while any(map(runs, family)) and time.monotonic() < deadline:
        time.sleep(0.05)
    assert len(family) >= 3, "worker, sandbox, runner"
    assert not any(map(runs, family))

    done = course_grade(folder, "--json")
    assert done.returncode == 0, done.stderr
    students = json.loads(done.stdout)["students"]
    assert sum(one["unchanged"] for one in students) >= kept
    assert set(scores(folder).values()) == {5.0}
