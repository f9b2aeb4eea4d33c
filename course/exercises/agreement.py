"""When two answers count as the same."""

from __future__ import annotations

import math

import numpy as np

# Entries agree when they differ by less than 1e-5 of the entry plus 1e-7 of the largest entry. float64 rounding in
# these small sums stays below 1e-13 and guards such as log(A + 1e-7) below 1e-5, while the smallest error
# worth a message, 0.1 %, is a hundred times more.
RELATIVE = 1e-5
ABSOLUTE = 1e-7


def agrees(got, expected) -> bool:
    """Whether two arrays have the same shape and the same entries within tolerance; NaN agrees with NaN."""
    got, expected = np.asarray(got), np.asarray(expected)
    if got.shape != expected.shape:
        return False
    size = np.abs(expected)
    largest = size.max(initial=0.0)
    if not math.isfinite(largest):
        return bool(np.allclose(got, expected, rtol=RELATIVE, atol=ABSOLUTE, equal_nan=True))
    with np.errstate(invalid="ignore"):
        return bool((np.abs(got - expected) <= RELATIVE * size + ABSOLUTE * largest).all())
