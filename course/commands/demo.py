"""`course demo`."""

from __future__ import annotations

import click


@click.command("demo", short_help="Release, hand in, grade: the whole line on a sample class.")
@click.argument("lessons", nargs=-1)
def command(lessons: tuple[str, ...]):
    """Release, hand in a sample class, grade it, write feedback and show the scores (all lessons, or the ones named).

    The invented class goes into the course's own gradebook. Due dates that are there stay, and so does real work.
    """
    from rich.box import SIMPLE_HEAD
    from rich.console import Console
    from rich.table import Table

    from course.authoring.demo import run_demo
    from course.authoring.folder import chosen_lessons, course_folder

    console = Console()
    course = course_folder()
    names = chosen_lessons(course, lessons)
    scores = run_demo(course, lessons, say=lambda step: console.print(f"[bold]{step}[/bold] ..."))
    table = Table(
        title="Scores in the gradebook",
        caption="* a written answer waits to be marked by hand",
        box=SIMPLE_HEAD,
        show_edge=False,
        pad_edge=False,
    )
    table.add_column("learner", no_wrap=True)
    for name in names:
        words = name.split("_")
        heading = f"{' '.join(words)}\nof {_most(scores, name):g}"
        table.add_column(heading, justify="right", width=max(6, *map(len, words)))
    for learner, by_lesson in sorted(scores.items()):
        table.add_row(learner, *(_shown(by_lesson.get(name)) for name in names))
    console.print(table)
    console.print(
        "Where to look next\n"
        "  the gradebook in the browser   make lab, then the menu Nbgrader > Formgrader\n"
        "                                 or http://localhost:8888/formgrader\n"
        "  what a learner gets back       feedback/wrong-sign/ (HTML files)\n"
        "  what was run and scored        autograded/\n"
        "  how lessons are written        CONTRIBUTING.md",
        highlight=False,
    )


def _shown(score) -> str:
    return f"{score.points:.1f}{'*' if score.to_mark else ' '}" if score else ""


def _most(scores, name: str) -> float:
    return max((by_lesson[name].out_of for by_lesson in scores.values() if name in by_lesson), default=0)
