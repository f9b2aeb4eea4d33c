"""Gradients of forward steps against autograd, an independent library, against finite differences and closed forms."""

from __future__ import annotations

import autograd
import autograd.numpy as anp
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from course import network
from course.exercises import EXERCISES
from course.exercises.logistic import draw as draw_logistic
from course.exercises.two_layer import draw
from course.gradients import complex_step, finite_difference, gradient_check, pullback, relative_error, v_curve

SIZES = st.fixed_dictionaries({name: st.integers(1, 6) for name in ("n0", "n1", "n2", "m")})
SEEDS = st.integers(0, 2**32 - 1)
GRADIENTS = ("dZ2", "dW2", "db2", "dZ1", "dW1", "db1")


def losses(A, Y):
    return -Y * anp.log(A) - (1 - Y) * anp.log(1 - A)


def after_sums(Z2, v):
    """The losses of all examples, added up, from the last weighted sums on."""
    return anp.sum(losses(1 / (1 + anp.exp(-Z2)), v["Y"]))


def after_hidden_sums(Z1, v):
    return after_sums(v["W2"] @ anp.tanh(Z1) + v["b2"], v)


def cost(parameters, v):
    return after_hidden_sums(parameters["W1"] @ v["X"] + parameters["b1"], {**v, **parameters}) / v["X"].shape[1]


def by_autograd(v):
    """The six gradients: those of the dZ belong to the summed losses, those of the parameters to their average."""
    parameters = {name: v[name] for name in ("W1", "b1", "W2", "b2")}
    of_parameters = autograd.grad(cost)(parameters, v)
    return {
        "dZ2": autograd.grad(after_sums)(v["Z2"], v),
        "dZ1": autograd.grad(after_hidden_sums)(v["Z1"], v),
        **{f"d{name}": value for name, value in of_parameters.items()},
    }


def assert_close(got, expected, tolerance=1e-12):
    got, expected = np.asarray(got), np.asarray(expected)
    assert got.shape == expected.shape
    assert np.max(np.abs(got - expected)) <= tolerance * np.max(np.abs(expected))


@settings(max_examples=40, deadline=None)
@given(sizes=SIZES, seed=SEEDS)
def test_drawn_gradients_of_the_network_agree_with_autograd(sizes, seed):
    values = draw(np.random.default_rng(seed), sizes)
    for name, expected in by_autograd(values).items():
        assert_close(values[name], expected)


@settings(max_examples=40, deadline=None)
@given(n0=st.integers(1, 9), seed=SEEDS)
def test_drawn_gradients_of_the_neuron_agree_with_autograd(n0, seed):
    v = draw_logistic(np.random.default_rng(seed), {"n0": n0})

    def loss(w, b):
        return anp.sum(losses(1 / (1 + anp.exp(-(anp.dot(w.T, v["x"]) + b))), v["y"]))

    assert_close(v["da"], autograd.grad(lambda a: anp.sum(losses(a, v["y"])))(v["a"]))
    assert_close(v["dz"], autograd.grad(lambda z: anp.sum(losses(1 / (1 + anp.exp(-z)), v["y"])))(v["z"]))
    assert_close(v["dw"], autograd.grad(loss, 0)(v["w"], v["b"]))
    assert_close(v["db"], autograd.grad(loss, 1)(v["w"], v["b"]))


@settings(max_examples=25, deadline=None)
@given(sizes=SIZES, seed=SEEDS)
def test_complex_step_of_the_whole_cost_agrees_with_autograd(sizes, seed):
    v = draw(np.random.default_rng(seed), sizes)
    parameters = {name: v[name] for name in ("W1", "b1", "W2", "b2")}
    expected = autograd.grad(cost)(parameters, v)
    for name, value in parameters.items():
        got = complex_step(
            lambda moved, name=name: network.cost(network.forward(v["X"], **{**parameters, name: moved})[3], v["Y"]),
            value,
        )
        assert_close(got, expected[name])


@settings(max_examples=40, deadline=None)
@given(sizes=SIZES, seed=SEEDS, wrt=st.sampled_from(["W", "A", "b"]))
def test_pullback_of_a_layer_agrees_with_autograd(sizes, seed, wrt):
    rng = np.random.default_rng(seed)
    inputs = {
        "W": rng.normal(size=(sizes["n1"], sizes["n0"])),
        "A": rng.normal(size=(sizes["n0"], sizes["m"])),
        "b": rng.normal(size=(sizes["n1"], 1)),
    }
    cotangent = rng.normal(size=(sizes["n1"], sizes["m"]))

    def step(value):
        moved = {**inputs, wrt: value}
        return anp.sum(cotangent * (anp.dot(moved["W"], moved["A"]) + moved["b"]))

    assert_close(pullback(network.linear, inputs, wrt, cotangent), autograd.grad(step)(inputs[wrt]))


@settings(max_examples=25, deadline=None)
@given(sizes=SIZES, seed=SEEDS)
def test_drawn_gradients_agree_with_finite_differences(sizes, seed):
    v = draw(np.random.default_rng(seed), sizes)
    parameters = {name: v[name] for name in ("W1", "b1", "W2", "b2")}

    def moved(name):
        return lambda value: network.cost(network.forward(v["X"], **{**parameters, name: value})[3], v["Y"])

    for name, value in parameters.items():
        assert gradient_check(moved(name), value, v[f"d{name}"], 1e-5) < 1e-6
    assert gradient_check(lambda Z2: np.sum(network.losses(network.sigmoid(Z2), v["Y"])), v["Z2"], v["dZ2"]) < 1e-6


@settings(max_examples=25, deadline=None)
@given(sizes=SIZES, seed=SEEDS)
def test_drawn_gradients_are_the_closed_forms_of_the_lecture(sizes, seed):
    v = draw(np.random.default_rng(seed), sizes)
    m = sizes["m"]
    dZ2 = v["A2"] - v["Y"]
    dZ1 = (v["W2"].T @ dZ2) * (1 - v["A1"] ** 2)
    closed = {
        "dZ2": dZ2,
        "dW2": dZ2 @ v["A1"].T / m,
        "db2": np.sum(dZ2, axis=1, keepdims=True) / m,
        "dZ1": dZ1,
        "dW1": dZ1 @ v["X"].T / m,
        "db1": np.sum(dZ1, axis=1, keepdims=True) / m,
    }
    for name in GRADIENTS:
        # Sums may cancel; the tolerance is relative to the largest term that went in.
        np.testing.assert_allclose(v[name], closed[name], rtol=1e-12, atol=1e-13)


def test_lesson_2_is_lesson_3_with_one_column():
    one = EXERCISES["one_example.backward"]
    case = one.case((5, 0), {"n0": 3, "n1": 4, "n2": 2}, "distinct")
    capital = draw(np.random.default_rng((5, 0)), {"n0": 3, "n1": 4, "n2": 2, "m": 1})
    for quantity in one.quantities:
        name = quantity.name if quantity.name[1] in "Wb" else f"dZ{quantity.name[-1]}"
        assert_close(case.values[quantity.name], capital[name])


def test_a_gradient_of_numbers_large_and_small_keeps_its_digits():
    at = np.array([1e-8, 1.0, 1e8])
    assert_close(complex_step(lambda x: np.sum(x**3), at), 3 * at**2)


def test_finite_difference_takes_a_result_in_any_array():
    for shape in ((), (1,), (1, 1)):
        slope = finite_difference(lambda x, shape=shape: np.sum(x**2).reshape(shape), np.array([3.0]))
        assert slope == pytest.approx(6)


def test_relative_error_goes_from_zero_to_one():
    assert relative_error(np.zeros(3), np.zeros(3)) == 0
    assert relative_error([1.0, 2.0], [1.0, 2.0]) == 0
    assert relative_error([1.0], [-1.0]) == 1
    assert relative_error([1.0], [1.001]) == pytest.approx(0.0005, rel=1e-3)


def test_gradient_check_tells_right_from_a_tenth_of_a_percent():
    at = np.random.default_rng(1).normal(size=(3, 2))
    right = np.cos(at)
    assert gradient_check(lambda x: np.sum(np.sin(x)), at, right) < 1e-7
    assert gradient_check(lambda x: np.sum(np.sin(x)), at, 1.001 * right) > 1e-4


def test_the_v_curve_is_lowest_in_the_middle():
    at = np.random.default_rng(2).normal(size=(4,))
    epsilons, errors = v_curve(lambda x: np.sum(np.exp(x)), at, np.exp(at))
    assert epsilons.shape == errors.shape == (25,)
    assert epsilons[0] > epsilons[-1]
    lowest = int(np.argmin(errors))
    assert 1e-7 < epsilons[lowest] < 1e-3
    assert errors[0] > 1e3 * errors[lowest]
    assert errors[-1] > 1e3 * errors[lowest]


def test_the_given_array_is_left_as_it_was():
    at = np.array([1.0, 2.0])
    for differentiate in (complex_step, finite_difference):
        differentiate(lambda x: np.sum(x * x), at)
    assert at.tolist() == [1.0, 2.0]


def test_whole_numbers_are_differentiated_as_real_ones():
    assert complex_step(lambda x: np.sum(x * x), [1, 2]).tolist() == [2.0, 4.0]


def total(x):
    return np.sum(x)


LAYER = {"W": np.ones((2, 3)), "A": np.ones((3, 5)), "b": np.zeros((2, 1))}


@pytest.mark.parametrize(
    ("call", "error", "text"),
    [
        (lambda: complex_step(3.0, [1.0]), TypeError, "complex_step: function must be a function, got float 3.0; pass "
         "the function itself, without calling it"),
        (lambda: complex_step(total, "abc"), TypeError, "complex_step: at must be an array of real numbers, got str"),
        (lambda: complex_step(total, [1 + 2j]), TypeError, "at must be an array of real numbers, got list of dtype co"),
        (lambda: complex_step(total, [[1.0], [1.0, 2.0]]), TypeError, "at must be an array of real numbers, got rows "),
        (lambda: complex_step(total, [np.nan]), ValueError, "complex_step: at holds NaN or infinity; look at the step"),
        (lambda: complex_step(total, [np.inf]), ValueError, "complex_step: at holds NaN or infinity"),
        (lambda: complex_step(lambda x: x, np.ones(2)), TypeError, "complex_step needs a function with a single number "
         "as its result, got shape (2,); is a sum or a return missing?"),
        (lambda: complex_step(lambda x: None, np.ones(2)), TypeError, "result, got NoneType; is a sum or a return mis"),
        (lambda: pullback(3, LAYER, "W", np.ones((2, 5))), TypeError, "pullback: step must be a function, got int 3"),
        (lambda: pullback(network.linear, [1], "W", np.ones((2, 5))), TypeError, "pullback: inputs must be a dict of "
         "the step's arguments by name, got list"),
        (lambda: pullback(network.linear, LAYER, "V", np.ones((2, 5))), KeyError, "pullback: wrt='V' is none of the "
         "inputs W, A, b"),
        (lambda: pullback(network.linear, LAYER, "W", np.ones((2, 4))), ValueError, "pullback: the step's result has "
         "shape (2, 5), the cotangent (2, 4); they must match"),
        (lambda: pullback(network.linear, LAYER, "W", np.ones(5)), ValueError, "the cotangent (5,); they must match"),
        (lambda: pullback(network.linear, LAYER, "W", np.full((2, 5), np.nan)), ValueError, "pullback: cotangent holds "
         "NaN or infinity"),
        (lambda: pullback(network.linear, LAYER, "W", None), TypeError, "pullback: cotangent must be an array of real"),
        (lambda: relative_error(np.ones((3, 1)), np.ones(3)), ValueError, "relative_error: shapes (3, 1) and (3,) "
         "differ; compare foo with its own dfoo"),
        (lambda: relative_error(np.ones((3, 2)), np.ones((3, 4))), ValueError, "relative_error: shapes (3, 2) and (3,"),
        (lambda: relative_error([np.nan], [1.0]), ValueError, "relative_error: first holds NaN or infinity"),
        (lambda: relative_error([1.0], None), TypeError, "relative_error: second must be an array of real numbers, got "
         "NoneType"),
        (lambda: finite_difference(None, [1.0]), TypeError, "finite_difference: function must be a function, got None"),
        (lambda: finite_difference(total, [1.0], 0), ValueError, "finite_difference: epsilon must be positive and "
         "finite, got 0; write 1e-6"),
        (lambda: finite_difference(total, [1.0], np.nan), ValueError, "epsilon must be positive and finite, got nan"),
        (lambda: finite_difference(total, [1.0], "small"), TypeError, "epsilon must be a number such as 1e-6, got str"),
        (lambda: finite_difference(total, {}), TypeError, "finite_difference: at must be an array of real numbers, got "
         "dict"),
        (lambda: finite_difference(lambda x: x, np.ones(2)), TypeError, "finite_difference needs a function with a "
         "single number as its result, got shape (2,)"),
        (lambda: gradient_check(total, np.ones((2, 1)), np.ones(2)), ValueError, "relative_error: shapes (2,) and (2,"),
        (lambda: v_curve(total, [1.0], [1.0], 1e-6), ValueError, "v_curve: epsilons must be a list or an array of one "
         "axis, got shape (); write np.logspace(-1, -13, 25)"),
        (lambda: v_curve(total, [1.0], [1.0], ["x"]), TypeError, "v_curve: epsilons must be an array of real numbers"),
    ],
)  # fmt: skip
def test_bad_arguments_are_named_with_what_to_do_next(call, error, text):
    with pytest.raises(error) as caught:
        call()
    assert text in str(caught.value)
