"""`course widgets`: the widgets as static pages."""

from __future__ import annotations

from pathlib import Path

import click


@click.command("widgets", short_help="Build each widget as one page of its own.")
@click.option(
    "--output",
    type=click.Path(path_type=Path, file_okay=False),
    help="The folder for the pages, made where it is missing; docs/widgets of the course by default.",
)
def command(output: Path | None):
    """Build each widget as one self-contained HTML page that needs neither kernel nor network."""
    from course.authoring.folder import course_folder
    from course.widgets.static import build

    for path in build(output or course_folder() / "docs" / "widgets"):
        click.echo(f"{path}  {path.stat().st_size / 1024:.0f} KiB")
