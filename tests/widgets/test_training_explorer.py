import numpy as np
import pytest

from course import TrainingExplorer

X, Y = np.array([[0.0, 1.0, 0.5], [1.0, 0.0, -1.0]]), np.array([[0.0, 1.0, 1.0]])


class Talk:
    """A widget and what it sent."""

    def __init__(self, **settings):
        self.widget = TrainingExplorer(**settings)
        self.sent = []
        self.widget.send = self.sent.append

    def ask(self, **content):
        self.widget._answer(self.widget, content, [])
        return self.sent[-1]


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
    assert answer["kind"] == "state"
    assert len(answer["costs"]) == 30
    assert answer["costs"][-1] < answer["costs"][0]
    assert np.shape(answer["parameters"]["W1"]) == (4, 2)


def test_the_learners_initialize_is_where_a_random_start_comes_from():
    def initialize(n0, n1, n2, rng):
        shapes = {"W1": (n1, n0), "b1": (n1, 1), "W2": (n2, n1), "b2": (n2, 1)}
        return {name: np.full(shape, 0.25) for name, shape in shapes.items()}

    talk = Talk(initialize=initialize, X=X, Y=Y)
    assert talk.ask(kind="restart")["parameters"]["W2"] == [[0.25] * 4]
    talk.widget.start = "zero"
    assert talk.ask(kind="restart")["parameters"]["W2"] == [[0.0] * 4]


def test_the_learners_train_is_asked_for_all_steps_so_far():
    asked = []

    def train(X, Y, n1, steps, learning_rate, rng):
        asked.append(steps)
        shapes = {"W1": (n1, 2), "b1": (n1, 1), "W2": (1, n1), "b2": (1, 1)}
        return {name: np.ones(shape) for name, shape in shapes.items()}, np.arange(steps)

    talk = Talk(train=train, X=X, Y=Y)
    assert talk.ask(kind="steps", count=5)["costs"] == [0, 1, 2, 3, 4]
    assert talk.ask(kind="steps", count=2)["costs"] == [5, 6]
    assert asked == [5, 7]


def test_the_learners_backward_gives_the_gradients():
    zeros = {"dW1": np.zeros((4, 2)), "db1": np.zeros((4, 1)), "dW2": np.zeros((1, 4)), "db2": np.zeros((1, 1))}
    talk = Talk(backward=lambda X, Y, W2, Z1, A1, A2: zeros, X=X, Y=Y)
    before = talk.ask(kind="restart")["parameters"]
    assert talk.ask(kind="steps", count=3)["parameters"] == before


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
        ({"train": lambda *given: 3}, "train did not return parameters, costs"),
    ],
)
def test_failing_functions_are_told_and_not_raised(settings, words):
    talk = Talk(X=X, Y=Y, **settings)
    answer = talk.ask(kind="steps", count=1)
    assert answer["kind"] == "failed"
    assert words in answer["message"]


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
