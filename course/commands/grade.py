"""`course grade`."""

from __future__ import annotations

import click

PEM = click.Path(exists=True, dir_okay=False, readable=True)


@click.command("grade", short_help="Grade the submissions of a lesson.")
@click.argument("assignment", metavar="LESSON")
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
@click.option(
    "--scheduler",
    metavar="ADDRESS",
    help="Grade on the workers of this dask scheduler, tcp://HOST:PORT or tls://HOST:PORT; see docs/scale.md.",
)
@click.option("--tls-ca-file", type=PEM, help="The authority that signed the cluster's certificates (PEM).")
@click.option("--tls-cert", type=PEM, help="This machine's certificate (PEM).")
@click.option("--tls-key", type=PEM, help="The private key of --tls-cert (PEM).")
def command(
    assignment: str,
    students: tuple[str, ...],
    workers: int | None,
    fresh: bool,
    as_json: bool,
    isolation: str,
    scheduler: str | None,
    tls_ca_file: str | None,
    tls_cert: str | None,
    tls_key: str | None,
):
    """Grade the submissions of LESSON in submitted/, of all students or of those named.

    Scores go to the gradebook, executed notebooks to autograded/. What was graded before and has not changed is taken
    from .course/results, so an interrupted run continues where it stopped, also after a power cut; Ctrl-C is safe.

    \b
    Exit codes:
      0    every submission is graded and recorded, and could be read and run
      1    all done, but some submissions, listed, failed or are not recorded
      2    the command line is wrong
      3    nothing can be graded: no isolation, no such assignment, no submission,
           no worker, or a setting in nbgrader_config.py that cannot be used
      4    stopped before the end: disk full, gradebook or cluster lost; what was
           finished is kept, run it again. Or the summary could not be printed
      130  interrupted; what was finished is kept
    """
    tls = {"tls_ca_file": tls_ca_file, "tls_cert": tls_cert, "tls_key": tls_key}
    try:
        cluster = chosen_cluster(scheduler, workers, tls)
        grade(assignment, students, workers=workers, fresh=fresh, as_json=as_json, isolation=isolation, cluster=cluster)
    except KeyboardInterrupt:
        click.echo("Interrupted; run it again to go on.", err=True)
        raise SystemExit(130) from None


def grade(assignment: str, students: tuple[str, ...], *, workers, fresh: bool, as_json: bool, isolation: str, cluster):
    """Grade, say what became of everybody, and leave with the exit code that `command` documents."""
    from concurrent.futures import BrokenExecutor

    from course.authoring.folder import course_folder
    from course.autograder.batch import GO_ON, Stopped
    from course.autograder.folder import CourseFolder
    from course.autograder.grading import Grading
    from course.autograder.progress import GradingProgress, summary, summary_json
    from course.errors import CourseError

    try:
        grading = Grading(CourseFolder.open(course_folder()), assignment, isolation)
        submissions, odd = grading.collected(students)
    except CourseError as error:
        click.echo(f"Error: {error}", err=True)
        raise SystemExit(3) from error
    progress = GradingProgress(len(submissions), quiet=as_json)
    try:
        for message in odd:
            progress.say(message)
        if isolation == "none":
            progress.say("Grading without isolation: submissions run with all your rights.")
        if cluster is not None and cluster.exposed:
            progress.say("The cluster is not encrypted: who can reach its network can read and change everything.")
        with progress, grading:
            for outcome in grading.outcomes(submissions, workers=workers, cluster=cluster, fresh=fresh):
                progress.add(outcome)
            to_mark = grading.to_mark()
    except (CourseError, BrokenExecutor) as error:
        click.echo(f"Error: {error}", err=True)
        raise SystemExit(3) from error
    except (Stopped, OSError) as error:
        reason = str(error) if isinstance(error, Stopped) else f"{error}. {GO_ON}"
        click.echo(f"Stopped: {reason} {progress.done} of {progress.total} are recorded.", err=True)
        raise SystemExit(4) from error
    except KeyboardInterrupt:
        click.echo(f"Interrupted. {progress.done} of {progress.total} are recorded; run it again to go on.", err=True)
        raise SystemExit(130) from None
    told = summary_json if as_json else summary
    try:
        click.echo(told(assignment, progress.outcomes, progress.seconds, odd, to_mark))
    except BrokenPipeError:
        raise
    except OSError as error:
        click.echo(f"All is recorded, but what became of it cannot be printed: {error.strerror}.", err=True)
        raise SystemExit(4) from error
    raise SystemExit(1 if any(outcome.failure for outcome in progress.outcomes) else 0)


def chosen_cluster(scheduler: str | None, workers: int | None, tls: dict[str, str | None]):
    """The `Cluster` of the command line, None where it names no scheduler; UsageError where the options do not fit."""
    if scheduler is None:
        if any(tls.values()):
            raise click.UsageError("--tls-ca-file, --tls-cert and --tls-key belong to --scheduler tls://HOST:PORT.")
        return None
    if workers is not None:
        raise click.UsageError("--workers is for this machine alone; a cluster has the workers that you start there.")
    if not scheduler.startswith(("tcp://", "tls://")):
        raise click.UsageError(f"--scheduler must be tcp://HOST:PORT or tls://HOST:PORT, not {scheduler}.")
    if scheduler.startswith("tls://") != all(tls.values()) or any(tls.values()) != all(tls.values()):
        raise click.UsageError("tls:// needs --tls-ca-file, --tls-cert and --tls-key, all three; tcp:// takes none.")
    try:
        from course.autograder.cluster import Cluster
    except ModuleNotFoundError as error:
        raise click.UsageError(
            f'--scheduler needs {error.name}, which is not installed. Run: pip install -e ".[cluster]"'
        ) from error
    return Cluster(scheduler, **tls)
