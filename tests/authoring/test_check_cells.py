"""Do the header, `check` and the judge always speak of the same points and the same exercise?"""

import pytest
from small_lesson import SCRIPT

from course.authoring.build import build_notebook
from course.authoring.check_cells import faulty_checks

KNOWN = {"logistic.sigmoid", "logistic.forward"}
VISIBLE = 'check("logistic.sigmoid", sigmoid, points=2)\n###'
HIDDEN = 'check("logistic.sigmoid", sigmoid, points=2, seed=90210)'


def faults(old: str = "", new: str = "") -> list[str]:
    assert old in SCRIPT
    return faulty_checks(build_notebook(SCRIPT.replace(old, new, 1) if old else SCRIPT, "small"), KNOWN)


def test_a_good_cell_has_no_fault():
    assert faults() == []


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ('checks="sigmoid" points=2', 'checks="sigmoid" points=3', "has points=2 in a check, but 3 in its header"),
        (HIDDEN, HIDDEN.replace("2,", "1,"), "has points=1 in a check, but 2 in its header"),
        (HIDDEN, HIDDEN.replace("points=2, ", ""), "has points=1 in a check, but 2 in its header"),
        (HIDDEN, HIDDEN.replace(", seed=90210", ""), "needs seed= in the hidden check"),
        (VISIBLE, VISIBLE.replace("2)", "2, seed=1)"), "must not show a seed to learners"),
        (HIDDEN, HIDDEN.replace("logistic.sigmoid", "logistic.forward"), "checks different things"),
        (HIDDEN, "assert sigmoid(0) == 0.5", "holds 'assert sigmoid(0) == 0.5'; write nothing but check("),
        (VISIBLE, VISIBLE.replace("check", "print(1)\ncheck", 1), "holds 'print(1)'; write nothing but check("),
        (HIDDEN + "\n", "", "must have one visible check and below it one in a hidden region"),
        (VISIBLE, "###", "must have one visible check and below it one in a hidden region"),
        (VISIBLE, VISIBLE.replace(")", "", 1), "is no Python"),
    ],
)
def test_a_fault_is_named_with_its_cell(old, new, message):
    assert any(fault.startswith(f"checks-sigmoid {message}") for fault in faults(old, new))


def test_an_unknown_exercise_is_named():
    found = faulty_checks(build_notebook(SCRIPT, "small"), {"logistic.forward"})
    assert found == ["checks-sigmoid names the exercise 'logistic.sigmoid', which course.exercises does not have"]
