"""Can the limits be set in nbgrader_config.py, and are slips in it named?"""

from __future__ import annotations

import pytest
from traitlets.config import Config

from course.autograder.settings import Limits


def test_what_is_not_set_keeps_its_default():
    assert Limits.from_config(Config()) == Limits()
    assert Limits.from_config(Config(Sandbox={"cell_seconds": 7})) == Limits(cell_seconds=7)


def test_a_misspelt_limit_is_named():
    with pytest.raises(ValueError, match=r"c.Sandbox.cell_second is no limit .* cell_seconds"):
        Limits.from_config(Config(Sandbox={"cell_second": 7}))


@pytest.mark.parametrize("value", [0, -1, "7", True, float("nan")])
def test_a_value_that_is_no_limit_is_named(value):
    with pytest.raises(ValueError, match=r"c.Sandbox.memory_bytes must be a number above zero"):
        Limits(memory_bytes=value)
