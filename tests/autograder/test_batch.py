"""Is every submission graded once and recorded, whatever happens to a neighbour or to the coordinator?"""

from __future__ import annotations

import errno
import json
import os
import re
import signal
import subprocess
import sys
import textwrap
import time
from concurrent.futures import BrokenExecutor, ThreadPoolExecutor
from pathlib import Path
from unittest.mock import Mock

import pytest
import small_batch
import tasks
from nbgrader.api import Gradebook
from small_course import LESSON, learners_notebook, submit

from course.autograder.batch import Stopped
from course.autograder.cache import ResultCache
from course.autograder.collected import collected
from course.autograder.executor import LocalExecutor
from course.autograder.folder import CourseFolder, CourseFolderError
from course.autograder.grading import load_assignment, read_submission
from course.autograder.settings import Limits


def hand_in(root: Path, count: int) -> list[str]:
    students = [f"s{number:03d}" for number in range(count)]
    for student in students:
        submit(root, student, learners_notebook(explain=f"I am {student}."), "2026-01-02 12:00:00 UTC")
    return students


def graded(root: Path) -> list[str]:
    return (root / "log").read_text().split() if (root / "log").exists() else []


def recorded(folder: CourseFolder) -> list[str]:
    with Gradebook(folder.database) as gradebook:
        return sorted(one.student.id for one in gradebook.assignment_submissions(LESSON) if one.score == 5.0)


def run(folder: CourseFolder, executor, **options) -> list:
    found, _ = collected(folder, LESSON)
    return list(small_batch.open_batch(folder.root, executor, **options).outcomes(found))


def test_a_class_is_graded_once_and_recorded(folder):
    students = hand_in(folder.root, 5)
    with ThreadPoolExecutor(2) as executor:
        outcomes = run(folder, executor)
        assert sorted(outcome.student for outcome in outcomes if not outcome.cached) == students
        assert recorded(folder) == students
        assert all(outcome.cached for outcome in run(folder, executor))
    assert sorted(graded(folder.root)) == students


def test_only_what_changed_is_graded_again(folder):
    hand_in(folder.root, 4)
    with ThreadPoolExecutor(2) as executor:
        run(folder, executor)
        submit(folder.root, "s001", learners_notebook(explain="On second thoughts."))
        assert [outcome.student for outcome in run(folder, executor) if not outcome.cached] == ["s001"]
        assert not any(outcome.cached for outcome in run(folder, executor, fresh=True))


def test_a_submission_that_kills_its_worker_does_not_harm_the_others(folder, monkeypatch):
    monkeypatch.setenv("PYTHONPATH", str(Path(tasks.__file__).parent))
    students = hand_in(folder.root, 4)
    submit(folder.root, "s002", learners_notebook(explain="deadly"))
    with LocalExecutor(1) as executor:
        problems = {outcome.student: outcome.problem for outcome in run(folder, executor)}
    assert "died" in problems.pop("s002")
    assert set(problems.values()) == {""}
    assert recorded(folder) == [student for student in students if student != "s002"]


def test_no_worker_no_grading(folder):
    hand_in(folder.root, 1)
    with LocalExecutor(1, tasks.refuse) as executor, pytest.raises(BrokenExecutor):
        run(folder, executor)
    assert recorded(folder) == []


def test_a_killed_run_resumes_and_loses_nothing(folder):
    """SIGKILL while most of the class is still to be graded; no finished work is done again."""
    students = hand_in(folder.root, 40)
    script = textwrap.dedent("""
        import sys
        from concurrent.futures import ThreadPoolExecutor
        from pathlib import Path
        import small_batch
        from course.autograder.collected import collected
        from course.autograder.folder import CourseFolder
        root = Path(sys.argv[1])
        with ThreadPoolExecutor(2) as executor:
            found, _ = collected(CourseFolder.open(root), "lesson")
            list(small_batch.open_batch(root, executor, seconds=0.1).outcomes(found))
    """)
    environment = os.environ | {"PYTHONPATH": str(Path(tasks.__file__).parent)}
    coordinator = subprocess.Popen([sys.executable, "-c", script, str(folder.root)], env=environment)
    deadline = time.monotonic() + 60
    while len(graded(folder.root)) < 15 and time.monotonic() < deadline:
        time.sleep(0.02)
    coordinator.send_signal(signal.SIGKILL)
    coordinator.wait()
    begun = len(graded(folder.root))
    assert 15 <= begun < 40
    with ThreadPoolExecutor(2) as executor:
        outcomes = run(folder, executor)
    assert recorded(folder) == students
    assert sum(outcome.cached for outcome in outcomes) >= begun - 2
    assert len(graded(folder.root)) <= 42


def test_a_result_that_cannot_be_kept_stops_the_run(folder, monkeypatch):
    """A full disk, for instance: nothing is recorded that another run would have to grade again."""

    def refuse(*_):
        raise OSError(28, "No space left on device")

    hand_in(folder.root, 3)
    monkeypatch.setattr(ResultCache, "put", refuse)
    with ThreadPoolExecutor(2) as executor, pytest.raises(Stopped, match=r"No space left.*run the same command again"):
        run(folder, executor)
    assert recorded(folder) == []


def test_links_are_passed_over_and_said(folder, tmp_path):
    hand_in(folder.root, 2)
    (tmp_path / "elsewhere" / LESSON).mkdir(parents=True)
    (folder.root / "submitted" / "eve").symlink_to(tmp_path / "elsewhere")
    found, odd = collected(folder, LESSON)
    assert [one.student for one in found] == ["s000", "s001"]
    assert "eve is a symbolic link" in odd[0]


def test_work_beside_its_place_is_passed_over_and_said(folder):
    hand_in(folder.root, 1)
    submitted = folder.root / "submitted"
    anyone = submitted / "STUDENT" / LESSON / f"{LESSON}.ipynb"
    for wrong in (f"ann/{LESSON}.ipynb", f"ben/{LESSON.upper()}/{LESSON}.ipynb", "cleo.ipynb", "dan/other/other.ipynb"):
        (submitted / wrong).parent.mkdir(parents=True, exist_ok=True)
        (submitted / wrong).write_text("{}")
    found, odd = collected(folder, LESSON)
    assert [one.student for one in found] == ["s000"]
    assert odd == [
        f"{submitted}/ann/{LESSON}.ipynb was passed over: move it to {submitted}/ann/{LESSON}/{LESSON}.ipynb",
        f"{submitted}/ben/{LESSON.upper()} was passed over: move it to {submitted}/ben/{LESSON}/{LESSON}.ipynb",
        f"{submitted}/cleo.ipynb was passed over: move it to {anyone}, with the student's id for STUDENT",
    ]
    with pytest.raises(CourseFolderError, match=f"by ann in .*\n.*ann/{LESSON}.ipynb was passed over"):
        collected(folder, LESSON, ["ann"])


def test_a_linked_timestamp_is_not_read(folder, tmp_path):
    place = submit(folder.root, "ann", learners_notebook())
    (tmp_path / "secret").write_text("2026-01-01")
    (place / "timestamp.txt").symlink_to(tmp_path / "secret")
    assert collected(folder, LESSON)[0][0].timestamp == ""


def test_a_timestamp_that_is_a_folder_is_none(folder):
    place = submit(folder.root, "ann", learners_notebook())
    (place / "timestamp.txt").mkdir()
    assert collected(folder, LESSON)[0][0].timestamp == ""


def test_what_may_not_be_looked_into_is_one_students_trouble(folder, monkeypatch):
    hand_in(folder.root, 2)
    shut, look = folder.root / "submitted" / "s000" / LESSON, Path.lstat

    def lstat(path):
        if path == shut:  # root may look everywhere
            raise PermissionError(errno.EACCES, "Permission denied", str(path))
        return look(path)

    monkeypatch.setattr(Path, "lstat", lstat)
    first, second = collected(folder, LESSON)[0]
    assert (first.student, second.student) == ("s000", "s001")
    assert read_submission(second, LESSON, Limits()).data
    with ThreadPoolExecutor(2) as executor:
        outcomes = {outcome.student: outcome for outcome in run(folder, executor)}
    assert outcomes["s000"].failure == (
        "not graded: lesson cannot be opened (Permission denied). What is recorded of it stays."
    )
    assert recorded(folder) == ["s001"]


def test_submissions_that_may_not_be_read_at_all_are_one_error(folder, monkeypatch):
    hand_in(folder.root, 1)

    def scandir(path):
        raise PermissionError(errno.EACCES, "Permission denied", str(path))

    monkeypatch.setattr(os, "scandir", scandir)
    with pytest.raises(CourseFolderError, match="submitted cannot be read: Permission denied"):
        collected(folder, LESSON)


def test_unknown_students_and_empty_classes_are_named(folder):
    with pytest.raises(CourseFolderError, match="No submission of lesson in"):
        collected(folder, LESSON)
    hand_in(folder.root, 1)
    with pytest.raises(CourseFolderError, match="by zoe"):
        collected(folder, LESSON, ["s000", "zoe"])


def test_the_secret_is_made_once_and_private(folder):
    assert folder.secret == folder.secret
    assert len(folder.secret) == 32
    assert [path.name for path in folder.state.iterdir()] == ["secret"]
    assert (folder.state / "secret").stat().st_mode & 0o077 == 0


def test_a_secret_that_is_none_is_refused(folder):
    folder.state.mkdir()
    (folder.state / "secret").touch()
    with pytest.raises(CourseFolderError, match="is damaged: it has 0 bytes, not 32"):
        _ = folder.secret


def test_a_secret_that_cannot_be_made_is_said(folder):
    folder.state.touch()  # a file where the folder belongs
    with pytest.raises(CourseFolderError, match="cannot be read or made: File exists"):
        _ = folder.secret


def test_a_lesson_that_may_not_be_read_is_said(folder, monkeypatch):
    refused = PermissionError(errno.EACCES, "Permission denied", "lesson.ipynb")
    monkeypatch.setattr(Path, "read_bytes", Mock(side_effect=refused))
    with pytest.raises(CourseFolderError, match=r"lesson\.ipynb cannot be read: Permission denied"):
        load_assignment(folder, LESSON)


def test_configuration_that_does_not_run_is_reported(tmp_path):
    with pytest.raises(CourseFolderError, match="no course folder"):
        CourseFolder.open(tmp_path)
    (tmp_path / "nbgrader_config.py").write_text("c = get_config()\n1 / 0\n")
    with pytest.raises(CourseFolderError, match="division by zero"):
        CourseFolder.open(tmp_path)
    (tmp_path / "nbgrader_config.py").write_text("raise SystemExit(0)")
    with pytest.raises(CourseFolderError, match=r"does not run: it ends with exit\(0\)"):
        CourseFolder.open(tmp_path)


@pytest.mark.parametrize(
    ("setting", "said"),
    [
        ("CourseDirectory.db_url = 5", "must be a text, got 5"),
        ("CourseDirectory.course_id = None", "must be a text, got None"),
        ("CourseDirectory.source_directory = 5", "must be a text, got 5"),
        ("CourseDirectory.directory_structure = 5", "must be a text, got 5"),
        ("CourseDirectory.directory_structure = '{nbgrader_step}/{foo}'", "must be made of {nbgrader_step}"),
        ("CourseDirectory.directory_structure = '{}'", "must be made of {nbgrader_step}"),
        ("Autograde.permissions = 'abc'", "must be a number such as 664, got 'abc'"),
    ],
)
def test_a_setting_that_cannot_be_used_is_named(tmp_path, setting, said):
    (tmp_path / "nbgrader_config.py").write_text(f"c = get_config()\nc.{setting}\n")
    with pytest.raises(CourseFolderError, match=f"c.{re.escape(setting.split()[0])} {re.escape(said)}"):
        CourseFolder.open(tmp_path)


def test_configured_folders_are_used(tmp_path):
    (tmp_path / "nbgrader_config.py").write_text(
        "c = get_config()\n"
        "c.CourseDirectory.submitted_directory = 'in'\n"
        "c.CourseDirectory.directory_structure = '{nbgrader_step}/{assignment_id}/{student_id}'\n"
        "c.CourseDirectory.groupshared = True\n"
    )
    folder = CourseFolder.open(tmp_path)
    (tmp_path / "in" / LESSON / "ann").mkdir(parents=True)
    (tmp_path / "in" / LESSON / "ann" / f"{LESSON}.ipynb").write_text(json.dumps(learners_notebook()))
    assert [one.student for one in collected(folder, LESSON)[0]] == ["ann"]
    assert folder.file_mode == 0o664
