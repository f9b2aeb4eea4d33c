"""`course report`."""

from __future__ import annotations

import click


@click.command("report", short_help="Write the report on a graded lesson.")
@click.argument("assignment", metavar="LESSON")
@click.option("--csv", "form", flag_value="csv", help="One line for each student instead, printed or to --output.")
@click.option("--json", "form", flag_value="json", help="Everything as JSON instead, printed or to --output.")
@click.option("--output", type=click.Path(dir_okay=False), help="The file to write; reports/LESSON.html by default.")
def command(assignment: str, form: str | None, output: str | None):
    """Write the report on LESSON: scores, questions, mistakes, odd submissions, students.

    One HTML file that needs nothing else. Names of students are in it: keep it to yourself.
    """
    from pathlib import Path

    from course.authoring.folder import course_folder
    from course.results.notebooks import released_cells
    from course.results.output import write_output
    from course.results.records import Gradebook
    from course.results.report_page import report_csv, report_html, report_json

    root = course_folder()
    gradebook = Gradebook(root)
    works = gradebook.works(assignment)
    untouched = released_cells(root, assignment)
    if form:
        text = report_csv(works) if form == "csv" else report_json(assignment, works, untouched)
    else:
        text = report_html(assignment, works, untouched, gradebook.waiting_for_grading(assignment))
    if form and not output:
        click.echo(text, nl=False)
        return
    place = Path(output) if output else root / "reports" / f"{assignment}.html"
    try:
        write_output(place, text)
    except OSError as error:
        reason = f"{place} cannot be written ({error.strerror}); what was there is as it was. See --output."
        raise click.ClickException(reason) from error
    click.echo(f"Report on {len(works)} works: {place}")
