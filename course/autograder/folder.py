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
from course.autograder.settings import Limits
from course.errors import CourseError

CONFIG_NAME = "nbgrader_config.py"
STEPS = ("source", "release", "submitted", "autograded", "feedback")
SECRET_BYTES = 32


class CourseFolderError(CourseError):
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
        """The course in `root`, with the same configuration files as `nbgrader` reads when started there.

        Raises CourseFolderError where one does not run or sets something that nobody can work with.
        """
        root = Path(root).resolve()
        if not (root / CONFIG_NAME).is_file():
            raise CourseFolderError(f"{root} is no course folder: it has no {CONFIG_NAME}.")
        config = Config()
        for place in [*reversed(jupyter_config_path()), str(root)]:
            try:
                config.merge(PyFileConfigLoader(CONFIG_NAME, path=place).load_config())
            except ConfigFileNotFound:
                continue
            except (Exception, SystemExit) as error:
                reason = f"it ends with exit({error})" if isinstance(error, SystemExit) else error
                raise CourseFolderError(f"{Path(place) / CONFIG_NAME} does not run: {reason}") from error
            if slip := misspelt(config):
                raise CourseFolderError(f"{Path(place) / CONFIG_NAME}: {slip}")
        folder = cls(root, config)
        folder._require_sound()
        return folder

    def _require_sound(self) -> None:
        """Use every setting once, so that a bad one is told before anything is graded."""
        for step in STEPS:
            self.path(step, "student", "assignment")
        _ = self.database, self.course_id, self.file_mode

    def setting(self, section: str, name: str, default):
        """The configured value of ``c.SECTION.NAME``, or `default`."""
        return self.config[section][name] if section in self.config and name in self.config[section] else default

    def path(self, step: str, student: str, assignment: str) -> Path:
        """The folder of one step (source, release, submitted, autograded, feedback) for a student and assignment."""
        structure = self._text("directory_structure", "{nbgrader_step}/{student_id}/{assignment_id}")
        name = self._text(f"{step}_directory", step)
        try:
            return self.root / structure.format(nbgrader_step=name, student_id=student, assignment_id=assignment)
        except (LookupError, ValueError, AttributeError) as error:
            raise CourseFolderError(
                "c.CourseDirectory.directory_structure must be made of {nbgrader_step}, {student_id} and "
                f"{{assignment_id}}, got {structure!r}. Correct {CONFIG_NAME}."
            ) from error

    def _text(self, name: str, default: str) -> str:
        value = self.setting("CourseDirectory", name, default)
        if not isinstance(value, str):
            raise CourseFolderError(f"c.CourseDirectory.{name} must be a text, got {value!r}. Correct {CONFIG_NAME}.")
        return value

    @property
    def state(self) -> Path:
        """Our own working files: cached results, the grading secret."""
        return self.root / ".course"

    @property
    def secret(self) -> bytes:
        """The course's grading secret, from which private draws are derived; made on first use, never to be shared.

        Raises CourseFolderError where it cannot be read or made, and where what is there is too short to be secret.
        """
        file = self.state / "secret"
        try:
            if not file.is_file():
                self._make_secret(file)
            secret = file.read_bytes()
        except OSError as error:
            raise CourseFolderError(f"The grading secret {file} cannot be read or made: {error.strerror}.") from error
        if len(secret) < SECRET_BYTES:
            raise CourseFolderError(
                f"The grading secret {file} is damaged: it has {len(secret)} bytes, not {SECRET_BYTES}. Restore it "
                "from a backup, or remove it: a new one is made, and all work is graded anew."
            )
        return secret

    def _make_secret(self, file: Path) -> None:
        self.state.mkdir(mode=0o700, exist_ok=True)
        draft = file.with_name(f"secret.{os.getpid()}")
        try:
            draft.touch(mode=0o600)
            with draft.open("wb") as stream:
                stream.write(secrets.token_bytes(SECRET_BYTES))
                stream.flush()
                os.fsync(stream.fileno())  # a power cut must not leave an empty secret
            with contextlib.suppress(FileExistsError):  # another grader was first: its secret counts
                os.link(draft, file)
        finally:
            draft.unlink(missing_ok=True)

    @property
    def limits(self) -> Limits:
        """What one submission may use; raises CourseFolderError for a setting that cannot be used."""
        try:
            return Limits.from_config(self.config)
        except ValueError as error:
            raise CourseFolderError(f"{error}. Correct {CONFIG_NAME}.") from error

    @property
    def database(self) -> str:
        """The gradebook's URL."""
        return self._text("db_url", f"sqlite:///{self.root / 'gradebook.db'}")

    @property
    def course_id(self) -> str:
        return self._text("course_id", "")

    @property
    def file_mode(self) -> int:
        """Permissions of files in autograded/, as nbgrader would set them."""
        shared = self.setting("CourseDirectory", "groupshared", False)
        permissions = self.setting("Autograde", "permissions", self.setting("BaseConverter", "permissions", None))
        try:
            return int(str(permissions or (664 if shared else 444)), 8)
        except ValueError as error:
            raise CourseFolderError(
                f"c.Autograde.permissions must be a number such as 664, got {permissions!r}. Correct {CONFIG_NAME}."
            ) from error


@contextlib.contextmanager
def scripts_on_path() -> Iterator[None]:
    """This Python's own commands on PATH: nbgrader calls `alembic` by name to open a new gradebook."""
    before = os.environ.get("PATH", "")
    os.environ["PATH"] = os.pathsep.join([sysconfig.get_path("scripts"), before])
    try:
        yield
    finally:
        os.environ["PATH"] = before
