"""Python in the browser: Pyodide's core, and its list of packages with the site's own wheels in it.

The list says which package an import needs, so a lesson's first cell loads `course` and all below it. Compiled packages
come from Pyodide's own server at run time; everything else lies beside the list. Where the variable PYODIDE names the
folder of a whole Pyodide release, nothing is left to fetch.
"""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import zipfile
from email.parser import HeaderParser
from pathlib import Path

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from website import PARTS, ROOT

VERSION = json.loads((ROOT / "website/browser/package.json").read_text())["dependencies"]["pyodide"]
SERVER = f"https://cdn.jsdelivr.net/pyodide/v{VERSION}/full"
# What markers such as `sys_platform != "emscripten"` are compared with.
MACHINE = {"sys_platform": "emscripten", "platform_system": "Emscripten", "os_name": "posix", "extra": ""}
# JupyterLab's half of ipywidgets is part of the page, not of Python.
PART_OF_THE_PAGE = {"jupyterlab-widgets"}


def write_python(folder: Path, course: Path) -> None:
    """Write Pyodide's core, the wheels, the wheel `course` and the list of packages into `folder`."""
    shutil.copytree(os.environ.get("PYODIDE") or PARTS / "node_modules" / "pyodide", folder)
    kernel = PARTS / "kernel/share/jupyter/labextensions/@jupyterlite/pyodide-kernel-extension/static/pypi"
    lock = json.loads((folder / "pyodide-lock.json").read_text())
    present = {name for name, each in lock["packages"].items() if (folder / each["file_name"]).exists()}
    wheels = [course, *sorted((PARTS / "wheels").glob("*.whl")), *sorted(kernel.glob("*.whl"))]
    entries = {path: entry(path) for path in wheels}
    added = {path: each for path, each in entries.items() if each["name"] not in present}
    for path in added:
        shutil.copy(path, folder)
    (folder / "pyodide-lock.json").write_text(json.dumps(with_wheels(lock, list(added.values()), present)))


def with_wheels(lock: dict, entries: list[dict], present: set[str]) -> dict:
    """Pyodide's list of packages with `entries` in it; what is not `present` gets its address at Pyodide's server.

    Raises ValueError where one of `entries` needs a package that is in neither.
    """
    packages = dict(lock["packages"])
    for name in set(packages) - present:
        packages[name] = {**packages[name], "file_name": f"{SERVER}/{packages[name]['file_name']}"}
    packages.update({each["name"]: each for each in entries})
    for each in entries:
        missing = set(each["depends"]) - set(packages)
        if missing:
            raise ValueError(
                f"{each['name']} needs {', '.join(sorted(missing))}: name it in website/browser/wheels.txt"
            )
    return {**lock, "packages": packages}


def entry(path: Path) -> dict:
    """What the list of packages says about one wheel."""
    with zipfile.ZipFile(path) as archive:
        files = archive.namelist()
        [metadata] = [name for name in files if name.endswith(".dist-info/METADATA")]
        about = HeaderParser().parsestr(archive.read(metadata).decode())
    return {
        "name": canonicalize_name(about["Name"]),
        "version": about["Version"],
        "file_name": path.name,
        "sha256": hashlib.sha256(path.read_bytes()).hexdigest(),
        "package_type": "package",
        "install_dir": "site",
        "imports": sorted({name.split("/")[0].removesuffix(".py") for name in files if name.endswith(".py")}),
        "depends": sorted(needed(about.get_all("Requires-Dist", [])) - PART_OF_THE_PAGE),
        "unvendored_tests": False,
    }


def needed(requirements: list[str]) -> set[str]:
    """The packages that `requirements` ask for in the browser."""
    asked = [Requirement(text) for text in requirements]
    return {canonicalize_name(each.name) for each in asked if each.marker is None or each.marker.evaluate(MACHINE)}
