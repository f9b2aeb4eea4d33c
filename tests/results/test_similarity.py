"""Are only those works called alike that nobody else's resemble?"""

from __future__ import annotations

import pytest

from course.results.records import Work
from course.results.similarity import alike, normalised

USUAL = {
    "dz": "def dz(a, y):\n    return a - y",
    "dw": "def dw(dz, x):\n    return dz * x",
    "db": "def db(dz): return dz",
}
ODD = {
    "dz": "def dz(a, y):\n    miss = np.subtract(a, y)\n    return np.array(miss)",
    "dw": "def dw(dz, x):\n    out = 0 * x\n    for i in range(len(x)):\n        out[i] = dz * x[i]\n    return out",
    "db": USUAL["db"],
}
RENAMED = {
    "dz": "def dz(p, q):\n    # my own idea\n    d = np.subtract(p, q)\n    return np.array(d)",
    "dw": ODD["dw"].replace("out", "result").replace("i]", "k]").replace("for i", "for k"),
    "db": "def db(g):\n    return g",
}


def work(student: str, sources: dict[str, str]) -> Work:
    return Work(student, "", "lesson", 1.0, 1.0, 0.0, "", (), sources=dict(sources))


def many(*special: Work) -> list[Work]:
    return [*(work(f"s{i:02}", USUAL) for i in range(12)), *special]


def test_renamed_copies_are_found():
    (pair,) = alike(many(work("x", ODD), work("y", RENAMED)))
    assert (pair.first, pair.second, set(pair.cells), pair.compared) == ("x", "y", {"dz", "dw"}, 3)


def test_the_usual_answer_is_no_sign_however_many_have_it():
    assert alike(many()) == []


def test_an_unusual_answer_on_one_cell_is_not_enough():
    assert alike(many(work("x", USUAL | {"dz": ODD["dz"]}), work("y", USUAL | {"dz": RENAMED["dz"]}))) == []


def test_an_answer_that_several_have_is_no_sign():
    assert alike(many(*(work(name, ODD) for name in "uvwx"))) == []


def test_untouched_cells_are_left_out():
    assert alike(many(work("x", ODD), work("y", ODD)), untouched=ODD) == []


def test_small_classes_are_not_compared():
    assert alike([work("x", ODD), work("y", ODD), work("z", USUAL)]) == []


@pytest.mark.parametrize(
    "same",
    [
        ("def f(a):\n    return a", 'def f(b):\n    """Doc."""\n    # why\n    return (b)'),
        ("x = 1\ny = x", "p = 1\n\nq = p"),
        ("not python (", "not   python\n("),
    ],
)
def test_names_layout_and_comments_do_not_count(same):
    assert normalised(same[0]) == normalised(same[1])


def test_other_functions_and_numbers_do_count():
    assert normalised("def f(a): return np.sum(a)") != normalised("def f(a): return np.mean(a)")
    assert normalised("x = 1") != normalised("x = 2")
