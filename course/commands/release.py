"""`course release`."""

from __future__ import annotations

import click


@click.command("release", short_help="Write what learners receive to release/.")
@click.argument("lessons", nargs=-1)
@click.option("--check", is_flag=True, help="Write nothing; fail where release/ is out of date or leaks an answer.")
def command(lessons: tuple[str, ...], check: bool):
    """Build the lessons and write what learners receive to release/ (all lessons, or the ones named).

    Fails where an answer or a hidden test would reach learners.
    """
    from course.authoring.folder import course_folder
    from course.authoring.release import check_release, release

    if not check:
        click.echo("Released " + ", ".join(release(course_folder(), lessons)))
        return
    faults = check_release(course_folder(), lessons)
    if faults:
        advice = "Run `course release` and commit what it writes; where it fails, it says what to change."
        raise click.ClickException("\n".join([*faults, advice]))
    click.echo("source/ and release/ are up to date, and nothing leaks.")
