"""Where a course keeps its files, read from nbgrader_config.py without importing nbgrader (which takes seconds)."""

from __future__ import annotations

import contextlib
import os
import secrets
import sysconfig
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from jupyter_core.paths import jupyter_config_path
from traitlets.config import Config
from traitlets.config.loader import ConfigFileNotFound, PyFileConfigLoader

from course.autograder.names import misspelt

CONFIG_NAME = "nbgrader_config.py"


class CourseFolderError(Exception):
    """A course folder that grading cannot work with; the message says what to do."""


@dataclass(frozen=True)
class CourseFolder:
    """A course's root folder and its nbgrader configuration.

    The defaults are those of nbgrader's `CourseDirectory`, so that `nbgrader` and `course` always speak of the same
    files.
    """

    root: Path
    config: Config

    @classmethod
    def open(cls, root: Path | str = ".") -> CourseFolder:
        """The course in `root`, with the same configuration files as `nbgrader` reads when started there."""
        root = Path(root).resolve()
        if not (root / CONFIG_NAME).is_file():
            raise CourseFolderError(f"{root} is no course folder: it has no {CONFIG_NAME}.")
        config = Config()
        for place in [*reversed(jupyter_config_path()), str(root)]:
            try:
                config.merge(PyFileConfigLoader(CONFIG_NAME, path=place).load_config())
            except ConfigFileNotFound:
                continue
            except Exception as error:
                raise CourseFolderError(f"{Path(place) / CONFIG_NAME} does not run: {error}") from error
            if slip := misspelt(config):
                raise CourseFolderError(f"{Path(place) / CONFIG_NAME}: {slip}")
        return cls(root, config)

    def setting(self, section: str, name: str, default):
        """The configured value of ``c.SECTION.NAME``, or `default`."""
        return self.config[section][name] if section in self.config and name in self.config[section] else default

    def path(self, step: str, student: str, assignment: str) -> Path:
        """The folder of one step (source, release, submitted, autograded, feedback) for a student and assignment."""
        structure = self.setting(
            "CourseDirectory", "directory_structure", "{nbgrader_step}/{student_id}/{assignment_id}"
        )
        name = self.setting("CourseDirectory", f"{step}_directory", step)
        return self.root / structure.format(nbgrader_step=name, student_id=student, assignment_id=assignment)

    @property
    def state(self) -> Path:
        """Our own working files: cached results, the grading secret."""
        return self.root / ".course"

    @property
    def secret(self) -> bytes:
        """The course's grading secret, from which private draws are derived; made on first use, never to be shared."""
        file = self.state / "secret"
        if not file.is_file():
            self.state.mkdir(mode=0o700, exist_ok=True)
            draft = file.with_name(f"secret.{os.getpid()}")
            draft.touch(mode=0o600)
            draft.write_bytes(secrets.token_bytes(32))
            with contextlib.suppress(FileExistsError):  # another grader was first: its secret counts
                os.link(draft, file)
            draft.unlink()
        return file.read_bytes()

    @property
    def database(self) -> str:
        """The gradebook's URL."""
        return self.setting("CourseDirectory", "db_url", f"sqlite:///{self.root / 'gradebook.db'}")

    @property
    def course_id(self) -> str:
        return self.setting("CourseDirectory", "course_id", "")

    @property
    def file_mode(self) -> int:
        """Permissions of files in autograded/, as nbgrader would set them."""
        shared = self.setting("CourseDirectory", "groupshared", False)
        permissions = self.setting("Autograde", "permissions", self.setting("BaseConverter", "permissions", None))
        return int(str(permissions or (664 if shared else 444)), 8)


@contextlib.contextmanager
def scripts_on_path() -> Iterator[None]:
    """This Python's own commands on PATH: nbgrader calls `alembic` by name to open a new gradebook."""
    before = os.environ.get("PATH", "")
    os.environ["PATH"] = os.pathsep.join([sysconfig.get_path("scripts"), before])
    try:
        yield
    finally:
        os.environ["PATH"] = before
