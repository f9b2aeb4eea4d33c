"""Run the tests of the sandbox as an ordinary user: ``python tests/hostile/as_ordinary_user.py [PYTEST ARGUMENTS]``."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from pathlib import Path

from enclosure import ROOT, hand_over, mounts, ordinary

TESTS = ["tests/hostile", "tests/autograder/test_sandbox.py"]


def main(arguments: list[str]) -> int:
    with tempfile.TemporaryDirectory() as folder:
        hand_over(Path(folder))
        pytest = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", f"--basetemp={folder}/t"]
        wrap = ["bwrap", "--die-with-parent", "--dev-bind", "/", "/", *mounts()] if os.geteuid() == 0 else []
        command = [*wrap, *ordinary(), *pytest, *(arguments or TESTS)]
        environment = os.environ | {"HOME": folder, "HYPOTHESIS_STORAGE_DIRECTORY": folder}
        return subprocess.run(command, cwd=ROOT, env=environment).returncode


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
