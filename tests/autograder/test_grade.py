"""Is every submission graded, whatever it does, and honest work paid?"""

from __future__ import annotations

import json
from dataclasses import replace

import judged_lesson as lesson
import nbformat
import pytest

from course import language
from course.autograder import sandbox as sandbox_module
from course.autograder.assignment import Assignment
from course.autograder.grade import grade
from course.autograder.keys import BUCKETS, private_seed, result_key
from course.autograder.sandbox import Sandbox, SandboxBroken
from course.autograder.settings import NONE, Limits
from course.autograder.submission import Submission

ASSIGNMENT = lesson.assignment()
LIMITS = Limits(cell_seconds=1, call_seconds=0.5, interrupt_seconds=3, notebook_seconds=30)


@pytest.fixture(scope="module")
def box():
    with Sandbox(LIMITS) as box:
        yield box


def graded(box, notebook: dict | bytes, **options):
    data = notebook if isinstance(notebook, bytes) else lesson.data(notebook)
    return grade(ASSIGNMENT, data, sandbox=box, secret=lesson.SECRET, **options)


def scores(result) -> dict:
    return {cell.grade_id: cell.score for cell in result.cells}


def by_id(result) -> dict:
    return {cell["id"]: cell for cell in json.loads(result.notebook)["cells"]}


def test_honest_work(box):
    result = graded(box, lesson.submission(), student="ann")
    assert scores(result) == lesson.HONEST
    assert (result.score, result.points, result.failure, result.notes) == (8.0, 12.0, "", ())
    assert [cell.judged for cell in result.cells] == [True, True, True, False, False]
    assert result.cells[0].report["passed"]


def test_reports_are_in_the_language_that_a_locked_cell_sets_and_in_no_other(box, monkeypatch):
    monkeypatch.setattr(language, "_chosen", "es")
    wrong = lesson.submission(solution_dz=f"{lesson.DZ}\n\nfrom course import set_language\nset_language('es')")
    english = graded(box, wrong)
    assert "All right" in by_id(english)["checks-dz"]["outputs"][0]["data"]["text/html"]
    source = lesson.source()
    imports = next(cell for cell in source["cells"] if cell["source"] == lesson.IMPORTS)
    imports["source"] += "\nfrom course import set_language\nset_language('es')"
    spanish = Assignment.parse(lesson.NAME, lesson.data(source))
    assert (ASSIGNMENT.language, spanish.language) == ("en", "es")
    result = grade(spanish, lesson.data(wrong), sandbox=box, secret=lesson.SECRET)
    assert "Todo correcto" in by_id(result)["checks-dz"]["outputs"][0]["data"]["text/html"]
    assert any("se había cambiado el texto" in note.message for note in result.notes)
    assert scores(result) == scores(english)


def test_the_executed_notebook(box):
    result = graded(box, lesson.submission())
    notebook = nbformat.reads(result.notebook, as_version=4)
    nbformat.validate(notebook)
    cells = by_id(result)
    judged = cells["checks-dz"]["outputs"]
    assert [output["output_type"] for output in judged] == ["execute_result"]
    assert judged[0]["data"]["text/plain"] == "2.0"
    assert "All right" in judged[0]["data"]["text/html"]
    assert cells["plain-2"]["outputs"][0]["data"]["text/plain"] == "(3, 1)"
    counts = [cell["execution_count"] for cell in cells.values() if cell["cell_type"] == "code"]
    assert counts == list(range(1, 12))
    assert cells["checks-dz"]["metadata"]["nbgrader"]["points"] == 2.0


def test_what_was_handed_out_earns_nothing(box):
    result = graded(box, lesson.release())
    assert scores(result) == dict.fromkeys(lesson.POINTS, 0.0)
    assert {line["verdict"] for line in result.cells[0].report["lines"]} == {"not attempted"}
    assert result.cells[-1].notes == ("No answer was written.",)


def test_a_mistake_costs_its_own_points_and_is_explained(box):
    result = graded(box, lesson.submission(solution_dz="def dz(a, y):\n    return y - a", solution_own="triple = 3"))
    assert scores(result) == {**lesson.HONEST, "checks-dz": 0.0, "checks-own": 0.0}
    assert result.cells[0].report["mistakes"]
    assert by_id(result)["checks-own"]["outputs"][0]["ename"] == "TypeError"


def test_a_name_that_is_not_there(box):
    result = graded(box, lesson.submission(solution_dz="def delta(a, y):\n    return a - y"))
    assert scores(result) == {**lesson.HONEST, "checks-dz": 0.0}
    assert "name 'dz' is not defined" in result.cells[0].report["lines"][0]["got"]


def test_the_same_bytes_give_the_same_result(box):
    drawing = "import numpy as np\nprint(np.random.rand())\n" + lesson.DZ
    first, second = (graded(box, lesson.submission(solution_dz=drawing), student="ann") for _ in range(2))
    assert first.key == second.key
    assert first.notebook == second.notebook
    assert first.cells == second.cells


def test_a_killer_costs_only_its_cell_and_the_state_comes_back(box):
    killer = "before = 1\nimport os\nos.kill(os.getpid(), 9)"
    result = graded(box, lesson.submission(solution_dw=killer, solution_own="base = dz(3, 0)\n" + lesson.OWN))
    assert scores(result) == {**lesson.HONEST, "checks-dw": 0.0}
    assert [note.message for note in result.notes] == ["solution-dw was stopped: its process ended"]
    assert by_id(result)["solution-dw"]["outputs"][0]["ename"] == "Stopped"


def test_a_slow_cell_is_interrupted_and_goes_on(box):
    slow = "print('begun')\nwhile True: pass"
    result = graded(box, lesson.submission(solution_dw=slow))
    assert scores(result) == {**lesson.HONEST, "checks-dw": 0.0}
    kinds = [output.get("ename", "") for output in by_id(result)["solution-dw"]["outputs"]]
    assert kinds == ["", "KeyboardInterrupt", "CellTimeoutError"]


def test_the_whole_notebook_has_a_limit():
    slow = "import time\ntime.sleep(0.7)"
    with Sandbox(Limits(notebook_seconds=0.5)) as box:
        result = graded(box, lesson.submission(solution_dw=slow))
    assert scores(result) == {
        "checks-dz": 2.0,
        "checks-dw": 0.0,
        "checks-shape": 0.0,
        "checks-own": 0.0,
        "explain-why": None,
    }
    assert "the whole notebook took more than 0.5 s" in result.failure
    assert by_id(result)["checks-own"]["outputs"][0]["ename"] == "NotGraded"


def test_what_cannot_be_read_scores_nothing_and_is_still_a_notebook(box):
    result = graded(box, b"not a notebook")
    assert scores(result) == dict.fromkeys(lesson.POINTS, 0.0)
    assert "no notebook" in result.failure
    nbformat.validate(nbformat.reads(result.notebook, as_version=4))
    assert lesson.DZ not in result.notebook


def test_notes_of_the_folder_reach_the_result(box):
    from course.autograder.result import Note

    note = Note("renamed", "x.ipynb was graded")
    submission = Submission(lesson.data(lesson.submission()), (note,))
    result = grade(ASSIGNMENT, submission, sandbox=box, secret=lesson.SECRET)
    assert result.notes == (note,)


def test_a_sandbox_that_fails_twice_fails_closed_and_keeps_written_answers(box, monkeypatch):
    tries = []

    def refuse(self, seed=0):
        tries.append(seed)
        raise SandboxBroken("it went away")

    monkeypatch.setattr(sandbox_module.Sandbox, "start", refuse)
    result = graded(box, lesson.submission())
    assert len(tries) == 2
    assert scores(result) == {**dict.fromkeys(lesson.POINTS, 0.0), "explain-why": None}
    assert "failed twice because the sandbox was lost: it went away" in result.failure


def test_keys_tell_apart_what_grading_depends_on():
    data = lesson.data(lesson.submission())
    common = {"secret": b"s", "student": "ann", "limits": LIMITS}
    keys = [
        result_key(ASSIGNMENT, data, **common),
        result_key(ASSIGNMENT, data + b" ", **common),
        result_key(ASSIGNMENT, data, **{**common, "secret": b"t"}),
        result_key(ASSIGNMENT, data, **{**common, "limits": Limits()}),
        result_key(ASSIGNMENT, data, **common, isolation=NONE),
    ]
    assert len(set(keys)) == 5
    assert result_key(ASSIGNMENT, Submission(data), **common) == keys[0]


def test_keys_depend_on_what_cells_draw_also_where_no_check_draws():
    plain = replace(ASSIGNMENT, cells=tuple(cell for cell in ASSIGNMENT.cells if cell.check is None))
    keys = {result_key(plain, b"", secret=secret, student="ann", limits=LIMITS) for secret in (b"s", b"t")}
    assert len(keys) == 2


def test_private_draws_are_few_and_need_the_secret():
    seeds = {private_seed(b"s", "lesson", "checks-dz", f"student {number}") for number in range(200)}
    assert len(seeds) == BUCKETS
    assert private_seed(b"t", "lesson", "checks-dz", "student 1") not in seeds
    assert private_seed(b"s", "lesson", "checks-dw", "student 1") not in seeds
