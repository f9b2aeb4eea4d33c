"""The `course` command. Each command is a module of course/commands and is loaded only when it is called."""

from __future__ import annotations

import importlib
import io
import pkgutil
import sys

import click

from course import commands
from course.errors import CourseError

# Most commands import nbgrader and with it jsonschema, which does without this one: it compiles a grammar, for seconds.
sys.modules.setdefault("rfc3987_syntax", None)


class CommandFolder(click.Group):
    """A group whose commands are the modules of `course.commands`: `sample-class` is sample_class.py's `command`."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return sorted(module.name.replace("_", "-") for module in pkgutil.iter_modules(commands.__path__))

    def get_command(self, ctx: click.Context, name: str) -> click.Command | None:
        if name not in self.list_commands(ctx):
            return None
        return importlib.import_module(f"course.commands.{name.replace('-', '_')}").command

    def main(self, *args, **extra):
        """Run a command; what stands in its way, a file or disk too, is told without a traceback."""
        try:
            return super().main(*args, **extra)
        except CourseError as error:
            reason = str(error)
        except OSError as error:  # click itself ends quietly where nobody reads on
            where = f"{error.filename}: " if error.filename else ""
            reason = f"{where}{error.strerror or error}. Set that right and run the same command again."
        click.echo(f"Error: {reason}", err=True)
        raise SystemExit(1)


EXIT_CODES = "Exit codes: 0 done; 1 something failed, and is named; 2 the command line is wrong. `grade` has more."


@click.group(cls=CommandFolder, context_settings={"help_option_names": ["-h", "--help"]}, epilog=EXIT_CODES)
@click.version_option(package_name="backprop-by-hand")
def main():
    """Backprop by Hand: build, release and grade the course."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="replace")  # a name that the screen's encoding lacks must not end a command
