"""HTML that a learner's code has put out, reduced to what cannot run, load or disguise anything."""

from __future__ import annotations

import re

import bleach
from bleach.css_sanitizer import CSSSanitizer

TAGS = frozenset(
    re.findall(
        r"\w+",
        "a abbr b blockquote br caption code details div em figcaption figure h1 h2 h3 h4 h5 h6 hr i img li ol p pre s "
        "samp small span strong sub summary sup table tbody td tfoot th thead tr u ul",
    )
)
STYLES = re.findall(
    r"[\w-]+",
    "border border-left border-radius color font-style font-weight height line-height list-style margin max-width "
    "padding padding-left text-align vertical-align white-space width",
)
PICTURE = "data:image/"
HIGHLIGHT = re.compile(r"highlight|[a-z][a-z0-9]{0,2}")  # the names that Pygments gives to pieces of code
LINKS = ("http://", "https://", "mailto:", "#")
CONTENT_TOO = re.compile(r"<(script|style|template|noscript|iframe|svg|math)\b.*?</\1\s*>", re.DOTALL | re.IGNORECASE)


def safe_html(html: str) -> str:
    """`html` without scripts, forms, frames, foreign styles and anything that would be loaded from elsewhere.

    Pictures that are part of the page (``data:image/...``) stay, with their alt text.
    """
    return bleach.clean(
        CONTENT_TOO.sub("", html),
        tags=TAGS,
        attributes=_allowed,
        protocols=["http", "https", "mailto", "data"],
        css_sanitizer=CSSSanitizer(allowed_css_properties=STYLES),
        strip=True,
        strip_comments=True,
    )


def _allowed(tag: str, name: str, value: str) -> bool:
    if tag == "img":
        return name in ("alt", "width", "height", "style") or (name == "src" and value.startswith(PICTURE))
    if tag == "a":
        return name == "title" or (name == "href" and value.startswith(LINKS))
    if name == "class":
        return tag in ("div", "span") and HIGHLIGHT.fullmatch(value) is not None
    return name in ("style", "colspan", "rowspan", "scope", "open", "role", "aria-label")
