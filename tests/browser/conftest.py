"""Debian's chromium driven by Playwright, the static pages freshly built, and a Jupyter server of its own."""

from __future__ import annotations

import contextlib
import os
import secrets
import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from pathlib import Path

import pytest
from playwright.sync_api import sync_playwright

from course.widgets.static import build

CHROMIUM = shutil.which("chromium")
SWITCHES = [
    *("--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking"),
    *("--disable-component-update", "--disable-sync"),
]


@pytest.fixture(scope="session")
def chromium():
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=SWITCHES)
        yield browser
        browser.close()


@pytest.fixture
def new_context(chromium):
    """Opens browser contexts of the wanted settings and closes them after the test."""
    with contextlib.ExitStack() as opened:
        yield lambda **settings: opened.enter_context(chromium.new_context(**settings))


@pytest.fixture(scope="session")
def static_pages(tmp_path_factory) -> dict[str, Path]:
    """The pages by name, built from the present source."""
    return {path.stem: path for path in build(tmp_path_factory.mktemp("pages"))}


@pytest.fixture(scope="session")
def jupyter(tmp_path_factory, serve):
    """A running JupyterLab and Notebook 7 server: (address, token, folder of its notebooks)."""
    folder, home = tmp_path_factory.mktemp("notebooks"), tmp_path_factory.mktemp("home")
    with serve(folder, home) as (address, token):
        yield address, token, folder


@pytest.fixture(scope="session")
def serve():
    """Runs a server of one's own: ``with serve(folder, home, VARIABLE="value") as (address, token)``."""
    return _jupyter_server


@contextlib.contextmanager
def _jupyter_server(folder: Path, home: Path, **variables: str):
    """A server of the notebooks in `folder`, started there, its settings in `home`: (address, token)."""
    settings = home / "lab" / "user-settings" / "@jupyterlab" / "apputils-extension"
    settings.mkdir(parents=True)
    (settings / "notification.jupyterlab-settings").write_text('{"fetchNews": "false", "checkForUpdates": false}')
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    token = secrets.token_hex(16)
    command = [sys.executable, "-m", "jupyterlab", "--no-browser", "--allow-root", f"--port={port}"]
    command += ["--LabApp.expose_app_in_browser=True", "--JupyterNotebookApp.expose_app_in_browser=True"]
    command += [f"--IdentityProvider.token={token}", f"--notebook-dir={folder}"]
    environment = {
        **os.environ,
        "JUPYTERLAB_SETTINGS_DIR": str(home / "lab" / "user-settings"),
        "JUPYTERLAB_WORKSPACES_DIR": str(home / "workspaces"),
        "JUPYTER_CONFIG_DIR": str(home / "config"),
        "JUPYTER_RUNTIME_DIR": str(home / "runtime"),
        "IPYTHONDIR": str(home / "ipython"),
        **variables,
    }
    address = f"http://127.0.0.1:{port}"
    with (home / "server.log").open("w") as log:
        server = subprocess.Popen(command, cwd=folder, env=environment, stdout=log, stderr=log)
        try:
            _wait_until_up(server, f"{address}/api?token={token}", home / "server.log")
            yield address, token
        finally:
            server.terminate()
            server.wait(timeout=30)


def _wait_until_up(server: subprocess.Popen, address: str, log: Path, seconds: float = 90) -> None:
    until = time.monotonic() + seconds
    while time.monotonic() < until and server.poll() is None:
        try:
            with urllib.request.urlopen(address, timeout=5):
                return
        except OSError:
            time.sleep(0.3)
    raise RuntimeError(f"the Jupyter server did not come up: {log.read_text()[-2000:]}")
