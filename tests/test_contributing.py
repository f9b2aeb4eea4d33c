"""Do the recipes of CONTRIBUTING.md work as they are written, one after the other, in a copy of the course?"""

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
COPIED = ("course", "tests", "docs", "nbgrader_config.py", "pyproject.toml")
TEXT = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")
RECIPES = {
    title: re.findall(r"^```(sh|diff)\n(.*?)^```$", body, re.DOTALL | re.MULTILINE)
    for title, body in re.findall(
        r"^### (An? \w+)\n(.*?)(?=^### An? |\Z)",
        TEXT.split("## Recipes\n")[1].split("\n## ")[0],
        re.DOTALL | re.MULTILINE,
    )
}
PROGRAMS = {"sh": ["bash", "-e"], "diff": ["git", "apply", "-"]}
SHOWN = {
    # One test for untouched cells, two for each of three solutions, one for each of four mistakes.
    "A lesson": ["Released weight_decay", "✓ 4/4", "✓ 0/6", "✓ none", "11 passed"],
    "An exercise": ["✓ 6/6", "13 passed"],
    "A mistake": ["✓ 5/5", "passed"],
    "A widget": ["docs/widgets/shrinking_weight.html", "passed"],
}


@pytest.fixture(scope="module")
def outcomes(tmp_path_factory) -> dict[str, tuple[bool, str]]:
    """What came of each recipe: whether every step succeeded, and everything that was shown."""
    copy = tmp_path_factory.mktemp("copy")
    for part in COPIED:
        if (ROOT / part).is_dir():
            shutil.copytree(ROOT / part, copy / part, ignore=shutil.ignore_patterns("__pycache__"))
        else:
            shutil.copy(ROOT / part, copy)
    (copy / "source").mkdir()
    path = os.pathsep.join([str(Path(sys.executable).parent), os.environ["PATH"]])
    environment = os.environ | {
        "PATH": path,
        "PYTHONPATH": os.pathsep.join([str(copy), os.environ["PYTHONPATH"]]),
        "COLUMNS": "120",
        "PYTHONDONTWRITEBYTECODE": "1",
    }
    found = {}
    for title, steps in RECIPES.items():
        shown, fine = "", True
        for language, text in steps:
            done = subprocess.run(
                PROGRAMS[language],
                input=text,
                cwd=copy,
                env=environment,
                stdout=subprocess.PIPE,
                stderr=subprocess.STDOUT,
                text=True,
                timeout=1200,
            )
            shown, fine = shown + done.stdout, fine and done.returncode == 0
        found[title] = (fine, shown)
    style, layout = (
        subprocess.run(
            ["ruff", *command, "--no-cache", "course", "source"],
            cwd=copy,
            env=environment,
            capture_output=True,
            text=True,
        )
        for command in (["check"], ["format", "--check"])
    )
    found["style"] = (style.returncode == layout.returncode == 0, style.stdout + layout.stdout)
    return found


def test_there_is_a_recipe_for_each_thing_to_add():
    assert RECIPES.keys() == SHOWN.keys()


@pytest.mark.parametrize("title", SHOWN)
def test_a_recipe_works_as_written(outcomes, title):
    fine, shown = outcomes[title]
    assert fine, shown
    for text in SHOWN[title]:
        assert text in shown


def test_what_the_recipes_write_is_in_the_courses_style(outcomes):
    fine, shown = outcomes["style"]
    assert fine, shown
