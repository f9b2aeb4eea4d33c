"""The `course` package as a wheel."""

from __future__ import annotations

import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

import course
from website import ROOT


def wheel(folder: Path) -> Path:
    """Build the wheel into `folder` and return its path.

    From a copy, because setuptools leaves files beside what it builds and takes up what an earlier build left there.
    """
    with tempfile.TemporaryDirectory() as copy:
        for name in ("pyproject.toml", "README.md", "LICENSE"):
            shutil.copy(ROOT / name, copy)
        shutil.copytree(ROOT / "course", Path(copy) / "course", ignore=shutil.ignore_patterns("__pycache__"))
        offline = ["--no-deps", "--no-build-isolation", "--no-index", "--disable-pip-version-check"]
        subprocess.run(
            [sys.executable, "-m", "pip", "wheel", "--quiet", *offline, "--wheel-dir", str(folder), copy], check=True
        )
    return folder / f"backprop_by_hand-{course.__version__}-py3-none-any.whl"
