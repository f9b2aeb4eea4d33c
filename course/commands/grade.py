"""`course grade`."""

from __future__ import annotations

import click


@click.command("grade")
@click.argument("assignment")
@click.argument("students", nargs=-1)
@click.option("--workers", type=click.IntRange(min=1), help="Worker processes; by default one for each core.")
@click.option("--fresh", is_flag=True, help="Grade again what has been graded before and not changed.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object at the end, for machines.")
@click.option(
    "--isolation",
    type=click.Choice(["bubblewrap", "none"]),
    default="bubblewrap",
    show_default=True,
    help="none: run learners' code with all your rights. Only for submissions that you trust.",
)
def command(
    assignment: str, students: tuple[str, ...], workers: int | None, fresh: bool, as_json: bool, isolation: str
):
    """Grade the submissions of ASSIGNMENT in submitted/, of all students or of those named.

    Scores go to the gradebook, executed notebooks to autograded/. What was graded before and has not changed is taken
    from .course/results, so an interrupted run continues where it stopped, also after a power cut; Ctrl-C is safe.

    \b
    Exit codes:
      0    every submission is graded and recorded, and could be read and run
      1    all done, but some submissions failed or could not be recorded; they are listed
      2    the command line is wrong
      3    nothing can be graded: no isolation on this machine, no such assignment, no submission
      130  interrupted; what was finished is kept
    """
    from concurrent.futures import BrokenExecutor

    from course.authoring.folder import AuthoringError, course_folder
    from course.autograder.folder import CourseFolder, CourseFolderError
    from course.autograder.grading import Grading
    from course.autograder.progress import GradingProgress, summary, summary_json

    try:
        grading = Grading(CourseFolder.open(course_folder()), assignment, isolation)
        submissions, odd = grading.collected(students)
        progress = GradingProgress(len(submissions), quiet=as_json)
        for message in odd:
            progress.say(message)
        if isolation == "none":
            progress.say("Grading without isolation: submissions run with all your rights.")
        with progress, grading:
            for outcome in grading.outcomes(submissions, workers=workers, fresh=fresh):
                progress.add(outcome)
    except (AuthoringError, CourseFolderError, BrokenExecutor) as error:
        click.echo(f"Error: {error}", err=True)
        raise SystemExit(3) from error
    except KeyboardInterrupt:
        click.echo(f"Interrupted. {progress.done} of {progress.total} are recorded; run it again to go on.", err=True)
        raise SystemExit(130) from None
    click.echo((summary_json if as_json else summary)(assignment, progress.outcomes, progress.seconds, odd))
    raise SystemExit(1 if any(outcome.failure for outcome in progress.outcomes) else 0)
