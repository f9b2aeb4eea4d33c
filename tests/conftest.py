"""The tests need programs that pip does not install; without one of them the run ends and says so."""

from __future__ import annotations

import fcntl
import functools
import os
import shutil
import sys
from pathlib import Path

import pytest

# What learners read is compared in English, here and in the programs that tests start.
os.environ["LANGUAGE"] = "en"

# See tests/lean; the processes of pytest itself have begun without it.
os.environ["PYTHONPATH"] = os.pathsep.join(
    filter(None, [str(Path(__file__).with_name("lean")), os.getenv("PYTHONPATH")])
)
sys.modules.setdefault("rfc3987_syntax", None)

# Files that take minutes with few tests. They are begun first: one that is begun last keeps a single core busy.
LONG = (
    *(
        "test_ordinary_user",
        "test_resume",
        "test_cluster",
        "test_lessons",
        "test_contributing",
        "test_verify",
        "test_site",
    ),
    *("test_seeds", "test_notebooks", "test_lessons_in_browser", "test_term", "test_after_grading", "test_kit"),
)
PROGRAMS = {"bwrap": "bubblewrap", "chromium": "chromium", "node": "nodejs", "pg_ctlcluster": "postgresql"}


def pytest_sessionstart():
    missing = [package for program, package in PROGRAMS.items() if shutil.which(program) is None]
    if missing:
        packages = " ".join(missing)
        pytest.exit(f"The tests need {packages}: apt-get install {packages}, or make setup-dev as root.", returncode=1)


def pytest_collection_modifyitems(items):
    place = {name: number for number, name in enumerate(LONG)}
    items.sort(key=lambda item: place.get(item.path.stem, len(LONG)))


@pytest.fixture(scope="session", autouse=True)
def _one_question_to_alembic():
    """For each new gradebook nbgrader starts a program that says the same each time, after a second."""
    import nbgrader.api

    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(nbgrader.api, "get_alembic_version", functools.cache(nbgrader.api.get_alembic_version))
        yield


@pytest.fixture(scope="session")
def site(tmp_path_factory) -> Path:
    """The folder of the whole site, built once for all processes of a test run."""
    from website.build import build

    folder = tmp_path_factory.getbasetemp()
    folder = folder.parent if folder.name.startswith("popen-") else folder
    with (folder / "site.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not (folder / "site.built").exists():
            build(folder / "site")
            (folder / "site.built").touch()
    return folder / "site"
