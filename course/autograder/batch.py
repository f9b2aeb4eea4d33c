"""A class on its way through grading: from the cache or a worker, by batches into the gradebook."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import FIRST_COMPLETED, BrokenExecutor, Future, wait
from dataclasses import dataclass, field

from course.autograder.cache import ResultCache
from course.autograder.collected import Collected
from course.autograder.result import Result
from course.autograder.submission import Submission

TOGETHER = 50  # submissions a transaction
AT_LEAST_EVERY = 1.0  # seconds between transactions while results come in
AHEAD = 64  # submissions handed to the executor before one is back; bounds what is held in memory


@dataclass(frozen=True)
class Outcome:
    """What became of one submission: its result, and the `problem` where it could not be graded or recorded."""

    student: str
    result: Result | None
    cached: bool = False
    problem: str = ""

    @property
    def failure(self) -> str:
        """Why the submission is not fully graded or recorded, "" where it is."""
        return self.problem or (self.result.failure if self.result is not None else "")


@dataclass
class Batch:
    """The parts that grading a class needs, whatever the executor.

    `read` gives a submission's bytes, `key` the hash of its result to be, and `submit` hands it to an executor.
    `record` writes (submission, result) pairs and returns a reason for each student that it could not write; it is
    called in the process that runs `outcomes`, one call at a time.
    """

    read: Callable[[Collected], Submission]
    key: Callable[[Collected, Submission], str]
    submit: Callable[[Collected, Submission], Future]
    record: Callable[[list[tuple[Collected, Result]]], dict[str, str]]
    cache: ResultCache
    fresh: bool = False
    keys: set[str] = field(default_factory=set)

    def outcomes(self, submissions: Iterable[Collected]) -> Iterator[Outcome]:
        """Grade and record `submissions`; an outcome for each as soon as it is in the gradebook.

        Every result is in the cache before it is recorded, so that a run that is killed at any moment resumes. Raises
        BrokenExecutor where no worker can start.
        """
        running: dict[Future, Collected] = {}
        ready: list[tuple[Collected, Result, bool]] = []
        recorded = time.monotonic()
        for one in submissions:
            submission = self.read(one)
            key = self.key(one, submission)
            self.keys.add(key)
            known = None if self.fresh else self.cache.get(key)
            if known is not None:
                ready.append((one, known, True))
            else:
                future = self.submit(one, submission)
                future.add_done_callback(self._keep)
                running[future] = one
            if len(running) >= AHEAD:
                yield from self._arrived(running, ready)
            if len(ready) >= TOGETHER:
                yield from self._recorded(ready)
                recorded = time.monotonic()
        while running:
            yield from self._arrived(running, ready)
            if len(ready) >= TOGETHER or time.monotonic() - recorded > AT_LEAST_EVERY:
                yield from self._recorded(ready)
                recorded = time.monotonic()
        yield from self._recorded(ready)

    def _keep(self, future: Future) -> None:
        if not future.cancelled() and future.exception() is None:
            self.cache.put(future.result())

    def _arrived(self, running: dict[Future, Collected], ready: list) -> Iterator[Outcome]:
        """Move finished results to `ready`; an outcome only for those that could not be graded."""
        done, _ = wait(running, timeout=AT_LEAST_EVERY, return_when=FIRST_COMPLETED)
        for future in done:
            one = running.pop(future)
            try:
                ready.append((one, future.result(), False))
            except BrokenExecutor:
                raise
            except Exception as error:
                yield Outcome(one.student, None, problem=f"not graded: {error or type(error).__name__}")

    def _recorded(self, ready: list[tuple[Collected, Result, bool]]) -> Iterator[Outcome]:
        if not ready:
            return
        problems = self.record([(one, result) for one, result, _ in ready])
        for one, result, cached in ready:
            problem = problems.get(one.student, "")
            yield Outcome(one.student, result, cached, f"not recorded: {problem}" if problem else "")
        ready.clear()
