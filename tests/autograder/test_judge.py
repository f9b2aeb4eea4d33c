"""Does the judge believe nothing but values, and mark only what it asked for?"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from types import SimpleNamespace

import numpy as np
import pytest

from course.autograder import judge as module
from course.autograder.assignment import Check
from course.autograder.judge import RemoteSubject, judge
from course.autograder.orders import Ended, Reply
from course.autograder.recall import Recall
from course.autograder.session import OutOfTime
from course.autograder.settings import Limits
from course.autograder.wire import SIZES, answer_to_plain, unpack
from course.checking import examine
from course.language import speaking
from course.subject import Failure, LocalSubject

CHECK = Check("logistic.dz", "dz")


@dataclass
class Tenant:
    """Stands for a session whose process answers as `reply` says."""

    reply: object
    sandbox: object = field(default_factory=lambda: SimpleNamespace(limits=Limits()))
    asked: list = field(default_factory=list)
    allowed: list = field(default_factory=list)
    lost: int = 0

    def replies(self, order: dict, count: int, seconds, further: bytes = b"") -> Iterator[Reply]:
        for call in _calls(further) if further else [None]:
            self.asked.append("describe" if call is None else "call")
            self.allowed.append(seconds())
            answer = self.reply(call)
            if isinstance(answer, Exception):
                raise answer
            yield answer if isinstance(answer, Reply) else Reply(answer)

    def lose(self) -> None:
        self.lost += 1


def _calls(message: bytes) -> list:
    """The calls in a packed message, as a submission's process reads them."""
    header, body = SIZES.unpack(message[: SIZES.size])
    assert len(message) == SIZES.size + header + body
    return unpack(message[SIZES.size : SIZES.size + header], message[SIZES.size + header :])


def honest(call: list | None, function=lambda a, y: a - y) -> dict:
    """The reply to a call, or to the question for a description."""
    subject = LocalSubject(function)
    if call is None:
        return {"found": True, "description": vars(subject.describe())}
    return {"found": True, "answer": answer_to_plain(subject.call(*call))}


def test_a_right_function_earns_its_points():
    verdict = judge(Tenant(honest), CHECK, 2.0, seed=1)
    assert (verdict.score, verdict.problem) == (2.0, "")


def test_a_wrong_function_is_told_why():
    verdict = judge(Tenant(lambda call: honest(call, lambda a, y: y - a)), CHECK, 2.0, seed=1)
    assert verdict.score == 0.0
    assert verdict.report.mistakes
    assert "dz" in verdict.html


@pytest.mark.parametrize("error", [Ended("it went away"), OutOfTime("the notebook took too long")])
def test_after_a_lost_call_no_more_are_made(error):
    tenant = Tenant(lambda call: error if call else honest(call))
    verdict = judge(tenant, CHECK, 2.0, seed=1)
    assert verdict.score == 0.0
    assert tenant.asked.count("call") == 1
    assert str(error) in str(verdict.report)


def digested(call: list | None, function=lambda a, y: a - y) -> Reply:
    body = honest(call, function)
    return Reply(body, digest=hashlib.sha256(repr(body).encode()).digest())


def test_a_verdict_is_formed_once_for_the_same_answers(monkeypatch):
    formed = []
    monkeypatch.setattr(module, "VERDICTS", Recall())
    monkeypatch.setattr(module, "examine", lambda *args, **kwargs: formed.append(1) or examine(*args, **kwargs))
    verdicts = [judge(Tenant(digested), CHECK, 2.0, seed=1) for _ in range(3)]
    assert [verdict.score for verdict in verdicts] == [2.0] * 3
    assert len(formed) == 1
    wrong = judge(Tenant(lambda call: digested(call, lambda a, y: y - a)), CHECK, 2.0, seed=1)
    assert (wrong.score, len(formed)) == (0.0, 2)


def test_what_was_interrupted_is_formed_anew(monkeypatch):
    monkeypatch.setattr(module, "VERDICTS", Recall())
    cut = judge(Tenant(lambda call: replace(digested(call), interrupted=True)), CHECK, 2.0, seed=1)
    whole = judge(Tenant(digested), CHECK, 2.0, seed=1)
    assert (cut.score, whole.score) == (0.0, 2.0)


def test_a_verdict_that_quotes_a_book_is_not_kept(monkeypatch):
    monkeypatch.setattr(module, "VERDICTS", Recall())
    monkeypatch.setattr(module, "MOST_KEPT", 2_000)
    failing = {"value": None, "failure": vars(Failure("ValueError", "x" * 100_000)), "warnings": ()}
    body = {"found": True, "answer": failing | {"changed": {}, "printed": False}}
    tenant = Tenant(lambda call: Reply(body if call else honest(call), digest=b"d" * 32))
    judge(tenant, CHECK, 2.0, seed=1)
    assert not any(isinstance(kept, module.Verdict) for kept in module.VERDICTS._next.values())


def test_a_lost_call_is_told_in_the_language_of_the_assignment():
    with speaking("es"):
        verdict = judge(Tenant(lambda call: Reply(honest(call), interrupted=call is not None)), CHECK, 2.0, seed=1)
    assert "la llamada no terminó en 5 s" in str(verdict.report)


def test_all_calls_of_a_cell_together_have_the_cells_time():
    tenant = Tenant(lambda call: Reply(honest(call), seconds=4.0))
    tenant.sandbox.limits = Limits(cell_seconds=10, call_seconds=5)
    judge(tenant, CHECK, 2.0, seed=1)
    assert tenant.allowed[:4] == [5, 5, 2, 0.01]


def test_an_interrupted_call_is_lost_whatever_it_answers():
    tenant = Tenant(lambda call: Reply(honest(call), interrupted=call is not None))
    verdict = judge(tenant, CHECK, 2.0, seed=1)
    assert verdict.score == 0.0
    assert "did not finish within 5 s" in str(verdict.report)
    assert tenant.asked.count("call") == 1


@pytest.mark.parametrize("body", [{}, {"answer": None}, {"answer": {"value": 1}}, {"found": True, "answer": [1]}])
def test_an_answer_of_another_form_costs_the_points_and_the_process(body):
    tenant = Tenant(lambda call: body if call else honest(call))
    assert judge(tenant, CHECK, 2.0, seed=1).score == 0.0
    assert tenant.lost == 1


@pytest.mark.parametrize("body", [{}, {"found": True}, {"found": True, "description": {"name": 1}}])
def test_a_description_of_another_form_is_no_description(body):
    subject = RemoteSubject(Tenant(lambda call: body), "dz")
    assert subject.describe().name == "dz"
    assert subject.describe().parameters == ()


@pytest.mark.parametrize(
    "value",
    [
        np.nan,
        np.inf,
        np.array([]),
        np.zeros((0, 3)),
        np.array([[1j]]),
        "2.0",
        True,
        2**62,
        [[[[]]]],
        {"a": {}},
        (1, "x"),
    ],
)
def test_odd_values_are_no_answer(value):
    def reply(call):
        answer = honest(call)
        return {"found": True, "answer": {**answer["answer"], "value": value}} if call else answer

    assert judge(Tenant(reply), CHECK, 2.0, seed=1).score == 0.0


def test_what_cannot_be_judged_earns_nothing(monkeypatch):
    def stumble(*_, **__):
        raise TypeError("an odd value")

    monkeypatch.setattr(module, "examine", stumble)
    verdict = judge(Tenant(honest), CHECK, 2.0, seed=1)
    assert verdict.score == 0.0
    assert "could not be judged (TypeError: an odd value)" in verdict.html


def test_a_score_outside_its_range_earns_nothing(monkeypatch):
    monkeypatch.setattr(module, "examine", lambda *_, **__: SimpleNamespace(score=7.0))
    assert judge(Tenant(honest), CHECK, 2.0, seed=1).score == 0.0
