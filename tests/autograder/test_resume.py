"""Whatever is killed while a class is graded: is the gradebook in the end that of an undisturbed run, row for row?"""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import time
from pathlib import Path

import pytest
from class_of_small_course import PATIENCE, hand_in, kept, left_behind, start_grading
from dask_cluster import DaskCluster

from course.autograder.folder import CourseFolder

STOPPED = 4


@pytest.fixture(scope="module")
def undisturbed(template, tmp_path_factory) -> tuple:
    """What a run that nothing happens to leaves behind."""
    root = tmp_path_factory.mktemp("undisturbed") / "course"
    shutil.copytree(template, root)
    hand_in(root)
    folder = CourseFolder.open(root)
    finish(folder)
    return left_behind(folder)


@pytest.fixture
def class_folder(folder) -> CourseFolder:
    hand_in(folder.root)
    return folder


@pytest.fixture
def cluster(tmp_path) -> DaskCluster:
    """Two workers with one slot each."""
    with DaskCluster(tmp_path / "cluster") as cluster:
        cluster.workers = [cluster.start_worker(), cluster.start_worker()]
        cluster.wait_for(2)
        yield cluster


def finish(folder: CourseFolder, *arguments: str) -> None:
    """Run to the end; the class has members whose work cannot be read, hence exit code 1."""
    with start_grading(folder, *arguments) as running:
        said = running.communicate(timeout=PATIENCE)[1]
    assert running.returncode == 1, said
    assert kept(folder) == 24


def in_mid_run(folder: CourseFolder, *arguments: str) -> subprocess.Popen:
    """A run of which some results are there and some are not."""
    running = start_grading(folder, *arguments)
    deadline = time.monotonic() + PATIENCE
    while kept(folder) < 3 and running.poll() is None and time.monotonic() < deadline:
        time.sleep(0.01)
    assert 3 <= kept(folder) < 24
    return running


def test_a_killed_worker(class_folder, cluster, undisturbed):
    """The others take over; nobody has to do anything."""
    with in_mid_run(class_folder, "--scheduler", cluster.address) as running:
        cluster.workers[0].send_signal(signal.SIGKILL)
        said = running.communicate(timeout=PATIENCE)[1]
    assert running.returncode == 1, said
    assert left_behind(class_folder) == undisturbed


def test_a_killed_scheduler(class_folder, cluster, undisturbed):
    """The run says that it is over and how to go on; what had come back is kept."""
    with in_mid_run(class_folder, "--scheduler", cluster.address) as running:
        cluster.scheduler.send_signal(signal.SIGKILL)
        said = running.communicate(timeout=PATIENCE)[1]
    assert running.returncode == STOPPED
    assert "is lost" in said
    assert "run the same command again" in said
    assert 3 <= kept(class_folder) < 24
    cluster.start_scheduler()
    cluster.start_worker()
    finish(class_folder, "--scheduler", cluster.address)
    assert left_behind(class_folder) == undisturbed


@pytest.mark.parametrize("database", ["postgresql"], indirect=True)
def test_a_killed_coordinator(class_folder, cluster, undisturbed):
    with in_mid_run(class_folder, "--scheduler", cluster.address) as running:
        running.send_signal(signal.SIGKILL)
    assert 3 <= kept(class_folder) < 24
    finish(class_folder, "--scheduler", cluster.address)
    assert left_behind(class_folder) == undisturbed


@pytest.fixture
def small_disk(tmp_path) -> Path:
    """A file system of a few megabytes."""
    place = tmp_path / "disk"
    place.mkdir()
    subprocess.run(["mount", "-t", "tmpfs", "-o", "size=8m", "tmpfs", place], check=True)
    yield place
    subprocess.run(["umount", place], check=True)


@pytest.mark.skipif(os.geteuid() != 0, reason="only root can mount a small disk")
@pytest.mark.parametrize("room", [20_000, 200_000])
def test_a_full_disk(template, small_disk, undisturbed, room):
    """With room for no result and with room for some: the run says what is full; with room again it goes on."""
    root = small_disk / "course"
    shutil.copytree(template, root)
    hand_in(root)
    folder = CourseFolder.open(root)
    filler = small_disk / "filler"
    filler.write_bytes(bytes(shutil.disk_usage(small_disk).free - room))
    with start_grading(folder) as running:
        said = running.communicate(timeout=PATIENCE)[1]
    assert running.returncode == STOPPED, said
    assert "No space left" in said or "full" in said or "disk I/O error" in said
    assert "Traceback" not in said
    assert left_behind(folder) != undisturbed
    filler.unlink()
    finish(folder)
    assert left_behind(folder) == undisturbed


@pytest.mark.parametrize("database", ["postgresql"], indirect=True)
def test_a_database_that_is_restarted(class_folder, postgresql, undisturbed):
    """The run waits until the server is back."""
    with in_mid_run(class_folder) as running:
        postgresql.stop()
        time.sleep(3)
        postgresql.start()
        said = running.communicate(timeout=PATIENCE)[1]
    assert running.returncode == 1, said
    assert left_behind(class_folder) == undisturbed
