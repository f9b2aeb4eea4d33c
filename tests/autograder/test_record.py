"""Does the recorder leave behind what `nbgrader autograde` would, keep what people entered, and never do it twice?"""

from __future__ import annotations

import datetime
import json
import os
import subprocess
import sys
import textwrap
from pathlib import Path

import pytest
import small_course
from gradebook_rows import COMMENTS, GRADES, SUBMISSIONS, rows
from nbgrader.api import Gradebook
from small_course import LESSON, learners_notebook, result, submit

from course.autograder.folder import CourseFolder, CourseFolderError
from course.autograder.record import Recorder
from course.autograder.result import Entry, Note

pytestmark = pytest.mark.parametrize("database", ["sqlite", "postgresql"], indirect=True)

BROKEN_PLUGIN = """
from nbgrader.plugins import LateSubmissionPlugin
class Broken(LateSubmissionPlugin):
    def late_submission_penalty(self, student_id, score, total_seconds_late):
        return 1 / 0
c.AssignLatePenalties.plugin_class = Broken
"""


def record(folder: CourseFolder, *entries: Entry) -> dict[str, str]:
    with Recorder(folder) as recorder:
        return recorder.record(entries)


def autograded(folder: CourseFolder, student: str = "ann") -> Path:
    return folder.path("autograded", student, LESSON)


def untouched_notebook() -> dict:
    stub = "# YOUR CODE HERE\n..."
    return learners_notebook(f"def double(x):\n    {stub}", f"def half(x):\n    {stub}".replace("\n.", "\n    ."), "")


def test_leaves_the_same_rows_as_nbgrader(folder, template, tmp_path, nbgrader):
    """Grades, comments, flags, timestamps and late penalties equal those of stock `nbgrader autograde`."""
    late = "c.LateSubmissionPlugin.penalty_method = 'zero'\n"
    half_right = learners_notebook(half="def half(x):\n    return 1")
    unanswered = learners_notebook(double="def double(x):\n    # YOUR CODE HERE\n    ...", explain="YOUR ANSWER HERE")
    given = {
        "ann": (learners_notebook(), "2026-01-02 12:00:00 UTC", result()),
        "bob": (half_right, "2026-01-01 12:00:00 +0100", result(half=0.5)),
        "cyd": (unanswered, "", result(double=0.0, explain=0.0, notebook=json.dumps(unanswered))),
    }
    with (folder.root / "nbgrader_config.py").open("a") as config:
        config.write(late)
    folder = CourseFolder.open(folder.root)
    with Gradebook(folder.database) as gradebook:
        gradebook.update_or_create_assignment(LESSON, duedate="2026-01-01 12:00:00 UTC")
    for student, (notebook, timestamp, _) in given.items():
        submit(folder.root, student, notebook, timestamp)
    nbgrader(folder.root, "autograde", LESSON)
    stock = [rows(folder, query) for query in (GRADES, COMMENTS, SUBMISSIONS)]
    stock_files = {student: sorted(os.listdir(autograded(folder, student))) for student in given}

    with Gradebook(folder.database) as gradebook:
        for student in given:
            gradebook.remove_submission(LESSON, student)
            gradebook.remove_student(student)
    entries = [Entry(student, outcome, timestamp) for student, (_, timestamp, outcome) in given.items()]
    assert record(folder, *entries) == {}

    assert [rows(folder, query) for query in (GRADES, COMMENTS, SUBMISSIONS)] == stock
    assert {student: sorted(os.listdir(autograded(folder, student))) for student in given} == stock_files


def test_what_people_entered_stays_and_asks_for_review(folder):
    """Manual scores, extra credit and comments survive a regrade whose outcome differs."""
    record(folder, Entry("ann", result(double=0.0)))
    with Gradebook(folder.database) as gradebook:
        grade = gradebook.find_grade("checks-double", LESSON, LESSON, "ann")
        grade.manual_score, grade.extra_credit, grade.needs_manual_grade = 1.5, 0.25, False
        gradebook.find_comment("solution-double", LESSON, LESSON, "ann").manual_comment = "Close."
        gradebook.db.commit()
    record(folder, Entry("ann", result(double=3.0, key="other")))
    assert ("ann", "checks-double", 3.0, 1.5, 0.25, 1) in rows(folder, GRADES)
    assert ("ann", "solution-double", None, "Close.") in rows(folder, COMMENTS)


def test_recording_the_same_again_changes_nothing(folder):
    """A mark that a person has reviewed does not ask for review again when nothing new was graded."""
    record(folder, Entry("ann", result(), "2026-01-02 12:00:00 UTC"))
    with Gradebook(folder.database) as gradebook:
        grade = gradebook.find_grade("explain-why", LESSON, LESSON, "ann")
        grade.manual_score, grade.needs_manual_grade = 4.0, False
        gradebook.db.commit()
    before = [rows(folder, query) for query in (GRADES, COMMENTS, SUBMISSIONS)]
    written = (autograded(folder) / f"{LESSON}.ipynb").stat()
    record(folder, Entry("ann", result(), "2026-01-02 12:00:00 UTC"))
    assert [rows(folder, query) for query in (GRADES, COMMENTS, SUBMISSIONS)] == before
    assert (autograded(folder) / f"{LESSON}.ipynb").stat().st_mtime_ns == written.st_mtime_ns


@pytest.mark.parametrize(("explain", "review"), [("Since so it is.", 0), ("Since I say so.", 1)])
def test_a_mark_asks_for_review_only_where_the_answer_has_changed(folder, explain, review):
    """Not after a regrade that changes other scores of a class that has been marked."""
    record(folder, Entry("ann", result(double=0.0)))
    with Gradebook(folder.database) as gradebook:
        grade = gradebook.find_grade("explain-why", LESSON, LESSON, "ann")
        grade.manual_score, grade.needs_manual_grade = 4.0, False
        gradebook.db.commit()
    record(folder, Entry("ann", result(key="other", notebook=json.dumps(learners_notebook(explain=explain)))))
    assert ("ann", "explain-why", None, 4.0, None, review) in rows(folder, GRADES)


def test_a_mark_asks_for_review_where_the_marked_work_is_lost(folder):
    record(folder, Entry("ann", result()))
    with Gradebook(folder.database) as gradebook:
        grade = gradebook.find_grade("explain-why", LESSON, LESSON, "ann")
        grade.manual_score, grade.needs_manual_grade = 4.0, False
        gradebook.db.commit()
    (autograded(folder) / f"{LESSON}.ipynb").unlink()
    record(folder, Entry("ann", result()))
    assert ("ann", "explain-why", None, 4.0, None, 1) in rows(folder, GRADES)


def test_a_failed_resubmission_clears_the_old_scores(folder):
    record(folder, Entry("ann", result()))
    record(folder, Entry("ann", result(0.0, 0.0, 0.0, key="other", failure="It is not a notebook.")))
    assert [row[2] for row in rows(folder, GRADES)] == [0.0, 0.0, 0.0]
    assert [row[5] for row in rows(folder, GRADES)] == [0, 0, 0]
    executed = json.loads((autograded(folder) / f"{LESSON}.ipynb").read_text())
    assert executed["metadata"]["course"]["failure"] == "It is not a notebook."


def test_an_extension_lifts_the_penalty(folder):
    with (folder.root / "nbgrader_config.py").open("a") as config:
        config.write("c.LateSubmissionPlugin.penalty_method = 'zero'\n")
    folder = CourseFolder.open(folder.root)
    with Gradebook(folder.database) as gradebook:
        gradebook.update_or_create_assignment(LESSON, duedate="2026-01-01 12:00:00 UTC")
    entry = Entry("ann", result(), "2026-01-02 12:00:00 UTC")
    record(folder, entry)
    assert rows(folder, SUBMISSIONS) == [("ann", "2026-01-02 12:00:00.000000", 5.0)]
    with Gradebook(folder.database) as gradebook:
        gradebook.find_submission(LESSON, "ann").extension = datetime.timedelta(days=2)
        gradebook.db.commit()
    record(folder, entry)
    assert rows(folder, SUBMISSIONS)[0][2] is None


def test_a_date_that_cannot_be_read_does_not_reach_nbgrader(folder):
    record(folder, Entry("ann", result(), "next tuesday"))
    assert [file.name for file in autograded(folder).iterdir()] == [f"{LESSON}.ipynb"]
    assert "timestamp.txt holds no date" in (autograded(folder) / f"{LESSON}.ipynb").read_text()


def test_a_plugin_for_late_work_that_fails_is_named(folder):
    with (folder.root / "nbgrader_config.py").open("a") as config:
        config.write(BROKEN_PLUGIN)
    folder = CourseFolder.open(folder.root)
    with Gradebook(folder.database) as gradebook:
        gradebook.update_or_create_assignment(LESSON, duedate="2026-01-01 12:00:00 UTC")
    failures = record(folder, Entry("ann", result(), "2026-01-02 12:00:00 UTC"))
    assert failures == {"ann": "the plugin for late work, Broken, failed: ZeroDivisionError: division by zero"}


def test_a_plugin_for_late_work_that_cannot_be_used_is_told_before_anything_is_recorded(folder):
    with (folder.root / "nbgrader_config.py").open("a") as config:
        config.write("c.AssignLatePenalties.plugin_class = 'penalties.TwoPointsADay'\n")
    with pytest.raises(CourseFolderError, match=r"plugin_class must be .* got 'penalties.TwoPointsADay'. Correct nbgr"):
        Recorder(CourseFolder.open(folder.root))


def test_one_impossible_result_does_not_harm_its_neighbours(folder):
    failures = record(
        folder, Entry("ann", result()), Entry("bob", result(double=float("nan"))), Entry("cyd", result(half=2.5))
    )
    assert set(failures) == {"bob", "cyd"}
    assert "impossible score" in failures["bob"]
    assert {row[0] for row in rows(folder, GRADES)} == {"ann"}
    assert not autograded(folder, "bob").exists()


def test_a_new_gradebook_learns_the_assignment(new_folder):
    """On a machine that never ran `nbgrader generate_assignment`, and without writing release/."""
    assert record(new_folder, Entry("ann", result())) == {}
    assert [row[2] for row in rows(new_folder, GRADES)] == [3.0, 2.0, None]
    assert not (new_folder.root / "release").exists()


def test_changed_points_are_taken_over(folder):
    """The instructor changed a cell's points after the gradebook had learnt the assignment."""
    record(folder, Entry("ann", result()))
    path = folder.root / "source" / LESSON / f"{LESSON}.ipynb"
    path.write_text(path.read_text().replace('"points": 3', '"points": 6'))
    cells = tuple(cell if cell.points != 3 else type(cell)(cell.grade_id, 6.0, 6.0) for cell in result().cells)
    assert record(folder, Entry("ann", result(key="other", cells=cells))) == {}
    with Gradebook(folder.database) as gradebook:
        assert gradebook.find_submission(LESSON, "ann").score == 8.0
        assert gradebook.find_assignment(LESSON).max_score == 12.0


def test_a_result_of_another_version_is_refused(folder):
    cells = (*result().cells, type(result().cells[0])("checks-gone", 1.0, 1.0))
    assert "differ" in record(folder, Entry("ann", result(cells=cells)))["ann"]
    assert rows(folder, GRADES) == []


def test_untouched_answers_get_nbgraders_comment(folder):
    record(folder, Entry("ann", result(0.0, 0.0, 0.0, notebook=json.dumps(untouched_notebook()))))
    comments = {name: comment for _, name, comment, _ in rows(folder, COMMENTS)}
    assert comments["solution-half"] == "No response."


def test_links_and_leftovers_in_autograded_are_replaced(folder, tmp_path):
    """Neither a linked folder nor a linked file makes the recorder write or delete anything elsewhere."""
    outside = tmp_path / "outside"
    outside.mkdir()
    (outside / f"{LESSON}.ipynb").write_text("precious")
    autograded(folder).parent.mkdir(parents=True)
    autograded(folder).symlink_to(outside)
    record(folder, Entry("ann", result()))
    (autograded(folder) / "old.txt").symlink_to(outside / f"{LESSON}.ipynb")
    record(folder, Entry("ann", result(half=0.0, key="other")))
    assert (outside / f"{LESSON}.ipynb").read_text() == "precious"
    assert os.listdir(autograded(folder)) == [f"{LESSON}.ipynb"]


def test_an_unreadable_timestamp_is_noted(folder):
    record(folder, Entry("ann", result(), "yesterday-ish", (Note("link", "A link was left out."),)))
    notes = json.loads((autograded(folder) / f"{LESSON}.ipynb").read_text())["metadata"]["course"]["notes"]
    assert [note["kind"] for note in notes] == ["link", "timestamp"]


def test_a_batch_is_one_transaction(folder, monkeypatch):
    """Nothing of a batch is in the gradebook when the process dies in the middle of it."""
    with Recorder(folder) as recorder:
        recorder.record([Entry("ann", result())])

        def die(*_):
            raise KeyboardInterrupt

        monkeypatch.setattr(Recorder, "_assign_penalty", die)
        with pytest.raises(KeyboardInterrupt):
            recorder.record([Entry(student, result()) for student in ("bob", "cyd")])
    assert {row[0] for row in rows(folder, GRADES)} == {"ann"}


def test_two_coordinators_at_once_on_different_assignments(new_folder):
    """For the same new students, into a gradebook that neither finds there: every row of both is in it."""
    folder, second = new_folder, "second"
    source = (folder.root / "source" / LESSON / f"{LESSON}.ipynb").read_text()
    (folder.root / "source" / second).mkdir()
    (folder.root / "source" / second / f"{second}.ipynb").write_text(source)
    script = textwrap.dedent("""
        import sys
        from pathlib import Path
        from small_course import result
        from course.autograder.folder import CourseFolder
        from course.autograder.record import Entry, Recorder
        folder, assignment = CourseFolder.open(sys.argv[1]), sys.argv[2]
        sys.stdin.readline()
        with Recorder(folder) as recorder:
            for group in range(6):
                students = [f"s{number:02d}" for number in range(10 * group, 10 * group + 10)]
                print(recorder.record([Entry(student, result(assignment=assignment)) for student in students]))
    """)
    environment = os.environ | {"PYTHONPATH": str(Path(small_course.__file__).parent)}
    command = [sys.executable, "-W", "error", "-c", script, str(folder.root)]
    pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "text": True}
    both = [subprocess.Popen([*command, name], env=environment, **pipes) for name in (LESSON, second)]
    for one in both:
        one.stdin.write("go\n")
        one.stdin.flush()
    assert [one.communicate(timeout=120)[0] for one in both] == ["{}\n" * 6] * 2
    per_assignment = """
        select assignment.name, count(*), sum(auto_score) from grade
        join submitted_notebook on submitted_notebook.id = grade.notebook_id
        join submitted_assignment on submitted_assignment.id = submitted_notebook.assignment_id
        join assignment on assignment.id = submitted_assignment.assignment_id group by 1 order by 1"""
    assert rows(folder, per_assignment) == [(LESSON, 180, 300.0), (second, 180, 300.0)]
