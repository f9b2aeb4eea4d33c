"""Does every formula become MathML, and nothing else?"""

from __future__ import annotations

import re
from pathlib import Path
from xml.etree import ElementTree

import pytest

from course.authoring.folder import lesson_names
from course.feedback.mathml import formulas_in, formulas_out

ROOT = Path(__file__).parents[2]


def with_mathml(markdown: str) -> str:
    return formulas_in(*formulas_out(markdown))


def test_converts_inline_and_block_formulas():
    text = with_mathml(r"Let $z = w^T x$ be. $$dz = da * g'(z)$$")
    assert text.count("<math") == 2
    assert 'display="inline"' in text
    assert 'display="block"' in text
    assert "$" not in text


@pytest.mark.parametrize("text", ["`$x$`", "```\n$x$\n```", "costs 5$ or 6$", r"\$x\$", "no math"])
def test_leaves_code_and_money_alone(text):
    assert with_mathml(text) == text


def test_markdown_does_not_see_inside_formulas():
    """Two products in one paragraph must not turn what is between them into emphasis."""
    text, formulas = formulas_out(r"$u * v$ and $\text{a_b} * v_1$")
    assert not set("*_$") & set(text)
    assert len(formulas) == 2


@pytest.mark.parametrize(
    "attack",
    [
        r"$\text{<script>alert(1)</script>}$",
        r"$\text{&lt;script&gt;alert(1)&lt;/script&gt;}$",
        r"$\href{javascript:alert(1)}{x}$",
        r"$\style{background: url(https://example.org)}{x}$",
        r"$\class{verdict}{x}$",
    ],
)
def test_a_formula_can_neither_run_nor_load_nor_link(attack):
    text = with_mathml(attack)
    assert text.startswith("<math")
    assert not re.search(r"<script|javascript:|style=|class=", text)


def test_marks_that_a_learner_writes_are_no_marks():
    assert with_mathml("\ue0007\ue001 and $x$").startswith("7 and <math")


def test_keeps_a_formula_it_cannot_read():
    assert with_mathml(r"a $x^2^3$ b") == r"a $x^2^3$ b"


@pytest.mark.parametrize("name", lesson_names(ROOT))
def test_every_formula_of_the_lessons_converts(name):
    text = with_mathml((ROOT / "source" / f"{name}.py").read_text())
    formulas = [part.split("</math>")[0] for part in text.split("<math")[1:]]
    assert formulas
    for formula in formulas:
        ElementTree.fromstring(f"<math{formula}</math>")
