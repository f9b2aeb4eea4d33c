"""The Report: a plain score for nbgrader, an explanation in HTML and in text, and plain data for JSON."""

from __future__ import annotations

import json
import re
from html.parser import HTMLParser

import nbformat
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from IPython.core.formatters import DisplayFormatter
from IPython.core.interactiveshell import InteractiveShell
from nbgrader.utils import determine_grade
from solutions import SOLUTIONS

from course import check
from course.report import HIDDEN_CHECKS, NOT_ATTEMPTED, RIGHT, VERDICTS, Line, Report

HOSTILE = '<script>alert("1")</script><img src=x onerror=alert(2)> & \' " </li></div> http://evil.example/x.js'


def report(lines, score=0.5, points=1.0, **more):
    return Report("vectorized.backward", points, score, tuple(lines), **more)


WRONG = Line("dW1", "value", "1.5", "0.5", "Your dW1 is m times it.", "Divide?", "missing-average", where="dW1[0, 2]")
EXAMPLES = {
    "all right": report([Line("dZ2", RIGHT, notes=("Consistent with your dA2.",))], 1.0, visible=True),
    "untouched": report([Line("dZ2", NOT_ATTEMPTED)], 0.0, place="Lesson 3"),
    "mixed": report([Line("dZ2", RIGHT), WRONG], notes=("A note.",), hints_used=2, place="Lesson 3, \"dW1\""),
    **{verdict: report([Line("dW1", verdict, "got this", "that")]) for verdict in VERDICTS},
    "hostile": Report(
        HOSTILE, 1.0, 0.0, (Line(HOSTILE, "raised", *[HOSTILE] * 4, HOSTILE, (HOSTILE,), HOSTILE),), (HOSTILE,),
        place=HOSTILE,
    ),
}  # fmt: skip


# The score


@pytest.mark.parametrize("points", [1, 2, 0.3, 7])
@pytest.mark.parametrize(
    ("exercise", "answer"),
    [
        ("vectorized.backward", SOLUTIONS["vectorized.backward"]),
        ("vectorized.backward", lambda *arguments: None),
        ("one_example.forward", lambda *arguments: (*SOLUTIONS["one_example.forward"](*arguments)[:3], 0)),
    ],
)
def test_nbgrader_reads_the_score_from_a_cell_that_ends_with_a_check(exercise, answer, points):
    result = check(exercise, answer, points=points)
    data, metadata = DisplayFormatter().format(result)
    assert re.fullmatch(r"\d+\.\d+(e-?\d+)?", data["text/plain"])
    assert 0 <= float(data["text/plain"]) <= points
    cell = nbformat.v4.new_code_cell(
        metadata={"nbgrader": {"grade": True, "solution": False, "points": points, "grade_id": "checks-x"}},
        outputs=[nbformat.v4.new_output("execute_result", data, metadata=metadata)],
    )
    assert determine_grade(cell) == (pytest.approx(result.score), points)


def test_a_shell_with_another_precision_still_shows_a_number():
    formatter = InteractiveShell.instance().display_formatter
    formatter.formatters["text/plain"].float_precision = "%.2f"
    data, _ = formatter.format(report([], 1 / 3))
    assert float(data["text/plain"]) == 1 / 3
    assert set(data) == {"text/plain", "text/html"}
    InteractiveShell.clear_instance()


@given(score=st.floats(0, 1e6))
def test_the_plain_text_is_the_score_and_reads_back_exactly(score):
    assert float(repr(report([], score))) == score


def test_whole_scores_are_written_as_floats():
    assert repr(report([], 1)) == "1.0"
    assert repr(report([], 0)) == "0.0"


# The explanation


class Outline(HTMLParser):
    """The tags of a document, checked for balance, with attributes and text."""

    def __init__(self, text):
        super().__init__()
        self.open, self.tags, self.attributes, self.texts = [], [], [], []
        self.feed(text)
        self.close()
        assert not self.open, f"not closed: {self.open}"

    def handle_starttag(self, tag, attributes):
        self.open.append(tag)
        self.tags.append(tag)
        self.attributes.extend(attributes)

    def handle_endtag(self, tag):
        assert self.open, f"{tag} closed but not open"
        assert self.open.pop() == tag

    def handle_data(self, data):
        self.texts.append(data)


@pytest.mark.parametrize("name", EXAMPLES)
def test_html_is_balanced_and_loads_nothing(name):
    outline = Outline(EXAMPLES[name]._repr_html_())
    assert set(outline.tags) <= {"div", "p", "ul", "li", "code", "strong", "em"}
    assert {key for key, _ in outline.attributes} <= {"role", "aria-label", "style"}
    assert not any("url(" in value or "http" in value for key, value in outline.attributes if key == "style")


@pytest.mark.parametrize("name", EXAMPLES)
def test_html_is_a_named_group_for_screen_readers(name):
    attributes = Outline(EXAMPLES[name]._repr_html_()).attributes
    assert attributes[0] == ("role", "group")
    assert attributes[1] == ("aria-label", f"Check of {EXAMPLES[name].exercise}")


@pytest.mark.parametrize("name", EXAMPLES)
def test_text_and_background_keep_the_colours_of_the_page(name):
    for key, value in Outline(EXAMPLES[name]._repr_html_()).attributes:
        if key == "style":
            properties = [part.split(":")[0].strip() for part in value.split(";")]
            assert not {"color", "background", "background-color", "opacity"} & set(properties)


def luminance(colour):
    channels = (int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5))
    red, green, blue = (c / 12.92 if c <= 0.03928 else ((c + 0.055) / 1.055) ** 2.4 for c in channels)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


@pytest.mark.parametrize("verdict", VERDICTS)
def test_border_colours_stand_out_on_white_and_on_dark_pages(verdict):
    colour = luminance(VERDICTS[verdict][2])
    assert (1.05) / (colour + 0.05) >= 3
    assert (colour + 0.05) / (luminance("#111111") + 0.05) >= 3


def test_hostile_text_arrives_as_text():
    text = EXAMPLES["hostile"]._repr_html_()
    assert "<script" not in text
    assert "<img" not in text
    assert "".join(Outline(text).texts).count(HOSTILE) >= 7


@settings(max_examples=60)
@given(st.text(), st.text(), st.lists(st.text(), max_size=3))
def test_any_text_keeps_the_html_balanced(name, message, notes):
    line = Line(name, "value", message, name, message, name, "", tuple(notes), message)
    outline = Outline(report([line], notes=tuple(notes))._repr_html_())
    assert set(outline.tags) <= {"div", "p", "ul", "li", "code", "strong", "em"}


def test_words_carry_the_verdict_and_not_the_colour_alone():
    for verdict, (icon, words, _) in VERDICTS.items():
        text = "".join(Outline(report([Line("dW1", verdict)])._repr_html_()).texts)
        assert f"{icon} dW1: {words}" in text


def test_a_wrong_line_shows_evidence_then_numbers_then_the_question():
    text = "".join(Outline(EXAMPLES["mixed"]._repr_html_()).texts)
    assert text.startswith("✗ Not yet · vectorized.backward · 0.5 of 1 points")
    assert text.endswith(
        "✓ dZ2: right✗ dW1: wrong valueYour dW1 is m times it.dW1[0, 2]: expected 0.5, got 1.5→ Divide?"
        'A note.To read again: Lesson 3, "dW1".Hints used so far: 2.'
    )


def test_the_same_as_plain_text():
    assert str(EXAMPLES["mixed"]) == "\n".join(
        [
            "vectorized.backward: 0.5 of 1",
            "✓ dZ2: right",
            "✗ dW1: wrong value",
            "    Your dW1 is m times it.",
            "    dW1[0, 2]: expected 0.5, got 1.5",
            "    → Divide?",
            "A note.",
        ]
    )


def test_an_untouched_cell_is_shown_as_such_without_a_place():
    text = "".join(Outline(EXAMPLES["untouched"]._repr_html_()).texts)
    assert text == "○ Not attempted · vectorized.backward · 0 of 1 points○ dZ2: not attempted"


def test_only_a_right_visible_report_announces_hidden_checks():
    assert HIDDEN_CHECKS in EXAMPLES["all right"]._repr_html_()
    assert HIDDEN_CHECKS not in EXAMPLES["mixed"]._repr_html_()


# The data


def test_passed_and_mistakes_are_read_off_the_lines():
    assert EXAMPLES["all right"].passed
    assert not EXAMPLES["mixed"].passed
    assert EXAMPLES["mixed"].mistakes == ("missing-average",)
    twice = report([WRONG, WRONG, Line("db1", "value", mistake="doubled")])
    assert twice.mistakes == ("missing-average", "doubled")


@pytest.mark.parametrize("name", EXAMPLES)
def test_a_report_survives_the_way_through_json(name):
    data = json.loads(json.dumps(EXAMPLES[name].as_dict()))
    assert Report.from_dict(data) == EXAMPLES[name]
    assert data["passed"] == EXAMPLES[name].passed
    assert data["mistakes"] == list(EXAMPLES[name].mistakes)


@pytest.mark.parametrize("missing", ["exercise", "lines", "score"])
def test_data_that_is_no_report_names_what_is_missing(missing):
    data = EXAMPLES["mixed"].as_dict()
    del data[missing]
    with pytest.raises(ValueError, match=f"this is no report: it has no '{missing}'"):
        Report.from_dict(data)


@pytest.mark.parametrize("data", [None, [], "report"])
def test_data_that_is_no_dict_is_no_report(data):
    with pytest.raises(TypeError, match="a report is read from the dict that as_dict gave, got"):
        Report.from_dict(data)
