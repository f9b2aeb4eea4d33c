"""The learner kit: installed into an empty environment, it runs lesson 1 to full marks."""

import json
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

import course
from website import ROOT, released

LESSON = "1_logistic_regression"


@pytest.fixture(scope="module")
def unpacked(site, tmp_path_factory) -> Path:
    folder = tmp_path_factory.mktemp("kit")
    with zipfile.ZipFile(site / f"downloads/backprop-by-hand-{course.__version__}.zip") as archive:
        archive.extractall(folder)
    [inside] = folder.iterdir()
    return inside


def run(*command, folder: Path) -> None:
    done = subprocess.run([str(part) for part in command], cwd=folder, capture_output=True, text=True)
    assert done.returncode == 0, done.stdout[-2000:] + done.stderr[-2000:]


def solved(path: Path) -> dict:
    """The notebook at `path` with the solutions of its source written into its answer cells."""
    notebook = json.loads(path.read_text())
    source = json.loads((ROOT / "source" / path.stem / path.name).read_text())
    answers = {cell["id"]: cell["source"] for cell in source["cells"] if cell["id"].startswith("solution-")}
    for cell in notebook["cells"]:
        cell["source"] = answers.get(cell["id"], cell["source"])
    return notebook


def marks(notebook: dict) -> tuple[float, float]:
    """What the checks of an executed notebook gave, and what they can give."""
    earned = possible = 0
    for cell in notebook["cells"]:
        about = cell["metadata"].get("nbgrader", {})
        if about.get("grade") and cell["cell_type"] == "code":
            possible += about["points"]
            earned += sum(float("".join(out["data"]["text/plain"])) for out in cell["outputs"] if "data" in out)
    return earned, possible


def test_it_holds_lessons_package_widgets_and_a_start_page(unpacked):
    assert [path.read_bytes() for path in sorted((unpacked / "lessons").iterdir())] == [
        path.read_bytes() for path in released()
    ]
    assert {path.name for path in unpacked.iterdir()} == {
        *("lessons", "widgets", "START.html", "requirements.txt", "LICENSE.txt"),
        f"backprop_by_hand-{course.__version__}-py3-none-any.whl",
    }
    start = (unpacked / "START.html").read_text()
    for path in (unpacked / "widgets").iterdir():
        assert f'href="widgets/{path.name}"' in start


def test_its_names_suit_every_system(unpacked):
    for path in unpacked.rglob("*"):
        name = path.relative_to(unpacked).as_posix()
        assert name.isascii()
        assert not set(name) & set('<>:"|?* \\')
        assert len(name) < 100


def test_its_versions_are_the_ones_of_the_course(unpacked):
    pinned = (ROOT / "requirements.txt").read_text().splitlines()
    lines = (unpacked / "requirements.txt").read_text().splitlines()
    assert lines[1] == f"./backprop_by_hand-{course.__version__}-py3-none-any.whl"
    assert {line.partition("==")[0] for line in lines[2:]} == {
        "anywidget",
        "ipywidgets",
        "jupyterlab",
        "matplotlib",
        "numpy",
    }
    assert set(lines[2:]) <= set(pinned)


def test_installed_into_an_empty_environment_lesson_1_earns_full_marks(unpacked):
    """As START.html says, with the pip of the tests to save time; the lesson is executed, no window opened."""
    run(sys.executable, "-m", "venv", "--without-pip", ".venv", folder=unpacked)
    python = unpacked / ".venv/bin/python"
    pip = [sys.executable, "-m", "pip", "--python", python, "install", "--quiet", "--no-compile"]
    run(*pip, "-r", "requirements.txt", folder=unpacked)
    lesson = unpacked / "lessons" / f"{LESSON}.ipynb"
    lesson.write_text(json.dumps(solved(lesson)))
    run(python, "-m", "jupyter", "execute", "--inplace", f"lessons/{LESSON}.ipynb", folder=unpacked)
    earned, possible = marks(json.loads(lesson.read_text()))
    assert earned == possible > 10
