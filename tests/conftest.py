"""The tests need programs that pip does not install; without one of them the run ends and says so."""

from __future__ import annotations

import shutil

import pytest

PROGRAMS = {"bwrap": "bubblewrap", "chromium": "chromium", "node": "nodejs"}


def pytest_sessionstart():
    missing = [package for program, package in PROGRAMS.items() if shutil.which(program) is None]
    if missing:
        packages = " ".join(missing)
        pytest.exit(f"The tests need {packages}: apt-get install {packages}, or make setup-dev as root.", returncode=1)
