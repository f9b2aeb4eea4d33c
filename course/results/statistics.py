"""Figures about a class: difficulty and discrimination of questions, mistakes, and what separates those who passed.

Difficulty is the mean share of points (1 is easy). Discrimination is the correlation between the share on a question
and the score on all the others, so that a question does not correlate with itself. Source: Crocker and Algina,
"Introduction to Classical and Modern Test Theory" (1986), chapter 14.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from course.report import AS_HANDED_OUT
from course.results.records import Work

PASS_SHARE = 0.5
FEWEST_FOR_CORRELATION = 5


@dataclass(frozen=True)
class QuestionFigures:
    """One question over the whole class; shares are from 0 to 1, None where they cannot be told."""

    grade_id: str
    title: str
    points: float
    marked: int
    waiting: int
    difficulty: float | None
    discrimination: float | None
    not_attempted: float
    passed: float | None
    failed: float | None
    mistakes: tuple[tuple[str, tuple[str, ...]], ...]

    @property
    def gap(self) -> float:
        """By how much those who passed did better here than those who did not."""
        return (self.passed or 0.0) - (self.failed or 0.0) if None not in (self.passed, self.failed) else 0.0


def question_figures(works: Sequence[Work]) -> list[QuestionFigures]:
    """The figures of every question, in the order of the notebook; questions that only few works have come last."""
    order = dict.fromkeys(asked.grade_id for work in _commonest_first(works) for asked in work.questions)
    return [_figures(grade_id, works) for grade_id in order]


def distribution(works: Sequence[Work], bins: int = 10) -> tuple[np.ndarray, np.ndarray]:
    """How many works lie in each tenth of the points: (edges in percent, counts)."""
    shares = np.clip([work.share for work in works], 0.0, 1.0)
    counts, edges = np.histogram(shares * 100, bins=bins, range=(0, 100))
    return edges, counts


def _commonest_first(works: Sequence[Work]) -> list[Work]:
    """The works by how many have the same questions, so that an older version of the lesson does not set the order."""
    layouts = Counter(tuple(asked.grade_id for asked in work.questions) for work in works)
    return sorted(works, key=lambda work: -layouts[tuple(asked.grade_id for asked in work.questions)])


def _figures(grade_id: str, works: Sequence[Work]) -> QuestionFigures:
    having = [(work, asked) for work in works for asked in work.questions if asked.grade_id == grade_id]
    marked = [(work, asked) for work, asked in having if not asked.waiting]
    first = having[0][1]
    shares = np.array([asked.score / asked.points if asked.points else 0.0 for _, asked in marked])
    rests = np.array([work.score + work.late_penalty - asked.score for work, asked in marked])
    passed = np.array([work.share >= PASS_SHARE for work, _ in marked], dtype=bool)
    mistakes: dict[str, list[str]] = {}
    for work, asked in having:
        for mistake in asked.mistakes:
            mistakes.setdefault(mistake, []).append(work.student)
    ranked = sorted(mistakes.items(), key=lambda item: (-len(item[1]), item[0]))
    return QuestionFigures(
        grade_id,
        first.title,
        first.points,
        len(marked),
        len(having) - len(marked),
        _mean(shares),
        _correlation(shares, rests),
        sum(asked.verdict in AS_HANDED_OUT for _, asked in having) / len(having),
        _mean(shares[passed]) if marked else None,
        _mean(shares[~passed]) if marked else None,
        tuple((name, tuple(students)) for name, students in ranked),
    )


def _mean(values: np.ndarray) -> float | None:
    return float(values.mean()) if values.size else None


def _correlation(first: np.ndarray, second: np.ndarray) -> float | None:
    """Pearson's correlation; None for fewer than five works and where one side does not vary."""
    if first.size < FEWEST_FOR_CORRELATION or np.ptp(first) == 0 or np.ptp(second) == 0:
        return None
    return float(np.corrcoef(first, second)[0, 1])
