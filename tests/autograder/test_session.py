"""Is a lost process rebuilt, and does a loss cost only the step that caused it?"""

from __future__ import annotations

import pytest

from course.autograder.orders import Ended
from course.autograder.sandbox import Sandbox
from course.autograder.session import OutOfTime, Session
from course.autograder.settings import Limits
from course.autograder.wire import pack


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


def called(session, variable: str, *calls: dict) -> list:
    """What a variable of the session answers to calls with these arguments."""
    order = {"do": "answers", "variable": variable}
    replies = session.replies(order, len(calls), lambda: 5, pack([[arguments, None] for arguments in calls]))
    return [reply.body["answer"]["value"] for reply in replies]


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
    with pytest.raises(Ended):
        called(session, "f", {"x": 1})
    assert called(session, "g", {"x": 1}) == [1]


def test_calls_are_answered_in_their_order(session):
    session.run("def f(x): return 2 * x", 1)
    assert called(session, "f", {"x": 1}, {"x": 2}, {"x": 3}) == [2, 4, 6]


def test_what_was_answered_before_a_loss_is_given_once(session):
    session.run("import os\ndef f(x): return x if x < 3 else os._exit(1)", 1)
    order = {"do": "answers", "variable": "f"}
    replies = session.replies(order, 4, lambda: 5, pack([[{"x": x}, None] for x in range(1, 5)]))
    assert [next(replies).body["answer"]["value"] for _ in range(2)] == [1, 2]
    with pytest.raises(Ended):
        next(replies)


def test_after_an_interrupted_call_the_process_is_a_fresh_one(session):
    session.run("import time\ndef f(x):\n    while x == 2: pass\n    return x\nseen = 1", 1)
    order = {"do": "answers", "variable": "f"}
    replies = session.replies(order, 3, lambda: 0.5, pack([[{"x": x}, None] for x in (1, 2, 3)]))
    assert [next(replies).interrupted for _ in range(2)] == [False, True]
    assert shown(session, "print(seen)") == "1"
    assert [*replies] == []


def test_what_a_call_left_running_does_not_cost_the_next_cell(session):
    killer = """
import os, time
def f():
    if os.fork() == 0:
        time.sleep(0.2)
        os.kill(os.getppid(), 9)
        os._exit(0)"""
    session.run(killer, 1)
    called(session, "f", {})
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
