"""How long the imports take that every notebook starts with: medians over fresh interpreters, taken by turns."""

from __future__ import annotations

import statistics
import subprocess
import sys

ROUNDS = 15
STATEMENTS = ("import numpy", "import course", "import course.checking")
TIMED = "import time; start = time.perf_counter(); {}; print(time.perf_counter() - start)"


def seconds(statement: str) -> float:
    """Time that `statement` takes in a fresh interpreter, without the start of the interpreter itself."""
    command = [sys.executable, "-c", TIMED.format(statement)]
    return float(subprocess.run(command, check=True, capture_output=True, text=True).stdout)


def main() -> None:
    times = {statement: [] for statement in STATEMENTS}
    for _ in range(ROUNDS):
        for statement in STATEMENTS:
            times[statement].append(seconds(statement))
    print(f"median of {ROUNDS} fresh interpreters")
    for statement, taken in times.items():
        print(f"{statement:<24}{1000 * statistics.median(taken):8.1f} ms")


if __name__ == "__main__":
    main()
