"""The preprocessor behind our feedback template: what is shown, what is left out, and the summary on top."""

from __future__ import annotations

import re
from functools import lru_cache
from html import escape

from nbconvert.filters.strings import text_base64
from nbformat.v4 import new_output
from nbgrader.preprocessors import NbGraderPreprocessor
from pygments.formatters import HtmlFormatter
from traitlets import List

from course.authoring.regions import HIDDEN, lines_of
from course.feedback import SHOWN
from course.feedback.grades import marks_of
from course.feedback.questions import NO_RESPONSE, last_heading, question, report_of
from course.feedback.safe_html import safe_html
from course.feedback.written import written
from course.language import N_, _, catalogue, set_in, speaking

OTHER_VERSION = N_(
    "This work was graded with another version of the assignment: questions or points may be missing here."
)
HIDDEN_FAILED = N_("A hidden test of this cell did not pass.")
LIGHT, DARK = "xcode", "github-dark"  # every colour of theirs can be read on the ground of our code cells


class FeedbackPage(NbGraderPreprocessor):
    """Prepares the notebook for the template ``feedback`` of this package."""

    # nbgrader takes the setting away from its preprocessors, and nbconvert then warns that it is not known.
    display_data_priority = List(SHOWN).tag(config=True)

    def preprocess(self, nb, resources):
        """Rewrite the cells for reading and put the summary into ``resources["feedback"]``.

        The page speaks the language that a locked cell of the lesson sets; the lesson's own text stays as it is.
        """
        code = set_in(cell.source for cell in nb.cells if cell.metadata.get("nbgrader", {}).get("locked"))
        with speaking(code):
            self._prepare(nb, resources)
        words = catalogue(code)
        resources["feedback"] |= {"language": code, "_": words.gettext, "ngettext": words.ngettext}
        return nb, resources

    def _prepare(self, nb, resources) -> None:
        marks = marks_of(resources["nbgrader"])
        questions, names, heading = [], set(), ""
        for cell in nb.cells:
            graded = cell.metadata.get("nbgrader", {})
            name = graded.get("grade_id", "")
            shown = {"comment": written(marks.comments.get(name, ""))}
            if cell.cell_type == "markdown":
                heading = heading if graded.get("solution") else last_heading(cell.source) or heading
                shown["text"] = written(cell.source, cell.get("attachments"))
            if graded.get("grade") or graded.get("task"):
                names.add(name)
            if name in marks.questions:
                mark = marks.questions[name]
                graded.update(score=mark.score, points=mark.points)
                shown["question"] = question(cell, heading, mark.waiting, marks.comments.get(name) == NO_RESPONSE)
                questions.append(shown["question"])
            if cell.cell_type == "code":
                _show_without_hidden_tests(cell)
            cell.metadata["feedback"] = shown  # a copy of it
        found = nb.metadata.get("course", {})
        notes = [note["message"] for note in found.get("notes", ())]
        if names != set(marks.questions):
            notes.append(_(OTHER_VERSION))
        resources["feedback"] = {
            "title": _title(nb) or resources["nbgrader"]["notebook"],
            "marks": marks,
            "questions": questions,
            "waiting": sum(question.waiting for question in questions),
            "notes": notes,
            "failure": found.get("failure", ""),
            "code_styles": code_styles(),
        }


def _title(nb) -> str:
    first = next((cell.source for cell in nb.cells if cell.cell_type == "markdown"), "")
    match = re.match(r"#\s+(.*)", first)
    return match[1] if match else ""


def _show_without_hidden_tests(cell) -> None:
    """Source and outputs as a learner may see them: no hidden test, no traceback that quotes one, nothing active."""
    lines = lines_of(cell.source, HIDDEN)
    hidden = any(line.inside for line in lines)
    cell.source = "\n".join(line.text for line in lines if not line.inside).rstrip()
    report = report_of(cell)
    if report is not None:
        cell.outputs = [_html(report._repr_html_())]
        return
    if hidden:
        failed = any(output.output_type == "error" for output in cell.outputs)
        cell.outputs = [_html(f"<p>{_(HIDDEN_FAILED)}</p>")] if failed else []
        return
    for output in cell.outputs:
        if output.output_type in ("display_data", "execute_result"):
            output["data"] = _shown(output["data"])
        elif output.output_type == "error":
            output["traceback"] = [f"{output.ename}: {output.evalue}"]


def _shown(data: dict) -> dict:
    """One form of an output: HTML made safe, a picture with alt text, or plain text."""
    if "text/html" in data:
        return {"text/html": safe_html(data["text/html"])}
    for kind in ("image/svg+xml", "image/png", "image/jpeg"):
        if kind in data:
            described = data.get("text/plain", _("no description")).strip("<>")
            alt = _("A figure of your notebook: {description}").format(description=described)
            encoded = text_base64(data[kind]) if kind == "image/svg+xml" else data[kind].replace("\n", "")
            return {"text/html": safe_html(f'<img alt="{escape(alt[:200])}" src="data:{kind};base64,{encoded}">')}
    return {"text/plain": data.get("text/plain", "")}


def _html(text: str) -> dict:
    return new_output("display_data", {"text/html": text})


@lru_cache(maxsize=1)
def code_styles() -> str:
    """Style sheet of the code cells, for light and for dark pages."""
    light = HtmlFormatter(style=LIGHT).get_style_defs(".highlight")
    dark = HtmlFormatter(style=DARK).get_style_defs(".highlight")
    return f"{light}\n@media (prefers-color-scheme: dark) {{\n{dark}\n}}"
