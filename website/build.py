"""`python -m website.build`: the site in build/site."""

from __future__ import annotations

import argparse
import shutil
import subprocess
import sys
from pathlib import Path

from course.widgets import static
from website import BUILD, ROOT, lessons
from website.sources import gather


def build(site: Path) -> None:
    """Make the whole site in the folder `site`, which is emptied first."""
    shutil.rmtree(site, ignore_errors=True)
    pages(site)


def pages(site: Path) -> None:
    """The pages to read. A warning of Sphinx is an error."""
    sources = site.parent / f"{site.name}-source"
    gather(sources)
    quiet = ["-q", "-E", "-W", "--keep-going", "-d", str(site.parent / f"{site.name}-doctrees")]
    subprocess.run([sys.executable, "-m", "sphinx", *quiet, str(sources), str(site)], check=True, cwd=ROOT)
    static.build(site / "widgets")
    (site / "downloads").mkdir()
    for path in lessons():
        shutil.copy(path, site / "downloads")


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--output", type=Path, default=BUILD / "site")
    build(parser.parse_args().output.resolve())
