"""Which cells of the instructor's copy are judged, run as they are, or marked by hand?"""

from __future__ import annotations

import judged_lesson as lesson
import pytest

from course.autograder.assignment import (
    LOCKED,
    PLAIN,
    SOLUTION,
    TEST,
    WRITTEN,
    Assignment,
    AssignmentError,
    Check,
    check_of,
)


def test_roles_points_and_checks():
    assignment = lesson.assignment()
    known = assignment.known
    assert {known[name].role for name in ("imports", "helper")} == {LOCKED}
    assert known["solution-dz"].role == SOLUTION
    assert known["explain-why"].role == WRITTEN
    assert [cell.role for cell in assignment.cells if not cell.grade_id] == [PLAIN, PLAIN]
    assert {name: cell.points for name, cell in known.items() if cell.graded} == lesson.POINTS
    assert known["checks-dz"].role == TEST
    assert known["checks-dz"].check == Check("logistic.dz", "dz")
    assert known["checks-own"].check is None
    assert assignment.points == 12


def test_the_stub_is_what_learners_receive():
    known = lesson.assignment().known
    assert known["solution-dz"].stub == lesson.STUBS["solution-dz"]
    assert known["checks-dz"].stub == 'check("logistic.dz", dz, points=2)'
    without_release = Assignment.parse("lesson", lesson.data(lesson.source()))
    assert without_release.known["solution-dz"].stub is None
    assert without_release.known["checks-dz"].stub.strip() == 'check("logistic.dz", dz, points=2)'


def test_the_key_changes_with_hidden_tests_and_with_the_release():
    source = lesson.source()
    lesson.find(source, "checks-dz")["source"] += "\n"
    keys = {
        lesson.assignment().key,
        Assignment.parse("lesson", lesson.data(source), lesson.data(lesson.release())).key,
        Assignment.parse("lesson", lesson.data(lesson.source())).key,
    }
    assert len(keys) == 3


@pytest.mark.parametrize(
    "source",
    [
        'check("logistic.dz", dz)',
        '# a comment\ncheck("logistic.dz", dz, points=2)\n### BEGIN HIDDEN TESTS\ncheck("logistic.dz", dz, seed=1)\n',
    ],
)
def test_a_cell_of_checks_is_judged(source):
    assert check_of(source) == Check("logistic.dz", "dz")


@pytest.mark.parametrize(
    "source",
    [
        "",
        "assert dz(1, 1) == 0",
        'assert True\ncheck("logistic.dz", dz)',
        'check("logistic.dz", lambda a, y: a - y)',
        "check(name, dz, points=2)",
        'check("logistic.dz", dz, points=bonus)',
        'other("logistic.dz", dz)',
        'check("logistic.dz", dz',
    ],
)
def test_a_cell_of_anything_else_is_run(source):
    assert check_of(source) is None


def test_two_exercises_in_one_cell_are_refused():
    source = lesson.source()
    lesson.find(source, "checks-dz")["source"] = 'check("logistic.dz", dz)\ncheck("logistic.dw", dw)'
    with pytest.raises(AssignmentError, match=r"'checks-dz' checks logistic.dz of dz, logistic.dw of dw, but only"):
        Assignment.parse("lesson", lesson.data(source))


@pytest.mark.parametrize("data", [b"", b"[]", b"{}", b'{"nbformat": 3, "cells": []}', b'{"nbformat": 4, "cells": 1}'])
def test_an_instructors_file_that_is_no_notebook_is_refused(data):
    with pytest.raises(AssignmentError, match="lesson: the instructor's notebook"):
        Assignment.parse("lesson", data)


def test_a_grade_id_used_twice_is_refused():
    source = lesson.source()
    source["cells"].append(lesson.find(source, "checks-dz"))
    with pytest.raises(AssignmentError, match="two cells have the grade_id 'checks-dz'"):
        Assignment.parse("lesson", lesson.data(source))
