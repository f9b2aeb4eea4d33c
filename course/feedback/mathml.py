"""LaTeX in Markdown to MathML, which browsers show without a script."""

from __future__ import annotations

import re

from latex2mathml.converter import convert

# Code comes first in the pattern, so that a dollar sign in it is left alone.
PIECES = re.compile(
    r"(?P<code>```.*?```|~~~.*?~~~|``.+?``|`[^`\n]+`)"
    r"|\$\$(?P<block>.+?)\$\$"
    r"|(?<![\\$\w])\$(?P<inline>[^\s$](?:[^$\n]*[^\s$\\])?)\$(?![\d$])",
    re.DOTALL,
)
# Markdown would take these for its own marks if they stood between the MathML tags as they are.
MARKS = {"*": "&#42;", "_": "&#95;", "`": "&#96;", "[": "&#91;", "|": "&#124;", "~": "&#126;"}


def with_mathml(markdown: str) -> str:
    """`markdown` with every ``$...$`` and ``$$...$$`` outside code as MathML.

    A formula that cannot be converted stays as it was written.
    """
    return PIECES.sub(_replacement, markdown)


def _replacement(match: re.Match) -> str:
    if match["code"]:
        return match[0]
    latex = match["block"] or match["inline"]
    try:
        formula = convert(latex.strip(), display="block" if match["block"] else "inline")
    except Exception:  # latex2mathml raises many kinds for LaTeX it does not know; the text itself still says it
        return match[0]
    return re.sub(r">([^<>]+)<", lambda text: f">{_escaped(text[1])}<", formula)


def _escaped(text: str) -> str:
    return "".join(MARKS.get(letter, letter) for letter in text)
