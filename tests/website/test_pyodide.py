"""The list of packages for Python in the browser: what an import loads, and from where."""

import json
import re

import pytest

from website import PARTS
from website.pyodide import SERVER, VERSION, needed, with_wheels


@pytest.fixture(scope="module")
def packages(site):
    return json.loads((site / "browser/static/pyodide/pyodide-lock.json").read_text())["packages"]


def everything_below(packages, name):
    found = {name}
    for each in packages[name]["depends"]:
        found |= everything_below(packages, each)
    return found


def test_importing_the_course_loads_what_a_lesson_needs(packages):
    assert packages["backprop-by-hand"]["imports"] == ["course"]
    assert {"numpy", "matplotlib", "ipywidgets", "anywidget"} <= everything_below(packages, "backprop-by-hand")


def test_only_compiled_packages_and_what_matplotlib_needs_come_from_elsewhere(packages, site):
    folder = site / "browser/static/pyodide"
    below = everything_below(packages, "backprop-by-hand") | everything_below(packages, "pyodide-kernel")
    away = {name for name in below if not (folder / packages[name]["file_name"]).exists()}
    assert away == everything_below(packages, "matplotlib") - {"packaging", "six"}
    assert all(packages[name]["file_name"].startswith(f"{SERVER}/") for name in away)


def test_core_kernel_and_server_are_of_one_version():
    kernel = (PARTS / "kernel/jupyterlite_pyodide_kernel/constants.py").read_text()
    assert re.search(r'PYODIDE_VERSION = "(.+)"', kernel)[1] == VERSION
    assert json.loads((PARTS / "node_modules/pyodide/package.json").read_text())["version"] == VERSION


def test_a_package_that_is_missing_is_named():
    lone = {"name": "lone", "depends": ["nowhere"]}
    with pytest.raises(ValueError, match=r"lone needs nowhere: name it in website/browser/wheels.txt"):
        with_wheels({"packages": {}}, [lone], set())


def test_what_another_machine_needs_is_left_out():
    assert needed(['pexpect; sys_platform != "emscripten"', "Parso>=0.8", 'pytest; extra == "test"']) == {"parso"}
