"""Do worker processes answer, survive each other's deaths, and die with the coordinator?"""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import textwrap
import time
from concurrent.futures import BrokenExecutor, wait
from pathlib import Path

import pytest
import tasks
from processes import runs

from course.autograder.executor import LocalExecutor, WorkerDied


@pytest.fixture(autouse=True)
def importable(monkeypatch):
    """Workers are new interpreters and find the tasks by PYTHONPATH."""
    monkeypatch.setenv("PYTHONPATH", str(Path(tasks.__file__).parent))


def test_every_worker_is_initialised_once_and_kept():
    with LocalExecutor(2, tasks.start, ("ready",)) as executor:
        answers = [executor.submit(tasks.word) for _ in range(10)]
        processes = {future.result() for future in [executor.submit(tasks.pid) for _ in range(20)]}
        assert {future.result() for future in answers} == {"ready"}
        assert len(processes) <= 2
        assert os.getpid() not in processes


def test_exceptions_come_back_as_they_are():
    with LocalExecutor(1) as executor:
        with pytest.raises(ValueError, match="wrong"):
            executor.submit(tasks.fail, "wrong").result()
        with pytest.raises(RuntimeError, match="Awkward: 1 2"):
            executor.submit(tasks.fail_awkwardly).result()


def test_a_task_whose_worker_died_is_tried_again(tmp_path):
    with LocalExecutor(1) as executor:
        assert executor.submit(tasks.die_once, str(tmp_path / "marker")).result() == "alive"


def test_a_task_that_kills_its_worker_fails_alone():
    with LocalExecutor(1) as executor:
        deadly = executor.submit(tasks.die)
        others = [executor.submit(tasks.pid) for _ in range(10)]
        with pytest.raises(WorkerDied, match="signal 9"):
            deadly.result()
        assert all(future.result() for future in others)


def test_a_worker_that_cannot_start_says_why():
    with LocalExecutor(2, tasks.refuse) as executor:
        futures = [executor.submit(tasks.pid) for _ in range(5)]
        for future in futures:
            with pytest.raises(BrokenExecutor, match="no isolation on this machine"):
                future.result()


def test_kill_stops_at_once():
    executor = LocalExecutor(1)
    running, waiting = executor.submit(tasks.sleep, 60), executor.submit(tasks.pid)
    deadline = time.monotonic() + 30
    while not running.running() and time.monotonic() < deadline:
        time.sleep(0.01)
    begin = time.monotonic()
    executor.kill()
    assert time.monotonic() - begin < 10
    assert waiting.cancelled()
    with pytest.raises(WorkerDied, match="stopped"):
        running.result()
    with pytest.raises(RuntimeError, match="shut down"):
        executor.submit(tasks.pid)


def test_shutdown_leaves_no_process_and_no_descriptor():
    before = set(os.listdir("/proc/self/fd"))
    with LocalExecutor(2) as executor:
        wait([executor.submit(tasks.pid) for _ in range(4)])
        processes = {executor.submit(tasks.pid).result() for _ in range(4)}
    assert set(os.listdir("/proc/self/fd")) == before
    assert not any(Path(f"/proc/{process}").exists() for process in processes)


def test_workers_die_with_a_killed_coordinator():
    """SIGKILL gives the coordinator no chance to tidy up."""
    script = textwrap.dedent("""
        import tasks, time
        from course.autograder.executor import LocalExecutor
        executor = LocalExecutor(1)
        print(executor.submit(tasks.pid).result(), flush=True)
        executor.submit(tasks.sleep, 60)
        time.sleep(60)
    """)
    coordinator = subprocess.Popen([sys.executable, "-c", script], stdout=subprocess.PIPE, text=True)
    with coordinator:
        worker = int(coordinator.stdout.readline())
        coordinator.send_signal(signal.SIGKILL)
        coordinator.wait()
    deadline = time.monotonic() + 10
    while runs(worker) and time.monotonic() < deadline:
        time.sleep(0.05)
    assert not runs(worker)


def test_an_idle_worker_ends_and_another_takes_its_place():
    with LocalExecutor(1, tasks.start, ("ready",), idle=0.2) as executor:
        first = executor.submit(tasks.pid).result()
        deadline = time.monotonic() + 30
        while runs(first) and time.monotonic() < deadline:
            time.sleep(0.02)
        assert not runs(first)
        assert executor.submit(tasks.word).result() == "ready"
