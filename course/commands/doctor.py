"""`course doctor`."""

from __future__ import annotations

from pathlib import Path

import click


@click.command("doctor", short_help="Say whether this machine can grade, and what to mend.")
@click.option("--json", "as_json", is_flag=True, help="One JSON object for machines.")
def command(as_json: bool):
    """Say whether this machine can grade: isolation, versions, the course folder, and how to fix what is missing.

    The isolation is tried, not assumed: a sandbox is started and looks for the course folder, the home folder, a server
    on this machine, other processes and rights that it must not have.

    Exit code: 0 where everything needed is there, 1 where something is broken.
    """
    import json
    from dataclasses import asdict

    from course.authoring.folder import course_folder
    from course.autograder.machine import BROKEN, FINE, findings
    from course.errors import CourseError

    try:
        root = course_folder()
    except CourseError:
        root = Path.cwd()
    found = []
    for finding in findings(root):
        found.append(finding)
        if not as_json:
            colour = {FINE: "green", BROKEN: "red"}.get(finding.state, "yellow")
            word = click.style(f"{finding.state:<7}", fg=colour)
            click.echo(f"{word} {finding.subject + ':':<14} {finding.message}")
            if finding.fix:
                click.echo(f"{'':<8}{'':<15}{finding.fix}")
    broken = any(finding.state == BROKEN for finding in found)
    if as_json:
        click.echo(json.dumps({"ready": not broken, "findings": [asdict(finding) for finding in found]}, indent=2))
    else:
        click.echo("This machine cannot grade yet." if broken else "This machine can grade.")
    raise SystemExit(1 if broken else 0)
