"""Are the catalogues whole, up to date and fit to be filled in, and does every text of the sources go through them?"""

from __future__ import annotations

import re
import string

import pytest
from translation import catalogue, texts

from course.language import ENGLISH, languages
from course.widgets.base import TEXT

CODES = [code for code in languages() if code != ENGLISH]
TEMPLATE = catalogue.template()
MSGIDS = {text for message in TEMPLATE if message.id for text in catalogue.forms(message.id)}
# Not for learners: the command line, instructors' reports, and what only authors of lessons meet.
INSTRUCTORS = ("authoring", "autograder", "commands", "results", "cli.py")
# What of grading learners read, on their feedback.
GRADING = [
    catalogue.PACKAGE / "autograder" / f"{name}.py"
    for name in ("displays", "grade", "ingest", "judge", "orders", "outputs", "session", "submission")
]
MODULES = [
    path for path in sorted(catalogue.PACKAGE.rglob("*.py")) if texts.part(path) not in INSTRUCTORS or path in GRADING
]
SCRIPTS = sorted((catalogue.PACKAGE / "widgets").glob("*.js"))


@pytest.mark.parametrize("code", CODES)
def test_every_text_is_translated_and_none_is_left_over(code):
    written = {message.id: message.string for message in catalogue.written(code) if message.id}
    wanted = {message.id for message in TEMPLATE if message.id}
    assert written.keys() == wanted, "run `make language`, then translate what is new in course.po"
    empty = [text for text, said in written.items() if not all(catalogue.forms(said))]
    assert not empty, f"without a translation in course/locale/{code}: {empty[:3]}"


def fields(text: str) -> set[tuple[str, str, str]]:
    """Names in braces with their formats, as `str.format` reads them."""
    found = string.Formatter().parse(text)
    return {(name, spec or "", conversion or "") for _, name, spec, conversion in found if name is not None}


@pytest.mark.parametrize("code", CODES)
def test_a_translation_has_the_same_names_in_braces(code):
    for message in catalogue.written(code):
        if message.id:
            for said in catalogue.forms(message.string):
                assert fields(said) == fields(catalogue.forms(message.id)[-1]), said


@pytest.mark.parametrize("code", CODES)
def test_a_translation_begins_and_ends_as_the_text_does(code):
    for message in catalogue.written(code):
        for text, said in zip(catalogue.forms(message.id), catalogue.forms(message.string), strict=True):
            if text:
                assert re.match(r"[\s,;]*", said)[0] == re.match(r"[\s,;]*", text)[0], said
                assert (text[-1] in ".?:;,") == (said[-1] in ".?:;,"), said


# Names, formulas and code, which no language changes.
CODE = re.compile(r"`[^`]+`|\bnp\.\w+|\w+=\w+|\b(?:d?[WZXYJ]|d?A[12]|db)[12]?\b|\b[nm][012]\b|\baxis=\d|\.\w+\[\d\]")


@pytest.mark.parametrize("code", CODES)
def test_formulas_and_code_stay_as_they_are(code):
    for message in catalogue.written(code):
        if isinstance(message.id, str) and message.id:
            bare_text, bare_said = (re.sub(r"\{\w+[^}]*\}", "", text) for text in (message.id, message.string))
            missing = set(CODE.findall(bare_text)) - set(CODE.findall(bare_said))
            assert not missing, f"{missing} in {message.string}"


@pytest.mark.parametrize("code", CODES)
def test_the_files_are_what_make_language_writes(code):
    assert catalogue.po_file(code).read_bytes() == catalogue.po_bytes(catalogue.updated(code)), "run `make language`"
    compiled = catalogue.po_file(code).with_suffix(".mo").read_bytes()
    assert compiled == catalogue.mo_bytes(catalogue.written(code)), "run `make language`"


@pytest.mark.parametrize("path", MODULES, ids=lambda path: str(path.relative_to(catalogue.PACKAGE)))
def test_every_text_in_python_goes_through_the_catalogues(path):
    found = {" ".join(text.split()) for text in texts.texts_of_python(path)}
    past = {text for text in found - MSGIDS if not any(text.startswith(start) for start in texts.NO_TEXTS)}
    assert not past, f'write _("...").format(...), or add to NO_TEXTS what no learner reads: {past}'
    unseen = texts.told_in_python(path) - MSGIDS
    assert not unseen, f"take it out of the f-string or the other call, where Babel does not find it: {unseen}"


@pytest.mark.parametrize("path", SCRIPTS, ids=lambda path: path.name)
def test_every_text_in_javascript_goes_through_the_catalogues(path):
    found = {text for text, told in texts.texts_of_script(path) if not told}
    past = {text for text in found if not any(text.startswith(start) for start in texts.NO_TEXTS_IN_SCRIPTS)}
    assert not past, f'write _("...", {{ ... }}), or add to NO_TEXTS_IN_SCRIPTS what no learner reads: {past}'


@pytest.mark.parametrize("path", SCRIPTS, ids=lambda path: path.name)
def test_widgets_and_catalogues_find_the_same_texts_in_a_script(path):
    called = path.read_text(encoding="utf-8").count("_(") - len(re.findall(r"\w_\(", path.read_text(encoding="utf-8")))
    found = TEXT.findall(path.read_text(encoding="utf-8"))
    assert len(found) == called, "the argument of _ is one text in double quotes"
    assert {text[1:-1].replace('\\"', '"') for text in found} <= MSGIDS


def test_a_text_that_goes_past_the_catalogues_is_found(tmp_path):
    module, script = tmp_path / "module.py", tmp_path / "script.js"
    module.write_text('"""A docstring."""\nf(f"Your {name} is wrong.", "wrong value", key="dW1")\nf"{_(\'Yes.\')} "\n')
    script.write_text('h("p", `Step ${n} of all`); _("Yes, it is."); h("p", { class: "x" }, "No text");')
    assert sorted(texts.texts_of_python(module)) == ["Your {} is wrong.", "wrong value"]
    assert texts.told_in_python(module) == {"Yes."}
    assert list(texts.texts_of_script(script)) == [
        ("Step ${n} of all", False), ("Yes, it is.", True), ("No text", False),
    ]  # fmt: skip
