"""Do the questions of the summary say what they are about and how they went?"""

from __future__ import annotations

import pytest

from course import check
from course.feedback.questions import last_heading, question


def graded(score: float | None, points: float = 2.0, report=None) -> dict:
    metadata = {"nbgrader": {"grade_id": "checks-dz", "score": score, "points": points}}
    return {"metadata": metadata | ({"course": {"report": report.as_dict()}} if report else {})}


@pytest.mark.parametrize(
    ("score", "waiting", "verdict", "icon"),
    [
        (2.0, False, "right", "✓"),
        (1.0, False, "partly right", "◐"),
        (0.0, False, "not yet", "✗"),
        (None, False, "not yet", "✗"),
        (0.0, True, "not marked yet", "…"),
    ],
)
def test_verdict_in_words_and_icon(score, waiting, verdict, icon):
    found = question(graded(score), "The collapse", waiting)
    assert (found.verdict, found.icon, found.waiting) == (verdict, icon, waiting)


def test_an_untouched_check_is_not_attempted():
    found = question(graded(0.0, report=check("logistic.dz", None)), "The collapse", False)
    assert (found.title, found.verdict) == ("The collapse: dz", "not attempted")


def test_a_bug_that_is_still_there_is_not_repaired():
    report = check("logistic.repair", lambda x, a, y: ((y - a) * x, y - a))
    found = question(graded(0.0, report=report), "Find the bug", False)
    assert (found.verdict, found.icon) == ("not repaired", "○")


def test_an_untouched_written_answer_is_not_attempted():
    assert question(graded(0.0), "Why", False, untouched=True).verdict == "not attempted"
    assert question(graded(1.0), "Why", False, untouched=True).verdict == "partly right"


def test_mistakes_are_named():
    found = question(graded(0.0, report=check("logistic.dz", lambda a, y: y - a)), "The collapse", False)
    assert found.mistakes == ("label-minus-prediction",)


@pytest.mark.parametrize(
    ("markdown", "heading"),
    [
        ("## 7. The collapse\n\nText", "The collapse"),
        ("# A\n## `dz`, the **long** way", "dz, the long way"),
        ("```\n# a comment\n```", ""),
        ("no heading", ""),
    ],
)
def test_last_heading(markdown, heading):
    assert last_heading(markdown) == heading
