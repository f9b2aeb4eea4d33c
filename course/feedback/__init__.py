"""Feedback pages, and formgrader's page of a submission: readable without a network, nothing of a learner's runs."""

from __future__ import annotations

import importlib.util
from pathlib import Path

from traitlets.config import Config

# Forms of an output that are shown, the best first; the others could run or load something.
SHOWN = ["text/html", "image/svg+xml", "image/png", "image/jpeg", "text/plain"]
TEMPLATES = Path(__file__).parent / "templates"


def feedback_settings() -> Config:
    """What makes nbgrader's generate_feedback, and formgrader's button for it, write our pages.

    The template keeps nbgrader's name "feedback" and comes first in the search path, with nbgrader's own folder behind
    it: formgrader finds its other templates there. Its page of a submission stays as it is, with two changes: formulas
    are MathML, not MathJax from the network, and what learners wrote and displayed is made safe, since a script of
    theirs on that page could mark their work.
    """
    theirs = Path(importlib.util.find_spec("nbgrader").origin).parent / "server_extensions" / "formgrader" / "templates"
    settings = Config()
    settings.GenerateFeedback.preprocessors = ["course.feedback.page.FeedbackPage"]
    settings.GenerateFeedback.exporter_class = "course.feedback.exporter.FeedbackExporter"
    settings.HTMLExporter.extra_template_basedirs = [str(TEMPLATES), str(theirs)]
    settings.HTMLExporter.sanitize_html = True
    settings.HTMLExporter.filters = {
        "markdown2html": "course.feedback.written.markdown2html",
        "clean_html": "course.feedback.safe_html.safe_html",
    }
    settings.WidgetsDataTypeFilter.display_data_priority = SHOWN
    return settings
