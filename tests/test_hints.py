"""Hints: three levels for every exercise, remembered, counted, and never code."""

from __future__ import annotations

import re

import pytest
from solutions import SOLUTIONS

from course import check, hint, hints
from course.exercises import EXERCISES
from course.hint_texts import HINTS as TEMPLATES
from course.hint_texts import steps_of

HINTS = {exercise: steps_of(exercise) for exercise in TEMPLATES}


@pytest.fixture(autouse=True)
def new_session(monkeypatch):
    monkeypatch.setattr(hints, "_taken", type(hints._taken)())


def test_every_exercise_has_hints_and_no_other_name_has():
    assert HINTS.keys() == EXERCISES.keys()


@pytest.mark.parametrize("exercise", EXERCISES)
def test_a_question_then_where_to_look_then_words(exercise):
    question, place, formula = HINTS[exercise]
    assert "?" in question
    assert len({question, place, formula}) == 3
    for text in HINTS[exercise]:
        assert text.endswith((".", "?"))
        assert "{" not in text


# Signs of a formula in code: an operator between two names, a call, an attribute or an index.
CODE = re.compile(
    r"\w\s*(@|\*\*?|\+|=(?!\s+after)|//)\s*\w|\w - \w|\w\([^)]*\)|\w\.(T|sum|mean|shape)\b|\w\[|^\s*return "
)
# The loss names its arguments, log(a) is how the lesson writes a logarithm, and the sizes of W are words.
WORDS = ("L(a, y)", "log(a)", "log(1 - a)", "z = 0", "(1 - a)")


@pytest.mark.parametrize("exercise", EXERCISES)
def test_no_hint_holds_code(exercise):
    for text in HINTS[exercise]:
        for phrase in WORDS:
            text = text.replace(phrase, "")
        assert not CODE.search(text), text


@pytest.mark.parametrize(
    "line", ["dZ2 = A2 - Y", "dZ2 @ A1.T / m", "1 - A1**2", "np.sum(dZ2, axis=1)", "a - y", "dz * x", "W2.T", "A[0]"]
)
def test_code_would_be_found(line):
    assert CODE.search(f"Write {line} there.")


def test_each_call_gives_one_more_and_then_all_three():
    texts = HINTS["vectorized.dZ1"]
    for level in (1, 2, 3, 3):
        assert hint("vectorized.dZ1").texts == texts[:level]


def test_exercises_are_counted_apart():
    hint("vectorized.dZ1")
    hint("vectorized.dZ1")
    hint("logistic.dz")
    assert hints.taken() == {"vectorized.dZ1": 2, "logistic.dz": 1}
    assert hints.used(EXERCISES["vectorized.dZ1"]) == 2
    assert hints.used(EXERCISES["vectorized.dZ2"]) == 0


def test_the_report_counts_hints_of_its_own_exercise_up_to_three():
    hint("vectorized.dZ2")
    for _ in range(5):
        hint("logistic.dz")
    report = check("logistic.dz", SOLUTIONS["logistic.dz"])
    assert report.hints_used == 3
    assert "Hints used so far: 3." in report._repr_html_()
    assert report.score == 1
    assert check("logistic.da", SOLUTIONS["logistic.da"]).hints_used == 0


def test_a_hint_is_shown_with_its_levels():
    first = hint("vectorized.dW2")
    assert repr(first) == f"A question: {HINTS['vectorized.dW2'][0]}"
    assert "Run the cell again for the next one." in first._repr_html_()
    hint("vectorized.dW2")
    third = hint("vectorized.dW2")
    assert repr(third).splitlines()[1:] == [
        f"Where to look: {HINTS['vectorized.dW2'][1]}",
        f"The formula in words: {HINTS['vectorized.dW2'][2]}",
    ]
    html = third._repr_html_()
    assert 'role="group" aria-label="Hints for vectorized.dW2"' in html
    assert html.count("<li") == html.count("</li>") == 3
    assert "Run the cell again" not in html
    assert "<script" not in html


def test_lesson_2_speaks_in_small_letters_and_without_an_average():
    for name in ("dW2", "db2", "dz1"):
        text = " ".join(HINTS[f"one_example.{name}"])
        assert not re.search(r"\bd?[ZA][12]\b", text)
        assert "number of examples" not in text
    assert "divided by the number of examples" in HINTS["vectorized.dW2"][2]


@pytest.mark.parametrize("name", ["vectorized.dZ3", "dZ1", None, 3])
def test_a_hint_on_nothing_names_near_exercises(name):
    with pytest.raises(ValueError, match=r"there is no exercise .*; did you mean .*\?"):
        hint(name)
    assert hints.taken() == {}


def test_the_shape_of_a_parameter_is_no_gradients():
    assert "dfoo" in HINTS["one_example.shape_of_dW2"][0]
    assert not any("dfoo" in step for step in HINTS["initialization.shape_of_W2"])
