"""Does everyone get the verdict on their own answers, though it may have been formed on somebody else's?"""

from __future__ import annotations

import numpy as np
import pytest

from course.autograder.recall import Recall
from course.subject import Answer, Call, Description

FIRST, SECOND = (Call({"a": np.ones((2, 1))}),), (Call({"a": np.zeros((2, 1))}),)


class Learner:
    """A function that answers each call with `values`, one after the other, and accounts for it."""

    def __init__(self, *values: float, name: str = "f", lost: bool = False):
        self.values, self.name, self.lost = list(values), name, lost
        self.asked: list = []
        self.heard: list[bytes] = []

    @property
    def said(self) -> bytes | None:
        return None if self.lost else b"".join(self.heard)

    def describe(self) -> Description:
        self.asked.append("describe")
        self.heard.append(self.name.encode().ljust(32))
        return Description(self.name, True)

    def answers(self, calls) -> list[Answer]:
        self.asked.append(calls)
        given = [Answer(self.values.pop(0)) for _ in calls]
        self.heard += [repr(answer.value).encode().ljust(32) for answer in given]
        return given


def examination(formed: list):
    """Asks once; where that was wrong asks again and for the description. Each forming is noted in `formed`."""

    def form(subject):
        formed.append(subject)
        (first,) = subject.answers(FIRST)
        if first.value == 1.0:
            return "right"
        (second,) = subject.answers(SECOND)
        return f"{subject.describe().name}: {first.value} and {second.value}"

    return form


def verdict(recall: Recall, learner: Learner, formed: list, key: tuple = ("dz", 1)) -> str:
    return recall.verdict(key, learner, examination(formed), keep=lambda found: True)


@pytest.mark.parametrize(
    ("values", "asked", "told"),
    [((1.0,), [FIRST], "right"), ((2.0, 3.0), [FIRST, SECOND, "describe"], "f: 2.0 and 3.0")],
)
def test_the_second_with_the_same_answers_is_asked_the_same_and_told_the_same(values, asked, told):
    recall, formed = Recall(), []
    first, second = Learner(*values), Learner(*values)
    assert verdict(recall, first, formed) == verdict(recall, second, formed) == told
    assert first.asked == second.asked == asked
    assert len(formed) == 1


@pytest.mark.parametrize(
    "other",
    [
        Learner(1.0),
        Learner(2.0, 4.0),
        Learner(np.nextafter(2.0, 3.0), 3.0),
        Learner(2.0, 3.0, name="g"),
    ],
)
def test_who_answers_otherwise_at_any_point_gets_a_verdict_of_their_own(other):
    recall, formed = Recall(), []
    values, name = list(other.values), other.name
    before = verdict(recall, Learner(2.0, 3.0), formed)
    found = verdict(recall, other, formed)
    assert found == examination([])(Learner(*values, name=name)) != before
    assert len(formed) == 2


def test_nothing_is_asked_twice_of_one_learner():
    recall = Recall()
    verdict(recall, Learner(2.0, 3.0), [])
    late = Learner(2.0, 5.0)
    assert verdict(recall, late, []) == "f: 2.0 and 5.0"
    assert late.asked == [FIRST, SECOND, "describe"]


@pytest.mark.parametrize("key", [("dz", 2), ("dw", 1)])
def test_another_exercise_or_other_draws_are_another_matter(key):
    recall, formed = Recall(), []
    verdict(recall, Learner(1.0), formed)
    verdict(recall, Learner(1.0), formed, key)
    assert len(formed) == 2


def test_what_a_lost_process_said_is_no_precedent():
    recall, formed = Recall(), []
    for _ in range(2):
        verdict(recall, Learner(1.0, lost=True), formed)
    verdict(recall, Learner(1.0), formed)
    assert len(formed) == 3


def test_a_verdict_that_is_not_to_be_kept_is_formed_again():
    recall, formed = Recall(), []
    for _ in range(2):
        recall.verdict(("dz",), Learner(1.0), examination(formed), keep=lambda found: found != "right")
    assert len(formed) == 2


def test_a_question_without_calls_comes_to_an_end():
    recall = Recall()
    for _ in range(2):
        found = recall.verdict(("dz",), Learner(), lambda subject: subject.answers(()), keep=lambda found: True)
        assert found == []


def test_memory_is_bounded_and_forgets_what_was_used_longest_ago():
    recall, formed = Recall(size=4), []
    often = Learner(1.0)
    verdict(recall, often, formed, ("often",))
    for number in range(20):
        verdict(recall, Learner(1.0), formed, ("once", number))
        verdict(recall, Learner(1.0), formed, ("often",))
    assert len(recall._next) <= 4
    assert len(formed) == 21
