"""From a course folder to a `Batch`: which notebook is graded, with which limits, secret and cache."""

from __future__ import annotations

import contextlib
import importlib
import os
from collections.abc import Iterator, Sequence
from concurrent.futures import Future
from contextlib import contextmanager
from functools import cached_property
from typing import TYPE_CHECKING

from course.autograder.assignment import Assignment, AssignmentError
from course.autograder.batch import Batch, Outcome
from course.autograder.cache import ResultCache
from course.autograder.collected import Collected, collected
from course.autograder.executor import LocalExecutor
from course.autograder.folder import CourseFolder, CourseFolderError
from course.autograder.keys import result_key
from course.autograder.light_imports import light_imports
from course.autograder.result import Entry, Note, Result
from course.autograder.settings import BUBBLEWRAP, Limits
from course.autograder.submission import UNREADABLE, Submission, Unreadable, gather
from course.language import speaking

if TYPE_CHECKING:
    from course.autograder.cluster import Cluster, ClusterExecutor


class Grading:
    """One assignment of a course folder, ready to be graded."""

    def __init__(self, folder: CourseFolder, assignment: str, isolation: str = BUBBLEWRAP):
        self.folder, self.name, self.isolation = folder, assignment, isolation
        self.assignment = load_assignment(folder, assignment)
        self.secret = folder.secret
        self.limits = folder.limits

    def read(self, one: Collected) -> Submission:
        """The bytes of a submission; empty ones, with the reason noted, where there is no notebook to take."""
        with speaking(self.assignment.language):
            return read_submission(one, self.name, self.limits)

    def key(self, one: Collected, submission: Submission) -> str:
        conditions = {"limits": self.limits, "isolation": self.isolation}
        return result_key(self.assignment, submission, secret=self.secret, student=one.student, **conditions)

    @property
    def cache(self) -> ResultCache:
        """The results of this assignment, whichever way they were graded."""
        return ResultCache(self.folder.state / "results" / self.name)

    @contextmanager
    def workers(
        self, expected: int, count: int | None = None, cluster: Cluster | None = None
    ) -> Iterator[LocalExecutor | ClusterExecutor]:
        """Worker processes with a warm sandbox each, for `expected` submissions; killed when an exception passes.

        They are those of `cluster`, or `count` on this machine, by default one for each core.
        """
        from course.autograder import local

        setup = local.start, (self.assignment, self.limits, self.isolation, self.secret)
        if cluster is not None:
            from course.autograder.cluster import ClusterExecutor

            executor = ClusterExecutor(cluster, *setup, expected)
        else:
            executor = LocalExecutor(min(count or os.cpu_count(), expected), *setup)
        try:
            yield executor
        except BaseException:
            executor.kill()
            raise
        executor.shutdown()

    @cached_property
    def recorder(self):
        """The recorder, opened at its first use: nbgrader takes long to import, while workers already grade."""
        with light_imports():
            module = importlib.import_module("course.autograder.record")
        return module.Recorder(self.folder)

    def record(self, pairs: list[tuple[Collected, Result]]) -> dict[str, str]:
        entries = [Entry(one.student, result, one.timestamp, secret=one.secret) for one, result in pairs]
        return self.recorder.record(entries)

    def to_mark(self) -> dict[str, list[str]]:
        """The cells that wait for a person in the gradebook, by student."""
        return self.recorder.to_mark(self.name)

    def __enter__(self) -> Grading:
        return self

    def __exit__(self, *_) -> None:
        if "recorder" in self.__dict__:
            self.recorder.close()

    def collected(self, students: Sequence[str] = ()) -> tuple[list[Collected], list[str]]:
        """The submissions in submitted/, and what was odd there."""
        return collected(self.folder, self.name, students)

    def outcomes(
        self,
        submissions: Sequence[Collected],
        *,
        workers: int | None = None,
        cluster: Cluster | None = None,
        fresh: bool = False,
    ) -> Iterator[Outcome]:
        """Grade and record; with `fresh` also what is in the cache. No worker starts where all is in the cache."""
        from course.autograder import local

        everyone = len(submissions) == len(self.collected()[0])
        with contextlib.ExitStack() as stack:

            def submit(one: Collected, submission: Submission) -> Future:
                if not executor:
                    executor.append(stack.enter_context(self.workers(len(submissions), workers, cluster)))
                return executor[0].submit(local.grade_here, submission, one.student)

            executor: list[LocalExecutor | ClusterExecutor] = []
            batch = Batch(self.read, self.key, submit, self.record, self.cache, fresh, lambda: executor[0].ahead)
            yield from batch.outcomes(submissions)
        if everyone:
            self.cache.prune(batch.keys)


def load_assignment(folder: CourseFolder, name: str) -> Assignment:
    """The instructor's copy of an assignment; CourseFolderError where it is missing or cannot be graded."""
    source = folder.path("source", ".", name) / f"{name}.ipynb"
    try:
        if source.is_file():
            return Assignment.load(source, folder.path("release", ".", name) / f"{name}.ipynb")
        known = ", ".join(sorted(path.stem for path in folder.path("source", ".", "x").parent.glob("*/*.ipynb")))
    except AssignmentError as error:
        raise CourseFolderError(str(error)) from error
    except OSError as error:
        raise CourseFolderError(f"{error.filename} cannot be read: {error.strerror}.") from error
    raise CourseFolderError(f"There is no assignment {name}: {source} is missing. There are {known or 'none'}.")


def read_submission(one: Collected, name: str, limits: Limits) -> Submission:
    """A learner's submission; without a notebook in it, empty bytes and a note, so that it is recorded as failed."""
    try:
        return gather(one.place, name, limits)
    except Unreadable as error:
        return Submission(b"", (Note(UNREADABLE, str(error)),))
