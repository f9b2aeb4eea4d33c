"""A dask cluster of the tests' own: a scheduler and workers, each a process that can be killed."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
import time
from collections.abc import Mapping, Sequence
from pathlib import Path

import tasks

PATIENCE = 60


class DaskCluster:
    """Processes of ``dask scheduler`` and ``dask worker`` that keep their files in `place`; a context manager.

    `options` are those of both commands, such as the ones for TLS.
    """

    def __init__(self, place: Path, options: Sequence[str] = (), protocol: str = "tcp"):
        self.place, self.options, self.protocol = place, options, protocol
        self.processes: list[subprocess.Popen] = []
        self.scheduler: subprocess.Popen | None = None
        self.port = 0

    def __enter__(self) -> DaskCluster:
        self.place.mkdir()
        try:
            self.start_scheduler()
        except BaseException:
            self.__exit__()
            raise
        return self

    def __exit__(self, *_) -> None:
        for process in reversed(self.processes):
            process.send_signal(signal.SIGKILL)
            process.wait()

    @property
    def address(self) -> str:
        return f"{self.protocol}://127.0.0.1:{self.port}"

    def start_scheduler(self) -> None:
        """A scheduler; one that replaces another gets its address."""
        host = f"{self.protocol}://127.0.0.1"
        self.scheduler = self._start("scheduler", "--host", host, "--port", str(self.port), "--no-show")
        self.port = int(self._in_log(r"Scheduler at: +\S+:(\d+)", 1)[0])

    def start_worker(self, environment: Mapping[str, str] | None = None, *options: str) -> subprocess.Popen:
        """A worker with one slot; wait for it with `wait_for`."""
        options = options or ("--no-nanny",)
        arguments = [self.address, "--nthreads", "1", "--local-directory", str(self.place), *options]
        return self._start("worker", *arguments, environment=environment)

    def wait_for(self, workers: int) -> None:
        """Until so many workers have joined since the scheduler started."""
        self._in_log("Register worker", workers)

    def _in_log(self, pattern: str, times: int) -> list[str]:
        """What the scheduler's log says `times` times, as soon as it does."""
        deadline = time.monotonic() + PATIENCE
        while len(found := re.findall(pattern, (self.place / "scheduler.log").read_text())) < times:
            assert time.monotonic() < deadline, f"{self.place} never said {pattern}"
            time.sleep(0.05)
        return found

    def _start(self, what: str, *arguments: str, environment: Mapping[str, str] | None = None) -> subprocess.Popen:
        command = [sys.executable, "-m", "dask", what, *arguments, "--no-dashboard", *self.options]
        variables = os.environ | {"PYTHONPATH": str(Path(tasks.__file__).parent)} | (environment or {})
        with (self.place / f"{what}.log").open("wb" if what == "scheduler" else "ab") as log:
            process = subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=log, stderr=log, env=variables)
        self.processes.append(process)
        return process
