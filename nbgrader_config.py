"""Settings of nbgrader for this course. Every setting and its meaning: `nbgrader --help-all`."""

from course.feedback import feedback_settings

c = get_config()  # noqa: F821

c.CourseDirectory.course_id = "backprop-by-hand"

# What learners find in place of a solution. An Ellipsis rather than an exception: an untouched notebook runs from top
# to bottom, and its checks say "not attempted".
c.ClearSolutions.code_stub = {"python": "# YOUR CODE HERE\n..."}
c.ClearSolutions.text_stub = "YOUR ANSWER HERE"

# nbgrader's own list, and after ClearSolutions the step that puts the broken code into "find the bug" cells.
c.GenerateAssignment.preprocessors = [
    "nbgrader.preprocessors.IncludeHeaderFooter",
    "nbgrader.preprocessors.LockCells",
    "nbgrader.preprocessors.ClearSolutions",
    "course.authoring.given_code.GivenCode",
    "nbgrader.preprocessors.ClearOutput",
    "nbgrader.preprocessors.CheckCellMetadata",
    "nbgrader.preprocessors.ComputeChecksums",
    "nbgrader.preprocessors.SaveCells",
    "nbgrader.preprocessors.ClearHiddenTests",
    "nbgrader.preprocessors.ClearMarkScheme",
    "nbgrader.preprocessors.ComputeChecksums",
    "nbgrader.preprocessors.CheckCellMetadata",
]

# A cell that does not come to an end is stopped after this many seconds; the cells after it still run.
c.Execute.timeout = 30
c.Execute.interrupt_on_timeout = True

# How notebooks reach learners and come back is your choice: nbgrader's exchange (c.Exchange.root), or hand release/ out
# yourself and put what comes back into submitted/STUDENT/LESSON/LESSON.ipynb.

# `nbgrader autograde` and formgrader's button grade as `course grade` does: in a sandbox, by a judge outside it. The
# sandbox's limits are c.Sandbox, for example c.Sandbox.cell_seconds = 60; `course doctor` shows them.
c.Autograde.exporter_class = "course.autograder.nbgrader_door.JudgedNotebookExporter"

# Feedback pages: our template, mistakes in words, no script and no hidden test in them.
c.merge(feedback_settings())
