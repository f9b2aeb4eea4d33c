"""The table of symbols: shapes of variables and gradients, and translation between size names and numbers."""

from __future__ import annotations

import pytest

from course.notation import (
    LOGISTIC,
    NOTATIONS,
    ONE_EXAMPLE,
    SIZES,
    VECTORIZED,
    in_numbers,
    in_symbols,
    spell,
    spell_found,
    spell_with_numbers,
)

DISTINCT = {"n0": 3, "n1": 4, "n2": 2, "m": 7}


@pytest.mark.parametrize("notation", NOTATIONS.values(), ids=NOTATIONS)
def test_every_gradient_has_the_shape_of_its_variable(notation):
    for name in notation:
        assert notation.shape(f"d{name}") == notation.shape(name)
        assert notation[f"d{name}"].meaning == f"gradient with respect to {name}"


@pytest.mark.parametrize("notation", NOTATIONS.values(), ids=NOTATIONS)
def test_shapes_are_written_in_known_sizes_and_ones(notation):
    assert len(notation) == len(list(notation))
    for symbol in notation.values():
        assert set(symbol.shape) <= {*SIZES, 1}
        assert symbol.meaning


@pytest.mark.parametrize(
    ("notation", "name", "shape"),
    [
        (LOGISTIC, "w", ("n0", 1)),
        (LOGISTIC, "dz", (1, 1)),
        (ONE_EXAMPLE, "dW2", ("n2", "n1")),
        (ONE_EXAMPLE, "da1", ("n1", 1)),
        (VECTORIZED, "Y", ("n2", "m")),
        (VECTORIZED, "db1", ("n1", 1)),
        (VECTORIZED, "J", ()),
    ],
)
def test_shapes_of_the_lecture(notation, name, shape):
    assert notation.shape(name) == shape


@pytest.mark.parametrize("name", ["W3", "ddW1", "w1", "", 5, None])
def test_an_unknown_symbol_is_answered_with_the_known_ones(name):
    known = "known are X, Y, W1, b1, Z1, A1, W2, b2, Z2, A2, J and d before any of them"
    with pytest.raises(KeyError) as caught:
        VECTORIZED[name]
    assert caught.value.args == (f"{name!r} is no symbol of the two-layer network on m examples; {known}",)


def test_names_become_numbers_and_numbers_names():
    assert in_numbers(("n1", 1), DISTINCT) == (4, 1)
    assert in_numbers((), DISTINCT) == ()
    assert in_symbols((4, 7), DISTINCT) == ("n1", "m")
    assert in_symbols((4, 9), DISTINCT) == ("n1", 9)


def test_a_number_that_two_sizes_share_and_a_one_stay_numbers():
    assert in_symbols((3, 3), {"n0": 3, "n1": 3, "m": 7}) == (3, 3)
    assert in_symbols((4, 1), {"n1": 4, "m": 1}) == ("n1", 1)


@pytest.mark.parametrize("shape", [("n1", "n0"), ("n2", 1), ("m",), ()])
def test_names_survive_the_way_through_numbers(shape):
    assert in_symbols(in_numbers(shape, DISTINCT), DISTINCT) == shape


@pytest.mark.parametrize("function", [in_numbers, in_symbols])
def test_what_is_no_shape_and_what_are_no_sizes_is_named(function):
    with pytest.raises(TypeError, match=rf'{function.__name__}: a shape is a tuple such as \("n1", 1\), got int 5'):
        function(5, DISTINCT)
    with pytest.raises(
        TypeError, match=rf'{function.__name__}: sizes are a dict such as {{"n0": 3, "m": 7}}, got list'
    ):
        function((3, 4), [3, 4])


def test_a_side_without_a_number_is_named():
    with pytest.raises(KeyError, match=r"in_numbers: no number is given for 'n1'; sizes has n0, m"):
        in_numbers(("n1", "n0"), {"n0": 3, "m": 7})
    with pytest.raises(KeyError, match="sizes has none"):
        in_numbers(("n1",), {})


@pytest.mark.parametrize(
    ("shape", "text"), [((), "()"), (("m",), "(m,)"), (("n1", 1), "(n1, 1)"), ((2, 3, 4), "(2, 3, 4)")]
)
def test_shapes_are_spelt_as_python_writes_them(shape, text):
    assert spell(shape) == text


def test_numbers_are_added_where_they_say_more():
    assert spell_with_numbers(("n1", "n0"), DISTINCT) == "(n1, n0) = (4, 3)"
    assert spell_with_numbers((1, 1), DISTINCT) == "(1, 1)"


@pytest.mark.parametrize("shape", [5, "n1", None])
def test_only_a_tuple_is_spelt(shape):
    with pytest.raises(TypeError, match=r'spell: a shape is a tuple such as \("n1", 1\), got'):
        spell(shape)


@pytest.mark.parametrize(
    ("shape", "text"),
    [((3, 4), "(n0, n1) = (3, 4)"), ((7,), "(m,) = (7,)"), ((1, 7), "(1, m) = (1, 7)"), ((9, 9), "(9, 9)"), ((), "()")],
)
def test_a_found_shape_is_spelt_in_names_where_they_are_clear(shape, text):
    assert spell_found(shape, DISTINCT) == text
