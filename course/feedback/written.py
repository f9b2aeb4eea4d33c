"""What people write in Markdown, as HTML for a page that others open: safe, with MathML, and nothing to be loaded."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache

from jinja2 import pass_context
from nbconvert.filters.markdown_mistune import InvalidNotebook, IPythonRenderer, MarkdownWithMath

from course.feedback.mathml import formulas_in, formulas_out
from course.feedback.safe_html import safe_html
from course.language import _, language

TABLE = '<div class="scroll" role="group" aria-label="{label}" tabindex="0"><table>'


def written(markdown: str, attachments: Mapping | None = None) -> str:
    """`markdown` as HTML; `attachments` are the pictures of its notebook cell."""
    return _written(markdown, attachments) if attachments else _written_before(markdown, language())


def _written(markdown: str, attachments: Mapping) -> str:
    text, formulas = formulas_out(markdown)
    try:
        html = _html(text, attachments)
    except InvalidNotebook:  # it shows an attachment that is not there
        html = _html(text.replace("attachment:", "missing:"), {})
    html = safe_html(html).replace("<table>", TABLE.format(label=_("Table"))).replace("</table>", "</table></div>")
    return formulas_in(html, formulas)


@lru_cache(maxsize=1000)
def _written_before(markdown: str, language: str) -> str:
    """Kept, since the text of a lesson is the same for a whole class."""
    return _written(markdown, {})


@pass_context
def markdown2html(context, markdown: str) -> str:
    """`written` in place of nbconvert's filter, for formgrader's page of a submission."""
    return written(markdown, context.get("cell", {}).get("attachments"))


def _html(markdown: str, attachments: Mapping) -> str:
    renderer = IPythonRenderer(escape=False, attachments=attachments, exclude_anchor_links=True)
    return MarkdownWithMath(renderer=renderer).render(markdown)
