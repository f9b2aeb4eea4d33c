"""What does a cluster cost its coordinator? `course grade --scheduler` on hosts made of network namespaces (as root).

    python bench/hosts.py [--lesson 2_two_layers_one_example] [--students 200] [--hosts 1 2 4]

Every host is a namespace with a network of its own, joined to this machine by a bridge, and runs one dask worker with
one slot. The hosts share this machine's cores: that more of them are faster is to be seen only up to that number. What
carries over to real clusters is what a submission costs outside of the workers: the CPU time of the scheduler and of
the coordinator (of the latter from the first transaction on), and the bytes on the wire. The coordinator is one process
that waits for Python's lock, so the inverse of its CPU time bounds the submissions a second of any cluster.
"""

from __future__ import annotations

import argparse
import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from grading import COURSE, graded, make_course
from measure import cpu_of, is_runner, parent

from course.autograder.processes import descendants

BRIDGE, NETWORK, PORT = "course-bridge", "10.83.0", 8786
DASK = [sys.executable, "-m", "dask"]
LOOK_EVERY = 0.2


def ip(*words: str) -> None:
    subprocess.run(["ip", *words], check=True)


@contextmanager
def hosts(count: int) -> Iterator[list[str]]:
    """The names of `count` network namespaces, each with an address in NETWORK; gone afterwards."""
    names = [f"course-host-{number}" for number in range(count)]
    ip("link", "add", BRIDGE, "type", "bridge")
    try:
        ip("address", "add", f"{NETWORK}.1/24", "dev", BRIDGE)
        ip("link", "set", BRIDGE, "up")
        for number, name in enumerate(names):
            ip("netns", "add", name)
            ip("link", "add", f"course-{number}", "type", "veth", "peer", "name", "eth0", "netns", name)
            ip("link", "set", f"course-{number}", "master", BRIDGE, "up")
            ip("-n", name, "address", "add", f"{NETWORK}.{10 + number}/24", "dev", "eth0")
            ip("-n", name, "link", "set", "eth0", "up")
            ip("-n", name, "link", "set", "lo", "up")
        yield names
    finally:
        for name in names:
            subprocess.run(["ip", "netns", "delete", name], check=False)
        ip("link", "delete", BRIDGE)


@contextmanager
def cluster(names: list[str], place: Path) -> Iterator[tuple[subprocess.Popen, list[subprocess.Popen]]]:
    """A scheduler on this machine and a worker on each host."""
    place.mkdir()
    address = f"tcp://{NETWORK}.1:{PORT}"
    worker = [*DASK, "worker", address, "--nthreads=1", "--no-nanny", "--no-dashboard", f"--local-directory={place}"]
    with (place / "log").open("wb") as log:

        def start(*command: str) -> subprocess.Popen:
            processes.append(subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=log, stderr=log))
            return processes[-1]

        processes: list[subprocess.Popen] = []
        try:
            start(*DASK, "scheduler", f"--host={address}", "--no-show", "--no-dashboard")
            for name in names:
                start("ip", "netns", "exec", name, *worker)
            while (place / "log").read_text().count("Register worker") < len(names):
                time.sleep(LOOK_EVERY)
            yield processes[0], processes[1:]
        finally:
            for process in processes:
                process.kill()
            for process in processes:
                process.wait()


def wire_bytes() -> int:
    """Bytes that went over the bridge's cables, to hosts and from them."""
    counters = Path("/sys/class/net").glob("course-[0-9]*/statistics/[rt]x_bytes")
    return sum(int(counter.read_text()) for counter in counters)


def cpu_below(processes: list[subprocess.Popen]) -> dict[int, float]:
    """CPU seconds so far of the workers, their grading processes and their sandboxes."""
    family = [one for process in processes for one in (process.pid, *descendants(process.pid))]
    return {one: cpu_of(one) for one in family if not is_runner(one) or not is_runner(parent(one))}


def run(course: Path, lesson: str, count: int, scratch: Path) -> str:
    """A row of the table: the class on `count` hosts."""
    students = len(list((course / "submitted").iterdir()))
    with hosts(count) as names, cluster(names, scratch / "dask") as (scheduler, workers):
        before, wire = cpu_of(scheduler.pid), wire_bytes()
        worked: dict[int, float] = {}
        coordinated = first = 0.0
        recorded = 0
        with (course / "bench.log").open("wb") as log:
            command = [*COURSE, lesson, f"--scheduler=tcp://{NETWORK}.1:{PORT}"]
            grading = subprocess.Popen(command, cwd=course, stdout=log, stderr=log)
            while grading.poll() is None:
                worked |= cpu_below(workers)
                coordinated = cpu_of(grading.pid) or coordinated
                if not recorded and (recorded := len(list((course / "autograded").glob("*")))):
                    first = coordinated
                time.sleep(LOOK_EVERY)
        scheduled, wire = cpu_of(scheduler.pid) - before, wire_bytes() - wire
    if graded(course, lesson) != students:
        raise RuntimeError(f"not everything was graded:\n{(course / 'bench.log').read_text()[-2000:]}")
    results = sorted(path.stat().st_mtime for path in (course / ".course" / "results" / lesson).glob("*.json"))
    rate = (len(results) - 1) / (results[-1] - results[0])
    coordinator = (coordinated - first) / (students - recorded)
    return (
        f"| {count} | {rate:.1f} | {1000 * sum(worked.values()) / students:.0f} ms | {1000 * coordinator:.1f} ms "
        f"| {1000 * scheduled / students:.1f} ms | {wire / students / 1000:.0f} kB | {1 / coordinator:.0f} |"
    )


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--lesson", default="2_two_layers_one_example")
    options.add_argument("--students", type=int, default=200)
    options.add_argument("--hosts", type=int, nargs="+", default=[1, 2, 4])
    chosen = options.parse_args()
    if os.geteuid() != 0:
        raise SystemExit("Only root can make network namespaces: run it as root, or leave it out.")
    rows = []
    with tempfile.TemporaryDirectory(prefix="bench-hosts-") as scratch:
        course = make_course(Path(scratch) / "course", chosen.lesson, chosen.students)
        for count in chosen.hosts:
            place = shutil.copytree(course, Path(scratch) / f"on-{count}")
            (Path(scratch) / f"run-{count}").mkdir()
            rows.append(run(place, chosen.lesson, count, Path(scratch) / f"run-{count}"))
            print(rows[-1], file=sys.stderr)
    print(f"\n{chosen.lesson}, class of {chosen.students}, hosts on {os.cpu_count()} shared cores\n")
    print("| hosts | a second | workers' CPU each | coordinator's | scheduler's | wire | at most a second |")
    print("|---|---|---|---|---|---|---|")
    print("\n".join(rows))


if __name__ == "__main__":
    main()
