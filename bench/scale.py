"""Does the cost of a submission stay the same from a seminar to a MOOC? `course grade` on one machine, by class size.

    python bench/scale.py [--lesson 2_two_layers_one_example] [--sizes 10 100 1000] [--workers 2] [--ready]
                          [--database postgresql+psycopg://teacher@/empty]

Each class is the sample class repeated to size, every copy with a comment of its own, so that nothing is graded twice.
Wall time is taken from the first result to the last. CPU time is that of all processes, start-up included, and that of
the coordinator, which reads, keeps and records, from the first transaction on (nan where there is but one). Other files
are the results kept, the graded notebooks and the submissions. Of the largest class there is also a table over time.
10,000 submissions take seven minutes on two quiet cores.

With `--ready` the results lie in the cache before the run, so that only the coordinator's part is measured, which is
what a cluster cannot share out: reading, finding the result, recording. A seventh of the time.

With `--database` one class is recorded in that database, which must be empty, instead of a file of SQLite.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass, replace
from pathlib import Path

from grading import COURSE, graded, make_course
from measure import cpu_of, is_runner, parent

from course.autograder.cache import ResultCache
from course.autograder.collected import Collected
from course.autograder.folder import CourseFolder
from course.autograder.grading import Grading
from course.autograder.processes import descendants, proportional

LOOK_EVERY = 1.0
WINDOWS = 10
ROLES = ("coordinator", "workers", "sandboxes")


@dataclass(frozen=True)
class Look:
    """A running `course grade` at one moment: memory in bytes and CPU seconds by role, and the gradebook's size."""

    time: float
    memory: dict[str, float]
    cpu: dict[str, float]
    gradebook: int


@dataclass(frozen=True)
class Run:
    """One class: the looks at it, when each result was there (or recorded, with --ready) and each notebook written."""

    size: int
    seconds: float
    looks: list[Look]
    done: list[float]
    written: list[float]
    gradebook: int
    files: list[int]

    @property
    def each(self) -> float:
        """Seconds from one result to the next."""
        return (self.done[-1] - self.done[0]) / (len(self.done) - 1)

    @property
    def cpu_each(self) -> float:
        """CPU seconds of a submission, start-up included."""
        return sum(self.looks[-1].cpu.values()) / self.size

    @property
    def coordinator_each(self) -> float:
        """The coordinator's CPU seconds for each submission after the first transaction; nan where there are none."""
        steady = [look for look in self.looks if look.time >= self.written[0]] or self.looks[-1:]
        recorded = sum(moment > steady[0].time for moment in self.written)
        spent = steady[-1].cpu["coordinator"] - steady[0].cpu["coordinator"]
        return spent / recorded if recorded else float("nan")

    def peak(self, *roles: str) -> float:
        return max(sum(look.memory[role] for role in roles) for look in self.looks)


def role_of(process: int, coordinator: int) -> str:
    """The coordinator, a worker process, or what runs in a sandbox (bubblewrap, the warm runner, its forks)."""
    if process == coordinator:
        return "coordinator"
    return "workers" if parent(process) == coordinator else "sandboxes"


def look_at(coordinator: int, gradebook: Path, used: dict[int, tuple[str, float]]) -> Look:
    """`used` holds role and CPU time of every process seen so far: what one used that has ended still counts."""
    memory = dict.fromkeys(ROLES, 0.0)
    for process in (coordinator, *descendants(coordinator)):
        role = role_of(process, coordinator)
        memory[role] += proportional(process)
        if role != "sandboxes" or (is_runner(process) and not is_runner(parent(process))):
            used[process] = role, max(cpu_of(process, role == "sandboxes"), used.get(process, (role, 0.0))[1])
    cpu = {role: sum(seconds for owner, seconds in used.values() if owner == role) for role in ROLES}
    return Look(time.time(), memory, cpu, size_of(gradebook))


def size_of(gradebook: Path) -> int:
    """Bytes of a gradebook that is a file; 0 where it is a database on a server."""
    return gradebook.stat().st_size if gradebook.exists() else 0


def make_ready(course: Path, lesson: str) -> None:
    """Put a result for every submission into the cache; that of a copy is the one of the first of its kind."""
    with Grading(CourseFolder.open(course), lesson) as grading:
        found = sorted(grading.collected()[0], key=lambda one: one.student[1:])
        first = {kind_of(one, lesson): one for one in reversed(found)}
        graded = {outcome.student: outcome.result for outcome in grading.outcomes(list(first.values()))}
        cache = ResultCache(grading.folder.state / "results" / lesson)
        for one in found:
            result = graded[first[kind_of(one, lesson)].student]
            cache.put(replace(result, key=grading.key(one, grading.read(one))))


def kind_of(one: Collected, lesson: str) -> str:
    """A submission without the comment that makes it a copy of its own."""
    return json.dumps(json.loads((one.place / f"{lesson}.ipynb").read_bytes())["cells"][:-1])


def run(course: Path, lesson: str, size: int, workers: int, ready: bool) -> Run:
    began = time.time()
    looks, used = [], {}
    with (course / "bench.log").open("wb") as log:
        command = [*COURSE, lesson, f"--workers={workers}"]
        grading = subprocess.Popen(command, cwd=course, stdout=log, stderr=log)
        while grading.poll() is None:
            looks.append(look_at(grading.pid, course / "gradebook.db", used))
            time.sleep(LOOK_EVERY if size > 50 else LOOK_EVERY / 20)
    seconds = time.time() - began
    if graded(course, lesson) != size:
        raise RuntimeError(f"{graded(course, lesson)} of {size} graded:\n{(course / 'bench.log').read_text()[-2000:]}")
    kept = [path.stat() for path in (course / ".course" / "results" / lesson).glob("*.json")]
    written = [path.stat() for path in (course / "autograded").glob(f"*/{lesson}/{lesson}.ipynb")]
    handed_in = [path.stat() for path in (course / "submitted").glob(f"*/{lesson}/{lesson}.ipynb")]
    looks = [look for look in looks if look.memory["coordinator"]]
    files = [sum(file.st_size for file in group) for group in (kept, written, handed_in)]
    recorded = sorted(file.st_mtime for file in written)
    done = recorded if ready else sorted(file.st_mtime for file in kept)
    return Run(size, seconds, looks, done, recorded, size_of(course / "gradebook.db"), files)


def sizes_table(runs: list[Run]) -> None:
    print("| class | seconds | wall each | CPU each | coordinator | peak memory | gradebook each | other files each |")
    print("|---|---|---|---|---|---|---|---|")
    for one in runs:
        print(
            f"| {one.size} | {one.seconds:.0f} | {1000 * one.each:.0f} ms | {1000 * one.cpu_each:.0f} ms "
            f"| {1000 * one.coordinator_each:.1f} ms | {one.peak(*ROLES) / 1e6:.0f} MB "
            f"| {one.gradebook / one.size / 1000:.1f} kB "
            f"| {' + '.join(f'{file / one.size / 1000:.0f}' for file in one.files)} kB |"
        )


def time_table(one: Run) -> None:
    """The run in windows of equally many submissions, by when their notebooks were written."""
    print("\n| submissions | a second | coordinator | workers | sandboxes | gradebook | coordinator's CPU each |")
    print("|---|---|---|---|---|---|---|")
    step = max(1, one.size // WINDOWS)
    for first in range(0, one.size - step + 1, step):
        begin, end = one.written[max(first - 1, 0)], one.written[first + step - 1]
        during = [look for look in one.looks if begin <= look.time <= end]
        if len(during) < 2:
            continue
        memory = {role: max(look.memory[role] for look in during) / 1e6 for role in ROLES}
        share = (during[-1].time - during[0].time) / (end - begin)
        cpu = (during[-1].cpu["coordinator"] - during[0].cpu["coordinator"]) / (step * share)
        print(
            f"| {first + 1} to {first + step} | {step / (end - begin):.1f} | "
            + " | ".join(f"{memory[role]:.0f} MB" for role in ROLES)
            + f" | {during[-1].gradebook / 1e6:.1f} MB | {1000 * cpu:.1f} ms |"
        )


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--lesson", default="2_two_layers_one_example")
    options.add_argument("--sizes", type=int, nargs="+", default=[10, 100])
    options.add_argument("--workers", type=int, default=os.cpu_count())
    options.add_argument("--ready", action="store_true")
    options.add_argument("--database", default="")
    chosen = options.parse_args()
    if chosen.database and len(chosen.sizes) > 1:
        options.error("--database takes one class: give one number to --sizes")
    runs = []
    for size in chosen.sizes:
        with tempfile.TemporaryDirectory(prefix="bench-scale-") as scratch:
            course = make_course(Path(scratch) / "course", chosen.lesson, size, chosen.database)
            if chosen.ready:
                make_ready(course, chosen.lesson)
            runs.append(run(course, chosen.lesson, size, chosen.workers, chosen.ready))
            print(f"{size} in {runs[-1].seconds:.0f} s", file=sys.stderr)
    how = "results ready" if chosen.ready else f"{chosen.workers} workers"
    print(f"\n{chosen.lesson}, {how}, {os.cpu_count()} cores\n")
    sizes_table(runs)
    time_table(runs[-1])


if __name__ == "__main__":
    main()
