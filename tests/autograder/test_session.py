"""Is a lost process rebuilt, and does a loss cost only the step that caused it?"""

from __future__ import annotations

import pytest

from course.autograder.sandbox import Ended, Sandbox
from course.autograder.session import OutOfTime, Session
from course.autograder.settings import Limits


@pytest.fixture(scope="module")
def box():
    with Sandbox(Limits(cell_seconds=2, interrupt_seconds=2, notebook_seconds=30, deaths=6)) as box:
        yield box


@pytest.fixture
def session(box):
    with Session(box, seed=1) as session:
        yield session


def shown(session, source: str) -> str:
    return "".join(output.get("text", "") for output in session.run(source, 1).outputs).strip()


def test_state_comes_back_after_a_loss(session):
    session.run("import numpy as np\nx = np.random.rand()", 1)
    session.run("y = [x]", 2)
    before = shown(session, "print(x, y)")
    ran = session.run("import os\ny.append(1)\nos._exit(1)", 3)
    assert ran.stopped == "its process ended"
    assert ran.outputs[0]["ename"] == "Stopped"
    assert shown(session, "print(x, y)") == before


def test_a_loss_in_a_call_is_the_calls(session):
    session.run("import os\ndef f(x): os._exit(1)\ndef g(x): return x", 1)
    order = {"do": "call", "arguments": {"x": 1}, "overrides": None}
    with pytest.raises(Ended):
        session.ask({**order, "variable": "f"}, 5)
    assert session.ask({**order, "variable": "g"}, 5).body["answer"]["value"] == 1


def test_what_a_call_left_running_does_not_cost_the_next_cell(session):
    killer = """
import os, time
def f():
    if os.fork() == 0:
        time.sleep(0.2)
        os.kill(os.getppid(), 9)
        os._exit(0)"""
    session.run(killer, 1)
    session.ask({"do": "call", "variable": "f", "arguments": {}, "overrides": None}, 5)
    assert shown(session, "time.sleep(0.5)\nprint('through')") == "through"


def test_a_cell_that_was_stopped_is_not_replayed(session):
    session.run("x = 1", 1)
    assert session.run("x = 2\nwhile True: pass", 2).stopped == "it did not finish within 2 s"
    assert shown(session, "print(x)") == "2"
    session.run("import os\nos._exit(1)", 3)
    assert shown(session, "print(x)") == "1"


def test_too_many_losses_end_it(session):
    for count in range(3):
        session.run("import os\nos._exit(1)", count)
    with pytest.raises(OutOfTime, match="it lost more than 6 processes"):
        session.run("import os\nos._exit(1)", 3)
