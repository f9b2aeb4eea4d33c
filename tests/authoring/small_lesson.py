"""A tiny lesson with one cell of each kind, and a course folder of it, for the tests of the authoring line."""

from __future__ import annotations

import shutil
from pathlib import Path

ROOT = Path(__file__).parents[2]
SCRIPT = '''\
# %% [markdown]
# # A small lesson

# %% locked
import numpy as np

from course import check

# %% [markdown]
# Write the sigmoid.


# %% solution="sigmoid"
def sigmoid(z):
    """The sigmoid of z."""
    ### BEGIN SOLUTION
    return 1 / (1 + np.exp(-z))
    ### END SOLUTION


# %% checks="sigmoid" points=2
check("logistic.sigmoid", sigmoid, points=2)
### BEGIN HIDDEN TESTS
check("logistic.sigmoid", sigmoid, points=2, seed=90210)
### END HIDDEN TESTS

# %%
print(sigmoid(np.zeros((1, 1))))


# %% solution="repair"
def repaired(dZ2, m):
    """The bias gradient, with a mistake in it."""
    ### BEGIN SOLUTION
    db2 = np.sum(dZ2, axis=1, keepdims=True) / m
    ### END SOLUTION
    # GIVEN: db2 = np.sum(dZ2) / m
    return db2


# %% [markdown] explain="why" points=3
# Why does the average sit there?
#
# ### BEGIN SOLUTION
# Because the cost is an average.
# ### END SOLUTION
'''


def write_course(root: Path, files: dict[str, str] | None = None) -> Path:
    """A course folder in `root` with the lesson `small`, the course's own settings, and further `files` in source/."""
    (root / "source").mkdir()
    for name, text in {"small.py": SCRIPT, **(files or {})}.items():
        (root / "source" / name).write_text(text, encoding="utf-8")
    shutil.copy(ROOT / "nbgrader_config.py", root)
    return root
