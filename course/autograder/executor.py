"""Worker processes on this machine, with the interface of `concurrent.futures`.

Unlike `ProcessPoolExecutor`, a worker that dies costs nobody else anything: it is replaced, its task is tried once
more, and only that task fails when its worker dies again. Workers are new interpreters, never forks, so that they hold
nothing of the coordinator's; they die with it, and each keeps what its initializer set up, such as a warm sandbox.
"""

from __future__ import annotations

import contextlib
import os
import queue
import socket
import subprocess
import sys
import threading
from collections.abc import Callable
from concurrent.futures import BrokenExecutor, Executor, Future
from multiprocessing.connection import Connection

TRIES = 2
AHEAD = 64  # calls that keep the workers busy; bounds what is held in memory
PATIENCE = 10  # seconds that a worker has to close its sandbox when asked to stop


class WorkerDied(RuntimeError):
    """A task's worker process died on every try; the message says how."""


class LocalExecutor(Executor):
    """`workers` processes, each of which calls ``initializer(*initargs)`` once and then the tasks given to it.

    When an initializer raises, every future gets a `BrokenExecutor` with its message. A process without a task for
    `idle` seconds ends, and a new one takes its place at the next task.
    """

    def __init__(
        self, workers: int, initializer: Callable | None = None, initargs: tuple = (), idle: float | None = None
    ):
        if workers < 1:
            raise ValueError(f"at least one worker is needed, not {workers}")
        self._setup = (initializer, initargs)
        self._idle = idle
        self.ahead = max(AHEAD, 4 * workers)
        self._tasks: queue.SimpleQueue = queue.SimpleQueue()
        self._lock = threading.Lock()
        self._closed = False
        self._killed = False
        self._broken = ""
        self._processes: dict[threading.Thread, subprocess.Popen] = {}
        self._threads = [threading.Thread(target=self._serve, name=f"worker-{n}", daemon=True) for n in range(workers)]
        for thread in self._threads:
            thread.start()

    def submit(self, fn, /, *args, **kwargs) -> Future:
        future: Future = Future()
        with self._lock:
            if self._closed:
                raise RuntimeError("the executor is shut down")
            self._tasks.put((future, (fn, args, kwargs)))
        return future

    def shutdown(self, wait: bool = True, *, cancel_futures: bool = False) -> None:
        with self._lock:
            if not self._closed:
                self._closed = True
                if cancel_futures:
                    self._cancel_waiting()
                for _ in self._threads:
                    self._tasks.put(None)
        if wait:
            for thread in self._threads:
                thread.join()

    def kill(self) -> None:
        """Stop at once: running tasks fail with `WorkerDied`, waiting ones are cancelled."""
        self._killed = True
        with self._lock:
            for process in self._processes.values():
                process.kill()
        self.shutdown(cancel_futures=True)

    def _cancel_waiting(self) -> None:
        with contextlib.suppress(queue.Empty):
            while True:
                if (task := self._tasks.get_nowait()) is not None:
                    task[0].cancel()

    def _serve(self) -> None:
        """One worker's life, in a thread that lives as long: the system kills a child whose parent *thread* ends."""
        worker = None
        while True:
            try:
                task = self._tasks.get(timeout=self._idle if worker is not None else None)
            except queue.Empty:
                self._stop(worker)
                worker = None
                continue
            if task is None:
                break
            future, call = task
            if not future.set_running_or_notify_cancel():
                continue
            try:
                worker = self._attempt(worker, future, call)
            except BaseException as error:
                worker = None  # `_attempt` raises only after the worker has gone
                future.set_exception(error)
        if worker is not None:
            self._stop(worker)

    def _attempt(self, worker: Connection | None, future: Future, call: tuple) -> Connection | None:
        for _ in range(TRIES):
            if self._killed or self._broken:
                break
            worker = worker or self._start()
            if worker is None:
                break
            try:
                worker.send(call)
                succeeded, outcome = worker.recv()
            except (EOFError, OSError):
                died = self._stop(worker)
                worker = None
                continue
            if succeeded:
                future.set_result(outcome)
            else:
                future.set_exception(outcome)
            return worker
        if self._killed:
            raise WorkerDied("grading was stopped")
        if self._broken:
            raise BrokenExecutor(self._broken)
        raise WorkerDied(f"the grading process died {TRIES} times on this submission ({died})")

    def _start(self) -> Connection | None:
        """A new worker, initialised; None where that failed or the executor was killed meanwhile."""
        ours, theirs = socket.socketpair()
        with ours, theirs:
            command = [sys.executable, "-m", "course.autograder.worker", str(theirs.fileno()), str(os.getpid())]
            with self._lock:
                if self._killed:
                    return None
                process = subprocess.Popen(command, pass_fds=[theirs.fileno()], stdin=subprocess.DEVNULL)
                self._processes[threading.current_thread()] = process
            worker = Connection(ours.detach())
        try:
            worker.send(self._setup)
            succeeded, outcome = worker.recv()
        except (EOFError, OSError):
            succeeded, outcome = False, "a grading process died while starting"
        if not succeeded:
            self._broken = self._broken or str(outcome)
            self._stop(worker)
            return None
        return worker

    def _stop(self, worker: Connection) -> str:
        """Close the connection, which ends the worker; returns how it ended."""
        worker.close()
        with self._lock:
            process = self._processes.pop(threading.current_thread())
        try:
            code = process.wait(PATIENCE)
        except subprocess.TimeoutExpired:
            process.kill()
            code = process.wait()
        return f"signal {-code}" if code < 0 else f"exit code {code}"
