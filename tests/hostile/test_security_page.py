"""Is the table of attacks in docs/security.md what was recorded?"""

from __future__ import annotations

import json
import re

import attacks
import judged_lesson as lesson
import pytest
import record_stock


def test_every_attack_was_recorded():
    assert set(json.loads(record_stock.RECORD.read_text())) == {attack.name for attack in attacks.ATTACKS}


def test_the_page_shows_what_was_recorded():
    text = record_stock.PAGE.read_text()
    assert text == record_stock.page(text), "run python tests/hostile/record_stock.py --page"


def test_every_limit_named_on_the_page_exists():
    from course.autograder.settings import Limits

    named = re.findall(r"c\.Sandbox\.(\w+)", record_stock.PAGE.read_text())
    assert named
    assert all(hasattr(Limits, name) for name in named)


@pytest.mark.parametrize("marks", [attack.marks for attack in attacks.ATTACKS])
def test_no_attack_is_expected_to_earn_more_than_honest_work(marks):
    assert marks.keys() == lesson.HONEST.keys()
    assert all((marks[name] or 0) <= (lesson.HONEST[name] or 0) for name in marks)
