"""Does the sandbox hold for an ordinary user too? Root's own run of these tests leaves the attacks out (Makefile)."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

SCRIPT = Path(__file__).parent / "hostile" / "as_ordinary_user.py"


@pytest.mark.skipif(os.geteuid() != 0, reason="whoever is no root runs them as they are")
def test_attacks_fail_and_the_sandbox_stands():
    done = subprocess.run([sys.executable, SCRIPT], stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
    assert done.returncode == 0, done.stdout
    assert int(done.stdout.rpartition(" passed")[0].split()[-1]) > 150
