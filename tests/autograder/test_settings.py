"""Can the limits be set in nbgrader_config.py, and are slips in it named?"""

from __future__ import annotations

import re
from dataclasses import fields
from pathlib import Path

import pytest
from traitlets.config import Config

from course.autograder.settings import BOUNDS, Limits


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


@pytest.mark.parametrize(
    ("name", "value", "said"),
    [
        ("cells", 0.5, "a whole number, got 0.5"),
        ("scratch_bytes", 1_000_000.5, "a whole number"),
        ("memory_bytes", float("inf"), "a number above zero"),
        ("memory_bytes", 1e30, "from 300_000_000 to 10_000_000_000_000, got 1e+30"),
        ("open_files", 1, "from 32 to"),
        ("start_seconds", 0.01, "from 5 to"),
    ],
)
def test_a_value_with_which_nothing_runs_is_named(name, value, said):
    with pytest.raises(ValueError, match=re.escape(said)) as error:
        Limits.from_config(Config(Sandbox={name: value}))
    assert f"c.Sandbox.{name} must be" in str(error.value)


def test_a_whole_number_may_be_written_short():
    limits = Limits.from_config(Config(Sandbox={"memory_bytes": 2e9}))
    assert repr(limits.memory_bytes) == "2000000000"


def test_defaults_are_within_bounds_and_security_md_lists_all():
    limits = Limits()
    rows = [
        f"| `{name}` | {getattr(limits, name):_.0f} | {least:_} | {most:_} |" for name, (least, most) in BOUNDS.items()
    ]
    assert all(least <= getattr(limits, name) <= most for name, (least, most) in BOUNDS.items())
    assert list(BOUNDS) == [field.name for field in fields(Limits)]
    assert "\n".join(rows) in (Path(__file__).parents[2] / "docs" / "security.md").read_text()
