"""Run every attack through stock nbgrader and record what happens: ``python tests/hostile/record_stock.py``.

Stock nbgrader runs learners' code with the rights of whoever grades, so each run is enclosed: own processes, a copy of
a small course as the only writable place, an ordinary user where this is started by root, limits on memory, processes
and time. Takes about ten minutes; writes stock.json beside this file, which docs/security.md and a test read.
"""

from __future__ import annotations

import contextlib
import json
import os
import shutil
import socket
import subprocess
import sys
import tempfile
import time
from pathlib import Path

HERE = Path(__file__).resolve().parent
sys.path[:0] = [str(HERE), str(HERE.parent / "autograder")]

import attacks  # noqa: E402
import judged_lesson as lesson  # noqa: E402
from enclosure import ROOT, hand_over, mounts, ordinary  # noqa: E402

RECORD = HERE / "stock.json"
PAGE = ROOT / "docs" / "security.md"
SECONDS = 100
CONFIG = """
c = get_config()
c.CourseDirectory.course_id = "stock"
c.ClearSolutions.code_stub = {"python": "# YOUR CODE HERE\\n..."}
c.Execute.timeout = 5
"""


def main(names: list[str]) -> None:
    """Record all attacks, or the named ones, keeping what is recorded of the others; --page only writes the page."""
    if names == ["--page"]:
        PAGE.write_text(page(PAGE.read_text()))
        return
    recorded = json.loads(RECORD.read_text()) if RECORD.exists() else {}
    with tempfile.TemporaryDirectory() as folder, socket.create_server(("127.0.0.1", 0)) as server:
        server.setblocking(False)
        template = make_course(Path(folder) / "template")
        for attack in attacks.ATTACKS:
            if names and attack.name not in names:
                continue
            recorded[attack.name] = run(attack, template, Path(folder) / "course", server)
            print(attack.name, recorded[attack.name], flush=True)
            RECORD.write_text(json.dumps(recorded, indent=1, sort_keys=True) + "\n")
    PAGE.write_text(page(PAGE.read_text()))


def page(text: str) -> str:
    """The page with its table made from what is recorded."""
    before, _, rest = text.partition("<!-- table -->\n")
    _, _, after = rest.partition("<!-- end -->")
    return f"{before}<!-- table -->\n{table()}<!-- end -->{after}"


def table() -> str:
    """Attack, honest worth, our mark (the tests hold it to that), stock's mark and what else happened there."""
    recorded = json.loads(RECORD.read_text())
    rows = ["| attack | honest work | here | stock | with stock also |", "|---|---|---|---|---|"]
    for attack in attacks.ATTACKS:
        honest = f"{total(attack.marks):g}"
        stock = recorded[attack.name]
        rows.append(f"| {attack.title} | {honest} | {honest} | {stock_total(stock)} | {aside(stock)} |")
    return "\n".join(rows) + "\n"


def total(marks: dict) -> float:
    return sum(score or 0.0 for name, score in marks.items() if name.startswith("checks-"))


def stock_total(stock: dict) -> str:
    scores = [score for name, score in (stock["marks"] or {}).items() if name.startswith("checks-")]
    return f"{sum(scores):g}" if scores and None not in scores else "-"


def aside(stock: dict) -> str:
    """What else the attack did to stock nbgrader, in words."""
    neighbour = stock["neighbour"] or {}
    graded = {name: neighbour.get(name) for name in lesson.HONEST} == lesson.HONEST
    said = [
        "" if graded else "the neighbour is not graded",
        "" if stock["finished"] else "the batch does not end",
        "hidden tests are read" if stock["read_secrets"] else "",
        "gradebook or course is written to" if stock["wrote_outside"] or stock["source_changed"] else "",
        "the server is reached" if stock["reached_server"] else "",
        "processes are left running" if stock["left_running"] else "",
    ]
    return "; ".join(text for text in said if text)


def make_course(root: Path) -> Path:
    """A course whose gradebook knows the lesson, made by nbgrader itself."""
    (root / "source" / lesson.NAME).mkdir(parents=True)
    (root / "source" / lesson.NAME / f"{lesson.NAME}.ipynb").write_bytes(lesson.data(lesson.source()))
    (root / "nbgrader_config.py").write_text(CONFIG)
    subprocess.run([*nbgrader("generate_assignment", lesson.NAME)], cwd=root, check=True, capture_output=True)
    return root


def run(attack: attacks.Attack, template: Path, course: Path, server: socket.socket) -> dict:
    """What one batch of the attack and an honest neighbour after it came to."""
    shutil.rmtree(course, ignore_errors=True)
    shutil.copytree(template, course)
    data = {
        "mallory": attack.data(course, server.getsockname()[1]),
        "neighbour": lesson.data(lesson.submission()),
    }
    for student, notebook in data.items():
        place = course / "submitted" / student / lesson.NAME
        place.mkdir(parents=True)
        (place / f"{lesson.NAME}.ipynb").write_bytes(notebook)
    before = (course / "source" / lesson.NAME / f"{lesson.NAME}.ipynb").read_bytes()
    began = time.monotonic()
    command = " ".join(nbgrader("autograde", lesson.NAME)) + "; echo exit $?; ps -eo args --no-headers"
    said = subprocess.run(enclosed(course, ["sh", "-c", command]), capture_output=True, text=True, errors="replace")
    seconds = round(time.monotonic() - began, 1)
    left = said.stdout.partition("exit ")[2].splitlines()[1:]
    found = {student: marks(course, student) for student in data}
    return {
        "marks": found["mallory"],
        "neighbour": found["neighbour"],
        "seconds": seconds,
        "finished": "exit" in said.stdout,
        "left_running": sum(not any(own in line for own in ("ps -eo", "sh -c", "bwrap", "timeout")) for line in left),
        "wrote_outside": (course / "new").exists() or (course / "pwned").exists() or not intact(course),
        "reached_server": reached(server),
        "read_secrets": "seed=4711" in autograded(course),
        "source_changed": (course / "source" / lesson.NAME / f"{lesson.NAME}.ipynb").read_bytes() != before,
    }


def nbgrader(*arguments: str) -> list[str]:
    return [sys.executable, "-m", "nbgrader", *arguments]


def enclosed(course: Path, command: list[str]) -> list[str]:
    """`command` in a sandbox in which it can do to its course what stock nbgrader lets it, and nothing else."""
    wrap = ["bwrap", "--die-with-parent", "--unshare-pid", "--unshare-ipc", "--ro-bind", "/", "/"]
    wrap += ["--proc", "/proc", "--dev", "/dev", "--perms", "1777", "--size", "500000000", "--tmpfs", "/tmp"]
    wrap += mounts()
    wrap += ["--dir", str(course.parent), "--bind", str(course), str(course), "--chdir", str(course)]
    path = f"{sys.prefix}/bin:{os.environ['PATH']}"
    wrap += ["--setenv", "HOME", str(course), "--setenv", "PATH", path]
    hand_over(course)
    limits = ["prlimit", "--nproc=400", "--as=4000000000", "--fsize=500000000", "--core=0"]
    return [*wrap, *ordinary(), *limits, "timeout", "--kill-after=5", str(SECONDS), *command]


def marks(course: Path, student: str) -> dict | None:
    """The scores in the gradebook; None where there are none for the student, or no gradebook any more."""
    from nbgrader.api import Gradebook, MissingEntry

    try:
        with Gradebook(f"sqlite:///{course}/gradebook.db") as gradebook:
            notebook = gradebook.find_submission_notebook(lesson.NAME, lesson.NAME, student)
            return {grade.name: grade.auto_score for grade in notebook.grades}
    except MissingEntry:
        return None
    except Exception as error:
        return {"gradebook": f"unreadable: {type(error).__name__}"}


def intact(course: Path) -> bool:
    """Whether the gradebook ends where SQLite's pages end."""
    return (course / "gradebook.db").stat().st_size % 4096 == 0


def autograded(course: Path) -> str:
    """The outputs of the attacker's autograded notebook."""
    file = course / "autograded" / "mallory" / lesson.NAME / f"{lesson.NAME}.ipynb"
    if not file.exists() or file.stat().st_size > 50_000_000:
        return ""
    return json.dumps([cell.get("outputs") for cell in json.loads(file.read_text(errors="replace"))["cells"]])


def reached(server: socket.socket) -> bool:
    """Whether anyone connected since the last call."""
    connections = 0
    with contextlib.suppress(BlockingIOError):
        while True:
            server.accept()[0].close()
            connections += 1
    return connections > 0


if __name__ == "__main__":
    main(sys.argv[1:])
