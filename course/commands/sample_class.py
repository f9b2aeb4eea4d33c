"""`course sample-class`."""

from __future__ import annotations

import click


@click.command("sample-class", short_help="Hand in the work of an invented class.")
@click.argument("lessons", nargs=-1)
def command(lessons: tuple[str, ...]):
    """Hand in the work of an invented class to submitted/, to try grading on (all lessons, or the ones named).

    Refuses where real work of the same name is there.
    """
    from course.authoring.folder import course_folder
    from course.authoring.sample_class import make_sample_class

    for lesson, learners in make_sample_class(course_folder(), lessons).items():
        click.echo(f"{lesson}: handed in by {', '.join(learner.id for learner in learners)}")
