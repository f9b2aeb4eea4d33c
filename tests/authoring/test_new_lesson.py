"""Does `course new-lesson` write a whole lesson, and does it refuse names that cannot be used?

That the lesson holds and that its tests pass, as written, is looked at in tests/test_contributing.py.
"""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from course.authoring.folder import AuthoringError
from course.authoring.new_lesson import new_lesson

ROOT = Path(__file__).parents[2]
FILES = [
    "source/weight_decay.py",
    "source/weight_decay.verify.toml",
    "course/exercises/weight_decay.py",
    "tests/exercises/test_weight_decay.py",
    "course/exercises/__init__.py",
]


@pytest.fixture(scope="module")
def checkout(tmp_path_factory) -> Path:
    """A course with its package and no lesson but the new one."""
    root = tmp_path_factory.mktemp("checkout")
    shutil.copytree(ROOT / "course", root / "course", ignore=shutil.ignore_patterns("__pycache__"))
    for file in ("nbgrader_config.py", "pyproject.toml"):
        shutil.copy(ROOT / file, root)
    (root / "source").mkdir()
    assert run(root, "new-lesson", "weight_decay").stdout.split("\nNow:")[0].split() == FILES
    return root


def run(root: Path, *arguments: str) -> subprocess.CompletedProcess:
    """`course` with the package of a checkout instead of the installed one; fails where it does."""
    program = "from course.cli import main; main()"
    return python(root, "-c", program, *arguments)


def python(root: Path, *arguments: str) -> subprocess.CompletedProcess:
    environment = os.environ | {"PYTHONPATH": str(root), "COLUMNS": "120", "PYTHONDONTWRITEBYTECODE": "1"}
    done = subprocess.run(
        [sys.executable, *arguments], cwd=root, env=environment, capture_output=True, text=True, timeout=1200
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done


def test_its_code_is_in_the_courses_style(checkout):
    python(checkout, "-m", "ruff", "check", "--no-cache", *[file for file in FILES if file.endswith(".py")])
    python(checkout, "-m", "ruff", "format", "--no-cache", "--check", *[file for file in FILES if file.endswith(".py")])


def test_the_lesson_has_every_kind_of_cell(checkout):
    script = (checkout / "source" / "weight_decay.py").read_text(encoding="utf-8")
    for part in ("# %% [markdown]", "# %% locked", "solution=", "checks=", "explain=", "HIDDEN TESTS", "# GIVEN:"):
        assert part in script
    assert "__" not in script


@pytest.fixture
def bare(tmp_path) -> Path:
    """What new_lesson needs of a checkout."""
    (tmp_path / "course" / "exercises").mkdir(parents=True)
    shutil.copy(ROOT / "course" / "exercises" / "__init__.py", tmp_path / "course" / "exercises")
    return tmp_path


def test_one_line_is_added_to_the_register(bare):
    register = bare / "course" / "exercises" / "__init__.py"
    before = register.read_text(encoding="utf-8").splitlines()
    new_lesson(bare, "weight_decay")
    after = register.read_text(encoding="utf-8").splitlines()
    assert [line for line in after if line not in before] == ['    "weight_decay",']
    assert len(after) == len(before) + 1


@pytest.mark.parametrize("name", ["5_weights", "weight-decay", "class", "", "Weights", "a/b", "../up", "x" * 41])
def test_a_name_that_no_module_can_have_is_refused(bare, name):
    with pytest.raises(AuthoringError, match=r"cannot be the name of a module\. Use small letters"):
        new_lesson(bare, name)


@pytest.mark.parametrize("taken", FILES[:4])
def test_a_name_with_a_file_is_refused_and_nothing_is_written(bare, taken):
    (bare / taken).parent.mkdir(parents=True, exist_ok=True)
    (bare / taken).write_text("")
    before = sorted(bare.rglob("*"))
    with pytest.raises(AuthoringError, match=f"'weight_decay' is taken: there is {taken} already"):
        new_lesson(bare, "weight_decay")
    assert sorted(bare.rglob("*")) == before


def test_a_name_under_which_exercises_are_known_is_refused(bare):
    with pytest.raises(AuthoringError, match=r"there is one_example\.forward in course\.exercises already"):
        new_lesson(bare, "one_example")


def test_a_folder_without_the_package_is_refused(tmp_path):
    with pytest.raises(AuthoringError, match="Lessons are written in a checkout"):
        new_lesson(tmp_path, "weight_decay")


def test_a_register_without_its_list_is_refused(bare):
    (bare / "course" / "exercises" / "__init__.py").write_text("EXERCISES = {}\n")
    with pytest.raises(AuthoringError, match="has no list MODULES"):
        new_lesson(bare, "weight_decay")
    assert not (bare / "source").exists()
