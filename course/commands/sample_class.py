"""`course sample-class`."""

from __future__ import annotations

import click

from course.authoring.folder import AuthoringError


@click.command("sample-class", short_help="Hand in the work of an invented class.")
@click.argument("lessons", nargs=-1)
def command(lessons: tuple[str, ...]):
    """Hand in the work of an invented class to submitted/, to try grading on (all lessons, or the ones named).

    Refuses where real work of the same name is there.
    """
    from course.authoring.folder import course_folder
    from course.authoring.sample_class import make_sample_class

    try:
        made = make_sample_class(course_folder(), lessons)
    except AuthoringError as error:
        raise click.ClickException(str(error)) from error
    for lesson, learners in made.items():
        click.echo(f"{lesson}: {len(learners)} submissions, from {', '.join(learner.id for learner in learners)}")
