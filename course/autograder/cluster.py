"""A dask.distributed cluster with the interface of `concurrent.futures`: one more way to submit a class.

Submissions travel in tasks of a few at a time, the assignment once to each worker. A worker that dies costs nothing:
dask gives its tasks to others. A lost scheduler ends the run; what has come back by then is kept.
"""

from __future__ import annotations

import contextlib
import hashlib
import math
import pickle
import queue
import threading
import time
import uuid
from collections.abc import Callable
from concurrent.futures import BrokenExecutor, CancelledError, Executor, Future, InvalidStateError
from dataclasses import dataclass
from urllib.parse import urlsplit

from distributed import Client, KilledWorker, Security
from distributed import Future as Task

import course
from course.autograder.batch import GO_ON, Stopped
from course.autograder.cluster_worker import GradingPlugin, Unfit, answers
from course.autograder.executor import WorkerDied

TOGETHER = 16  # submissions a task, at most
TASK_BYTES = 8_000_000  # a task that holds as much is sent with fewer submissions
AHEAD = 3  # tasks for each slot: one that runs, two that wait at the worker
LINGER = 0.1  # seconds that a submission waits for others to travel with
RETRIES = 2
PATIENCE = 15.0  # seconds to reach the scheduler and to find a worker
ALONE = 60.0  # seconds without any worker after which the run is given up
LOOK_EVERY = 1.0


class ClusterLost(Stopped):
    """The scheduler, or every worker, is gone."""


@dataclass(frozen=True)
class Cluster:
    """Where a scheduler is, and the PEM files with which it is reached where its address begins with tls://."""

    address: str
    tls_ca_file: str | None = None
    tls_cert: str | None = None
    tls_key: str | None = None

    @property
    def encrypted(self) -> bool:
        return self.address.startswith("tls://")

    @property
    def exposed(self) -> bool:
        """Whether hidden tests, the grading secret and learners' work leave this machine in the clear."""
        return not self.encrypted and urlsplit(self.address).hostname not in ("127.0.0.1", "::1", "localhost")

    def connect(self) -> Client:
        """A connection to the scheduler; raises BrokenExecutor where there is none to be had."""
        security = Security(
            require_encryption=self.encrypted,
            tls_ca_file=self.tls_ca_file,
            tls_client_cert=self.tls_cert,
            tls_client_key=self.tls_key,
        )
        try:
            return Client(self.address, security=security, timeout=PATIENCE, set_as_default=False)
        except (OSError, ValueError, TypeError, RuntimeError) as error:
            raise BrokenExecutor(
                f"No dask scheduler can be reached at {self.address}: {error}. Is it running (dask scheduler), is the "
                "address right, and does it take these TLS files?"
            ) from error


class ClusterExecutor(Executor):
    """The slots of all workers of `cluster`; each worker calls ``initializer(*initargs)`` in a process for each slot.

    `expected` is how many calls are to come: a small class is spread over all slots. Every future gets a
    BrokenExecutor when a worker is unfit, and ClusterLost when the scheduler or all workers are gone.
    """

    def __init__(self, cluster: Cluster, initializer: Callable, initargs: tuple = (), expected: int = 1_000_000):
        self._address, self._expected = cluster.address, expected
        self._plugin = f"course-grade-{uuid.uuid4().hex}"
        self._calls: queue.SimpleQueue[tuple[Future, bytes] | None] = queue.SimpleQueue()
        self._waiting: set[Future] = set()
        self._tasks: set[Task] = set()
        self._suspects: list[tuple[Future, bytes]] = []
        self._broken: Exception | None = None
        self._closed = False
        self._seen = time.monotonic()
        self._next_look = self._seen + LOOK_EVERY
        self._client = cluster.connect()
        try:
            self._client.wait_for_workers(1, timeout=PATIENCE)
            self.slots = sum(self._client.nthreads().values())
            self._client.register_plugin(GradingPlugin(initializer, initargs), name=self._plugin)
        except Exception as error:
            self._leave()
            raise self._refusal(error) from error
        self._sender = threading.Thread(target=self._serve, name="cluster-sender", daemon=True)
        self._sender.start()

    @property
    def ahead(self) -> int:
        """How many submissions keep all slots busy."""
        return self.slots * AHEAD * TOGETHER

    def submit(self, fn, /, *args, **kwargs) -> Future:
        if self._closed:
            raise RuntimeError("the executor is shut down")
        future: Future = Future()
        self._waiting.add(future)
        future.add_done_callback(self._waiting.discard)
        if self._broken is not None:
            future.set_exception(self._broken)
        else:
            self._calls.put((future, pickle.dumps((fn, args, kwargs))))
        return future

    def shutdown(self, wait: bool = True, *, cancel_futures: bool = False) -> None:
        self._closed = True
        if cancel_futures:
            for future in tuple(self._waiting):
                future.cancel()
        self._calls.put(None)
        if wait:
            self._sender.join()

    def kill(self) -> None:
        """Stop at once: what has not come back yet fails with `WorkerDied`."""
        self._fail(WorkerDied("grading was stopped"))
        with contextlib.suppress(Exception):
            self._client.cancel(list(self._tasks), force=True)
        self.shutdown()

    def _serve(self) -> None:
        """The sender's life: tasks out, and an eye on the cluster; ends when nothing is left to come back."""
        while self._waiting or not self._closed:
            if (calls := self._together()) and self._broken is None:
                self._send(calls)
            if time.monotonic() > self._next_look:
                self._look()
                self._next_look = time.monotonic() + LOOK_EVERY
        self._leave()

    def _together(self) -> list[tuple[Future, bytes]]:
        """Calls that travel in one task; none where none came for a while."""
        calls, size, seconds = [], 0, LOOK_EVERY
        most = min(TOGETHER, math.ceil(self._expected / max(1, 2 * self.slots)))
        with contextlib.suppress(queue.Empty):
            while len(calls) < most and size < TASK_BYTES and (one := self._calls.get(timeout=seconds)) is not None:
                calls.append(one)
                size += len(one[1])
                seconds = LINGER
        return calls

    def _send(self, calls: list[tuple[Future, bytes]], suspect: bool = False) -> None:
        content = pickle.dumps([call for _, call in calls])
        key = f"{self._plugin}-{hashlib.sha256(content).hexdigest()}{'-alone' * suspect}"
        try:
            task = self._client.submit(answers, self._plugin, content, key=key, retries=RETRIES)
            self._tasks.add(task)
            task.add_done_callback(lambda task: self._arrived(task, calls, suspect))
        except Exception as error:
            self._fail(self._lost(error))

    def _arrived(self, task: Task, calls: list[tuple[Future, bytes]], suspect: bool) -> None:
        """Hand a task's outcomes to the futures; in a thread of dask's own."""
        self._tasks.discard(task)
        try:
            outcomes = task.result()
        except KilledWorker as error:
            if suspect:
                self._settle(calls[0][0], error=WorkerDied(str(error)))
            else:  # one of them kills workers, or a neighbour of theirs did: one after the other tells
                idle = not self._suspects
                self._suspects += calls
                if idle:
                    self._send(self._suspects[:1], suspect=True)
        except (CancelledError, OSError, TimeoutError) as error:
            self._fail(self._lost(error))
        except Exception as error:
            self._fail(self._refusal(error))
        else:
            for (future, _), (succeeded, outcome) in zip(calls, outcomes, strict=True):
                self._settle(future, outcome) if succeeded else self._settle(future, error=outcome)
        if suspect:
            self._suspects.pop(0)
            if self._suspects:
                self._send(self._suspects[:1], suspect=True)

    def _settle(self, future: Future, result: object = None, error: Exception | None = None) -> None:
        with contextlib.suppress(InvalidStateError):  # given up meanwhile
            future.set_result(result) if error is None else future.set_exception(error)

    def _fail(self, error: Exception) -> None:
        """Everything that has not come back, and all that is still to come, fails with `error`."""
        self._broken = self._broken or error
        for future in tuple(self._waiting):
            self._settle(future, error=self._broken)

    def _look(self) -> None:
        """Count the slots; give up where the scheduler is gone, or every worker for a long time."""
        try:
            if self._client.status != "running":
                raise OSError(f"the connection is {self._client.status}")
            self.slots = sum(self._client.nthreads().values())
        except Exception as error:
            self._fail(self._lost(error))
            return
        if self.slots:
            self._seen = time.monotonic()
        elif time.monotonic() - self._seen > ALONE:
            self._fail(ClusterLost(f"The scheduler at {self._address} has lost its last worker. {GO_ON}"))

    def _leave(self) -> None:
        with contextlib.suppress(Exception):
            if self._client.status == "running":
                self._client.unregister_worker_plugin(self._plugin)
        self._client.close(timeout=PATIENCE)

    def _lost(self, error: Exception) -> ClusterLost:
        return ClusterLost(f"The scheduler at {self._address} is lost ({error}). {GO_ON}")

    def _refusal(self, error: Exception) -> BrokenExecutor:
        if isinstance(error, Unfit):
            return BrokenExecutor(str(error))
        if isinstance(error, TimeoutError):
            return BrokenExecutor(
                f"The scheduler at {self._address} has no worker. Start some where the course package and bubblewrap "
                f"are installed: dask worker {self._address} --nworkers auto --nthreads 1"
            )
        return BrokenExecutor(
            f"A worker of {self._address} cannot load the course package ({type(error).__name__}: {error}). Install "
            f"the same version there that this machine has, {course.__version__}, and start the worker again."
        )
