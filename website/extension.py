"""The site's Sphinx extension: formulas as MathML, and the widgets' script where a page has a widget."""

from __future__ import annotations

from docutils import nodes
from latex2mathml.converter import convert


def setup(app):
    app.add_html_math_renderer("mathml", (inline_formula, None), (block_formula, None))
    app.connect("html-page-context", add_widgets)
    app.connect("html-page-context", level_captions, priority=900)  # after the theme has made its navigation
    return {"parallel_read_safe": True, "parallel_write_safe": True}


def inline_formula(translator, node) -> None:
    """A formula within a line; browsers show MathML without a script and without a network."""
    translator.body.append(convert(node.astext(), display="inline"))
    raise nodes.SkipNode


def block_formula(translator, node) -> None:
    """A formula that stands alone."""
    translator.body.append(convert(node.astext(), display="block"))
    raise nodes.SkipNode


def add_widgets(app, pagename, templatename, context, doctree) -> None:
    """Load the widgets on the pages that show one."""
    if "data-widget=" in context.get("body", ""):
        app.add_css_file("widgets.css")
        app.add_js_file("widgets.js")


def level_captions(app, pagename, templatename, context, doctree) -> None:
    """Say of the captions of lists of pages, which Sphinx calls headings, which level they have."""
    for part in ("body", "furo_navigation_tree"):
        if part in context:
            context[part] = context[part].replace(
                'class="caption" role="heading"', 'class="caption" role="heading" aria-level="2"'
            )
