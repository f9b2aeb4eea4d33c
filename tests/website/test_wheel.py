"""The package as a wheel: what is in it, what is not, and that the version is one everywhere."""

import re
import zipfile

import pytest

import course
from website import ROOT
from website.wheel import wheel


@pytest.fixture(scope="module")
def files(tmp_path_factory):
    with zipfile.ZipFile(wheel(tmp_path_factory.mktemp("wheel"))) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def test_the_wheel_holds_the_package_and_nothing_else(files):
    assert {name.split("/")[0] for name in files} == {"course", f"backprop_by_hand-{course.__version__}.dist-info"}
    assert {name.rpartition(".")[2] for name in files if name.startswith("course/")} == {
        *("py", "js", "css", "j2", "json", "txt", "po", "mo"),
    }


def test_every_file_of_the_package_is_in_the_wheel(files):
    here = {
        str(path.relative_to(ROOT))
        for path in (ROOT / "course").rglob("*")
        if path.is_file() and "__pycache__" not in path.parts
    }
    assert here == {name for name in files if name.startswith("course/")}


def test_no_solution_and_no_test_is_in_the_wheel(files):
    hidden = set()
    for path in (ROOT / "source").glob("*.py"):
        for region in re.findall(r"### BEGIN (?:SOLUTION|HIDDEN TESTS)(.*?)### END", path.read_text(), re.DOTALL):
            hidden |= {line.strip() for line in region.split("\n")}
    secrets = [line.encode() for line in hidden if len(line) >= 30]
    assert len(secrets) > 30
    for name, content in files.items():
        assert not [secret for secret in secrets if secret in content], name
        assert not re.search(r"(^|/)(test_|conftest|verify\.toml$)", name) or "templates" in name, name


def test_licence_and_version_are_in_the_wheel(files):
    [metadata] = [content.decode() for name, content in files.items() if name.endswith("/METADATA")]
    assert f"\nVersion: {course.__version__}\n" in metadata
    assert "\nLicense-Expression: MIT\n" in metadata
    assert any(name.endswith("licenses/LICENSE") for name in files)


def test_changelog_and_citation_name_the_version():
    assert f"\n## {course.__version__}" in (ROOT / "CHANGELOG.md").read_text()
    assert f"\nversion: {course.__version__}\n" in (ROOT / "CITATION.cff").read_text()


def test_the_changelog_speaks_to_learners_first():
    entry = (ROOT / "CHANGELOG.md").read_text().split("\n## ")[1]
    assert re.findall(r"^### (.+)$", entry, re.MULTILINE)[0] == "For learners"
