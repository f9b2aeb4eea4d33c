"""What there is to translate, and the catalogues: `make language` brings course/locale up to date, `NEW=fr` begins one.

Texts in calls of `_`, `ngettext` and `N_` are found by Babel, in Python, in the widgets' JavaScript and in the template
of feedback pages. Tables of texts are listed here. New texts come into the catalogues untranslated, and a test fails
until they are.
"""

from __future__ import annotations

import io
import sys
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

from course import crashes, hint_texts, notation, report, shape_rules
from course.language import CATALOGUES, ENGLISH, languages
from course.mistakes import BANK

PACKAGE = CATALOGUES.parent
SOURCES = [
    ("authoring/**", "ignore"),
    ("commands/**", "ignore"),
    ("results/**", "ignore"),
    ("**.py", "python"),
    ("widgets/**.js", "javascript"),
    ("feedback/**.j2", "jinja2.ext:babel_extract"),
]
PROJECT = "Backprop by Hand"
HEADER = "# {language} for Backprop by Hand, under the licence of the course."
BEGUN = datetime(2026, 1, 1, tzinfo=UTC)
OPTIONS = {"widgets/**.js": {"parse_template_string": "True"}}
KEYWORDS = {"_": None, "N_": None, "ngettext": (1, 2)}


def tables() -> Iterator[tuple[str, str]]:
    """File and text of every table that is told through `_`, entry by entry."""
    for entry in BANK.values():
        file = Path(f"{entry.wrong.__module__.replace('.', '/')}.py").relative_to(PACKAGE.name)
        yield from ((str(file), text) for text in (entry.message, entry.question))
    yield from (("hint_texts.py", step) for steps in hint_texts.HINTS.values() for step in steps)
    yield from (("crashes.py", step) for _, step in (*crashes.NEXT_STEPS, crashes.CALLED_BY_CHECK))
    yield from (("report.py", words) for _, words, _ in report.VERDICTS.values())
    yield from (("shape_rules.py", text) for text in (*shape_rules.MESSAGES.values(), *shape_rules.VERDICTS))
    yield from (("notation.py", meaning) for meaning in notation.SIZES.values())
    for each in notation.NOTATIONS.values():
        yield from (("notation.py", text) for text in (each.name, *(symbol.meaning for symbol in each.values())))


def template() -> Catalog:
    """Every text there is, without a translation."""
    found = Catalog(project=PROJECT)
    for file, text in tables():
        found.add(text, locations=[(file, 0)])
    for file, _, text, _, _ in extract_from_dir(PACKAGE, SOURCES, OPTIONS, KEYWORDS):
        found.add(text, locations=[(file, 0)])
    return found


def forms(text: str | tuple[str, ...] | None) -> tuple[str, ...]:
    """A text, or its singular and plural; one empty text where Babel has None."""
    return (text,) if isinstance(text, str) else tuple(text or ("",))


def po_file(language: str) -> Path:
    return CATALOGUES / language / "LC_MESSAGES" / "course.po"


def written(language: str) -> Catalog:
    """The catalogue of a language as it lies in course/locale; an empty one where there is none."""
    if not po_file(language).is_file():
        return _dateless(Catalog(locale=language, project=PROJECT, fuzzy=False))
    with po_file(language).open("rb") as file:
        return _dateless(read_po(file, locale=language))


def updated(language: str) -> Catalog:
    """The catalogue of a language with every text there is now, and no other; new ones without a translation."""
    catalog = written(language)
    catalog.update(template(), no_fuzzy_matching=True)
    return _dateless(catalog)


def _dateless(catalog: Catalog) -> Catalog:
    """The same texts give the same files on every day and every machine."""
    catalog.header_comment = HEADER.format(language=catalog.locale.english_name)
    catalog.version, catalog.msgid_bugs_address, catalog.language_team = "", "", ""
    catalog.creation_date = catalog.revision_date = BEGUN
    catalog.last_translator = ""
    return catalog


def po_bytes(catalog: Catalog) -> bytes:
    """The text of a .po file."""
    buffer = io.BytesIO()
    write_po(buffer, catalog, width=116, include_lineno=False, sort_by_file=True, ignore_obsolete=True)
    return buffer.getvalue()


def mo_bytes(catalog: Catalog) -> bytes:
    """The compiled form, which Python reads."""
    buffer = io.BytesIO()
    write_mo(buffer, catalog)
    return buffer.getvalue()


if __name__ == "__main__":
    for code in dict.fromkeys((*languages(), *sys.argv[1:])):
        if code != ENGLISH:
            catalog = updated(code)
            po_file(code).parent.mkdir(parents=True, exist_ok=True)
            po_file(code).write_bytes(po_bytes(catalog))
            po_file(code).with_suffix(".mo").write_bytes(mo_bytes(catalog))
            missing = sum(1 for message in catalog if message.id and not all(forms(message.string)))
            print(f"{code}: {len(catalog)} texts, {missing} without a translation")
