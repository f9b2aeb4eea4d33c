"""Does correct code keep every mark, however it is written?"""

from collections import defaultdict

import pytest
from mistakes.learner_code.correct import CORRECT
from mistakes.notebook import examined

BY_EXERCISE = defaultdict(list)
for coding in CORRECT:
    BY_EXERCISE[coding.exercise].append(coding)


@pytest.mark.parametrize("exercise", BY_EXERCISE)
def test_no_correct_style_loses_a_mark(exercise):
    for coding in BY_EXERCISE[exercise]:
        report = examined(coding)
        assert report.passed, f"{coding}\n{report}"
        assert report.score == 1
        assert report.mistakes == ()


def test_there_are_at_least_sixty_styles():
    assert len({(coding.key, coding.wrote) for coding in CORRECT}) >= 60
