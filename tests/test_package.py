"""The public names of `course`, how they are found, and how little comes with them."""

from __future__ import annotations

import importlib
import subprocess
import sys

import pytest

import course

PUBLIC = {
    "set_language",
    "__version__", "check", "hint", "Report", "notation", "network", "gradients", "data", "plots", "Gradebook",
    "ShapeInspector", "GraphExplorer", "StackingExplorer", "TrainingExplorer",
}  # fmt: skip
HEAVY = {"matplotlib", "IPython", "ipywidgets", "anywidget", "nbgrader", "nbformat", "scipy", "autograd", "traitlets"}


def loaded_after(statement):
    """Names of the modules that a fresh Python holds after `statement`."""
    code = f"{statement}\nimport sys\nprint(*sys.modules)"
    return set(subprocess.run([sys.executable, "-c", code], check=True, capture_output=True, text=True).stdout.split())


def test_the_public_names():
    assert set(course.__all__) == PUBLIC
    assert set(dir(course)) == PUBLIC


@pytest.mark.parametrize("name", sorted(PUBLIC - {"__version__"}))
def test_every_public_name_is_there_and_documented(name):
    thing = getattr(course, name)
    assert thing.__doc__
    assert thing.__name__.split(".")[-1] == name


def test_names_are_the_ones_of_their_modules():
    assert course.check is importlib.import_module("course.checking").check
    assert course.hint is importlib.import_module("course.hints").hint
    assert course.network is importlib.import_module("course.network")


def test_an_unknown_name_is_answered_with_the_known_ones():
    with pytest.raises(AttributeError, match=r"course has no 'chekc'; it offers check, hint, Report, .*plots"):
        course.chekc  # noqa: B018
    with pytest.raises(ImportError, match="cannot import name 'chekc' from 'course'"):
        from course import chekc  # noqa: F401


def test_importing_the_course_loads_nothing_but_itself():
    extra = loaded_after("import course") - loaded_after("import importlib")
    assert {name.split(".")[0] for name in extra} == {"course"}
    assert len([name for name in extra if name.startswith("course")]) == 1


def test_importing_check_adds_few_modules_to_numpy_and_none_of_the_heavy_ones():
    extra = loaded_after("from course import check") - loaded_after("import numpy")
    assert {name.split(".")[0] for name in extra} & HEAVY == set()
    assert "course.checking" in extra
    own = {name for name in extra if name.startswith("course")}
    assert len(own) < 40
    # Of the standard library: dataclasses, difflib, html and the like, and what they bring.
    assert len(extra - own) < 60, sorted(extra - own)


def test_a_check_and_its_report_add_no_heavy_module():
    extra = loaded_after(
        "from course import check, hint\n"
        "hint('vectorized.dZ2')._repr_html_()\n"
        "check('vectorized.dZ2', lambda A2, Y: (A2 - Y) / Y.shape[1])._repr_html_()"
    )
    assert {name.split(".")[0] for name in extra} & HEAVY == set()
