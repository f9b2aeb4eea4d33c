"""Does the judge believe nothing but values, and mark only what it asked for?"""

from __future__ import annotations

from dataclasses import dataclass, field
from types import SimpleNamespace

import numpy as np
import pytest

from course.autograder import judge as module
from course.autograder.assignment import Check
from course.autograder.judge import RemoteSubject, judge
from course.autograder.sandbox import Ended, Reply
from course.autograder.session import OutOfTime
from course.autograder.settings import Limits
from course.autograder.wire import answer_to_plain
from course.subject import LocalSubject

CHECK = Check("logistic.dz", "dz")


@dataclass
class Tenant:
    """Stands for a session whose process answers as `reply` says."""

    reply: object
    sandbox: object = field(default_factory=lambda: SimpleNamespace(limits=Limits()))
    asked: list = field(default_factory=list)
    lost: int = 0

    def ask(self, order: dict, seconds: float) -> Reply:
        self.asked.append(order["do"])
        answer = self.reply(order)
        if isinstance(answer, Exception):
            raise answer
        return answer if isinstance(answer, Reply) else Reply(answer)

    def lose(self) -> None:
        self.lost += 1


def honest(order: dict, function=lambda a, y: a - y) -> dict:
    subject = LocalSubject(function)
    if order["do"] == "describe":
        return {"found": True, "description": vars(subject.describe())}
    return {"found": True, "answer": answer_to_plain(subject.call(order["arguments"], order["overrides"]))}


def test_a_right_function_earns_its_points():
    verdict = judge(Tenant(honest), CHECK, 2.0, seed=1)
    assert (verdict.score, verdict.problem) == (2.0, "")


def test_a_wrong_function_is_told_why():
    verdict = judge(Tenant(lambda order: honest(order, lambda a, y: y - a)), CHECK, 2.0, seed=1)
    assert verdict.score == 0.0
    assert verdict.report.mistakes
    assert "dz" in verdict.html


@pytest.mark.parametrize("error", [Ended("it went away"), OutOfTime("the notebook took too long")])
def test_after_a_lost_call_no_more_are_made(error):
    tenant = Tenant(lambda order: error if order["do"] == "call" else honest(order))
    verdict = judge(tenant, CHECK, 2.0, seed=1)
    assert verdict.score == 0.0
    assert tenant.asked.count("call") == 1
    assert str(error) in str(verdict.report)


def test_all_calls_of_a_cell_together_have_the_cells_time():
    tenant = Tenant(lambda order: Reply(honest(order), seconds=4.0))
    tenant.sandbox.limits = Limits(cell_seconds=10, call_seconds=5)
    seconds, ask = [], tenant.ask
    tenant.ask = lambda order, allowed: seconds.append(allowed) or ask(order, allowed)
    judge(tenant, CHECK, 2.0, seed=1)
    assert seconds[:4] == [5, 5, 2, 0.01]


def test_an_interrupted_call_is_lost_whatever_it_answers():
    tenant = Tenant(lambda order: Reply(honest(order), interrupted=order["do"] == "call"))
    verdict = judge(tenant, CHECK, 2.0, seed=1)
    assert verdict.score == 0.0
    assert "did not finish within 5 s" in str(verdict.report)
    assert tenant.asked.count("call") == 1


@pytest.mark.parametrize("body", [{}, {"answer": None}, {"answer": {"value": 1}}, {"found": True, "answer": [1]}])
def test_an_answer_of_another_form_costs_the_points_and_the_process(body):
    tenant = Tenant(lambda order: body if order["do"] == "call" else honest(order))
    assert judge(tenant, CHECK, 2.0, seed=1).score == 0.0
    assert tenant.lost == 1


@pytest.mark.parametrize("body", [{}, {"found": True}, {"found": True, "description": {"name": 1}}])
def test_a_description_of_another_form_is_no_description(body):
    subject = RemoteSubject(Tenant(lambda order: body), "dz")
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
    def reply(order):
        answer = honest(order)
        return answer if order["do"] == "describe" else {"found": True, "answer": {**answer["answer"], "value": value}}

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
