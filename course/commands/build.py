"""`course build`."""

from __future__ import annotations

import click


@click.command("build", short_help="Build the source notebooks from source/NAME.py.")
@click.argument("lessons", nargs=-1)
@click.option("--check", is_flag=True, help="Write nothing; fail where a notebook is out of date.")
def command(lessons: tuple[str, ...], check: bool):
    """Build the source notebooks from the scripts source/NAME.py (all lessons, or the ones named)."""
    from course.authoring.build import build
    from course.authoring.folder import course_folder

    stale = build(course_folder(), lessons, check=check)
    if check and stale:
        raise click.ClickException(f"Out of date: {', '.join(stale)}. Run `course build` and commit what it writes.")
    click.echo("Built " + ", ".join(stale) if stale else "Every source notebook is up to date.")
