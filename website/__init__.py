"""What goes out into the world: the site to read, the lessons in the browser, the learner kit.

`python -m website.build` and `python -m website.kit`, run where the repository's Makefile is. Everything learners meet
here is made from `release/`, never from `source/`, which holds the solutions.
"""

from __future__ import annotations

import sys
from pathlib import Path

from course.language import ENGLISH, set_language

set_language(ENGLISH)  # whatever the machine speaks that builds it

ROOT = Path(__file__).parents[1]
BUILD = ROOT / "build"
# What `make setup-site` fetches: the kernel for the browser, Pyodide's core, wheels that are pure Python.
PARTS = Path(sys.prefix) / "site-parts"


def released() -> list[Path]:
    """The released notebooks in the order of the course."""
    return sorted((ROOT / "release").glob("*/*.ipynb"))
