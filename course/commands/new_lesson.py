"""`course new-lesson`."""

from __future__ import annotations

import click


@click.command("new-lesson", short_help="Begin a lesson: a script, its exercises and its tests.")
@click.argument("name")
def command(name: str):
    """Begin a lesson NAME: a script, its exercises and its tests, a small whole one to change step by step."""
    from course.authoring.folder import course_folder
    from course.authoring.new_lesson import new_lesson

    course = course_folder()
    for path in new_lesson(course, name):
        click.echo(path.relative_to(course))
    click.echo(
        f"Now:  course release {name} && course verify {name} && pytest tests/exercises/test_{name}.py\n"
        "pytest comes with `make setup-dev`. CONTRIBUTING.md says how to go on from there."
    )
