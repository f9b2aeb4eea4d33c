"""The preprocessor that puts scores and comments into a notebook, and says what the gradebook does not have."""

from __future__ import annotations

from nbgrader.api import Gradebook, MissingEntry
from nbgrader.preprocessors import GetGrades


class FeedbackError(Exception):
    """There is nothing to write a feedback page from; the message says why and what to do."""


class RecordedGrades(GetGrades):
    """nbgrader's GetGrades for every work there is, also one that was graded with another version of its assignment."""

    def preprocess(self, nb, resources):
        """As GetGrades; raises FeedbackError where the gradebook does not have this work."""
        place = resources["nbgrader"]
        with Gradebook(place["db_url"]) as gradebook:
            try:
                gradebook.find_submission_notebook(place["notebook"], place["assignment"], place["student"])
            except MissingEntry as error:
                raise FeedbackError(
                    f"The gradebook has no work of {place['student']} on {place['assignment']}. Nothing is lost: grade "
                    f"it (course grade {place['assignment']} {place['student']}), or move its folder out of "
                    "autograded/ if the student has left."
                ) from error
        return super().preprocess(nb, resources)

    def preprocess_cell(self, cell, resources, cell_index):
        """As GetGrades; a cell that the gradebook does not know is no question any more."""
        try:
            return super().preprocess_cell(cell, resources, cell_index)
        except MissingEntry:
            cell.metadata.nbgrader.update(grade=False, task=False)
            return cell, resources
