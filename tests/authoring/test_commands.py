"""What do the commands of the authoring line say, and with which exit code?"""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner
from small_lesson import write_course

from course.cli import main

ROOT = Path(__file__).parents[2]
TABLE = 'due = 2026-03-01T12:00:00Z\n[full-marks]\nstory = "All right."\nlessons = "all"\n'


@pytest.fixture
def course(tmp_path, monkeypatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return write_course(tmp_path, {"sample_class.toml": TABLE})


def run(*arguments: str):
    return CliRunner().invoke(main, arguments)


def test_every_module_of_commands_is_a_command():
    names = run("--help").output.split("Commands:")[1]
    for module in (ROOT / "course" / "commands").glob("[a-z]*.py"):
        assert f"\n  {module.stem.replace('_', '-')} " in names


def test_no_summary_of_a_command_is_cut():
    assert "..." not in run("--help").output.split("Commands:")[1]


def test_an_unknown_command_is_refused():
    assert "No such command 'relase'" in run("relase").output


def test_build_says_what_it_built_and_then_that_nothing_is_left(course):
    assert run("build").output == "Built small\n"
    assert run("build").output == "Every source notebook is up to date.\n"
    assert run("build", "--check").exit_code == 0


def test_build_check_fails_with_advice_where_a_notebook_is_stale(course):
    done = run("build", "--check")
    assert (done.exit_code, done.output) == (
        1,
        "Error: Out of date: small. Run `course build` and commit what it writes.\n",
    )
    assert not (course / "source" / "small").exists()


def test_release_and_its_check(course):
    done = run("release", "--check")
    assert (done.exit_code, "source/small/small.ipynb is out of date" in done.output) == (1, True)
    assert run("release").output == "Released small\n"
    assert run("release", "--check").output == "source/ and release/ are up to date, and nothing leaks.\n"


def test_sample_class_names_who_handed_in(course):
    assert "small is not released yet" in run("sample-class").output
    run("release")
    assert run("sample-class").output == "small: handed in by full-marks\n"


def test_outside_a_course_every_command_says_what_to_do(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    for command in ("build", "release", "sample-class", "demo", "verify", "widgets", "new-lesson any", "report any"):
        done = run(*command.split())
        assert done.exit_code == 1
        assert "Change into the course's folder and try again." in done.output
    assert list(tmp_path.iterdir()) == []


def test_a_screen_that_lacks_a_letter_ends_no_command(course):
    program = "import sys; from course.cli import main; main()"
    environment = {**os.environ, "PYTHONIOENCODING": "ascii"}
    done = subprocess.run([sys.executable, "-c", program, "verify"], cwd=course, env=environment, capture_output=True)
    assert done.returncode == 0, done.stderr
    assert b"| ? 2/2" in done.stdout


def test_a_configuration_that_does_not_run_is_named(course):
    (course / "nbgrader_config.py").write_text("c = get_confg()\n")
    done = run("release")
    assert done.exit_code == 1
    assert "nbgrader_config.py does not run: name 'get_confg' is not defined" in done.output


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"", "source/small.py has no cells"),
        (b"# %%\nx = '\xff'\n", "source/small.py is not UTF-8"),
        (b"# %%\nx = 1\ny = (\n", "the cell that begins with 'x = 1': line 2 of it is no Python, '(' was never closed"),
    ],
)
def test_a_lesson_that_cannot_be_built_is_told(course, content, message):
    (course / "source" / "small.py").write_bytes(content)
    done = run("release")
    assert done.exit_code == 1
    assert message in done.output


def test_ipythons_own_commands_are_left_to_ipython(course):
    with (course / "source" / "small.py").open("a") as script:
        script.write("\n# %%\n# %time sum(range(3))\n")
    assert run("build").output == "Built small\n"


def test_a_file_in_the_way_is_told_in_one_line(course):
    (course / "source" / "small").write_text("")
    done = run("build")
    assert done.exit_code == 1
    assert done.output.startswith("Error: ")
    assert "small" in done.output
    assert "Set that right and run the same command again." in done.output


def test_a_limit_that_makes_no_sense_is_told_by_verify(course):
    with (course / "nbgrader_config.py").open("a") as config:
        config.write('\nc.Sandbox.cell_seconds = "long"\n')
    done = run("verify")
    assert done.exit_code == 1
    assert "cell_seconds" in done.output
