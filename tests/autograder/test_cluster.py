"""Does a dask cluster grade as this machine does, refuse what does not fit, and lose nothing with a worker?"""

from __future__ import annotations

import os
import subprocess
import sys
from concurrent.futures import BrokenExecutor, wait
from pathlib import Path
from types import SimpleNamespace

import pytest
import tasks
from class_of_small_course import grade, hand_in, left_behind
from click.testing import CliRunner
from dask_cluster import DaskCluster
from processes import descendants
from small_course import LESSON, learners_notebook, submit

from course.autograder import cluster as cluster_module
from course.autograder import cluster_worker, local
from course.autograder.cluster import Cluster, ClusterExecutor, ClusterLost
from course.autograder.cluster_worker import GradingPlugin, Unfit
from course.autograder.executor import WorkerDied
from course.cli import main


@pytest.fixture(scope="module")
def cluster(tmp_path_factory):
    """Two workers, of which the first is looked after by a nanny."""
    with DaskCluster(tmp_path_factory.mktemp("dask") / "cluster") as cluster:
        cluster.workers = [cluster.start_worker(None, "--nanny"), cluster.start_worker()]
        cluster.wait_for(2)
        yield cluster


@pytest.fixture
def empty_cluster(tmp_path):
    """A scheduler without workers."""
    with DaskCluster(tmp_path / "cluster") as cluster:
        yield cluster


def test_a_cluster_leaves_behind_what_this_machine_does(folder, template, tmp_path, cluster):
    """And afterwards no grading process and no sandbox on it."""
    hand_in(folder.root, 8)
    code, said, complaints = grade(folder, "--scheduler", cluster.address)
    assert code == 1, complaints
    assert "8 submissions" in said
    assert not [one for one in descendants(cluster.workers[1].pid) if "course" in command_of(one)]
    on_cluster = left_behind(folder)
    grade(folder, "--fresh")
    assert left_behind(folder) == on_cluster


def command_of(process: int) -> str:
    return Path(f"/proc/{process}/cmdline").read_text()


def test_processes_are_kept_between_tasks(cluster):
    """Forty calls are several tasks for each worker, but never more than one process for each slot."""
    with ClusterExecutor(Cluster(cluster.address), tasks.start, ("ready",), expected=40) as executor:
        words = [executor.submit(tasks.word) for _ in range(20)]
        processes = {future.result() for future in [executor.submit(tasks.pid) for _ in range(20)]}
        assert {future.result() for future in words} == {"ready"}
    assert len(processes) <= 2


def test_exceptions_and_deaths_harm_no_neighbour(cluster):
    """A call that kills its process fails alone; one that kills the worker itself too, when it has killed several."""
    with ClusterExecutor(Cluster(cluster.address), tasks.start, ("ready",)) as executor:
        wrong, deadly = executor.submit(tasks.fail, "wrong"), executor.submit(tasks.die)
        fine = [executor.submit(tasks.pid) for _ in range(5)]
        with pytest.raises(ValueError, match="wrong"):
            wrong.result()
        with pytest.raises(WorkerDied, match="signal 9"):
            deadly.result()
        assert all(future.result() for future in fine)


def test_a_call_that_kills_workers_fails_alone(tmp_path, monkeypatch):
    monkeypatch.setenv("DASK_DISTRIBUTED__SCHEDULER__ALLOWED_FAILURES", "0")
    with DaskCluster(tmp_path / "cluster") as cluster:
        cluster.start_worker(None, "--nanny")
        cluster.wait_for(1)
        with ClusterExecutor(Cluster(cluster.address), tasks.start, ("ready",)) as executor:
            deadly = executor.submit(tasks.die_with_parent)
            fine = [executor.submit(tasks.pid) for _ in range(3)]
            with pytest.raises(WorkerDied, match="all those workers died"):
                deadly.result()
            assert all(future.result() for future in fine)


def test_a_worker_with_other_versions_is_refused_with_the_fix(folder, empty_cluster, tmp_path):
    """numpy and the course package of the worker pretend to be others."""
    older = tmp_path / "older"
    older.mkdir()
    (older / "sitecustomize.py").write_text("import numpy, course\nnumpy.__version__ = '1.0'\ncourse.__version__ = '0'")
    path = os.pathsep.join([str(older), str(Path(tasks.__file__).parent)])
    empty_cluster.start_worker({"PYTHONPATH": path})
    empty_cluster.wait_for(1)
    submit(folder.root, "ann", learners_notebook())
    code, _, complaints = grade(folder, "--scheduler", empty_cluster.address)
    assert code == 3
    assert "has numpy 1.0 instead of" in complaints
    assert "course 0, engine" in complaints
    assert "Install there what this machine has" in complaints
    assert not left_behind(folder)[1]


def test_a_worker_that_joins_later_with_other_versions_answers_nothing(monkeypatch):
    plugin = GradingPlugin(tasks.start, ("ready",))
    monkeypatch.setattr(cluster_worker, "versions", lambda: plugin.versions | {"numpy": "1.0"})
    worker = SimpleNamespace(address="tcp://10.0.0.9:1", state=SimpleNamespace(nthreads=1))
    with pytest.raises(Unfit, match=r"numpy 1\.0"):
        plugin.setup(worker)
    with pytest.raises(Unfit, match=r"tcp://10\.0\.0\.9:1"):
        plugin.answers([(tasks.pid, (), {})])
    plugin.teardown(worker)


def test_a_changed_package_is_another_version(monkeypatch, tmp_path):
    """An instructor's new exercise changes no version number."""
    (tmp_path / "one.py").write_text("x = 1")
    monkeypatch.setattr(cluster_worker, "PACKAGE", tmp_path)
    before = cluster_worker._digest_of_package()
    (tmp_path / "one.py").write_text("x = 2")
    assert cluster_worker._digest_of_package() != before


def test_a_worker_without_bubblewrap_is_refused(folder, empty_cluster):
    empty_cluster.start_worker({"PATH": "/nowhere"})
    empty_cluster.wait_for(1)
    submit(folder.root, "ann", learners_notebook())
    code, _, complaints = grade(folder, "--scheduler", empty_cluster.address)
    assert code == 3
    assert f"worker {empty_cluster.protocol}://127.0.0.1:" in complaints
    assert "bubblewrap is not installed" in complaints


def test_a_scheduler_without_workers_says_how_to_start_some(empty_cluster, monkeypatch):
    monkeypatch.setattr(cluster_module, "PATIENCE", 2.0)
    with pytest.raises(BrokenExecutor, match=f"has no worker.*dask worker {empty_cluster.address}"):
        ClusterExecutor(Cluster(empty_cluster.address), tasks.start, ("ready",))


def test_no_scheduler_is_said(monkeypatch):
    monkeypatch.setattr(cluster_module, "PATIENCE", 1.0)
    with pytest.raises(BrokenExecutor, match=r"No dask scheduler can be reached at tcp://127\.0\.0\.1:9"):
        ClusterExecutor(Cluster("tcp://127.0.0.1:9"), tasks.start, ("ready",))


def test_a_cluster_that_lost_its_last_worker_is_given_up(empty_cluster, monkeypatch):
    monkeypatch.setattr(cluster_module, "ALONE", 1.0)
    worker = empty_cluster.start_worker()
    empty_cluster.wait_for(1)
    executor = ClusterExecutor(Cluster(empty_cluster.address), tasks.start, ("ready",))
    futures = [executor.submit(tasks.sleep, 60), executor.submit(tasks.pid)]
    worker.kill()
    wait(futures, timeout=60)
    for future in [*futures, executor.submit(tasks.pid)]:
        with pytest.raises(ClusterLost, match=r"lost its last worker.*run the same command again"):
            future.result(0)
    executor.kill()
    with pytest.raises(RuntimeError, match="shut down"):
        executor.submit(tasks.pid)


@pytest.fixture(scope="module")
def certificates(tmp_path_factory) -> Path:
    """An authority and one certificate signed by it, as PEM files."""
    place = tmp_path_factory.mktemp("certificates")

    def openssl(*arguments: str) -> None:
        subprocess.run(["openssl", *arguments], cwd=place, check=True, capture_output=True)

    new = ["req", "-newkey", "rsa:2048", "-nodes"]
    openssl(*new, "-x509", "-days", "2", "-subj", "/CN=authority", "-keyout", "authority.key", "-out", "authority.pem")
    openssl(*new, "-subj", "/CN=cluster", "-keyout", "key.pem", "-out", "request.pem")
    signing = ["-CA", "authority.pem", "-CAkey", "authority.key", "-CAcreateserial", "-days", "2"]
    openssl("x509", "-req", "-in", "request.pem", *signing, "-out", "certificate.pem")
    return place


def test_a_cluster_behind_tls(folder, certificates, tmp_path, monkeypatch):
    """It is reached with the files that fit, and not with tcp:// or the certificate of a stranger."""
    files = {name: str(certificates / file) for name, file in PEM_FILES.items()}
    options = [word for pair in files.items() for word in pair]
    submit(folder.root, "ann", learners_notebook())
    with DaskCluster(tmp_path / "cluster", options, "tls") as cluster:
        cluster.start_worker()
        cluster.wait_for(1)
        code, _, complaints = grade(folder, "--scheduler", cluster.address, *options)
        assert code == 0, complaints
        monkeypatch.setattr(cluster_module, "PATIENCE", 2.0)
        with pytest.raises(BrokenExecutor, match="can be reached"):
            Cluster(cluster.address.replace("tls://", "tcp://")).connect()
        stranger = certificates / "authority.key"
        with pytest.raises(BrokenExecutor, match="TLS files"):
            Cluster(cluster.address, files["--tls-ca-file"], files["--tls-cert"], str(stranger)).connect()


@pytest.mark.parametrize(
    ("address", "exposed"),
    [
        ("tcp://10.0.0.1:1", True),
        ("tcp://127.0.0.1:1", False),
        ("tcp://localhost:1", False),
        ("tls://10.0.0.1:1", False),
    ],
)
def test_work_that_travels_in_the_clear_is_known(address, exposed):
    assert Cluster(address).exposed == exposed


PEM_FILES = {"--tls-ca-file": "authority.pem", "--tls-cert": "certificate.pem", "--tls-key": "key.pem"}


@pytest.mark.parametrize(
    ("options", "message"),
    [
        (["--scheduler", "somewhere:8786"], "must be tcp://HOST:PORT"),
        (["--scheduler", "tls://somewhere:8786"], "all three"),
        (["--scheduler", "tcp://somewhere:8786", "--tls-cert", __file__], "tcp:// takes none"),
        (["--scheduler", "tcp://somewhere:8786", "--workers", "2"], "--workers is for this machine"),
        (["--tls-cert", __file__], "belong to --scheduler"),
        (["--scheduler", "tls://somewhere:8786", "--tls-cert", "/no/such/file"], "does not exist"),
    ],
)
def test_options_that_do_not_fit_together(options, message):
    done = CliRunner().invoke(main, ["grade", LESSON, *options])
    assert done.exit_code == 2
    assert message in done.output


def test_without_dask_the_command_names_the_extra(monkeypatch):
    for module in ("distributed", "course.autograder.cluster"):
        monkeypatch.setitem(sys.modules, module, None)
    done = CliRunner().invoke(main, ["grade", LESSON, "--scheduler", "tcp://somewhere:8786"])
    assert done.exit_code == 2
    assert 'pip install -e ".[cluster]"' in done.output


def test_a_worker_needs_no_instructors_package():
    """What a worker imports to grade comes with the package itself."""
    program = f"import sys, {local.__name__}, {cluster_worker.__name__}\nprint(*sys.modules)"
    loaded = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True).stdout.split()
    assert not {"nbgrader", "sqlalchemy", "jupyter_core", "bleach", "latex2mathml"}.intersection(loaded)
