"""Are the figures of a class what their definitions say?"""

from __future__ import annotations

import numpy as np
import pytest

from course.feedback.questions import Question
from course.results.records import Work
from course.results.statistics import distribution, question_figures


def work(student: str, *scores: float, waiting: bool = False, mistakes=()) -> Work:
    """A work on questions of 2 points each, the last of which may wait."""
    verdicts = ["right" if score == 2 else "not attempted" if score == 0 else "partly right" for score in scores]
    if waiting:
        verdicts[-1] = "not marked yet"
    questions = tuple(
        Question(f"q{i}", f"Question {i}", score, 2.0, verdict, tuple(mistakes) if i == 0 else ())
        for i, (score, verdict) in enumerate(zip(scores, verdicts, strict=True))
    )
    return Work(student, "", "lesson", sum(scores), 2.0 * len(scores), 0.0, "", questions)


CLASS = [work("a", 2, 2), work("b", 2, 1), work("c", 1, 2), work("d", 0, 0), work("e", 0, 1)]


def test_difficulty_is_the_mean_share():
    first, second = question_figures(CLASS)
    assert first.difficulty == pytest.approx((1 + 1 + 0.5 + 0 + 0) / 5)
    assert second.difficulty == pytest.approx((1 + 0.5 + 1 + 0 + 0.5) / 5)


def test_discrimination_leaves_the_question_itself_out():
    first, _ = question_figures(CLASS)
    assert first.discrimination == pytest.approx(np.corrcoef([2, 2, 1, 0, 0], [2, 1, 2, 0, 1])[0, 1])


def test_discrimination_is_unknown_for_few_works_and_without_variation():
    assert question_figures(CLASS[:4])[0].discrimination is None
    assert question_figures([work(name, 2, 1) for name in "abcdef"])[0].discrimination is None


def test_not_attempted_and_gap():
    first, _ = question_figures(CLASS)
    assert first.not_attempted == pytest.approx(2 / 5)
    assert (first.passed, first.failed) == (pytest.approx(2.5 / 3), 0.0)
    assert first.gap == pytest.approx(2.5 / 3)


def test_waiting_answers_do_not_count_as_wrong():
    _, second = question_figures([work("a", 2, 0, waiting=True), work("b", 2, 2)])
    assert (second.marked, second.waiting, second.difficulty) == (1, 1, 1.0)


def test_mistakes_most_frequent_first():
    made = [work("a", 0, 2, mistakes=["x"]), work("b", 0, 2, mistakes=["y", "x"]), work("c", 2, 2)]
    assert question_figures(made)[0].mistakes == (("x", ("a", "b")), ("y", ("b",)))


def test_distribution_counts_full_marks_in_the_last_bin():
    edges, counts = distribution([*CLASS, work("f", 2, 2)])
    assert edges[-1] == 100
    assert (counts[-1], counts[0], counts.sum()) == (2, 1, 6)
