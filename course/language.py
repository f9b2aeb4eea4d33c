"""The language of what learners read: English in the code, other languages from gettext catalogues in course/locale.

A text goes through `_` before names are filled in: ``_("Your {name} is zero.").format(name=name)``. A constant is
marked with `N_`, and a table of texts is listed in tests/translation/catalogue.py; both go through `_` where they are
told. What a catalogue lacks stays English.
"""

from __future__ import annotations

import gettext
import os
import re
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from functools import lru_cache
from pathlib import Path

CATALOGUES = Path(__file__).parent / "locale"
ENGLISH = "en"
# In the order in which gettext looks at them.
VARIABLES = ("LANGUAGE", "LC_ALL", "LC_MESSAGES", "LANG")
SETTING = re.compile(r"""^[ \t]*(?:course\.)?set_language\(\s*["'](\w+)["']\s*\)""", re.MULTILINE)

_chosen = ""
_spoken: ContextVar[str] = ContextVar("spoken", default="")


def set_language(code: str) -> None:
    """Have everything that learners read in this language from now on: ``set_language("es")``; lesson text stays.

    Raises ValueError that lists the languages where there is no catalogue for `code`.
    """
    global _chosen
    _chosen = _known(code)


def language() -> str:
    """The code of the language that is spoken: the one set, else the one of the environment, else "en"."""
    global _chosen
    _chosen = _chosen or of_environment()
    return _spoken.get() or _chosen


def languages() -> tuple[str, ...]:
    """The codes of all languages: English, and those with a catalogue."""
    return (ENGLISH, *sorted(path.name for path in CATALOGUES.iterdir() if path.is_dir()))


def of_environment() -> str:
    """The first language of LANGUAGE, LC_ALL, LC_MESSAGES or LANG, whichever is set first; "en" for an unknown one."""
    wanted = next((value for name in VARIABLES if (value := os.environ.get(name))), "")
    codes = (re.split(r"[_.@]", code)[0] for code in wanted.split(":"))
    known = languages()
    return next((code for code in codes if code in known), ENGLISH)


@contextmanager
def speaking(code: str) -> Iterator[None]:
    """Inside the block this language is spoken, whatever learner or environment have chosen: for grading and pages."""
    token = _spoken.set(_known(code))
    try:
        yield
    finally:
        _spoken.reset(token)


def set_in(sources: Iterable[str]) -> str:
    """The language that the last ``set_language("es")`` in these cells sets; "en" where there is none or no such."""
    found = [code for source in sources for code in SETTING.findall(source) if code in languages()]
    return found[-1] if found else ENGLISH


def _(text: str) -> str:
    """`text` in the language that is spoken; English where the catalogue has no translation of it."""
    return text and catalogue(language()).gettext(text)


def ngettext(one: str, several: str, count: int) -> str:
    """`one` or `several`, as the language that is spoken counts `count`."""
    return catalogue(language()).ngettext(one, several, count)


def N_(text: str) -> str:
    """`text` itself, marked for the catalogues."""
    return text


def joined(names: Iterable[str]) -> str:
    """The names with "and" between them."""
    between = _("and")
    return f" {between} ".join(names)


def lang() -> str:
    """The HTML attribute for a block that may stand in an English page: `` lang="es"``; empty for English."""
    return "" if language() == ENGLISH else f' lang="{language()}"'


@lru_cache(maxsize=8)
def catalogue(code: str) -> gettext.NullTranslations:
    """The catalogue of a language; one that changes nothing where there is none."""
    return gettext.translation("course", CATALOGUES, [code], fallback=True)


def _known(code: object) -> str:
    if code not in languages():
        text = _("there is no language {code!r}; there are {known}")
        raise ValueError(text.format(code=code, known=", ".join(languages())))
    return code
