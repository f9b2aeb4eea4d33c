"""How long `check` of a learner's whole backward pass takes: right, wrong with a diagnosis, and stopping with an error.

Medians of CPU time, taken by turns with the function called by itself on the same draws. Reference gradients are kept
between checks of a notebook, so the first check with new draws is measured apart.
"""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable

import numpy as np

from course.checking import VISIBLE_SEED, examine
from course.exercises import find
from course.subject import LocalSubject

ROUNDS = 60
EXERCISE = find("vectorized.backward")


def right(X, Y, W2, Z1, A1, A2):
    m = X.shape[1]
    dZ2 = A2 - Y
    dW2 = dZ2 @ A1.T / m
    db2 = np.sum(dZ2, axis=1, keepdims=True) / m
    dZ1 = W2.T @ dZ2 * (1 - A1**2)
    dW1 = dZ1 @ X.T / m
    db1 = np.sum(dZ1, axis=1, keepdims=True) / m
    return {"dZ2": dZ2, "dW2": dW2, "db2": db2, "dZ1": dZ1, "dW1": dW1, "db1": db1}


def wrong(X, Y, W2, Z1, A1, A2):
    gradients = right(X, Y, W2, Z1, A1, A2)
    dZ1 = W2.T @ gradients["dZ2"] * A1 * (1 - A1)
    dW1 = dZ1 @ X.T
    db1 = np.sum(dZ1, axis=1)
    return {**gradients, "dZ1": dZ1, "dW1": dW1, "db1": db1}


def stopping(X, Y, W2, Z1, A1, A2):
    m = X.shape[1]
    dZ2 = A2 - Y
    dW2 = dZ2 @ A1 / m
    return {**right(X, Y, W2, Z1, A1, A2), "dW2": dW2}


def milliseconds(run: Callable[[], object]) -> float:
    start = time.process_time()
    run()
    return 1000 * (time.process_time() - start)


def main() -> None:
    cases = EXERCISE.cases(VISIBLE_SEED)
    rows: dict[str, list[float]] = {}
    for turn in range(ROUNDS):
        alone = milliseconds(lambda: [right(*case.arguments.values()) for case in cases])
        rows.setdefault("the function by itself", []).append(alone)
        for function in (right, wrong, stopping):
            subject = LocalSubject(function)
            kept = milliseconds(lambda subject=subject: examine(EXERCISE, subject))
            rows.setdefault(f"check, {function.__name__}", []).append(kept)
        new = milliseconds(lambda seed=turn + 1: examine(EXERCISE, LocalSubject(right), seed=seed))
        rows.setdefault("check, right, new draws", []).append(new)
    base = statistics.median(rows["the function by itself"])
    print(f"vectorized.backward on {len(cases)} draws, median CPU time of {ROUNDS}")
    for name, taken in rows.items():
        median = statistics.median(taken)
        print(f"{name:<26}{median:8.2f} ms{median / base:8.0f} x")


if __name__ == "__main__":
    main()
