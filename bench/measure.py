"""Wall time, CPU time and peak memory of commands with everything that they start."""

from __future__ import annotations

import contextlib
import io
import json
import os
import resource
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import asdict, dataclass
from pathlib import Path

import course
from course.autograder.assignment import Assignment
from course.autograder.processes import descendants, proportional
from course.autograder.rehearsal import warm_up

LOOK_EVERY = 0.2
TICKS = os.sysconf("SC_CLK_TCK")


@dataclass(frozen=True)
class Cost:
    """Seconds of wall time and of CPU, and bytes of memory at the peak."""

    seconds: float
    cpu: float
    memory: float

    def per(self, count: int) -> Cost:
        """The cost of one of `count` submissions; memory is that of the whole run."""
        return Cost(self.seconds / count, self.cpu / count, self.memory)


def measured(start: Callable[[], list[subprocess.Popen]]) -> Cost:
    """The cost of the processes that `start` starts, until all have ended.

    Raises RuntimeError where one fails. CPU time is what the system accounts to waited-for children, plus that of
    sandboxes: those are killed, not waited for, so their runners are looked at while they live.
    """
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    began = time.perf_counter()
    processes = start()
    runners: dict[int, float] = {}
    peak = 0.0
    while any(process.poll() is None for process in processes):
        family = [one for process in processes for one in (process.pid, *descendants(process.pid))]
        peak = max(peak, sum(map(proportional, family)))
        warm = [one for one in family if is_runner(one) and not is_runner(parent(one))]
        runners |= {one: seconds for one in warm if (seconds := cpu_of(one))}
        time.sleep(LOOK_EVERY)
    seconds = time.perf_counter() - began
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    waited = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    failed = [process.args for process in processes if process.returncode not in (0, 1)]
    if failed:
        raise RuntimeError(f"{failed[0]} failed")
    return Cost(seconds, waited + sum(runners.values()), peak)


def floor(course: Path, lesson: str, count: int) -> Cost:
    """The cost of a submission when a warm process forks and executes its cells, and nothing else.

    In a process of its own, with one thread for linear algebra as in the sandbox.
    """
    code = f"import measure; print(measure.run_floor({str(course)!r}, {lesson!r}, {count}))"
    environment = os.environ | {"OPENBLAS_NUM_THREADS": "1", "OMP_NUM_THREADS": "1", "MPLBACKEND": "agg"}
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=Path(__file__).parent, env=environment, check=True, stdout=subprocess.PIPE
    )
    return Cost(**json.loads(done.stdout))


def run_floor(folder: str, lesson: str, count: int) -> str:
    """The floor's `Cost` as JSON, measured in this process, which becomes as warm as a sandbox first."""
    figures = Assignment.load(Path(folder, "source", lesson, f"{lesson}.ipynb")).figures
    warm_up(figures)
    for name in course.__all__:
        if figures or name != "plots":
            getattr(course, name)
    cpu = 0.0
    began = time.perf_counter()
    for path in sorted(Path(folder, "submitted").glob(f"*/{lesson}/{lesson}.ipynb"))[:count]:
        cells = [cell for cell in json.loads(path.read_text())["cells"] if cell["cell_type"] == "code"]
        process = os.fork()
        if process == 0:
            execute(["".join(cell["source"]) for cell in cells])
            os._exit(0)
        used = os.wait4(process, 0)[2]
        cpu += used.ru_utime + used.ru_stime
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024
    return json.dumps(asdict(Cost((time.perf_counter() - began) / count, cpu / count, memory)))


def execute(sources: list[str]) -> None:
    """Run cells one after the other in one namespace; errors and output are dropped."""
    names: dict = {}
    with contextlib.redirect_stdout(io.StringIO()), contextlib.redirect_stderr(io.StringIO()):
        for source in sources:
            with contextlib.suppress(Exception):
                exec(compile(source, "<cell>", "exec"), names)


def parent(process: int) -> int:
    """The process that started this one; 0 where it has ended."""
    with contextlib.suppress(OSError, IndexError):
        return int(Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()[1])
    return 0


def is_runner(process: int) -> bool:
    """Whether a process is the warm one of a sandbox, or a fork of it, whose CPU time the warm one takes over."""
    with contextlib.suppress(OSError):
        command = Path(f"/proc/{process}/cmdline").read_bytes().split(b"\0")
        return b"python" in command[0] and any(b"course.autograder.runner" in word for word in command)
    return False


def cpu_of(process: int, children: bool = True) -> float:
    """CPU seconds of a process and, with `children`, of those it has waited for."""
    with contextlib.suppress(OSError, IndexError):
        fields = Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()
        return sum(map(int, fields[11 : 15 if children else 13])) / TICKS
    return 0.0
