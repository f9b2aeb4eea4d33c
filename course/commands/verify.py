"""`course verify`."""

from __future__ import annotations

import click


@click.command("verify", short_help="Prove that lessons keep what they promise.")
@click.argument("lessons", nargs=-1)
def command(lessons: tuple[str, ...]):
    """Prove of each lesson that it keeps what it promises (all lessons, or the ones named). Changes nothing.

    Its solutions earn full marks and its untouched cells none, each mistake in source/NAME.verify.toml costs marks and
    is named, nothing leaks to learners, and it stays within its time. The exit code is 1 where something fails.
    """
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    from course.authoring.folder import course_folder
    from course.authoring.verify import PROOFS, verify

    console = Console()
    with console.status("Building, releasing and grading in a temporary folder"):
        verdicts = list(verify(course_folder(), lessons))
    table = Table(caption="mistakes: how many of those in source/NAME.verify.toml are named")
    table.add_column("lesson", no_wrap=True)
    for name in PROOFS:
        table.add_column(name)
    for verdict in verdicts:
        table.add_row(verdict.lesson, *(_shown(verdict.proofs.get(name)) for name in PROOFS))
    console.print(table)
    for verdict in verdicts:
        for fault in verdict.faults:
            console.print(Text(f"✗ {verdict.lesson}: {fault}"), soft_wrap=True)
    raise SystemExit(1 if any(verdict.faults for verdict in verdicts) else 0)


def _shown(proof) -> str:
    return f"{'✗' if proof.faults else '✓'} {proof.shown}" if proof else "not tried"
