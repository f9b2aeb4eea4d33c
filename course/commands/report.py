"""`course report`."""

from __future__ import annotations

import click


@click.command("report")
@click.argument("assignment")
@click.option("--csv", "form", flag_value="csv", help="Print one line for each student instead.")
@click.option("--json", "form", flag_value="json", help="Print everything as JSON instead.")
@click.option(
    "--output", type=click.Path(dir_okay=False), help="Where the page goes; reports/ASSIGNMENT.html by default."
)
def command(assignment: str, form: str | None, output: str | None):
    """Write the report on ASSIGNMENT: scores, questions, mistakes, odd submissions, students.

    One HTML file that needs nothing else. Names of students are in it: keep it to yourself.
    """
    from pathlib import Path

    from course.authoring.folder import AuthoringError, course_folder
    from course.autograder.folder import CourseFolderError
    from course.results.notebooks import released_cells
    from course.results.records import Gradebook, ResultsError
    from course.results.report_page import report_csv, report_html, report_json

    try:
        root = course_folder()
        gradebook = Gradebook(root)
        works = gradebook.works(assignment)
        untouched = released_cells(root, assignment)
        if form:
            click.echo(report_csv(works) if form == "csv" else report_json(assignment, works, untouched), nl=False)
            return
        page = report_html(assignment, works, untouched, gradebook.waiting_for_grading(assignment))
    except (AuthoringError, CourseFolderError, ResultsError) as error:
        raise click.ClickException(str(error)) from error
    place = Path(output) if output else root / "reports" / f"{assignment}.html"
    place.parent.mkdir(parents=True, exist_ok=True)
    place.write_text(page, encoding="utf-8")
    click.echo(f"Report on {len(works)} works: {place}")
