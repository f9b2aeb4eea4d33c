"""Are a learner's outputs kept as the notebook format has them, and never believed?"""

from __future__ import annotations

import json

import nbformat
import pytest
from hypothesis import given
from hypothesis import strategies as st
from nbgrader.utils import determine_grade
from test_submission import ANYTHING

from course.autograder import outputs
from course.autograder.settings import Limits

GOOD = [
    {"output_type": "stream", "name": "stdout", "text": "hello\n"},
    {"output_type": "display_data", "data": {"image/png": "aGk=", "application/json": {"a": 1}}, "metadata": {}},
    {"output_type": "execute_result", "data": {"text/plain": "2"}, "metadata": {}, "execution_count": 3},
    {"output_type": "error", "ename": "E", "evalue": "v", "traceback": ["line"]},
]


def checked(items, **limits) -> list[dict]:
    return outputs.checked_outputs(json.dumps(items), Limits(**limits), 3)


def cell(items: list[dict]):
    made = nbformat.v4.new_code_cell("x", outputs=[nbformat.from_dict(item) for item in items], execution_count=3)
    made.metadata["nbgrader"] = {"grade": True, "solution": False, "points": 2, "grade_id": "x", "locked": True}
    return made


def test_good_outputs_pass_unchanged():
    assert checked(GOOD) == GOOD


def test_the_execution_count_is_ours():
    assert checked([{**GOOD[2], "execution_count": 99}])[0]["execution_count"] == 3


@pytest.mark.parametrize("mime", ["application/javascript", "application/vnd.jupyter.widget-view+json"])
def test_scripts_and_views_of_widgets_are_left_out(mime):
    bundle = {"output_type": "display_data", "data": {mime: "alert()", "text/plain": "x"}}
    assert checked([bundle])[0]["data"] == {"text/plain": "x"}


@pytest.mark.parametrize("text", [None, 3, "", "{", "[" * 100_000, "{}", "3"])
def test_what_is_no_list_of_outputs_is_none(text):
    assert outputs.checked_outputs(text, Limits(), 1) == []


def test_output_beyond_the_limit_is_cut_with_a_note():
    lines = [{"output_type": "stream", "name": "stdout", "text": "x" * 60}] * 3
    kept = checked(lines, output_bytes=100)
    assert [item["text"][:1] for item in kept] == ["x", "\n"]
    assert "cut here" in kept[-1]["text"]
    assert "cut here" in checked([GOOD[1]], image_bytes=10)[-1]["text"]


@given(
    st.lists(
        ANYTHING
        | st.sampled_from(GOOD).flatmap(
            lambda good: st.fixed_dictionaries({key: st.just(value) | ANYTHING for key, value in good.items()})
        ),
        max_size=5,
    )
)
def test_whatever_is_sent_the_notebook_stays_valid(items):
    nbformat.validate(nbformat.v4.new_notebook(cells=[cell(checked(items))]))


@pytest.mark.parametrize(
    "items",
    [
        [],
        [GOOD[0]],
        [GOOD[3]],
        [{"output_type": "stream", "name": "stderr", "text": "warning"}],
        [{"output_type": "execute_result", "data": {"text/plain": "1.5"}, "metadata": {}, "execution_count": 3}],
        [{"output_type": "execute_result", "data": {"text/plain": "nan"}, "metadata": {}, "execution_count": 3}],
        [{"output_type": "execute_result", "data": {"text/plain": "-1"}, "metadata": {}, "execution_count": 3}],
        [{"output_type": "execute_result", "data": {"text/plain": "True"}, "metadata": {}, "execution_count": 3}],
    ],
)
def test_plain_asserts_score_as_in_nbgrader(items):
    assert outputs.nbgrader_score(items, 2.0) == determine_grade(cell(items))[0]


def test_more_than_the_maximum_is_nothing():
    more = [{"output_type": "execute_result", "data": {"text/plain": "7"}}]
    assert outputs.nbgrader_score(more, 2.0) == 0.0
