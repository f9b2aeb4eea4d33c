"""`python -m website.kit`: one zip with all a learner needs, for Linux, macOS and Windows."""

from __future__ import annotations

import html
import tempfile
import zipfile
from pathlib import Path

import course
from course.widgets import static
from website import BUILD, ROOT, released
from website.lessons import title
from website.wheel import wheel

# What the package itself does not ask for but a learner needs, and what it asks for, in the versions it is tested with.
PINNED = ("anywidget", "ipywidgets", "jupyterlab", "matplotlib", "numpy")


def kit(folder: Path, package: Path) -> Path:
    """Write backprop-by-hand-VERSION.zip with the wheel `package` into `folder` and return its path."""
    name = f"backprop-by-hand-{course.__version__}"
    target = folder / f"{name}.zip"
    with tempfile.TemporaryDirectory() as work, zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        widgets = static.build(Path(work))
        archive.write(package, f"{name}/{package.name}")
        archive.write(ROOT / "LICENSE", f"{name}/LICENSE.txt")
        archive.writestr(f"{name}/requirements.txt", requirements(package.name))
        archive.writestr(f"{name}/START.html", start_page(widgets))
        for path in released():
            archive.write(path, f"{name}/lessons/{path.name}")
        for path in widgets:
            archive.write(path, f"{name}/widgets/{path.name}")
    return target


def requirements(package: str) -> str:
    """What `pip install -r` reads: the wheel that lies beside it, and the versions of requirements.txt."""
    lines = (ROOT / "requirements.txt").read_text().splitlines()
    chosen = [line for line in lines if line.partition("==")[0] in PINNED]
    return "\n".join(["# Run pip in this folder: pip install -r requirements.txt", f"./{package}", *chosen]) + "\n"


def start_page(widgets: list[Path]) -> str:
    """The page that a learner opens first."""
    rows = [f"<li><code>lessons/{path.name}</code>: {html.escape(title(path))}</li>" for path in released()]
    links = [f'<li><a href="widgets/{path.name}">{path.stem.replace("_", " ")}</a></li>' for path in widgets]
    text = (ROOT / "website" / "start.html").read_text()
    return text.replace("<!-- lessons -->", "\n".join(rows)).replace("<!-- widgets -->", "\n".join(links))


if __name__ == "__main__":
    print(kit(BUILD, wheel(BUILD)))
