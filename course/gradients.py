"""Gradients of forward steps, with no backward formula anywhere.

The complex-step method: for a function that is real on real numbers,
``f(x + ih) = f(x) + ih f'(x) - h**2 f''(x)/2 - ...``, so
``f'(x) = imag(f(x + ih)) / h`` with an error of order h**2 and no subtraction. With h = 1e-30 the error is far
below the rounding of float64. Source: Squire and Trapp, "Using complex variables to estimate derivatives of real
functions", SIAM Review 40 (1998).
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from numbers import Real

import numpy as np

from course.arguments import require_callable
from course.language import _

STEP = 1e-30


def complex_step(function: Callable, at) -> np.ndarray:
    """Gradient of a real scalar `function` of one array, at the array `at`; same shape as `at`.

    ``d[i] = imag(function(at + ih e_i)) / h``, exact to the rounding of float64.

    Every operation of `function` must take complex numbers: np.abs, np.maximum and float() drop the imaginary part.

    Raises TypeError where `function` is no function, `at` is not numeric or the function's result is not a single
    number, and ValueError where `at` holds NaN or infinity.
    """
    require_callable("complex_step", "function", function)
    at = _real_array("complex_step: at", at)
    gradient = np.empty_like(at)
    shifted = at.astype(complex)
    for index in np.ndindex(at.shape):
        shifted[index] += 1j * STEP
        gradient[index] = _number("complex_step", function(shifted)).imag / STEP
        shifted[index] = at[index]
    return gradient


def pullback(step: Callable, inputs: Mapping[str, np.ndarray], wrt: str, cotangent) -> np.ndarray:
    """The gradient that flows back through one forward step: ``sum(cotangent * step(**inputs))`` differentiated.

    `inputs` are the step's arguments by name, `wrt` the name of the one to differentiate, `cotangent` the gradient of
    the loss with respect to the step's result (same shape as that result). Returns an array shaped like `inputs[wrt]`.

    >>> from course.network import linear
    >>> W, A, b = np.ones((2, 3)), np.ones((3, 5)), np.zeros((2, 1))
    >>> pullback(linear, {"W": W, "A": A, "b": b}, "b", np.ones((2, 5))).T
    array([[5., 5.]])

    Raises KeyError where `wrt` is no input, TypeError where `step` is no function or `inputs` no mapping, ValueError
    where the cotangent's shape is not that of the step's result.
    """
    require_callable("pullback", "step", step)
    if not isinstance(inputs, Mapping):
        text = _(
            "pullback: inputs must be a dict of the step's arguments by name, got {kind}; "
            'write {{"W": W, "A": A, "b": b}}'
        )
        raise TypeError(text.format(kind=type(inputs).__name__))
    if wrt not in inputs:
        text = _("pullback: wrt={name!r} is none of the inputs {names}")
        raise KeyError(text.format(name=wrt, names=", ".join(inputs)))
    cotangent = _real_array("pullback: cotangent", cotangent)
    result = np.shape(step(**inputs))
    if result != cotangent.shape:
        text = _("pullback: the step's result has shape {result}, the cotangent {cotangent}; they must match")
        raise ValueError(text.format(result=result, cotangent=cotangent.shape))
    return complex_step(lambda value: np.sum(cotangent * step(**{**inputs, wrt: value})), inputs[wrt])


def relative_error(first, second) -> float:
    """``norm(first - second) / (norm(first) + norm(second))``, a number from 0 to 1; 0 where both are zero.

    Raises ValueError where the shapes differ: broadcasting would compare entries that do not belong together.
    """
    first, second = (
        _real_array(f"relative_error: {name}", value) for name, value in (("first", first), ("second", second))
    )
    if first.shape != second.shape:
        text = _("relative_error: shapes {first} and {second} differ; compare foo with its own dfoo")
        raise ValueError(text.format(first=first.shape, second=second.shape))
    total = np.linalg.norm(first) + np.linalg.norm(second)
    return float(np.linalg.norm(first - second) / total) if total else 0.0


def finite_difference(function: Callable, at, epsilon: float = 1e-6) -> np.ndarray:
    """Central differences ``(f(x + eps e_i) - f(x - eps e_i)) / (2 eps)`` of a scalar function; shaped like `at`.

    The truncation error falls with eps**2 and the rounding error grows with 1/eps; together they make the V of
    `v_curve`, lowest near eps = 1e-5 for float64.

    Raises ValueError where `epsilon` is not positive, TypeError and ValueError for a bad `function` or `at` as in
    `complex_step`.
    """
    require_callable("finite_difference", "function", function)
    if isinstance(epsilon, bool) or not isinstance(epsilon, Real):
        text = _("finite_difference: epsilon must be a number such as 1e-6, got {kind}")
        raise TypeError(text.format(kind=type(epsilon).__name__))
    if not 0 < epsilon < math.inf:
        text = _("finite_difference: epsilon must be positive and finite, got {epsilon!r}; write 1e-6")
        raise ValueError(text.format(epsilon=epsilon))
    at = _real_array("finite_difference: at", at)
    gradient = np.empty_like(at)
    shifted = at.copy()
    for index in np.ndindex(at.shape):
        shifted[index] = at[index] + epsilon
        above = _number("finite_difference", function(shifted))
        shifted[index] = at[index] - epsilon
        below = _number("finite_difference", function(shifted))
        gradient[index] = (above - below) / (2 * epsilon)
        shifted[index] = at[index]
    return gradient


def gradient_check(function: Callable, at, gradient, epsilon: float = 1e-6) -> float:
    """`relative_error` between `gradient` and the `finite_difference` of `function` at `at`.

    Below about 1e-7 the gradient is right; above 1e-4 it is wrong. Raises what those two raise.
    """
    return relative_error(gradient, finite_difference(function, at, epsilon))


def v_curve(function: Callable, at, gradient, epsilons=None) -> tuple[np.ndarray, np.ndarray]:
    """`gradient_check` over a range of epsilons (1e-1 to 1e-13 unless given): returns (epsilons, errors).

    Raises what `gradient_check` raises, and ValueError where `epsilons` is not a list or an array of one axis.
    """
    epsilons = np.logspace(-1, -13, 25) if epsilons is None else _real_array("v_curve: epsilons", epsilons)
    if epsilons.ndim != 1:
        text = _(
            "v_curve: epsilons must be a list or an array of one axis, got shape {shape}; "
            "write np.logspace(-1, -13, 25)"
        )
        raise ValueError(text.format(shape=epsilons.shape))
    return epsilons, np.array([gradient_check(function, at, gradient, epsilon) for epsilon in epsilons])


def _number(caller: str, value) -> float | complex:
    """The single number that a function under differentiation gave, whatever array it came in."""
    array = np.asarray(value)
    if array.size != 1 or array.dtype.kind not in "fiuc":
        numeric = array.dtype.kind in "fiuc"
        got = _("shape {shape}").format(shape=array.shape) if numeric else type(value).__name__
        text = _(
            "{caller} needs a function with a single number as its result, got {got}; is a sum or a return missing?"
        )
        raise TypeError(text.format(caller=caller, got=got))
    return array.item()


def _real_array(name: str, value) -> np.ndarray:
    try:
        array = np.asarray(value)
    except ValueError:
        text = _("{name} must be an array of real numbers, got rows of different lengths")
        raise TypeError(text.format(name=name)) from None
    if array.dtype.kind not in "fiu":
        text = _("{name} must be an array of real numbers, got {kind} of dtype {dtype}")
        raise TypeError(text.format(name=name, kind=type(value).__name__, dtype=array.dtype))
    if not np.all(np.isfinite(array)):
        raise ValueError(_("{name} holds NaN or infinity; look at the step before it").format(name=name))
    return array.astype(float)
