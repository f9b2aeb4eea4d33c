"""Does a feedback page show what a learner needs, and nothing that they should not see?"""

from __future__ import annotations

import json
import re
from dataclasses import replace
from html.parser import HTMLParser

import pytest
import small_course
from nbgrader.api import Gradebook
from nbgrader.converters import GenerateFeedback
from nbgrader.coursedir import CourseDirectory
from small_course import LESSON, learners_notebook, result, submit

from course import check
from course.autograder.folder import CourseFolder
from course.autograder.nbgrader_steps import course_config
from course.autograder.record import Recorder
from course.autograder.result import CellScore, Entry, Note
from course.feedback import feedback_settings

HEADING = {"cell_type": "markdown", "id": "h", "metadata": {}, "source": "# A small lesson\n\n## 1. Twice\n\n$2 * x$"}
ATTACK = '<script>alert("learner")</script><b>bold</b>'


@pytest.fixture(scope="module")
def pages(tmp_path_factory):
    """Feedback pages by student, made by nbgrader's own converter with our settings."""
    return made_pages(tmp_path_factory.mktemp("feedback"))


def made_pages(root, imports=small_course.IMPORTS):
    """The pages of a course in `root` whose lesson begins with the locked cell `imports`."""
    small_course.write_course(root)
    folder = CourseFolder.open(root)
    ann, ben = executed(double=3.0, explain=None), executed(double=0.0, explain=None, failed=True)
    entries = [
        Entry("ann", with_imports(ann, imports), notes=(Note("renamed", "Taken from homework.ipynb."),)),
        Entry("ben", with_imports(ben, imports)),
    ]
    for entry in entries:
        submit(root, entry.student, learners_notebook())
    with Recorder(folder) as recorder:
        assert recorder.record(entries) == {}
    with Gradebook(folder.database) as gradebook:
        grade = gradebook.find_grade("explain-why", LESSON, LESSON, "ann")
        grade.manual_score, grade.needs_manual_grade = 3.5, False
        gradebook.find_comment("explain-why", LESSON, LESSON, "ann").manual_comment = "Well said: $W^T$."
        gradebook.db.commit()
    config = course_config(root)
    config.merge(feedback_settings())
    config.CourseDirectory.assignment_id = LESSON
    GenerateFeedback(coursedir=CourseDirectory(config=config), config=config).start()
    return {
        entry.student: (root / "feedback" / entry.student / LESSON / f"{LESSON}.html").read_text() for entry in entries
    }


def with_imports(made, imports):
    notebook = json.loads(made.notebook)
    next(cell for cell in notebook["cells"] if cell["id"] == "imports")["source"] = imports
    return replace(made, notebook=json.dumps(notebook))


def executed(double: float, explain: float | None, failed: bool = False):
    """A result whose notebook holds outputs of every kind."""
    notebook = learners_notebook(explain=f"Since $a$ is *so*. {ATTACK} ![seen](https://example.org/a.png)")
    notebook["cells"].insert(0, HEADING)
    cells = {cell["id"]: cell for cell in notebook["cells"]}
    cells["checks-double"]["source"] = small_course.CHECK_DOUBLE
    if failed:
        quoting = "assert double(math.pi) == 2 * math.pi"
        cells["checks-double"]["outputs"] = [
            {"output_type": "error", "ename": "AssertionError", "evalue": quoting, "traceback": [f"--> 3 {quoting}"]}
        ]
    cells["solution-half"]["outputs"] = [
        {"output_type": "display_data", "data": {"text/html": ATTACK}, "metadata": {}},
        {"output_type": "display_data", "data": {"image/png": "aWs=", "text/plain": "<Figure>"}, "metadata": {}},
        {"output_type": "display_data", "data": {"image/svg+xml": "<svg onload='x()'/>"}, "metadata": {}},
        {"output_type": "stream", "name": "stdout", "text": "<printed>"},
    ]
    report = check("vectorized.dW2", lambda dZ2, A1: dZ2 @ A1.T, points=2)
    made = result(double=double, half=0.0, explain=explain, notebook=json.dumps(notebook))
    cells_with_report = tuple(
        CellScore(cell.grade_id, cell.points, cell.score, True, report.as_dict())
        if cell.grade_id == "checks-half"
        else cell
        for cell in made.cells
    )
    return replace(made, cells=cells_with_report)


def text_of(page: str) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<style>.*?</style>|<[^>]+>", " ", page, flags=re.DOTALL))


def test_summary_names_questions_points_and_verdicts(pages):
    text = text_of(pages["ann"])
    assert "A small lesson" in text
    assert "6.5 of 9 points" in text
    assert re.search(r"Twice 3 of 3 ✓ right", text)
    assert "Taken from homework.ipynb." in text


def test_a_page_speaks_the_language_that_the_lesson_sets(tmp_path):
    page = made_pages(tmp_path, 'from course import set_language\n\nset_language("es")')["ben"]
    text = text_of(page)
    assert '<html lang="es">' in page
    assert '<main lang="en">' in page
    assert "Comentarios para ben." in text
    assert re.search(r"Twice 0 de 3 ✗ todavía no", text)
    assert "1 respuesta está sin calificar todavía" in text
    assert "Una prueba oculta de esta celda no se ha superado." in text
    assert "✗ Todavía no" in text
    assert "A small lesson" in text


def test_a_written_answer_waits_until_it_is_marked(pages):
    assert "? of 4 … not marked yet" in text_of(pages["ben"])
    assert "1 answer is not marked yet" in text_of(pages["ben"])
    assert "not marked yet" not in text_of(pages["ann"])


def test_the_lesson_is_shown_with_the_answer_and_a_verdict_for_each_question(pages):
    page = pages["ann"]
    assert re.search(r"<h2[^>]*>1. Twice</h2>\s*<p><math", page)
    assert re.search(r'aria-label="Your answer"><p>Since <math.*?<em>so</em>', page, re.DOTALL)
    assert '<div class="verdict" id="checks-double"><span>✓ Twice: right</span>' in page


def test_the_graders_comment_is_shown_with_its_formula(pages):
    comment = pages["ann"].split('aria-label="Comment of the grader"')[1]
    assert "Well said" in comment
    assert "<math" in comment


def test_mistakes_are_told_in_words(pages):
    assert "exactly m times the expected value" in text_of(pages["ann"])


@pytest.mark.parametrize("student", ["ann", "ben"])
def test_hidden_tests_are_never_shown(pages, student):
    assert "math.pi" not in pages[student]
    assert "HIDDEN" not in pages[student]


def test_a_failed_hidden_test_is_said_without_quoting_it(pages):
    assert "A hidden test of this cell did not pass." in pages["ben"]
    assert "A hidden test of this cell did not pass." not in pages["ann"]


@pytest.mark.parametrize("student", ["ann", "ben"])
def test_nothing_runs_and_nothing_is_loaded(pages, student):
    page = pages[student]
    assert "<script" not in page
    assert "@import" not in page
    assert not re.search(r"""(?:src|href)=["'](?!#|data:image/)""", page)
    assert "url(" not in page


def test_outputs_are_kept_and_made_safe(pages):
    assert "<b>bold</b>" in pages["ann"]
    assert "&lt;printed&gt;" in pages["ann"]
    assert re.search(r'<img alt="A figure of your notebook: Figure" src="data:image/png;base64,aWs="', pages["ann"])
    assert re.search(r'<img alt="A figure of your notebook: no description" src="data:image/svg', pages["ann"])


def test_every_tag_is_closed(pages):
    """The page is well-formed: what is opened is closed in order."""

    class Tags(HTMLParser):
        void = frozenset(("meta", "br", "hr", "img", "input", "link"))

        def __init__(self):
            super().__init__()
            self.open: list[str] = []

        def handle_startendtag(self, tag, attrs):
            pass

        def handle_starttag(self, tag, attrs):
            if tag not in self.void:
                self.open.append(tag)

        def handle_endtag(self, tag):
            assert self.open.pop() == tag

    tags = Tags()
    tags.feed(pages["ann"])
    assert tags.open == []
