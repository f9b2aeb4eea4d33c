"""The whole line once, on the sample class: release, hand in, grade, feedback, scores."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from subprocess import PIPE

from nbgrader.api import Gradebook
from nbgrader.converters import GenerateFeedback

from course.authoring.folder import AuthoringError, chosen_lessons
from course.authoring.release import release
from course.authoring.sample_class import Learner, SampleClass, make_sample_class
from course.autograder.folder import CourseFolder
from course.autograder.gradebook import open_gradebook
from course.autograder.nbgrader_steps import course_config, run_nbgrader
from course.autograder.settings import BUBBLEWRAP, NONE

COMMAND = [sys.executable, "-c", "from course.cli import main; main()", "grade"]


@dataclass(frozen=True)
class Score:
    """What the gradebook holds for one submission: points, points to be had, and whether a person still has to mark."""

    points: float
    out_of: float
    to_mark: bool


def run_demo(
    course: Path, names: tuple[str, ...] = (), say: Callable[[str], None] = print
) -> Mapping[str, Mapping[str, Score]]:
    """Run every step for the lessons `names` (all of them by default); returns the scores by learner and lesson."""
    lessons = chosen_lessons(course, names)
    # The sample class is the course's own code, so that a demo may do without a sandbox; it says so aloud.
    isolation = BUBBLEWRAP if shutil.which("bwrap") else NONE
    say("Building and releasing the lessons")
    release(course, names)
    say("Handing in the work of the sample class")
    handed_in = make_sample_class(course, names)
    set_due_date(course, lessons)
    say(
        "Grading"
        if isolation == BUBBLEWRAP
        else "Grading the course's own sample class without bubblewrap, uncontained"
    )
    for trouble in grade(course, handed_in, isolation):
        say(trouble)
    say("Writing feedback")
    run_nbgrader(GenerateFeedback, course_config(course), lessons)
    return scores(course, lessons)


def set_due_date(course: Path, lessons: list[str]):
    """Enter the sample class's due date into the gradebook, so that one of them is late; one that is there stays."""
    due = SampleClass.read(course).due.replace(tzinfo=None)
    with _gradebook(course) as gradebook:
        known = {assignment.name for assignment in gradebook.assignments if assignment.duedate}
        for lesson in (lesson for lesson in lessons if lesson not in known):
            gradebook.update_or_create_assignment(lesson, duedate=due)


def grade(course: Path, handed_in: Mapping[str, list[Learner]], isolation: str) -> list[str]:
    """Grade the sample class with `course grade`; returns what went wrong, one line for each submission.

    All lessons at once: in each there is an infinite loop, and its thirty seconds pass together. Raises AuthoringError
    with what `course grade` said where it cannot grade.
    """
    options = ["--workers=1", "--json", f"--isolation={isolation}"]
    runs = {
        lesson: subprocess.Popen(
            [*COMMAND, lesson, *(learner.id for learner in learners), *options], cwd=course, stdout=PIPE, stderr=PIPE
        )
        for lesson, learners in handed_in.items()
    }
    said = {lesson: run.communicate() for lesson, run in runs.items()}
    trouble = []
    for lesson, (printed, error) in said.items():
        if runs[lesson].returncode not in (0, 1):
            raise AuthoringError(f"{lesson} is not graded. {error.decode()}")
        failures = [(one["student"], one["failure"]) for one in json.loads(printed)["students"]]
        trouble += [f"{student}, {lesson}: {failure}" for student, failure in failures if failure]
    return trouble


def scores(course: Path, lessons: list[str]) -> dict[str, dict[str, Score]]:
    """The gradebook's scores: learner -> lesson -> Score."""
    found: dict[str, dict[str, Score]] = {}
    with _gradebook(course) as gradebook:
        for lesson in lessons:
            for submission in gradebook.assignment_submissions(lesson):
                score = Score(submission.score, submission.max_score, submission.needs_manual_grade)
                found.setdefault(submission.student_id, {})[lesson] = score
    return found


def _gradebook(course: Path) -> Gradebook:
    return open_gradebook(CourseFolder.open(course))
