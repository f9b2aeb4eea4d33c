"""The planar sets: shapes, labels, seeds, and what is said about bad arguments."""

from __future__ import annotations

import numpy as np
import pytest

from course import data

SETS = [data.two_moons, data.flower, data.xor]


@pytest.mark.parametrize("draw", SETS)
@pytest.mark.parametrize("m", [2, 7, 200])
def test_examples_are_columns_and_both_labels_are_as_frequent_as_m_allows(draw, m):
    X, Y = draw(m=m)
    assert X.shape == (2, m)
    assert Y.shape == (1, m)
    assert X.dtype == Y.dtype == np.float64
    assert np.isfinite(X).all()
    assert set(np.unique(Y)) == {0.0, 1.0}
    assert Y.sum() == m // 2


@pytest.mark.parametrize("draw", SETS)
def test_a_seed_gives_the_same_set_again_and_another_seed_another_set(draw):
    first, again, other = draw(m=50, seed=3), draw(m=50, seed=3), draw(m=50, seed=4)
    assert np.array_equal(first[0], again[0])
    assert np.array_equal(first[1], again[1])
    assert not np.array_equal(first[0], other[0])
    assert not np.array_equal(first[1], other[1])


@pytest.mark.parametrize("draw", SETS)
def test_drawing_leaves_the_global_random_state_alone(draw):
    before = np.random.get_state()[1].copy()
    draw()
    assert np.array_equal(before, np.random.get_state()[1])


def test_without_noise_the_moons_are_half_circles_of_radius_one():
    X, Y = data.two_moons(m=60, noise=0)
    centres = np.where(Y == 0, [[-0.5], [-0.25]], [[0.5], [0.25]])
    np.testing.assert_allclose(np.linalg.norm(X - centres, axis=0), 1)


def test_without_noise_petals_end_where_the_background_begins():
    X, Y = data.flower(m=400, noise=0, petals=3)
    radius, angle = np.hypot(*X), np.arctan2(X[1], X[0])
    edge = 0.9 + 0.6 * np.cos(3 * angle)
    assert np.all((radius <= edge) == (Y[0] == 1))


def test_without_noise_xor_is_one_where_the_signs_differ():
    X, Y = data.xor(m=100, noise=0)
    assert np.array_equal(Y[0] == 1, X[0] * X[1] < 0)


@pytest.mark.parametrize("draw", SETS)
def test_a_straight_line_does_not_separate_the_classes(draw):
    X, Y = draw(m=400)
    design = np.vstack([X, np.ones((1, 400))]).T
    plane, *_ = np.linalg.lstsq(design, 2 * Y[0] - 1, rcond=None)
    assert np.mean((design @ plane > 0) == (Y[0] == 1)) < 0.92


@pytest.mark.parametrize(
    ("arguments", "error", "text"),
    [
        ({"m": 1}, ValueError, r"m must be at least 2, got 1; write m=200, for instance"),
        ({"m": -5}, ValueError, r"m must be at least 2, got -5"),
        ({"m": 200.0}, TypeError, r"m must be a whole number, got 200\.0 \(float\); write m=200"),
        ({"m": "200"}, TypeError, r"m must be a whole number, got '200' \(str\)"),
        ({"m": True}, TypeError, r"m must be a whole number, got True \(bool\)"),
        ({"m": None}, TypeError, r"m must be a whole number, got None \(NoneType\)"),
        ({"m": np.ones(3)}, TypeError, r"m must be a whole number"),
        ({"seed": -1}, ValueError, r"seed must be at least 0, got -1; write seed=5, for instance"),
        ({"seed": 0.5}, TypeError, r"seed must be a whole number, got 0\.5 \(float\)"),
        ({"noise": -0.1}, ValueError, r"noise must be a finite number of at least 0, got -0\.1"),
        ({"noise": float("nan")}, ValueError, r"noise must be a finite number of at least 0, got nan"),
        ({"noise": "loud"}, TypeError, r"noise must be a number such as 0\.1, got 'loud' \(str\)"),
    ],
)
@pytest.mark.parametrize("draw", SETS)
def test_bad_arguments_are_named_with_what_to_write_instead(draw, arguments, error, text):
    with pytest.raises(error, match=text):
        draw(**arguments)


@pytest.mark.parametrize(
    ("petals", "error", "text"), [(0, ValueError, "petals must be at least 1"), (2.5, TypeError, "petals must be a wh")]
)
def test_petals_must_be_counted(petals, error, text):
    with pytest.raises(error, match=text):
        data.flower(petals=petals)


def test_numpy_integers_are_whole_numbers():
    assert np.array_equal(data.xor(m=np.int64(10), seed=np.int32(2))[0], data.xor(m=10, seed=2)[0])
