"""What this machine can give to grading: isolation, tried for real, versions, and the course folder's own state."""

from __future__ import annotations

import contextlib
import json
import os
import platform
import shutil
import socket
import sqlite3
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from importlib import metadata
from pathlib import Path

from sqlalchemy.engine import make_url
from sqlalchemy.exc import ArgumentError

from course.autograder.folder import CourseFolder, CourseFolderError
from course.autograder.orders import Ended
from course.autograder.sandbox import Sandbox, SandboxBroken, SandboxUnavailable
from course.autograder.settings import BUBBLEWRAP, Limits

FINE, WORTH_KNOWING, BROKEN = "fine", "note", "broken"
PACKAGES = ("nbgrader", "jupyterlab", "notebook", "ipython", "numpy", "matplotlib", "SQLAlchemy")
SPACE = 500_000_000  # bytes free below which a class may not fit
PROBE = """
import json, os, socket
def network():
    try:
        socket.create_connection(("{address}", {port}), 1).close()
    except OSError:
        return False
    return True
def effective_capabilities():
    return [line.split()[1] for line in open("/proc/self/status") if line.startswith("CapEff")][0]
print(json.dumps({{
    "sees the course folder": any(map(os.path.exists, {course!r})),
    "sees the home folder": any(map(os.path.exists, {home!r})),
    "reaches a server on this machine": network(),
    "can write outside /tmp": os.access({package!r}, os.W_OK) or os.access("/etc", os.W_OK),
    "sees other processes": len([name for name in os.listdir("/proc") if name.isdigit()]) > 4,
    "has capabilities": int(effective_capabilities(), 16) != 0,
}}))
"""


@dataclass(frozen=True)
class Finding:
    """One thing looked at: `state` is fine, note or broken, `fix` what to do where it is not fine."""

    subject: str
    state: str
    message: str
    fix: str = ""


def findings(root: Path) -> Iterator[Finding]:
    """Everything that grading needs, in the order in which it is needed."""
    yield Finding("system", FINE, f"{platform.system()} {platform.release()}, {os.cpu_count()} cores")
    yield Finding("Python", FINE, f"{platform.python_version()} in {sys.prefix}")
    yield from _packages()
    folder = None
    try:
        folder = CourseFolder.open(root)
        limits = folder.limits
    except CourseFolderError as error:
        yield Finding(
            "course folder", BROKEN, str(error), "Change into the course's folder, or correct nbgrader_config.py."
        )
        limits = Limits()
    else:
        yield Finding("course folder", FINE, str(folder.root))
        yield from _gradebook(folder)
    yield _bubblewrap()
    yield from _isolation(limits, root)


def _packages() -> Iterator[Finding]:
    found, missing = [], []
    for name in PACKAGES:
        try:
            found.append(f"{name} {metadata.version(name)}")
        except metadata.PackageNotFoundError:
            missing.append(name)
    yield Finding("packages", FINE, ", ".join(found))
    if missing:
        yield Finding("packages", BROKEN, f"missing: {', '.join(missing)}", 'Run: pip install -e ".[instructor]"')


def _gradebook(folder: CourseFolder) -> Iterator[Finding]:
    free = shutil.disk_usage(folder.root).free
    message = f"{free / 1e9:.1f} GB free on the course folder's disk"
    yield Finding("disk", FINE if free > SPACE else WORTH_KNOWING, message, "" if free > SPACE else "Make room first.")
    if not os.access(folder.root, os.W_OK):
        yield Finding("course folder", BROKEN, "it cannot be written to", f"Give yourself the right to {folder.root}.")
    yield _database(folder.database)


def _database(address: str) -> Finding:
    """Whether the gradebook is one; a database on a server is not asked, since it may start later."""
    try:
        url = make_url(address)
    except ArgumentError:
        return Finding("gradebook", BROKEN, f"{address!r} is no database's URL", "Correct c.CourseDirectory.db_url.")
    if url.get_backend_name() != "sqlite":
        return Finding("gradebook", FINE, "on a database server")
    file = Path(url.database or "")
    if not file.exists():
        return Finding("gradebook", FINE, "none yet; the first grading makes it")
    if not os.access(file, os.W_OK):
        return Finding("gradebook", BROKEN, f"{file} cannot be written to", "Give yourself the right to write it.")
    try:
        with contextlib.closing(sqlite3.connect(f"{file.resolve().as_uri()}?mode=ro", uri=True)) as database:
            database.execute("SELECT name FROM sqlite_master").fetchall()
    except sqlite3.Error as error:
        return Finding("gradebook", BROKEN, f"{file}: {error}", "Put a copy back, or grade into a new one.")
    return Finding("gradebook", FINE, str(file))


def _bubblewrap() -> Finding:
    path = shutil.which("bwrap")
    if path is None:
        return Finding("bubblewrap", BROKEN, "not installed", "Run: apt install bubblewrap (or your system's package).")
    version = subprocess.run([path, "--version"], capture_output=True, text=True, timeout=10).stdout.strip()
    return Finding("bubblewrap", FINE, f"{version} at {path}")


def _isolation(limits: Limits, root: Path) -> Iterator[Finding]:
    """Start the sandbox that grading uses and look out of it, as a submission would."""
    fix = "Without isolation nothing is graded, unless you say --isolation=none and trust every submission."
    with Sandbox(limits, BUBBLEWRAP) as sandbox, _server() as (address, port):
        begin = time.perf_counter()
        try:
            process = sandbox.start()
            warm = time.perf_counter() - begin
            course, home = _contents(root), _contents(Path.home())
            package = str(Path(__file__).parent)
            source = PROBE.format(address=address, port=port, course=course, home=home, package=package)
            outputs = json.loads(process.ask({"do": "cell", "source": source, "count": 1}, 20).body["outputs"])
            seen = json.loads("".join(output["text"] for output in outputs if output["output_type"] == "stream"))
            sandbox.finish(process)
        except (SandboxUnavailable, SandboxBroken, Ended) as error:
            yield Finding("isolation", BROKEN, str(error), fix)
            return
        except (KeyError, ValueError) as error:
            yield Finding("isolation", BROKEN, f"the sandbox answered nonsense ({error})", fix)
            return
    leaks = [what for what, true in seen.items() if true]
    if leaks:
        yield Finding("isolation", BROKEN, f"a submission {' and '.join(leaks)}", fix)
    else:
        yield Finding("isolation", FINE, f"a submission sees nothing of this machine; warm after {warm:.1f} s")
    yield Finding(
        "limits",
        FINE,
        f"{limits.cell_seconds:g} s a cell, {limits.notebook_seconds:g} s a notebook, "
        f"{limits.memory_bytes / 1e6:g} MB of memory, {limits.processes} processes (c.Sandbox in nbgrader_config.py)",
    )


def _contents(place: Path) -> list[str]:
    """What lies in a folder, without the folders that lead to this Python: those must be seen."""
    pythons = [Path(sys.prefix), Path(sys.base_prefix)]
    with contextlib.suppress(OSError):  # a home folder that is not there holds nothing to see
        return [str(path) for path in place.iterdir() if not any(python.is_relative_to(path) for python in pythons)]
    return []


@contextlib.contextmanager
def _server() -> Iterator[tuple[str, int]]:
    """A listening socket on this machine, for the sandbox to fail to reach."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        yield server.getsockname()[:2]
