import numpy as np
import pytest

from course import ShapeInspector
from course.notation import VECTORIZED
from course.widgets.shape_inspector import held_against, shapes_of, sizes_of

SIZES = {"n0": 3, "n1": 4, "n2": 2, "m": 7}


def arrays(**changed):
    names = ("X", "Y", "W1", "b1", "Z1", "A1", "W2", "b2", "Z2", "A2")
    made = {name: np.zeros([SIZES.get(side, side) for side in VECTORIZED.shape(name)]) for name in names}
    return {**made, **changed}


def rows(**changed):
    return {row["name"]: row for row in ShapeInspector(arrays(**changed)).arrays}


def test_without_arguments_it_starts_with_a_forward_step_and_empty_targets():
    widget = ShapeInspector()
    assert widget.equation == "Z1 = W1 @ X + b1"
    assert widget.targets == ["dZ2", "dW2", "db2", "dZ1", "dW1", "db1"]
    assert widget.equations == {}
    assert widget.arrays == []


def test_equations_that_are_given_fill_their_targets():
    widget = ShapeInspector("dW2 = A1 @ dZ2.T", "db2 = dZ2", sizes={"m": 5})
    assert widget.equation == "dW2 = A1 @ dZ2.T"
    assert widget.equations == {"dW2": "dW2 = A1 @ dZ2.T", "db2": "db2 = dZ2"}
    assert widget.sizes["m"] == 5


def test_right_arrays_are_as_the_notation_has_them():
    found = rows()
    assert {row["verdict"] for row in found.values()} == {"legal"}
    assert found["W1"]["expected"] == "(n1, n0) = (4, 3)"


@pytest.mark.parametrize(
    ("name", "array", "verdict", "words"),
    [
        ("W1", np.zeros((3, 4)), "error", "changed places"),
        ("b1", np.zeros(4), "silent trap", "reshape(4, 1)"),
        ("dZ1", np.zeros((4, 1)), "silent trap", "a side is 1"),
        ("dW2", np.zeros((5, 5)), "error", "differs from (n2, n1)"),
        ("dW2", np.zeros((2, 4)), "legal", "as the notation has it"),
    ],
)
def test_arrays_of_other_shapes_are_named(name, array, verdict, words):
    row = rows(**{name: array})[name]
    assert row["verdict"] == verdict
    assert words in row["reason"]


def test_a_notebooks_other_variables_are_left_alone():
    class Stubborn:
        shape = "round"

    space = {"X": np.zeros((3, 7)), "np": np, "Y": Stubborn(), "Q": np.zeros(3), "In": ["x"], "_i": "x", 3: np.zeros(2)}
    assert shapes_of(space, VECTORIZED) == {"X": (3, 7)}


def test_sizes_follow_the_majority_of_the_arrays():
    shapes = {"X": (3, 7), "W1": (3, 4), "Z1": (4, 7), "A1": (4, 7)}
    assert sizes_of(shapes, VECTORIZED) == {"n0": 3, "m": 7, "n1": 4}
    (row,) = [row for row in held_against(shapes, VECTORIZED, SIZES) if row["name"] == "W1"]
    assert row["reason"] == "rows and columns have changed places"


def test_one_turned_array_does_not_make_the_others_look_wrong():
    shapes = {"X": (3, 7), "b1": (4,), "W1": (3, 4), "dW1": (4, 3)}
    found = {row["name"]: row["verdict"] for row in held_against(shapes, VECTORIZED, sizes_of(shapes, VECTORIZED))}
    assert found == {"X": "legal", "b1": "silent trap", "W1": "error", "dW1": "legal"}


def test_no_array_at_all_leaves_the_usual_sizes():
    assert sizes_of({}, VECTORIZED) == {}
    assert ShapeInspector({}).sizes == SIZES


def test_code_is_python_that_runs_with_the_shapes_it_tells():
    text = ShapeInspector("W1 @ X", sizes={"n0": 2}).code()
    assert "# n0 = 2, n1 = 4, n2 = 2, m = 7" in text
    assert "# W1 @ X  ->  (n1, m) = (4, 7)" in text
    exec(text, {"W1": np.zeros((4, 2)), "X": np.zeros((2, 7))})


@pytest.mark.parametrize(
    ("given", "settings", "error", "words"),
    [
        ([3], {}, TypeError, "equations as text"),
        ([], {"notation": "tensor"}, ValueError, "vectorized"),
        ([], {"sizes": {"m": 0}}, ValueError, "size m"),
        ([], {"sizes": {"q": 2}}, ValueError, "size q"),
    ],
)
def test_wrong_arguments_are_refused(given, settings, error, words):
    with pytest.raises(error, match=words):
        ShapeInspector(*given, **settings)


@pytest.mark.parametrize("notation", ["logistic", "one_example", "vectorized", "initialization"])
def test_each_notation_starts_with_a_sound_equation(notation):
    widget = ShapeInspector(notation=notation)
    assert widget.analysis().shape is not None
    assert all(target.startswith("d") for target in widget.targets)
