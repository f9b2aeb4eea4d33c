"""Is what people have written shown as they meant it, and harmless on a page that others open?"""

from __future__ import annotations

import re

import pytest

from course.feedback.written import written

PIXEL = "iVBORw0KGgo="


def test_markdown_and_formulas():
    html = written("It is *so*, since $a_1 * y$:\n\n- one\n- two")
    assert "<em>so</em>" in html
    assert "<li>one</li>" in html
    assert html.count("<math") == 1


@pytest.mark.parametrize(
    "attack",
    [
        "<script>alert(1)</script>",
        "<img src=x onerror=alert(1)>",
        "![seen](https://example.org/alert(1).png)",
        "[x](javascript:alert(1))",
        r"$\text{<img src=x onerror=alert(1)>}$",
        '<div class="verdict" id="top">right</div><style>@import "https://example.org"</style>',
    ],
)
def test_nothing_runs_loads_or_poses_as_a_verdict(attack):
    html = written(attack)
    assert not re.search(r"<script|<img[^>]*src=|javascript:|verdict|@import|<[^>]+onerror", html)


def test_a_pasted_picture_is_shown():
    html = written("![my sheet](attachment:sheet.png)", {"sheet.png": {"image/png": PIXEL}})
    assert f'src="data:image/png;base64,{PIXEL}"' in html
    assert 'alt="my sheet"' in html


def test_a_picture_that_is_not_there_leaves_its_description():
    assert 'alt="my sheet"' in written("![my sheet](attachment:sheet.png)")


def test_a_table_scrolls_by_itself():
    html = written("| a | b |\n|---|---|\n| 1 | 2 |")
    assert re.search(r'<div class="scroll"[^>]*tabindex="0"><table>.*</table></div>', html, re.DOTALL)


def test_code_keeps_its_colours():
    html = written("```python\nreturn 1  # $x$\n```")
    assert '<div class="highlight">' in html
    assert '<span class="k">return</span>' in html
    assert "$x$" in html
