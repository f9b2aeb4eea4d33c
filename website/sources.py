"""The folder that Sphinx reads, put together from released notebooks, the documentation and the package."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

from website import ROOT, notation_page, released
from website.lessons import page
from website.widgets import gallery, write_assets

FOR_LEARNERS = ("open-anywhere",)
LINK = re.compile(r"\[([^\]]+)\]\((?!https?:|#)([^)]+)\)")


def gather(folder: Path) -> None:
    """Write everything Sphinx needs into `folder`, which is emptied first."""
    shutil.rmtree(folder, ignore_errors=True)
    shutil.copytree(ROOT / "website" / "pages", folder)
    (folder / "lessons").mkdir()
    for path in released():
        (folder / "lessons" / path.name).write_text(page(path), encoding="utf-8")
    (folder / "instructors").mkdir()
    for name, path in documents().items():
        (folder / f"{name}.md").write_text(within_site(path.read_text(encoding="utf-8")), encoding="utf-8")
    (folder / "notation.md").write_text(notation_page.page(), encoding="utf-8")
    (folder / "widgets.md").write_text(gallery(), encoding="utf-8")
    shutil.copy(ROOT / "website" / "conf.py", folder)
    shutil.copytree(ROOT / "website" / "static", folder / "_static")
    write_assets(folder / "_static")


def documents() -> dict[str, Path]:
    """The texts that the site takes over as they are, by the name of their page: docs/ and the changelog."""
    found = {"changelog": ROOT / "CHANGELOG.md"}
    for path in sorted((ROOT / "docs").glob("*.md")):
        found[path.stem if path.stem in FOR_LEARNERS else f"instructors/{path.stem}"] = path
    return found


def within_site(text: str) -> str:
    """Markdown whose links to files of the repository lead to pages of the site, or are no links any more."""
    pages = {path.name: name for name, path in documents().items()}

    def linked(match: re.Match) -> str:
        words, target = match.groups()
        name, _, part = target.rpartition("/")[2].partition("#")
        return f"[{words}](/{pages[name]}.md{'#' + part if part else ''})" if name in pages else words

    return LINK.sub(linked, text)
