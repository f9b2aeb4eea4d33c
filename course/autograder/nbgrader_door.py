"""`nbgrader autograde` and formgrader's button, led through the same sandbox, judge and recorder as `course grade`.

nbgrader converts a submission in two passes, and in each asks its exporter for the text of a notebook. Set by
``c.Autograde.exporter_class``, the exporter below grades and records in the first pass, whatever the bytes of the
submission are; what has not changed since it was graded is taken from the cache that `course grade` has too. nbgrader's
own preprocessors, which would run learners' code unguarded, are never called.
"""

from __future__ import annotations

import atexit
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import Lock, Timer

from nbconvert.exporters import NotebookExporter
from traitlets import Enum, Float

from course.autograder.autograded import answers, autograded_notebook, compact_text
from course.autograder.collected import SECRET, TIMESTAMP, Collected, collected
from course.autograder.folder import CourseFolder
from course.autograder.grade import grade
from course.autograder.grading import Grading
from course.autograder.record import Recorder, RecordError
from course.autograder.result import Entry, Result
from course.autograder.sandbox import Sandbox
from course.autograder.settings import BUBBLEWRAP, NONE, Limits


class JudgedNotebookExporter(NotebookExporter):
    """Gives nbgrader the executed notebook of a submission, graded by the judge."""

    isolation = Enum([BUBBLEWRAP, NONE], BUBBLEWRAP, help="none: run submissions with all your rights.").tag(
        config=True
    )
    idle_seconds = Float(300.0, help="How long a warm sandbox waits for the next submission.").tag(config=True)

    def __init__(self, **kw):
        super().__init__(**kw)
        # nbgrader makes its exporter first and then removes what an earlier grading has left: the answers that were
        # marked then must be read now.
        course, wanted = self.parent.coursedir, {Path(place) for place in self.parent.assignments}
        folder, lesson = CourseFolder(Path(course.root), self.config), course.assignment_id
        self._before = {
            one.student: answers(folder.path("autograded", one.student, lesson), lesson)
            for one in collected(folder, lesson)[0]
            if one.place in wanted
        }

    def from_filename(self, filename: str, resources: dict | None = None, **kw) -> tuple[str, dict]:
        """The executed notebook of the submission at `filename`, graded and recorded; in the second pass the same.

        Raises RecordError where the gradebook refuses the result; nbgrader then reports the submission as failed.
        """
        names = resources["nbgrader"]
        folder = CourseFolder(Path(self.parent.coursedir.root), self.config)
        one = Collected(names["student"], folder.path("submitted", names["student"], names["assignment"]))
        if Path(filename).parent == one.place:
            result = self._result(folder, one, names["assignment"])
            entry = Entry(one.student, result, one.timestamp, before=self._before.get(one.student))
            _replace_copies(folder.path("autograded", one.student, names["assignment"]), one)
            with Recorder(folder) as recorder:
                problems = recorder.record([entry], write_files=False)
            if problems:
                raise RecordError(problems[one.student])
            self._text = compact_text(autograded_notebook(result))
        return self._text, {**resources, "output_extension": self.file_extension}

    def _result(self, folder: CourseFolder, one: Collected, assignment: str) -> Result:
        grading = Grading(folder, assignment, self.isolation)
        submission = grading.read(one)
        result = grading.cache.get(grading.key(one, submission))
        if result is not None:
            self.log.info("%s: nothing has changed since it was graded; that result is taken", one.student)
        else:
            with _warm.sandbox(grading.limits, self.isolation, self.idle_seconds) as sandbox:
                result = grade(
                    grading.assignment, submission, sandbox=sandbox, secret=grading.secret, student=one.student
                )
            grading.cache.put(result)
        for note in result.notes:
            self.log.warning("%s: %s", one.student, note.message)
        return result


def _replace_copies(place: Path, one: Collected) -> None:
    """Remove what nbgrader copied from the submission, since it follows links, and write its own two files anew."""
    for path in place.iterdir() if place.is_dir() else ():
        if not path.name.endswith(".ipynb"):
            shutil.rmtree(path) if path.is_dir() else path.unlink()
    for name, text in ((TIMESTAMP, one.timestamp), (SECRET, one.secret)):
        if text:
            (place / name).write_text(text, encoding="utf-8")


class _Warm:
    """One sandbox for all submissions that this process grades, closed when it has been idle for a while.

    formgrader grades inside a Jupyter server, which lives for days.
    """

    def __init__(self):
        self._lock = Lock()
        self._sandbox: Sandbox | None = None
        self._timer: Timer | None = None

    @contextmanager
    def sandbox(self, limits: Limits, isolation: str, idle_seconds: float) -> Iterator[Sandbox]:
        """The sandbox, for one submission at a time; a new one where the settings have changed."""
        with self._lock:
            if self._timer is not None:
                self._timer.cancel()
            if self._sandbox is not None and (self._sandbox.limits, self._sandbox.isolation) != (limits, isolation):
                self._sandbox.close()
                self._sandbox = None
            self._sandbox = self._sandbox or Sandbox(limits, isolation)
            try:
                yield self._sandbox
            finally:
                self._timer = Timer(idle_seconds, self.close)
                self._timer.daemon = True
                self._timer.start()

    def close(self) -> None:
        with self._lock:
            if self._sandbox is not None:
                self._sandbox.close()
                self._sandbox = None


_warm = _Warm()
atexit.register(_warm.close)
