import itertools

import numpy as np
import pytest
from solutions import backward

from course import TrainingExplorer
from course.widgets.training_explorer import MOST_PICTURES, MOST_STEPS, PATIENCE

X, Y = np.array([[0.0, 1.0, 0.5], [1.0, 0.0, -1.0]]), np.array([[0.0, 1.0, 1.0]])
ZEROS = {"dW1": np.zeros((4, 2)), "db1": np.zeros((4, 1)), "dW2": np.zeros((1, 4)), "db2": np.zeros((1, 1))}


class Talk:
    """A widget and what it sent."""

    def __init__(self, **settings):
        self.widget = TrainingExplorer(**settings)
        self.sent = []
        self.widget.send = self.sent.append

    def ask(self, **content):
        self.widget._answer(self.widget, content, [])
        return self.sent[-1]

    def picture(self, **content):
        (only,) = self.ask(**content)["pictures"]
        return only


def step_down(parameters, gradients, learning_rate):
    return {name: parameters[name] - learning_rate * gradients[f"d{name}"] for name in parameters}


def test_it_computes_in_the_browser_unless_functions_are_given():
    assert not TrainingExplorer().in_kernel
    assert TrainingExplorer(update=step_down).in_kernel
    assert list(TrainingExplorer().datasets) == ["two moons", "flower", "xor"]


def test_the_learners_update_makes_the_cost_fall():
    talk = Talk(update=step_down, X=X, Y=Y)
    talk.ask(kind="restart", run=1)
    answer = talk.ask(kind="steps", count=30, run=1)
    assert (answer["kind"], answer["failure"], answer["run"]) == ("pictures", None, 1)
    (picture,) = answer["pictures"]
    assert len(picture["costs"]) == 30
    assert picture["costs"][-1] < picture["costs"][0]
    assert np.shape(picture["parameters"]["W1"]) == (4, 2)


def test_pictures_of_one_message_are_those_of_single_messages():
    together, single = (Talk(update=step_down, X=X, Y=Y) for _ in range(2))
    for talk in (together, single):
        talk.ask(kind="restart")
    several = together.ask(kind="steps", count=3, pictures=4)["pictures"]
    assert several == [single.picture(kind="steps", count=3) for _ in range(4)]


def test_no_message_holds_more_pictures_or_steps_than_agreed():
    talk = Talk(backward=lambda *given: ZEROS, X=X, Y=Y)
    pictures = talk.ask(kind="steps", count=10_000, pictures=1)["pictures"]
    assert len(pictures[0]["costs"]) == MOST_STEPS
    assert len(talk.ask(kind="steps", count=1, pictures=10_000)["pictures"]) == MOST_PICTURES


def test_a_slow_function_is_shown_picture_by_picture(monkeypatch):
    ticks = itertools.count(step=2 * PATIENCE)
    monkeypatch.setattr("course.widgets.training_explorer.time.monotonic", lambda: next(ticks))
    assert len(Talk(update=step_down, X=X, Y=Y).ask(kind="steps", count=1, pictures=8)["pictures"]) == 1


def test_a_cost_beyond_all_numbers_is_told():
    def uphill(parameters, gradients, learning_rate):
        return {name: value + 50 * gradients[f"d{name}"] for name, value in parameters.items()}

    answer = Talk(update=uphill, backward=backward, X=X, Y=Y).ask(kind="steps", count=100)
    assert "the cost has grown beyond all numbers" in answer["failure"]


def test_pictures_before_a_failure_are_kept():
    calls = itertools.count()

    def update(parameters, gradients, learning_rate):
        return step_down(parameters, gradients, learning_rate) if next(calls) < 4 else None

    answer = Talk(update=update, X=X, Y=Y).ask(kind="steps", count=2, pictures=8)
    assert len(answer["pictures"]) == 2
    assert "update returns nothing yet" in answer["failure"]


def test_the_learners_initialize_is_where_a_random_start_comes_from():
    def initialize(n0, n1, n2, rng):
        shapes = {"W1": (n1, n0), "b1": (n1, 1), "W2": (n2, n1), "b2": (n2, 1)}
        return {name: np.full(shape, 0.25) for name, shape in shapes.items()}

    talk = Talk(initialize=initialize, X=X, Y=Y)
    assert talk.picture(kind="restart")["parameters"]["W2"] == [[0.25] * 4]
    talk.widget.start = "zero"
    assert talk.picture(kind="restart")["parameters"]["W2"] == [[0.0] * 4]


def test_the_learners_train_is_asked_for_all_steps_so_far():
    asked = []

    def train(X, Y, n1, steps, learning_rate, rng):
        asked.append(steps)
        shapes = {"W1": (n1, 2), "b1": (n1, 1), "W2": (1, n1), "b2": (1, 1)}
        return {name: np.ones(shape) for name, shape in shapes.items()}, np.arange(steps)

    talk = Talk(train=train, X=X, Y=Y)
    assert talk.picture(kind="steps", count=5)["costs"] == [0, 1, 2, 3, 4]
    assert talk.picture(kind="steps", count=2)["costs"] == [5, 6]
    assert asked == [5, 7]


def test_the_learners_backward_gives_the_gradients():
    talk = Talk(backward=lambda X, Y, W2, Z1, A1, A2: ZEROS, X=X, Y=Y)
    before = talk.picture(kind="restart")["parameters"]
    assert talk.picture(kind="steps", count=3)["parameters"] == before


GOOD = {"W1": np.ones((4, 2)), "b1": np.zeros((4, 1)), "W2": np.ones((1, 4)), "b2": np.zeros((1, 1))}


@pytest.mark.parametrize(
    ("settings", "words"),
    [
        ({"update": lambda p, g, r: None}, "update returns nothing yet"),
        ({"update": lambda p, g, r: 3}, "update did not return a dict"),
        ({"update": lambda p, g, r: {}}, "update: W1 should have the shape (4, 2), got nothing"),
        ({"update": lambda p, g, r: {n: v.T for n, v in p.items()}}, "W1 should have the shape (4, 2), got (2, 4)"),
        ({"update": lambda p, g, r: {n: v * np.nan for n, v in p.items()}}, "NaN"),
        ({"update": lambda p, g, r: 1 / 0}, "update stopped with ZeroDivisionError"),
        ({"backward": lambda *given: {}}, "backward did not return a dict with dW1"),
        ({"backward": lambda *given: dict.fromkeys(("dW1", "db1", "dW2", "db2"), 0.0)}, "backward: dW1 should have"),
        ({"train": lambda *given: 3}, "train did not return parameters, costs"),
        ({"train": lambda *given: (GOOD, 3)}, "train: the costs should be a list of numbers"),
        ({"train": lambda *given: (GOOD, ["a"])}, "train: the costs should be a list of numbers"),
        ({"train": lambda *given: (GOOD, [])}, "train: 1 steps should give as many costs, got 0"),
    ],
)
def test_failing_functions_are_told_and_not_raised(settings, words):
    talk = Talk(X=X, Y=Y, **settings)
    answer = talk.ask(kind="steps", count=1)
    assert answer["pictures"] == []
    assert words in answer["failure"]


def test_code_is_the_call_of_lesson_4():
    widget = TrainingExplorer(n1=3, start="zero")
    assert widget.code().splitlines() == [
        "# two moons, zero start",
        "parameters, costs = train(X, Y, n1=3, steps=1000, learning_rate=1, rng=rng)",
    ]


@pytest.mark.parametrize(
    ("settings", "error", "words"),
    [
        ({"update": 3}, TypeError, "update must be your function"),
        ({"start": "lucky"}, ValueError, "random, zero, symmetric"),
        ({"X": np.zeros((3, 2)), "Y": np.zeros((1, 2))}, ValueError, r"X must be \(2, m\)"),
        ({"X": np.zeros((2, 2)), "Y": np.zeros(2)}, ValueError, r"Y \(1, m\)"),
    ],
)
def test_wrong_arguments_are_refused(settings, error, words):
    with pytest.raises(error, match=words):
        TrainingExplorer(**settings)
