"""What a result depends on, as a hash; and the seeds of a submission's private draws. Light: no numpy, no exercise."""

from __future__ import annotations

import hashlib
import hmac
import json
from dataclasses import asdict
from functools import lru_cache

import course
from course.autograder.assignment import Assignment
from course.autograder.settings import BUBBLEWRAP, Limits
from course.autograder.submission import Submission

# Part of every result's key: raise it with a change of grading that course.__version__ does not show.
ENGINE = 3
# Students are spread over so many sets of private draws: few enough that expected values, once computed, serve many.
BUCKETS = 8


def result_key(
    assignment: Assignment,
    submission: Submission | bytes,
    *,
    secret: bytes,
    student: str = "",
    limits: Limits | None,
    isolation: str = BUBBLEWRAP,
) -> str:
    """The hash of everything that `grade` depends on; equal keys mean equal results."""
    submission = Submission(submission) if isinstance(submission, bytes) else submission
    notes = [asdict(note) for note in submission.notes]
    drawn = ["", *(cell.grade_id for cell in assignment.cells if cell.check)]  # "": what the session itself draws from
    seeds = [private_seed(secret, assignment.name, grade_id, student) for grade_id in drawn]
    versions, bounds = [ENGINE, course.__version__], [isolation, asdict(limits or Limits())]
    parts = [versions, assignment.name, assignment.key, notes, seeds, bounds]
    digest = hashlib.sha256(json.dumps(parts, sort_keys=True).encode())
    digest.update(hashlib.sha256(submission.data).digest())
    return digest.hexdigest()


def private_seed(secret: bytes, assignment: str, grade_id: str, student: str) -> int:
    """The seed of a cell's private draws: the same on every run, unknown without the course's secret."""
    bucket = _number(secret, "bucket", student) % BUCKETS
    return _number(secret, "draws", assignment, grade_id, str(bucket))


@lru_cache(maxsize=4096)
def _number(secret: bytes, *parts: str) -> int:
    text = "\0".join(part.replace("\0", "\0\0") for part in parts)
    return int.from_bytes(hmac.digest(secret, text.encode("utf-8", "replace"), "sha256")[:6], "big")
