"""A class of the small course on its way through a batch, with a stand-in for grading."""

from __future__ import annotations

from concurrent.futures import Executor
from pathlib import Path

import small_course
import tasks

from course.autograder.batch import Batch
from course.autograder.cache import ResultCache
from course.autograder.folder import CourseFolder
from course.autograder.record import Recorder
from course.autograder.result import Entry
from course.autograder.submission import gather


def open_batch(root: Path, executor: Executor, *, seconds: float = 0.0, fresh: bool = False) -> Batch:
    """A batch over the small course in `root` that grades with `tasks.grade_simply`."""
    folder = CourseFolder.open(root)

    def record(pairs: list) -> dict[str, str]:
        with Recorder(folder) as recorder:
            return recorder.record([Entry(one.student, result, one.timestamp) for one, result in pairs])

    return Batch(
        read=lambda one: gather(one.place, small_course.LESSON),
        key=lambda one, submission: tasks.key_of(submission.data),
        submit=lambda one, submission: executor.submit(
            tasks.grade_simply, one.student, submission.data, str(root / "log"), seconds
        ),
        record=record,
        cache=ResultCache(folder.state / "results"),
        fresh=fresh,
    )
