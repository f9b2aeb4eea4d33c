"""How fast is a class graded? Stock nbgrader, our door into it, and `course grade`, by turns on the same submissions.

    python bench/grading.py [--lesson 2_two_layers_one_example] [--students 500] [--stock 40] [--rounds 3]

Every way starts from the same course folder, with the gradebook and the students in it, and ends with scores in the
gradebook and notebooks in autograded/. Times include starting the program. The slow ways grade the first `--stock`
submissions of the class, since a whole class takes them minutes; `course grade` grades the class. The floor is a warm
process that forks for each submission and only executes the cells, without sandbox, judge, outputs or files.

The sample class is repeated to size, each copy with a comment of its own, so that no submission is taken for another.
Equal answers are judged once (course/autograder/recall.py); a row of its own shows what this spares such a class.
Two of the sample class are left out whose own code, not its grading, takes the time: an infinite loop and one that
prints thousands of lines.
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path
from statistics import median

from measure import Cost, floor, measured

from course.authoring.build import build
from course.authoring.folder import course_folder
from course.authoring.release import release
from course.authoring.sample_class import make_sample_class
from course.autograder.folder import CourseFolder
from course.autograder.record import Recorder
from course.autograder.register import register_assignment

LEFT_OUT = ("infinite-loop", "prints-a-lot")
STOCK = "--Autograde.exporter_class=nbconvert.exporters.NotebookExporter"
NBGRADER = [sys.executable, "-m", "nbgrader", "autograde", "--log-level=ERROR"]
COURSE = [sys.executable, "-c", "from course.cli import main; main()", "grade"]
CLASS = "course grade"
FORGETFUL = "the same, equal answers judged anew"
# Read by every Python that starts with its folder on the path, the workers of `course grade` too.
SITECUSTOMIZE = """
from course.autograder.recall import Recall

Recall.verdict = lambda self, key, witness, form, keep: form(witness)
"""


def make_course(place: Path, lesson: str, students: int, database: str = "") -> Path:
    """A course folder with `students` submissions of `lesson`, even ones named a0000, a0002, odd ones b0001, b0003.

    Its gradebook is a file in it, or the empty `database` of that URL.
    """
    home = course_folder(Path(__file__).parent)
    place.mkdir()
    shutil.copy(home / "nbgrader_config.py", place)
    if database:
        with (place / "nbgrader_config.py").open("a") as config:
            config.write(f"\nc.CourseDirectory.db_url = {database!r}\n")
    shutil.copytree(home / "source", place / "source")
    build(place, (lesson,))
    release(place, (lesson,))
    make_sample_class(place, (lesson,))
    found = sorted((place / "submitted").glob(f"*/{lesson}/{lesson}.ipynb"))
    models = [json.loads(path.read_text()) for path in found if path.parts[-3] not in LEFT_OUT]
    shutil.rmtree(place / "submitted")
    names = [f"{'ab'[number % 2]}{number:04d}" for number in range(students)]
    for number, name in enumerate(names):
        notebook = models[number % len(models)]
        comment = {"cell_type": "markdown", "id": f"copy-{number}", "metadata": {}, "source": f"Copy {number}"}
        folder = place / "submitted" / name / lesson
        folder.mkdir(parents=True)
        (folder / f"{lesson}.ipynb").write_text(json.dumps(notebook | {"cells": [*notebook["cells"], comment]}))
    folder = CourseFolder.open(place)
    with Recorder(folder) as recorder:
        register_assignment(folder, lesson)
        for name in names:
            recorder.gradebook.add_student(name)
    return place


def part(course: Path, place: Path, count: int | None = None) -> Path:
    """A fresh copy of the course with the first `count` submissions."""
    shutil.copytree(course, place)
    for folder in sorted((place / "submitted").iterdir(), key=lambda path: path.name[1:])[count:] if count else ():
        shutil.rmtree(folder)
    return place


def ways(lesson: str, scratch: Path) -> dict[str, list[list[str]]]:
    """The command lines of each way; several run side by side."""
    forgetful = scratch / "forgetful"
    forgetful.mkdir(exist_ok=True)
    (forgetful / "sitecustomize.py").write_text(SITECUSTOMIZE)
    stock = [*NBGRADER, lesson, STOCK]
    return {
        "stock nbgrader": [stock],
        "stock nbgrader, two processes": [[*stock, "--student=a*"], [*stock, "--student=b*"]],
        "nbgrader autograde, our door": [[*NBGRADER, lesson]],
        CLASS: [[*COURSE, lesson]],
        FORGETFUL: [["env", f"PYTHONPATH={forgetful}", *COURSE, lesson]],
    }


def graded(course: Path, lesson: str) -> int:
    """How many submissions have their scores in the gradebook and their notebook in autograded/."""
    with Recorder(CourseFolder.open(course)) as recorder:
        found = recorder.gradebook.assignment_submissions(lesson)
        scored = sum(any(grade.auto_score is not None for grade in one.notebooks[0].grades) for one in found)
    return min(scored, len(list((course / "autograded").glob(f"*/{lesson}/{lesson}.ipynb"))))


def run(course: Path, lesson: str, commands: list[list[str]]) -> Cost:
    """Run the commands side by side; raises RuntimeError where not everything was graded."""
    environment = os.environ | {"PATH": os.pathsep.join([str(Path(sys.executable).parent), os.environ["PATH"]])}
    with (course / "bench.log").open("wb") as log:
        cost = measured(
            lambda: [subprocess.Popen(one, cwd=course, env=environment, stdout=log, stderr=log) for one in commands]
        )
    handed_in = len(list((course / "submitted").iterdir()))
    if graded(course, lesson) != handed_in:
        said = (course / "bench.log").read_text()[-2000:]
        raise RuntimeError(f"{graded(course, lesson)} of {handed_in} graded by {commands[0]}:\n{said}")
    return cost.per(handed_in)


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--lesson", default="2_two_layers_one_example")
    options.add_argument("--students", type=int, default=500)
    options.add_argument("--stock", type=int, default=40)
    options.add_argument("--rounds", type=int, default=3)
    chosen = options.parse_args()
    costs: dict[str, list[Cost]] = {}
    with tempfile.TemporaryDirectory(prefix="bench-grading-") as scratch:
        course = make_course(Path(scratch) / "course", chosen.lesson, chosen.students)
        for number in range(chosen.rounds):
            for name, commands in ways(chosen.lesson, Path(scratch)).items():
                place = part(course, Path(scratch) / "run", None if name in (CLASS, FORGETFUL) else chosen.stock)
                costs.setdefault(name, []).append(run(place, chosen.lesson, commands))
                shutil.rmtree(place)
                print(f"round {number + 1}: {name}: {costs[name][-1].seconds:.3f} s each", file=sys.stderr)
            costs.setdefault("floor, one process", []).append(floor(course, chosen.lesson, min(chosen.students, 50)))
    print(
        f"\n{chosen.lesson}, class of {chosen.students} (slow ways: {chosen.stock}), {os.cpu_count()} cores, ", end=""
    )
    print(f"median of {chosen.rounds} rounds\n")
    report(costs)


def report(costs: dict[str, list[Cost]]) -> None:
    """The table in Markdown; ratios are taken within a round, then their median."""

    def ratio(name: str, base: str, what: str) -> float:
        pairs = zip(costs[name], costs[base], strict=True)
        return median(getattr(one, what) / getattr(other, what) for one, other in pairs)

    print("| way | submissions a second | CPU each | peak memory | times stock | CPU to floor |")
    print("|---|---|---|---|---|---|")
    for name, rounds in costs.items():
        rate = 1 / median(cost.seconds for cost in rounds)
        cpu = 1000 * median(cost.cpu for cost in rounds)
        memory = median(cost.memory for cost in rounds) / 1e6
        faster, dearer = 1 / ratio(name, "stock nbgrader", "seconds"), ratio(name, "floor, one process", "cpu")
        print(f"| {name} | {rate:.2f} | {cpu:.0f} ms | {memory:.0f} MB | {faster:.1f} | {dearer:.1f} |")
    print(f"\ncourse grade: {1 / ratio(CLASS, 'stock nbgrader', 'seconds'):.0f} times stock, by rounds", end=" ")
    pairs = zip(costs["stock nbgrader"], costs[CLASS], strict=True)
    print(", ".join(f"{stock.seconds / ours.seconds:.0f}" for stock, ours in pairs))
    print(f"equal answers judged anew: {100 * ratio(FORGETFUL, CLASS, 'cpu') - 100:.0f} % more CPU")


if __name__ == "__main__":
    main()
