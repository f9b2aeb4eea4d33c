"""Does a result come back exactly, and never half?"""

from __future__ import annotations

import dataclasses
import os
import signal
import subprocess
import sys
import textwrap
from pathlib import Path

import pytest
import small_course

from course.autograder.cache import ResultCache
from course.autograder.result import CellScore, Note, Result

RICH = Result(
    key="abc123",
    assignment="lesson",
    notebook='{"cells": ["\\u00e9"]}',
    cells=(CellScore("one", 2.0, 1.5, True, {"lines": [{"name": "dz"}]}, ("odd",)), CellScore("two", 1.0, None, False)),
    notes=(Note("link", "A link was left out.", "one"),),
    failure="It took too long.",
    seconds=1.25,
)


def test_a_result_comes_back_equal(tmp_path):
    cache = ResultCache(tmp_path / "results")
    assert cache.get(RICH.key) is None
    cache.put(RICH)
    assert cache.get(RICH.key) == RICH


def test_learners_work_is_for_the_owner_only(tmp_path):
    ResultCache(tmp_path / "results").put(RICH)
    modes = [path.stat().st_mode & 0o077 for path in (tmp_path / "results", tmp_path / "results" / "abc123.json")]
    assert modes == [0, 0]


@pytest.mark.parametrize("text", ["", "{", "[]", "{}", '{"key": "other"}'])
def test_a_damaged_file_counts_as_absent(tmp_path, text):
    cache = ResultCache(tmp_path)
    (tmp_path / "abc123.json").write_text(text)
    assert cache.get("abc123") is None


def test_a_result_under_a_foreign_key_counts_as_absent(tmp_path):
    cache = ResultCache(tmp_path)
    cache.put(RICH)
    os.rename(tmp_path / "abc123.json", tmp_path / "def456.json")
    assert cache.get("def456") is None


def test_keys_cannot_leave_the_folder(tmp_path):
    with pytest.raises(ValueError, match="no content hash"):
        ResultCache(tmp_path).put(dataclasses.replace(RICH, key="../outside"))


def test_prune_keeps_what_is_in_use(tmp_path):
    cache = ResultCache(tmp_path)
    for key in ("one", "two"):
        cache.put(dataclasses.replace(RICH, key=key))
    (tmp_path / ".two.json.x1").touch()
    cache.prune({"two"})
    assert sorted(os.listdir(tmp_path)) == ["two.json"]


def test_a_killed_writer_leaves_no_half_result(tmp_path):
    """Whatever is there after SIGKILL in the middle of writing can be read in full."""
    script = textwrap.dedent("""
        import dataclasses, itertools, sys
        from pathlib import Path
        from course.autograder.cache import ResultCache
        import small_course
        cache = ResultCache(Path(sys.argv[1]))
        for number in itertools.count():
            cache.put(dataclasses.replace(small_course.result(), key=f"k{number}", notebook="x" * 200_000))
            print(number, flush=True)
    """)
    environment = os.environ | {"PYTHONPATH": str(Path(small_course.__file__).parent)}
    command = [sys.executable, "-c", script, str(tmp_path)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env=environment) as writer:
        for line in writer.stdout:
            if int(line) >= 20:
                writer.send_signal(signal.SIGKILL)
                break
    cache = ResultCache(tmp_path)
    files = list(tmp_path.glob("*.json"))
    assert len(files) >= 21
    assert all(cache.get(file.stem) is not None for file in files)
