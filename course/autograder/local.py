"""What a local worker process keeps between submissions: the assignment and one warm sandbox."""

from __future__ import annotations

import atexit
from dataclasses import dataclass
from typing import TYPE_CHECKING

from course.autograder.assignment import Assignment
from course.autograder.result import Result
from course.autograder.settings import Limits
from course.autograder.submission import Submission

if TYPE_CHECKING:
    from course.autograder.sandbox import Sandbox


@dataclass(frozen=True)
class Desk:
    """Everything a submission of one assignment is graded with."""

    assignment: Assignment
    sandbox: Sandbox
    secret: bytes


_desk: Desk | None = None


def start(assignment: Assignment, limits: Limits, isolation: str, secret: bytes) -> None:
    """Set this process up for `grade_here`; raises SandboxUnavailable where submissions cannot be contained."""
    global _desk
    from course.autograder.sandbox import Sandbox  # not for the coordinator, which only names these functions

    sandbox = Sandbox(limits, isolation, assignment.figures)
    atexit.register(sandbox.close)
    sandbox.finish(sandbox.start())
    _desk = Desk(assignment, sandbox, secret)


def grade_here(submission: Submission, student: str) -> Result:
    """The result of one submission, in the process that `start` has set up."""
    from course.autograder.grade import grade

    return grade(_desk.assignment, submission, sandbox=_desk.sandbox, secret=_desk.secret, student=student)
