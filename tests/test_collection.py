"""Do all test workers find the same tests in the same order? pytest-xdist refuses to run where they do not."""

import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[1]


def collected(hash_seed: str) -> str:
    command = [sys.executable, "-m", "pytest", "--collect-only", "--quiet", "-p", "no:cacheprovider"]
    environment = os.environ | {"PYTHONHASHSEED": hash_seed}
    done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=True)
    return done.stdout.partition("\n\n")[0]  # the line after the tests says how long it took


def test_the_order_of_the_tests_depends_on_no_hash():
    assert collected("1") == collected("2")
