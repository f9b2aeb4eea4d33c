"""The pages to read: every lesson and document is there, the widgets where the lesson has them, and no solution."""

import ast
import html
import json
import re
from pathlib import Path

import pytest

from course import notation
from course.authoring.leaks import formulas
from website import ROOT, released
from website.sources import documents, within_site
from website.widgets import names

SOURCES = [json.loads(path.read_text()) for path in sorted((ROOT / "source").glob("*/*.ipynb"))]
CELLS = [cell for source in SOURCES for cell in source["cells"]]
LESSON_PAGES = [f"lessons/{path.stem}.html" for path in released()]
REGION = re.compile(r"### BEGIN (SOLUTION|HIDDEN TESTS)(.*?)### END \1", re.DOTALL)


def words(page: Path) -> str:
    """What a page says, without its scripts and its markup."""
    text = re.sub(r"<(script|style|nav|aside)\b.*?</\1>", " ", page.read_text(encoding="utf-8"), flags=re.DOTALL)
    return " ".join(html.unescape(re.sub(r"<[^>]+>", " ", text)).split())


def code_blocks(page: Path) -> list[str]:
    """The text of every block of code on a page."""
    blocks = re.findall(r"<pre\b[^>]*>(.*?)</pre>", page.read_text(encoding="utf-8"), flags=re.DOTALL)
    return [html.unescape(re.sub(r"<[^>]+>", "", block)) for block in blocks]


def expressions(code: str) -> set[str]:
    """The expressions in a block of code, as `ast.unparse` writes them; none where it is no Python."""
    try:
        tree = ast.parse(code)
    except SyntaxError:
        return set()
    return {ast.unparse(node) for node in ast.walk(tree) if isinstance(node, ast.expr)}


def solved_cells() -> list[dict]:
    return [
        cell for source in SOURCES for cell in source["cells"] if cell["metadata"].get("nbgrader", {}).get("solution")
    ]


def test_every_lesson_and_every_document_has_a_page_that_the_front_page_leads_to(site):
    front = (site / "index.html").read_text()
    pages = [*LESSON_PAGES, *(f"{name}.html" for name in documents()), "notation.html", "widgets.html", "api.html"]
    assert len(LESSON_PAGES) == 4
    for page in pages:
        assert (site / page).is_file(), page
        assert f'href="{page}"' in front, page


def test_a_lessons_page_has_all_its_text(site):
    for path, page in zip(released(), LESSON_PAGES, strict=True):
        said = words(site / page).replace(" ", "")
        for cell in json.loads(path.read_text())["cells"]:
            first = "".join(cell["source"]).split("\n")[0]
            plain = re.sub(r"[#*`\s]", "", first)
            if cell["cell_type"] == "markdown" and "$" not in first:
                assert plain[:40] in said, (page, plain)


def test_formulas_are_mathml_and_need_no_script(site):
    for page in LESSON_PAGES:
        assert (site / page).read_text().count("<math") > 5
        assert r"\frac" not in words(site / page)


def test_widgets_stand_where_the_lessons_show_them(site):
    for path, page in zip(released(), LESSON_PAGES, strict=True):
        code = [line for cell in json.loads(path.read_text())["cells"] for line in cell["source"]]
        calls = [name for line in code for name in names() if re.match(rf"(course\.)?{name}\(", line)]
        assert calls, path
        assert re.findall(r'data-widget="(\w+)"', (site / page).read_text()) == calls


def test_a_widget_begins_as_the_lesson_asks(site):
    text = (site / "lessons/2_two_layers_one_example.html").read_text()
    states = [json.loads(html.unescape(state)) for state in re.findall(r'data-state="([^"]*)"', text)]
    assert "dW1 = dz1 @ x" in states[0].values()
    assert states[1]["graph"] == "one_example"


def test_no_page_loads_anything_from_elsewhere(site):
    loaded = re.compile(r'<(?:script|img|iframe|source)\b[^>]*\bsrc="([^"]+)"|<link\b[^>]*\bhref="([^"]+)"')
    for page in [path for path in site.rglob("*.html") if "browser" not in path.parts]:
        for match in loaded.finditer(page.read_text()):
            assert not re.match(r"https?:|//", match[1] or match[2]), (page, match[0])


def test_no_page_shows_a_solution_in_code(site):
    secrets = {str(formula) for cell in solved_cells() for formula in formulas("".join(cell["source"]))}
    assert len(secrets) > 20
    for page in [path for path in site.rglob("*.html") if "browser" not in path.parts]:
        shown = {expression for block in code_blocks(page) for expression in expressions(block)}
        assert not secrets & shown, page


def test_no_file_holds_a_solution_a_model_answer_or_a_hidden_test(site):
    """Searched for as text in everything that is no code of others: pages, notebooks, search index."""
    hidden = [
        match[2] for source in SOURCES for cell in source["cells"] for match in REGION.finditer("".join(cell["source"]))
    ]
    lines = {line.strip() for text in hidden for line in text.split("\n")}
    answers = {
        line.strip()
        for cell in solved_cells()
        if cell["cell_type"] == "markdown"
        for line in "".join(cell["source"]).split("\n")
    }
    secrets = {line for line in lines | answers if len(line) >= 40 or "seed=" in line}
    assert len(secrets) > 30
    files = [
        path for path in site.rglob("*") if path.suffix in (".html", ".ipynb", ".txt") or path.name == "searchindex.js"
    ]
    for path in files:
        text = path.read_text(encoding="utf-8", errors="replace")
        text = html.unescape(re.sub(r"<[^>]+>", "", text)).replace('\\"', '"')
        assert not [secret for secret in secrets if secret in text], path


@pytest.mark.parametrize("folder", ["downloads", "browser/files"])
def test_the_notebooks_on_offer_are_the_released_ones(site, folder):
    offered = sorted((site / folder).glob("*.ipynb"))
    assert [path.read_bytes() for path in offered] == [path.read_bytes() for path in released()]


def test_the_mistakes_page_says_whom_it_is_for(site):
    assert "The page is for instructors" in words(site / "instructors/mistakes.html")


def test_the_notation_page_has_every_symbol(site):
    said = words(site / "notation.html")
    for symbols in notation.NOTATIONS.values():
        for symbol in symbols.values():
            assert f"{symbol.name} {symbol.meaning} {notation.spell(symbol.shape)}" in said
    for name, meaning in notation.SIZES.items():
        assert f"{name} {meaning}" in said


def test_the_package_is_documented_from_its_docstrings(site):
    text = (site / "api.html").read_text()
    for name in ("course.check", "course.network.cost", "course.gradients.complex_step", "course.StackingExplorer"):
        assert f'id="{name}"' in text, name


def test_links_lead_to_pages_of_the_site_or_become_words():
    text = "[a](docs/security.md#how) [b](../README.md) [c](https://x.org) [d](#here) [e](CONTRIBUTING.md)"
    assert within_site(text) == "[a](/instructors/security.md#how) b [c](https://x.org) [d](#here) e"
