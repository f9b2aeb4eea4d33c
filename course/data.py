"""Small planar data sets for lesson 4: two moons, a flower, xor. Drawn from a seed, nothing is downloaded.

Every set is ``(X, Y)``: X (2, m) holds one point in each column, Y (1, m) its label 0.0 or 1.0. The two labels are as
equally frequent as m allows, and the columns come in random order.
"""

from __future__ import annotations

import math
from numbers import Integral, Real

import numpy as np

from course.language import _

FEWEST = 2


def two_moons(m: int = 200, seed: int = 0, noise: float = 0.15) -> tuple[np.ndarray, np.ndarray]:
    """Two half circles that reach into each other, centred near the origin: X (2, m), Y (1, m).

    `noise` is the standard deviation of the jitter; the half circles have radius 1. A straight line cannot separate
    them, a curve can.

    Raises TypeError or ValueError where `m` is no whole number of at least 2, `seed` no whole number of at least 0, or
    `noise` no number of at least 0.
    """
    rng, Y = _labels(m, seed)
    angle = rng.uniform(0, math.pi, Y.shape)
    upper = np.vstack([np.cos(angle) - 0.5, np.sin(angle) - 0.25])
    lower = np.vstack([0.5 - np.cos(angle), 0.25 - np.sin(angle)])
    return _jitter(np.where(Y == 0, upper, lower), noise, rng), Y


def flower(m: int = 200, seed: int = 0, noise: float = 0.05, petals: int = 5) -> tuple[np.ndarray, np.ndarray]:
    """A flower of `petals` petals (label 1) on a ring of background (label 0): X (2, m), Y (1, m).

    In polar coordinates the petals lie inside ``r = 0.9 + 0.6 cos(petals t)`` and the background just outside it.
    `noise` is the standard deviation of the jitter. Raises as `two_moons`, and likewise for `petals` below 1.
    """
    petals = _whole("petals", petals, 1)
    rng, Y = _labels(m, seed)
    angle = rng.uniform(0, 2 * math.pi, Y.shape)
    edge = 0.9 + 0.6 * np.cos(petals * angle)
    inside = edge * np.sqrt(rng.uniform(0, 1, Y.shape))
    outside = edge + 0.2 + 0.5 * rng.uniform(0, 1, Y.shape)
    radius = np.where(Y == 1, inside, outside)
    return _jitter(np.vstack([radius * np.cos(angle), radius * np.sin(angle)]), noise, rng), Y


def xor(m: int = 200, seed: int = 0, noise: float = 0.1) -> tuple[np.ndarray, np.ndarray]:
    """Four squares around the origin; label 1 where the two coordinates have different signs: X (2, m), Y (1, m).

    `noise` is the standard deviation of the jitter; the squares have side 1. Raises as `two_moons`.
    """
    rng, Y = _labels(m, seed)
    sign = rng.choice([-1.0, 1.0], Y.shape)
    first = sign * rng.uniform(0, 1, Y.shape)
    second = np.where(Y == 1, -sign, sign) * rng.uniform(0, 1, Y.shape)
    return _jitter(np.vstack([first, second]), noise, rng), Y


def _labels(m: object, seed: object) -> tuple[np.random.Generator, np.ndarray]:
    m, seed = _whole("m", m, FEWEST), _whole("seed", seed, 0)
    rng = np.random.default_rng(seed)
    return rng, rng.permutation(np.arange(m) % 2).astype(float).reshape(1, m)


def _jitter(points: np.ndarray, noise: object, rng: np.random.Generator) -> np.ndarray:
    if isinstance(noise, bool) or not isinstance(noise, Real):
        text = _("noise must be a number such as 0.1, got {noise!r} ({kind})")
        raise TypeError(text.format(noise=noise, kind=type(noise).__name__))
    if not (math.isfinite(noise) and noise >= 0):
        raise ValueError(_("noise must be a finite number of at least 0, got {noise!r}").format(noise=noise))
    return points + noise * rng.standard_normal(points.shape)


def _whole(name: str, value: object, least: int) -> int:
    example = _("write {name}={value}, for instance")
    example = example.format(name=name, value=max(least, 200 if name == "m" else 5))
    if isinstance(value, bool) or not isinstance(value, Integral):
        text = _("{name} must be a whole number, got {value!r} ({kind}); {example}")
        raise TypeError(text.format(name=name, value=value, kind=type(value).__name__, example=example))
    if value < least:
        text = _("{name} must be at least {least}, got {value}; {example}")
        raise ValueError(text.format(name=name, least=least, value=value, example=example))
    return int(value)
