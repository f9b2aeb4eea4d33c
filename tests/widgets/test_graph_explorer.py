import json
import subprocess

import numpy as np
import pytest

from course import GraphExplorer, gradients, network
from course.widgets.base import script
from course.widgets.graph_explorer import INPUTS


def test_without_a_function_there_is_nothing_to_compare():
    assert GraphExplorer("one_example").learner == {}


def test_the_learners_gradients_follow_the_sliders():
    widget = GraphExplorer("logistic", lambda x, a, y: ((a - y) * x, a - y))
    before = widget.learner
    assert set(before) == {"w1", "w2", "b"}
    widget.inputs = {**widget.inputs, "x1": [[2.0]]}
    assert widget.learner["w1"] != before["w1"]
    assert np.shape(widget.learner["w1"]) == (1, 1)


def test_the_two_layer_networks_function_gets_what_lesson_2_says():
    seen = {}

    def backward(x, y, W2, z1, a1, a2):
        seen.update(x=x.shape, y=y.shape, W2=W2.shape, z1=z1.shape, a1=a1.shape, a2=a2.shape)
        return {"dz2": a2 - y, "dW2": np.zeros(3), "db2": np.nan, "extra": 1}

    widget = GraphExplorer("one_example", backward)
    assert seen == {"x": (2, 1), "y": (1, 1), "W2": (1, 2), "z1": (2, 1), "a1": (2, 1), "a2": (1, 1)}
    assert widget.learner["W2"] == "has the shape (3,)"
    assert widget.learner["b2"] == "holds NaN or infinity"
    assert set(widget.learner) == {"z2", "W2", "b2"}


def test_a_function_that_stops_is_named_at_every_node():
    widget = GraphExplorer("one_example", lambda *given: given[9])
    assert all(text.startswith("IndexError") for text in widget.learner.values())


@pytest.mark.parametrize("answer", [None, 3.0, "text", (1, 2, 3), {"dw": "abc"}])
def test_answers_of_another_form_do_no_harm(answer):
    assert GraphExplorer("logistic", lambda x, a, y: answer).learner == {}


def test_code_is_the_call_with_its_inputs():
    lines = GraphExplorer("one_example").code().splitlines()
    assert lines[0] == 'GraphExplorer("one_example")'
    assert "W2 = np.array([[0.7, -0.8]])" in lines


def test_wrong_arguments_are_refused():
    with pytest.raises(ValueError, match="logistic, one_example"):
        GraphExplorer("three_layers")
    with pytest.raises(TypeError, match="your function itself"):
        GraphExplorer("logistic", 3)


def test_the_tapes_gradients_are_the_complex_steps(tmp_path):
    """Reverse mode in JavaScript against complex-step differentiation in Python, to nine digits."""
    inputs = {name: np.array(value, dtype=float) for name, value in INPUTS["one_example"].items()}
    program = tmp_path / "tape.mjs"
    program.write_text(
        script("tape")
        + f"""
        const inputs = {json.dumps(INPUTS["one_example"])};
        const nodes = Object.fromEntries(Object.entries(inputs).map(([name, rows]) => [name, leaf(fromRows(rows))]));
        const A1 = apply("tanh", linear(nodes.W1, nodes.x, nodes.b1));
        const J = loss(apply("sigmoid", linear(nodes.W2, A1, nodes.b2)), nodes.y);
        const found = backward(J, fromRows([[1]]));
        const rows = Object.entries(nodes).map(([name, node]) => [name, toRows(found.get(node))]);
        console.log(JSON.stringify(Object.fromEntries(rows)));
        """
    )
    run = subprocess.run(["node", program], capture_output=True, text=True, check=True, timeout=60)
    found = json.loads(run.stdout)

    def loss_with(name, value):
        given = {**inputs, name: value}
        y = given.pop("y")
        return network.loss(network.forward(given.pop("x"), **given)[3], y)

    for name in ("x", "W1", "b1", "W2", "b2"):
        expected = gradients.complex_step(lambda value, name=name: loss_with(name, value), inputs[name])
        np.testing.assert_allclose(found[name], expected, rtol=1e-9)
