"""`course widgets`: the widgets as static pages."""

from __future__ import annotations

from pathlib import Path

import click


@click.command("widgets", short_help="Build each widget as one page of its own.")
@click.option(
    "--output",
    type=click.Path(path_type=Path, file_okay=False),
    default=Path("docs/widgets"),
    show_default=True,
    help="The folder for the pages; it is made where it is missing.",
)
def command(output: Path):
    """Build each widget as one self-contained HTML page that needs neither kernel nor network."""
    from course.widgets.static import build

    try:
        pages = build(output)
    except OSError as error:
        raise click.ClickException(f"{error.filename or output} cannot be written ({error.strerror}).") from error
    for path in pages:
        click.echo(f"{path}  {path.stat().st_size / 1024:.0f} KiB")
