"""LaTeX in Markdown to MathML, which browsers show without a script."""

from __future__ import annotations

import re
from html import unescape
from xml.etree.ElementTree import tostring

from latex2mathml.converter import convert_to_element

# Code comes first in the pattern, so that a dollar sign in it is left alone.
PIECES = re.compile(
    r"(?P<code>```.*?```|~~~.*?~~~|``.+?``|`[^`\n]+`)"
    r"|\$\$(?P<block>.+?)\$\$"
    r"|(?<![\\$\w])\$(?P<inline>[^\s$](?:[^$\n]*[^\s$\\])?)\$(?![\d$])",
    re.DOTALL,
)
BEGIN, END = "\ue000", "\ue001"  # private characters of Unicode: nobody writes them
PLACE = re.compile(f"{BEGIN}(\\d+){END}")
LINKS = ("href", "id", "class", "style")  # what LaTeX can ask for and a formula does not need


def formulas_out(markdown: str) -> tuple[str, list[str]]:
    """`markdown` with a mark in place of every ``$...$`` and ``$$...$$`` outside code, and these as MathML.

    A formula that cannot be converted stays as it was written. What becomes of Markdown does not touch the marks;
    `formulas_in` replaces them.
    """
    formulas: list[str] = []

    def mark(match: re.Match) -> str:
        formula = None if match["code"] else _mathml(match["block"] or match["inline"], bool(match["block"]))
        if formula is None:
            return match[0]
        formulas.append(formula)
        return f"{BEGIN}{len(formulas) - 1}{END}"

    return PIECES.sub(mark, markdown.replace(BEGIN, "").replace(END, "")), formulas


def formulas_in(html: str, formulas: list[str]) -> str:
    """`html` with the formulas at their marks."""
    return PLACE.sub(lambda place: formulas[int(place[1])], html)


def _mathml(latex: str, block: bool) -> str | None:
    try:
        formula = convert_to_element(latex.strip(), display="block" if block else "inline")
    except Exception:  # latex2mathml raises many kinds for LaTeX it does not know; the text itself still says it
        return None
    for part in formula.iter():
        part.text = unescape(part.text or "")  # the library writes characters as entities
        for link in LINKS:
            part.attrib.pop(link, None)
    return tostring(formula, encoding="unicode", short_empty_elements=False)
