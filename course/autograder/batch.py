"""A class on its way through grading: from the cache or a worker, by batches into the gradebook."""

from __future__ import annotations

import contextlib
import queue
import time
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import BrokenExecutor, Future
from dataclasses import dataclass, field

from course.autograder.cache import ResultCache
from course.autograder.collected import Collected
from course.autograder.executor import AHEAD
from course.autograder.result import Result
from course.autograder.submission import NotReadNow, Submission

TOGETHER = 50  # submissions a transaction
AT_LEAST_EVERY = 1.0  # seconds between transactions while results come in
GO_ON = "What is finished is kept. Put that right and run the same command again: it goes on where it stopped."


class Stopped(Exception):
    """Grading cannot go on; the message says why and what to do. What was finished is kept, another run resumes."""


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
    called in the process that runs `outcomes`, one call at a time. `ahead` says how many submissions the executor
    shall have at a time: enough to keep its workers busy, few enough to be held in memory.
    """

    read: Callable[[Collected], Submission]
    key: Callable[[Collected, Submission], str]
    submit: Callable[[Collected, Submission], Future]
    record: Callable[[list[tuple[Collected, Result]]], dict[str, str]]
    cache: ResultCache
    fresh: bool = False
    ahead: Callable[[], int] = lambda: AHEAD
    keys: set[str] = field(default_factory=set)
    _done: queue.SimpleQueue[Future] = field(default_factory=queue.SimpleQueue, init=False)
    _unkept: OSError | None = field(default=None, init=False)

    def outcomes(self, submissions: Iterable[Collected]) -> Iterator[Outcome]:
        """Grade and record `submissions`; an outcome for each as soon as it is in the gradebook.

        Every result is in the cache before it is recorded, so that a run that is killed at any moment resumes. Raises
        BrokenExecutor where no worker can start, Stopped where the run cannot go on.
        """
        running: dict[Future, Collected] = {}
        ready: list[tuple[Collected, Result, bool]] = []
        recorded = time.monotonic()
        for one in submissions:
            try:
                submission = self.read(one)
            except NotReadNow as error:
                yield Outcome(one.student, None, problem=f"not graded: {error}. What is recorded of it stays.")
                continue
            key = self.key(one, submission)
            self.keys.add(key)
            known = None if self.fresh else self.cache.get(key)
            if known is not None:
                ready.append((one, known, True))
            else:
                future = self.submit(one, submission)
                running[future] = one
                future.add_done_callback(self._keep)
            while running and len(running) >= self.ahead():
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
        """Put a result into the cache as soon as there is one, in whichever thread it arrives."""
        try:
            if not future.cancelled() and future.exception() is None:
                self.cache.put(future.result())
        except OSError as error:
            self._unkept = error
        finally:
            self._done.put(future)

    def _arrived(self, running: dict[Future, Collected], ready: list) -> Iterator[Outcome]:
        """Move finished results to `ready`; an outcome only for those that could not be graded."""
        for future in self._finished():
            if self._unkept is not None:
                raise Stopped(f"A result cannot be kept: {self._unkept}. {GO_ON}")
            one = running.pop(future)
            try:
                ready.append((one, future.result(), False))
            except (BrokenExecutor, Stopped):
                raise
            except Exception as error:
                yield Outcome(one.student, None, problem=f"not graded: {error or type(error).__name__}")

    def _finished(self) -> list[Future]:
        """The futures that are done since last time; waits for one, but not for long."""
        done = []
        with contextlib.suppress(queue.Empty):
            done.append(self._done.get(timeout=AT_LEAST_EVERY))
            while True:
                done.append(self._done.get_nowait())
        return done

    def _recorded(self, ready: list[tuple[Collected, Result, bool]]) -> Iterator[Outcome]:
        if not ready:
            return
        problems = self.record([(one, result) for one, result, _ in ready])
        for one, result, cached in ready:
            problem = problems.get(one.student, "")
            yield Outcome(one.student, result, cached, f"not recorded: {problem}" if problem else "")
        ready.clear()
