"""Seeded random NumPy expressions over the symbols of the vectorised lesson, right and wrong ones alike."""

from __future__ import annotations

import random

from course.notation import VECTORIZED

NAMES = [name for name in VECTORIZED if name != "J"] + ["dZ2", "dW2", "db2", "dZ1", "dW1", "db1"]
SIZES_OF_A_DRAW = ((3, 4, 2, 7), (3, 4, 1, 7), (4, 4, 4, 4), (3, 7, 2, 7), (2, 4, 2, 1), (5, 1, 3, 6))


def expressions(count: int, seed: int) -> list[tuple[str, dict[str, int]]]:
    """`count` pairs of (source, sizes); the same for the same seed."""
    draw = random.Random(seed)
    return [
        (_expression(draw, 3), dict(zip(("n0", "n1", "n2", "m"), draw.choice(SIZES_OF_A_DRAW), strict=True)))
        for _ in range(count)
    ]


def _expression(draw: random.Random, depth: int) -> str:
    if depth == 0 or draw.random() < 0.12:
        return draw.choice([*NAMES, *NAMES, "m", "np.zeros((n1, 1))", "np.ones(m)"])
    inner = (
        [_expression(draw, depth - draw.choice((1, 1, 2))) for _ in range(2)] if depth > 1 else draw.sample(NAMES, 2)
    )
    left, right = inner
    single = f"({left})" if not left.isidentifier() else left
    axis, keep = draw.choice((0, 1, -1, 2)), draw.choice((True, False, 1))
    return draw.choice(
        [
            f"{left} @ {single}.T",
            f"{single} @ {right}",
            f"{single}.T @ ({right})",
            f"{single} * {right}",
            f"{left} + {right}",
            f"{left} - ({right})",
            f"{left} + b1",
            f"({left}) * b2",
            f"{single} / m",
            f"1 - {single} ** 2",
            f"-{single}",
            f"0.5 * {single} / X.shape[1]",
            f"np.dot({left}, {right})",
            f"{single}.dot({right})",
            f"np.multiply({left}, {right})",
            f"np.outer({left}, {right})",
            f"np.sum({left}, axis={axis}, keepdims={keep})",
            f"np.sum({left}, {axis})",
            f"np.mean({left})",
            f"{single}.sum(axis={axis}, keepdims=True)",
            f"np.transpose({left})",
            f"np.exp(-{single})",
            f"tanh({left})",
            f"{single}[:, 0]",
            f"{single}[:, 0:1]",
            f"{single}[{draw.choice((0, -1, 3))}]",
            f"{single}[:, i:i+1]",
            f"{single}[:, 0][:, None]",
            f"np.squeeze({left})",
            f"{single}.ravel()",
            f"{single}.reshape(-1, 1)",
            f"np.reshape({left}, (m, -1))",
        ]
    )
