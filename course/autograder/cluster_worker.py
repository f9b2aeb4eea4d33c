"""What a dask.distributed worker keeps between tasks: a plugin with one grading process for each of its slots."""

from __future__ import annotations

import hashlib
import pickle
import platform
from collections.abc import Callable
from concurrent.futures import BrokenExecutor
from functools import cache

import numpy
from distributed import Worker, WorkerPlugin, get_worker

import course
from course.autograder.containment import PACKAGE
from course.autograder.executor import LocalExecutor
from course.autograder.keys import ENGINE

IDLE = 60.0  # seconds after which processes without work end, should the coordinator be gone without a word


class Unfit(Exception):
    """A worker that must not grade; the message says which, why and what to do."""


class GradingPlugin(WorkerPlugin):
    """Sent once to every worker, those that join later too; tasks find it by its name.

    The processes are those of a `LocalExecutor`: a submission that kills one harms neither the worker nor a neighbour,
    and all of them end with the worker.
    """

    def __init__(self, initializer: Callable, initargs: tuple):
        self.initializer, self.initargs, self.versions = initializer, initargs, versions()

    def setup(self, worker: Worker) -> None:
        """Called on the worker. Raises Unfit where it would not grade as the coordinator's own machine does."""
        self.place, self.executor = worker.address, None
        self.refuse_other_versions()
        self.executor = LocalExecutor(worker.state.nthreads, self.initializer, self.initargs, IDLE)

    def teardown(self, worker: Worker) -> None:
        if self.executor is not None:
            self.executor.kill()

    def refuse_other_versions(self) -> None:
        pairs = [(name, mine, versions()[name]) for name, mine in self.versions.items()]
        differing = [f"{name} {here} instead of {mine}" for name, mine, here in pairs if here != mine]
        if differing:
            raise Unfit(
                f"The worker {self.place} has {', '.join(differing)}. Install there what this machine has (the same "
                "files of the course package, the same requirements.txt), start the worker again, then grade."
            )

    def answers(self, calls: list[tuple]) -> list[tuple[bool, object]]:
        """The outcome of each ``(function, args, kwargs)``, in order: (True, value) or (False, exception)."""
        self.refuse_other_versions()
        return [self._answer(*call) for call in calls]

    def _answer(self, function: Callable, args: tuple, kwargs: dict) -> tuple[bool, object]:
        try:
            return True, self.executor.submit(function, *args, **kwargs).result()
        except BrokenExecutor as error:
            raise Unfit(f"The worker {self.place} cannot grade: {error}") from error
        except Exception as error:
            return False, error


def answers(plugin: str, calls: bytes) -> list[tuple[bool, object]]:
    """A task of the cluster: pickled `calls`, answered by a plugin of the worker that runs it."""
    return get_worker().plugins[plugin].answers([pickle.loads(call) for call in pickle.loads(calls)])


@cache
def versions() -> dict[str, str]:
    """What two machines must have in common to give the same result for the same submission."""
    return {
        "Python": ".".join(platform.python_version_tuple()[:2]),
        "numpy": numpy.__version__,
        "course": f"{course.__version__}, engine {ENGINE}, files {_digest_of_package()}",
    }


def _digest_of_package() -> str:
    """A short hash of the package's modules: instructors add exercises and mistakes to it without a new version."""
    digest = hashlib.sha256()
    for path in sorted(PACKAGE.rglob("*.py")):
        digest.update(f"{path.relative_to(PACKAGE)}\n".encode() + path.read_bytes())
    return digest.hexdigest()[:12]
