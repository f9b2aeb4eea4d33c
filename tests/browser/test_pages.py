"""The pages that people read: nothing is loaded, axe-core finds nothing, tables sort by mouse and keyboard."""

from __future__ import annotations

import html

import pytest
from click.testing import CliRunner
from courses import LESSON, copy_course
from moves import keep_picture, violations

from course import check, hint
from course.authoring.demo import run_demo
from course.cli import main

LEARNERS = ("wrong-sign", "late")
CLASS = f"""
due = 2026-03-01T12:00:00Z
full-marks = {{ story = "All right.", lessons = "all" }}
late = {{ story = "Right, but late.", lessons = "all", late = true }}
half-done = {{ story = "Stopped in the middle.", lessons = "all", answers = "half" }}
untouched = {{ story = "Nothing.", lessons = "all", answers = "none" }}
[wrong-sign]
story = "The label minus the prediction, and a function that stops."
[wrong-sign.changes.{LESSON}]
dz = ["return a - y", "return y - a"]
sigmoid-prime = ["return a * (1 - a)", "return 1 / 0"]
"""
PAGES = ("feedback-wrong-sign", "feedback-late", "report", "check", "hint")


@pytest.fixture(scope="module")
def pages(tmp_path_factory):
    """The pages by name: feedback on works of the sample class, the report on it, and what the checks display."""
    root = copy_course(tmp_path_factory.mktemp("pages"), "c.LateSubmissionPlugin.penalty_method = 'zero'")
    (root / "source" / "sample_class.toml").write_text(CLASS, encoding="utf-8")
    run_demo(root, (LESSON,), say=lambda step: None)
    with pytest.MonkeyPatch.context() as patched:
        patched.chdir(root)
        done = CliRunner().invoke(main, ["report", LESSON], catch_exceptions=False)
    assert done.exit_code == 0, done.output
    found = {f"feedback-{name}": root / "feedback" / name / LESSON / f"{LESSON}.html" for name in LEARNERS}
    found["report"] = root / "reports" / f"{LESSON}.html"
    displays = {
        "check": "".join(
            check("logistic.dz", answer)._repr_html_()
            for answer in (lambda a, y: y - a, lambda a, y: a - y, lambda a, y: 1 / 0, lambda a, y: None)
        ),
        "hint": hint("logistic.dz")._repr_html_(),
    }
    for name, display in displays.items():
        found[name] = root / f"{name}.html"
        found[name].write_text(plain_page(name, display), encoding="utf-8")
    return found


def plain_page(title: str, display: str) -> str:
    """A page in the colours of the reader's system that shows `display` and nothing else."""
    return (
        f'<!DOCTYPE html><html lang="en"><head><meta charset="utf-8"><title>{html.escape(title)}</title>'
        f'<meta name="color-scheme" content="light dark"></head><body><main>{display}</main></body></html>'
    )


@pytest.fixture
def open_page(new_context, pages):
    """Opens a page; `requests` of it holds everything that it asked for beside itself."""

    def opened(name, **settings):
        page = new_context(**settings).new_page()
        page.requests = []
        page.on("request", lambda request: page.requests.append(request.url))
        page.goto(pages[name].as_uri())
        page.requests = [url for url in page.requests if url != page.url and not url.startswith("data:")]
        return page

    return opened


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("name", PAGES)
def test_axe_finds_nothing_and_nothing_is_loaded(open_page, name, scheme):
    page = open_page(name, color_scheme=scheme, viewport={"width": 1100, "height": 900})
    page.evaluate("for (const part of document.querySelectorAll('details')) part.open = true")
    keep_picture(page, f"{name}-{scheme}")
    assert violations(page) == []
    assert page.requests == []


@pytest.mark.parametrize("name", ["feedback-wrong-sign", "report"])
def test_a_narrow_page_does_not_scroll_sideways(open_page, name):
    page = open_page(name, viewport={"width": 360, "height": 800})
    keep_picture(page, f"{name}-narrow")
    assert page.evaluate("document.documentElement.scrollWidth") <= 360


def test_the_report_sorts_by_mouse_and_by_keyboard(open_page):
    page = open_page("report")
    table = page.get_by_role("region", name="Students").locator("table")
    scores = "table => [...table.tBodies[0].rows].map((row) => parseFloat(row.cells[2].textContent))"
    table.get_by_role("button", name="Score").click()
    ascending = table.evaluate(scores)
    assert ascending == sorted(ascending)
    assert len(set(ascending)) > 2
    table.get_by_role("button", name="Score").focus()
    page.keyboard.press("Enter")
    assert table.evaluate(scores) == sorted(ascending, reverse=True)
    assert table.get_by_role("columnheader", name="Score").get_attribute("aria-sort") == "descending"
    page.keyboard.press("Shift+Tab")
    page.keyboard.press("Space")
    names = "table => [...table.tBodies[0].rows].map((row) => row.cells[1].textContent)"
    assert table.evaluate(names) == sorted(table.evaluate(names))
    assert table.get_by_role("columnheader", name="Name").get_attribute("aria-sort") == "ascending"
