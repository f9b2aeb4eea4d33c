"""Does `course doctor` try the isolation for real, and say what to do where it is missing?"""

from __future__ import annotations

import json

import pytest
from click.testing import CliRunner

from course.autograder import machine
from course.cli import main


@pytest.fixture
def doctor(folder, monkeypatch):
    """Run `course doctor --json` in the small course."""
    monkeypatch.chdir(folder.root)

    def run() -> tuple[int, dict[str, dict]]:
        outcome = CliRunner().invoke(main, ["doctor", "--json"])
        return outcome.exit_code, {one["subject"]: one for one in json.loads(outcome.output)["findings"]}

    return run


def test_a_machine_with_bubblewrap_can_grade(doctor):
    code, found = doctor()
    assert code == 0
    assert "sees nothing of this machine" in found["isolation"]["message"]


def test_without_bubblewrap_it_says_what_to_install(doctor, monkeypatch):
    monkeypatch.setattr(machine.shutil, "which", lambda name: None)
    code, found = doctor()
    assert code == 1
    assert "apt install bubblewrap" in found["bubblewrap"]["fix"]
    assert found["isolation"]["state"] == "broken"


def test_a_leaking_sandbox_is_not_called_fine(doctor, monkeypatch):
    """The probe itself can fail: with no isolation it sees the course folder."""
    monkeypatch.setattr(machine, "BUBBLEWRAP", "none")
    code, found = doctor()
    assert code == 1
    assert "sees the course folder" in found["isolation"]["message"]


def test_a_setting_that_makes_no_sense_is_named(doctor, folder):
    with (folder.root / "nbgrader_config.py").open("a") as config:
        config.write("c.Sandbox.cell_minutes = 1\n")
    code, found = doctor()
    assert code == 1
    assert "cell_minutes" in found["course folder"]["message"]


@pytest.mark.parametrize(
    ("address", "message"),
    [("nonsense", "is no database's URL"), ("sqlite:///{root}/noise.db", "file is not a database")],
)
def test_a_gradebook_that_is_none_is_found(doctor, folder, address, message):
    (folder.root / "noise.db").write_bytes(bytes(range(256)) * 20)
    with (folder.root / "nbgrader_config.py").open("a") as config:
        config.write(f"\nc.CourseDirectory.db_url = {address.format(root=folder.root)!r}\n")
    code, found = doctor()
    assert code == 1
    assert message in found["gradebook"]["message"]


def test_a_home_that_is_not_there_is_no_trouble(doctor, monkeypatch, tmp_path):
    monkeypatch.setenv("HOME", str(tmp_path / "gone"))
    assert doctor()[0] == 0


def test_a_missing_package_is_named(doctor, monkeypatch):
    monkeypatch.setattr(machine, "PACKAGES", ("numpy", "no-such-package"))
    assert doctor()[0] == 1


def test_outside_a_course_folder(doctor, monkeypatch, tmp_path):
    monkeypatch.chdir(tmp_path)
    code, found = doctor()
    assert code == 1
    assert "no course folder" in found["course folder"]["message"]
