"""Does the report show what an instructor asks, in one file that needs nothing else?"""

from __future__ import annotations

import csv
import errno
import io
import json
import os
import re

import pytest
from click.testing import CliRunner
from small_course import LESSON

from course.cli import main
from course.results.records import Gradebook
from course.results.report_page import report_csv, report_html, report_json


@pytest.fixture(scope="module")
def works(graded_course):
    return Gradebook(graded_course).works(LESSON)


@pytest.fixture(scope="module")
def report(works):
    return report_html(LESSON, works, ungraded=["gus"])


def text_of(page: str) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<(style|script)>.*?</\1>|<[^>]+>", " ", page, flags=re.DOTALL))


def test_totals(report):
    text = text_of(report)
    assert "6 works graded" in text
    assert "1 with a written answer to mark" in text
    assert "Handed in and not graded yet: 1." in text


def test_mistakes_with_message_example_and_hidden_names(report):
    assert re.search(r"2 \S missing-average in Twice: dW2", text_of(report))
    assert "exactly m times the expected value" in report
    names = re.findall(r"<details><summary>Written by \d+; show who</summary><p>([^<]*)</p></details>", report)
    assert "ben" in ", ".join(names)


def test_odd_and_similar_work(report):
    text = text_of(report)
    assert "ben : Taken from homework.ipynb." in text
    assert "cat and dan: 2 of 3 cells" in text


def test_pictures_have_alt_text_and_take_the_pages_ink(report):
    pictures = re.findall(r"<svg.*?</svg>", report, flags=re.DOTALL)
    assert len(pictures) == 2
    for picture in pictures:
        assert re.search(r'role="img" aria-label="[^"]{20,}"', picture)
        assert "currentColor" in picture
        assert "#222222" not in picture


def test_nothing_is_loaded(report):
    assert not re.search(r"""(?:src|href)=["'](?!#)""", report)
    assert not re.search(r"@import|url\((?!#)", report)


def test_learners_code_is_only_shown(graded_course, works):
    hostile = [type(work)(**{**vars(work), "name": "<script>alert(1)</script>"}) for work in works]
    assert "<script>alert(1)" not in report_html(LESSON, hostile)


def test_csv_has_a_line_for_each_student_and_no_formula(works):
    rows = list(csv.DictReader(io.StringIO(report_csv(works))))
    assert [row["student"] for row in rows] == ["ann", "ben", "cat", "dan", "eve", "fay"]
    assert rows[1]["checks-half mistakes"] == "missing-average"
    assert rows[0]["explain-why"] == ""


def test_json_holds_works_questions_and_pairs(works):
    data = json.loads(report_json(LESSON, works))
    assert data["works"][0]["student"] == "ann"
    assert {question["grade_id"] for question in data["questions"]} == {"checks-double", "checks-half", "explain-why"}
    assert data["alike"][0]["first"] == "cat"
    assert "sources" not in data["works"][0]


def test_command_writes_the_page(graded_course, monkeypatch, tmp_path):
    monkeypatch.chdir(graded_course)
    place = tmp_path / "deep" / "report.html"
    done = CliRunner().invoke(main, ["report", LESSON, "--output", str(place)])
    assert done.exit_code == 0, done.output
    assert "Report on 6 works" in done.output
    assert place.read_text().startswith("<!DOCTYPE html>")


def test_a_page_that_cannot_be_written_leaves_the_old_one(graded_course, monkeypatch, tmp_path):
    monkeypatch.chdir(graded_course)
    place = tmp_path / "report.html"
    place.write_text("last week's")

    def full(source, target):
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(os, "replace", full)
    done = CliRunner().invoke(main, ["report", LESSON, "--output", str(place)])
    assert done.exit_code == 1
    assert "cannot be written (No space left on device)" in done.output
    assert [path.read_text() for path in tmp_path.iterdir()] == ["last week's"]


@pytest.mark.parametrize("form", ["csv", "json"])
def test_other_forms_go_to_output_too(graded_course, monkeypatch, tmp_path, form):
    monkeypatch.chdir(graded_course)
    printed = CliRunner().invoke(main, ["report", LESSON, f"--{form}"]).output
    CliRunner().invoke(main, ["report", LESSON, f"--{form}", "--output", str(tmp_path / "out")])
    assert (tmp_path / "out").read_bytes().decode() == printed


def test_command_names_what_is_missing(graded_course, monkeypatch):
    monkeypatch.chdir(graded_course)
    done = CliRunner().invoke(main, ["report", "lessen"])
    assert done.exit_code == 1
    assert "Error: The gradebook has no assignment 'lessen'" in done.output
