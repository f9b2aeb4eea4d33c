"""`course widgets`: the widgets as static pages."""

from __future__ import annotations

from pathlib import Path

import click


@click.command("widgets")
@click.option("--output", type=click.Path(path_type=Path), default=Path("docs/widgets"), show_default=True)
def command(output: Path):
    """Build each widget as one self-contained HTML page that needs neither kernel nor network."""
    from course.widgets.static import build

    for path in build(output):
        click.echo(f"{path}  {path.stat().st_size / 1024:.0f} KiB")
