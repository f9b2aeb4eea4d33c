"""What do the commands of the authoring line say, and with which exit code?"""

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
    assert run("sample-class").output == "small: 1 submissions, from full-marks\n"


def test_outside_a_course_every_command_says_what_to_do(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    for command in ("build", "release", "sample-class", "demo"):
        done = run(command)
        assert done.exit_code == 1
        assert "Change into the course's folder and try again." in done.output


def test_a_configuration_that_does_not_run_is_named(course):
    (course / "nbgrader_config.py").write_text("c = get_confg()\n")
    done = run("release")
    assert done.exit_code == 1
    assert "nbgrader_config.py does not run: name 'get_confg' is not defined" in done.output
