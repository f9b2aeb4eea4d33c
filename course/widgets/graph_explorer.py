"""GraphExplorer: the computation graph with its values going forward and its gradients coming back."""

from __future__ import annotations

from collections.abc import Callable, Mapping

import numpy as np
import traitlets

from course.language import N_, _
from course.network import forward, logistic_forward
from course.subject import LocalSubject
from course.widgets.base import CourseWidget

INPUTS = {
    "logistic": {"x1": [[1.5]], "x2": [[-1.0]], "w1": [[0.8]], "w2": [[0.5]], "b": [[-0.3]], "y": [[1]]},
    "one_example": {
        "x": [[1.0], [-0.5]],
        "W1": [[0.6, -0.4], [0.3, 0.9]],
        "b1": [[0.1], [-0.2]],
        "W2": [[0.7, -0.8]],
        "b2": [[0.2]],
        "y": [[1]],
    },
}


class GraphExplorer(CourseWidget):
    """The computation graph of logistic regression or of the two-layer network, one step at a time.

    ``GraphExplorer("one_example", backward)`` also calls your own function on the inputs of the sliders and lights up
    the first node, walking back, whose gradient is not yours: ``backward(x, y, W2, z1, a1, a2)`` returning a dict, or
    for ``"logistic"`` ``gradients(x, a, y)`` returning dw, db.

    Raises ValueError for an unknown graph, TypeError where `learner` cannot be called.
    """

    scripts = ("tape", "graphs", "graph_explorer")
    page = "graph_explorer.html"
    purpose = N_("the computation graph, forward with values and back with gradients, one step at a time.")

    graph = traitlets.Unicode("logistic").tag(sync=True)
    inputs = traitlets.Dict().tag(sync=True)
    step = traitlets.Int(0).tag(sync=True)
    learner = traitlets.Dict().tag(sync=True)

    def __init__(self, graph: str = "logistic", learner: Callable | None = None):
        if graph not in INPUTS:
            text = _("GraphExplorer: graph must be one of {graphs}, got {graph!r}")
            raise ValueError(text.format(graphs=", ".join(INPUTS), graph=graph))
        if learner is not None and not callable(learner):
            text = _("GraphExplorer: give your function itself, got {kind}")
            raise TypeError(text.format(kind=type(learner).__name__))
        self._function = learner
        if graph == "one_example":
            self.page = "graph_explorer_two_layers.html"
        super().__init__(graph=graph, inputs=INPUTS[graph], learner=self._gradients(graph, INPUTS[graph]))

    @traitlets.observe("inputs")
    def _inputs_changed(self, change) -> None:
        self.learner = self._gradients(self.graph, change["new"])

    def code(self) -> str:
        """The call that draws this graph, with its inputs."""
        lines = [f"{name} = np.array({value})" for name, value in self.inputs.items()]
        return "\n".join([f'GraphExplorer("{self.graph}")', *lines])

    def _gradients(self, graph: str, inputs: Mapping[str, list]) -> dict[str, object]:
        if self._function is None:
            return {}
        arguments = {name: np.array(value, dtype=float) for name, value in inputs.items()}
        wanted = ("w1", "w2", "b") if graph == "logistic" else ("z2", "W2", "b2", "z1", "W1", "b1")
        call = _logistic_arguments(arguments) if graph == "logistic" else _network_arguments(arguments)
        answer = LocalSubject(self._function).call(call)
        if answer.failure is not None:
            return dict.fromkeys(wanted, f"{answer.failure.kind}: {answer.failure.message}")
        found = _by_name(answer.value, graph)
        return {name: _as_rows(found[name]) for name in wanted if name in found}


def _logistic_arguments(inputs: Mapping[str, np.ndarray]) -> dict[str, np.ndarray]:
    x, w = (np.vstack([inputs[f"{name}1"], inputs[f"{name}2"]]) for name in ("x", "w"))
    a = logistic_forward(w, inputs["b"], x)[1]
    return {"x": x, "a": a, "y": inputs["y"]}


def _network_arguments(inputs: Mapping[str, np.ndarray]) -> dict[str, np.ndarray]:
    x, y, W1, b1, W2, b2 = (inputs[name] for name in ("x", "y", "W1", "b1", "W2", "b2"))
    z1, a1, __, a2 = forward(x, W1, b1, W2, b2)
    return {"x": x, "y": y, "W2": W2, "z1": z1, "a1": a1, "a2": a2}


def _by_name(value: object, graph: str) -> dict[str, object]:
    """The learner's gradients by the name of their node; empty where the answer has another form."""
    if graph == "logistic":
        if isinstance(value, tuple | list) and len(value) == 2:
            value = {"dw": value[0], "db": value[1]}
        if not isinstance(value, Mapping):
            return {}
        weights = np.asarray(value.get("dw", ()), dtype=object).ravel()
        found = {"w1": weights[0], "w2": weights[1]} if weights.size == 2 else {}
        return found | ({"b": value["db"]} if "db" in value else {})
    return {name[1:]: array for name, array in value.items()} if isinstance(value, Mapping) else {}


def _as_rows(value: object) -> object:
    """Nested lists of two levels where `value` is numeric; a sentence about it elsewhere."""
    try:
        array = np.asarray(value, dtype=float)
    except (TypeError, ValueError):
        return _("returned {kind}").format(kind=type(value).__name__)
    if not np.all(np.isfinite(array)):
        return _("holds NaN or infinity")
    if array.ndim == 0:
        array = array.reshape(1, 1)
    return array.tolist() if array.ndim == 2 else _("has the shape {shape}").format(shape=array.shape)
