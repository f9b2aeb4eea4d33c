"""Debian's chromium driven by Playwright, the static pages freshly built, and a Jupyter server of its own."""

from __future__ import annotations

import contextlib
from pathlib import Path

import programs
import pytest
from playwright.sync_api import sync_playwright

from course.widgets.static import build


@pytest.fixture(scope="session")
def chromium():
    with sync_playwright() as playwright:
        browser = programs.launch(playwright)
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
    return programs.serve
