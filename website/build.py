"""`python -m website.build`: the site in build/site."""

from __future__ import annotations

import argparse
import shutil
import subprocess
import sys
from pathlib import Path

from course.widgets import static
from website import BUILD, ROOT, released
from website.browser import write_browser
from website.kit import kit
from website.sources import gather
from website.wheel import wheel


def build(site: Path) -> None:
    """Make the whole site in the folder `site`, which is emptied first."""
    shutil.rmtree(site, ignore_errors=True)
    pages(site)
    static.build(site / "widgets")
    write_browser(site / "browser", downloads(site / "downloads"))


def pages(site: Path) -> None:
    """The pages to read. A warning of Sphinx is an error."""
    sources = site.parent / f"{site.name}-source"
    gather(sources)
    quiet = ["-q", "-E", "-W", "--keep-going", "-d", str(site.parent / f"{site.name}-doctrees")]
    subprocess.run([sys.executable, "-m", "sphinx", *quiet, str(sources), str(site)], check=True, cwd=ROOT)


def downloads(folder: Path) -> Path:
    """The notebooks, the package and the kit, for learners who work elsewhere; returns the package's wheel."""
    folder.mkdir()
    for path in released():
        shutil.copy(path, folder)
    package = wheel(folder)
    kit(folder, package)
    return package


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--output", type=Path, default=BUILD / "site")
    output = parser.parse_args().output.resolve()
    build(output)
    print(f"{output}: read it by opening index.html. The lessons in the browser need a server, for example")
    print(f"{sys.executable} -m http.server --directory {output}")
