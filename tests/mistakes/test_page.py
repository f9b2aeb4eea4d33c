"""Is docs/mistakes.md what the tests say today?"""

import difflib

from mistakes.learner_code.correct import CORRECT
from mistakes.learner_code.mistakes import MISTAKES
from mistakes.page import PAGE, page

from course.mistakes import BANK


def test_the_committed_page_is_up_to_date():
    committed = PAGE.read_text(encoding="utf-8").splitlines()
    difference = list(difflib.unified_diff(committed, page().splitlines(), "docs/mistakes.md", "now", lineterm="", n=0))
    assert not difference, "\n".join(["run `make mistakes-page`:", *difference])


def test_every_mistake_has_a_row():
    rows = {line.split("|")[1].strip() for line in page().splitlines() if line.startswith("| ")}
    assert set(BANK) <= rows


def test_the_readme_counts_the_same():
    readme = " ".join((PAGE.parents[1] / "README.md").read_text(encoding="utf-8").split())
    assert f"{len(BANK)} mistakes" in readme
    assert f"in {len(MISTAKES)} codings; {len(CORRECT)} correct ones" in readme
