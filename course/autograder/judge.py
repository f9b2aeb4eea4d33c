"""The judge: asks a learner's function over the wall of the sandbox, and marks the answers outside of it."""

from __future__ import annotations

import html
import warnings
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import cached_property, lru_cache

import numpy as np

from course.autograder.assignment import Check
from course.autograder.orders import Ended
from course.autograder.recall import Recall
from course.autograder.session import OutOfTime, Session
from course.autograder.wire import WireError, answer_from_plain, description_from_plain, pack
from course.checking import examine
from course.language import N_, _, language
from course.report import Report
from course.subject import Answer, Call, Description, Failure, Subject

TIMEOUT, KILLED = "TimeoutError", "Killed"
MOST_KEPT = 50_000  # characters of a verdict that is remembered
NOT_JUDGED = N_("The answer could not be judged ({reason}).")


@dataclass
class RemoteSubject:
    """A variable of a submission's process, as a `course.subject.Subject`.

    Everything it returns is the learner's word, checked for form only. After a call that had to be stopped all
    further calls fail with the same reason: the function has lost its points, and no more time is spent on it.
    """

    session: Session
    variable: str
    lost: Failure | None = None
    spent: float = 0.0
    _digests: list[bytes] = field(default_factory=list)

    @property
    def said(self) -> bytes | None:
        """The digests of all that was answered; None after a loss, which another run need not have."""
        return b"".join(self._digests) if self.lost is None and all(self._digests) else None

    def describe(self) -> Description:
        """Name, parameters, globals and source of the function; a bare name where it cannot be asked."""
        body = next(self._bodies({"do": "describe", "variable": self.variable}, 1), {})
        if body.get("found") is not True:
            return Description(self.variable, callable=True)
        try:
            return description_from_plain(body.get("description"))
        except WireError:
            self._lose(KILLED, _("its process sent a malformed description"))
            return Description(self.variable, callable=True)

    def answers(self, calls: Sequence[Call]) -> list[Answer]:
        """The answers of the function to all `calls`, which are sent together."""
        order = {"do": "answers", "variable": self.variable}
        answers = [self._answer(body) for body in self._bodies(order, len(calls), packed(tuple(calls)))]
        return answers + [Answer(failure=self.lost)] * (len(calls) - len(answers))

    def _answer(self, body: dict) -> Answer:
        if self.lost is None:
            try:
                return answer_from_plain(body.get("answer"))
            except WireError:
                self._lose(KILLED, _("its process sent a malformed answer"))
        return Answer(failure=self.lost)

    def _bodies(self, order: dict, count: int, further: bytes = b"") -> Iterator[dict]:
        """What the process answers to an order, until the function is lost."""
        if self.lost is not None:
            return
        try:
            for reply in self.session.replies(order, count, self._seconds, further):
                seconds = self._seconds()
                self.spent += reply.seconds
                self._digests.append(reply.digest)
                if reply.interrupted:
                    self.lost = Failure(
                        TIMEOUT, _("the call did not finish within {seconds} s").format(seconds=f"{seconds:.3g}")
                    )
                yield reply.body
                if self.lost is not None:
                    return
        except Ended as ended:
            self.lost = Failure(KILLED, _("the call was stopped: {reason}").format(reason=ended))
        except OutOfTime as error:
            self.lost = Failure(TIMEOUT, _("not called: {reason}").format(reason=error))

    def _seconds(self) -> float:
        """What one more call may take."""
        limits = self.session.sandbox.limits
        return max(min(limits.call_seconds, limits.cell_seconds - self.spent), 0.01)

    def _lose(self, kind: str, message: str) -> None:
        """A process that lies about the form of its answers is not asked again."""
        self.lost = Failure(kind, message)
        self.session.lose()


@lru_cache(maxsize=512)
def packed(calls: tuple[Call, ...]) -> bytes:
    """The calls as a message: the same for every student with the same draws, so packed once."""
    return pack([[dict(call.arguments), dict(call.overrides) if call.overrides else None] for call in calls])


@dataclass(frozen=True)
class Verdict:
    """The judge's report on one cell; without one, `problem` says why the cell could not be judged."""

    report: Report | None
    problem: str = ""

    @property
    def score(self) -> float:
        return float(self.report.score) if self.report is not None else 0.0

    @cached_property
    def plain(self) -> dict | None:
        """The report as plain data; the same object for everyone who gave the same answers."""
        return self.report.as_dict() if self.report is not None else None

    @cached_property
    def html(self) -> str:
        """What the learner reads below the cell."""
        return self.report._repr_html_() if self.report is not None else f"<p>{html.escape(self.problem)}</p>"


VERDICTS: Recall[Verdict] = Recall()


def judge(session: Session, check: Check, points: float, seed: int) -> Verdict:
    """Judge one cell. Never raises for what a submission answers: what cannot be judged earns nothing."""
    key = check, points, seed, language()
    subject = RemoteSubject(session, check.variable)

    def form(witness: Subject) -> Verdict:
        return _verdict(examine(check.exercise, witness, points=points, seed=seed), points)

    with warnings.catch_warnings(), np.errstate(all="ignore"):
        warnings.simplefilter("ignore")
        try:
            return VERDICTS.verdict(key, subject, form, keep=_worth_keeping)
        except (ArithmeticError, AttributeError, LookupError, MemoryError, RecursionError, TypeError) as error:
            return Verdict(None, _(NOT_JUDGED).format(reason=f"{type(error).__name__}: {str(error)[:200]}"))
        except ValueError as error:
            return Verdict(None, _(NOT_JUDGED).format(reason=str(error)[:200]))


def _verdict(report: Report, points: float) -> Verdict:
    if not 0 <= report.score <= points:
        text = _("The check gave {score} of {points} points, which is no score.")
        return Verdict(None, text.format(score=repr(report.score), points=f"{points:g}"))
    return Verdict(report)


def _worth_keeping(verdict: Verdict) -> bool:
    """Not where it quotes so much of a submission that keeping it would cost memory for nothing."""
    return verdict.report is not None and len(verdict.html) <= MOST_KEPT
