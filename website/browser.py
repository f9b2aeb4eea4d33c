"""The lessons in the browser: JupyterLite with Pyodide, in a folder of the site."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from website import PARTS, released
from website.pyodide import write_python

KERNEL = "@jupyterlite/pyodide-kernel-extension"
EXTENSIONS = [PARTS / f"kernel/share/jupyter/labextensions/{KERNEL}"]
EXTENSIONS += [
    Path(sys.prefix) / "share/jupyter/labextensions" / name
    for name in ("@jupyter-widgets/jupyterlab-manager", "anywidget")
]
SETTINGS = {
    "jupyter-lite-schema-version": 0,
    "jupyter-config-data": {
        "appName": "Backprop by Hand",
        "exposeAppInBrowser": True,
        "litePluginSettings": {
            f"{KERNEL}:kernel": {
                # What the kernel itself needs, loaded while Python starts.
                "loadPyodideOptions": {
                    "packages": ["micropip", "piplite", "ipykernel", "comm", "pyodide-kernel", "jedi", "ipython"]
                }
            }
        },
    },
}


def write_browser(folder: Path, wheel: Path) -> None:
    """Write the lessons as a JupyterLite application into `folder`, with the package `wheel`."""
    with tempfile.TemporaryDirectory() as work:
        lite = Path(work)
        (lite / "jupyter-lite.json").write_text(json.dumps(SETTINGS))
        (lite / "contents").mkdir()
        for path in released():
            shutil.copy(path, lite / "contents")
        write_python(lite / "static" / "pyodide", wheel)
        extensions = [f"--LiteBuildConfig.federated_extensions={path}" for path in EXTENSIONS]
        options = ["--contents", "contents", "--output-dir", str(folder), "--apps", "lab", "--apps", "notebooks"]
        options += ["--no-sourcemaps", "--no-unused-shared-packages", "--ignore-sys-prefix", "--no-libarchive"]
        subprocess.run(
            [sys.executable, "-m", "jupyterlite_core", "build", "--log-level=WARN", *options, *extensions],
            check=True,
            cwd=lite,
            env={**os.environ, "PYTHONPATH": str(PARTS / "kernel")},
            stdout=subprocess.DEVNULL,
        )
