"""Feedback pages: what a learner gets back, readable without a script, a network or a notebook server."""

from __future__ import annotations

import importlib.util
from pathlib import Path

from traitlets.config import Config

TEMPLATES = Path(__file__).parent / "templates"


def feedback_settings() -> Config:
    """What makes nbgrader's generate_feedback, and formgrader's button for it, write our pages.

    The template keeps nbgrader's name "feedback" and comes first in the search path, with nbgrader's own folder behind
    it: formgrader finds its other templates there.
    """
    theirs = Path(importlib.util.find_spec("nbgrader").origin).parent / "server_extensions" / "formgrader" / "templates"
    settings = Config()
    settings.GenerateFeedback.preprocessors = [
        "nbgrader.preprocessors.GetGrades",
        "course.feedback.page.FeedbackPage",
    ]
    settings.HTMLExporter.extra_template_basedirs = [str(TEMPLATES), str(theirs)]
    return settings
