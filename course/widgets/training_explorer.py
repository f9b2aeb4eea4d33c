"""TrainingExplorer: a two-layer network learning planar data, from a start of your choice."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping

import numpy as np
import traitlets

from course import data
from course.exercises.two_layer import PARAMETERS
from course.gradients import complex_step
from course.language import N_, _
from course.network import cost, forward
from course.subject import LocalSubject
from course.widgets.base import CourseWidget

STARTS = (N_("random"), N_("zero"), N_("symmetric"))
MOST_STEPS = 500
MOST_PICTURES = 8
PATIENCE = 0.1


class TrainingExplorer(CourseWidget):
    """Planar data, decision boundary, cost and hidden weights while the network learns.

    ``TrainingExplorer()`` computes in the browser. Given functions of lesson 4 are run instead, in the kernel:
    ``initialize(n0, n1, n2, rng)``, ``update(parameters, gradients, learning_rate)`` and
    ``train(X, Y, n1, steps, learning_rate, rng)``, together with ``backward(X, Y, W2, Z1, A1, A2)`` of lesson 3.
    `X` (2, m) and `Y` (1, m) replace the data sets; `n1` hidden units to begin with. `train` starts from its first step
    for every picture, so pictures come more slowly the longer it trains; the other three go on from where they are.

    Raises TypeError where a function cannot be called, ValueError for X and Y of other shapes or an unknown start.
    """

    scripts = ("tape", "training", "training_explorer")
    page = "training_explorer.html"
    purpose = N_("a two-layer network learning planar data, from a zero, a symmetric or a random start.")

    datasets = traitlets.Dict().tag(sync=True)
    dataset = traitlets.Unicode().tag(sync=True)
    start = traitlets.Unicode("random").tag(sync=True)
    hidden = traitlets.Int(4).tag(sync=True)
    learning_rate = traitlets.Float(1.0).tag(sync=True)
    in_kernel = traitlets.Bool(False).tag(sync=True)

    def __init__(
        self,
        *,
        initialize: Callable | None = None,
        update: Callable | None = None,
        backward: Callable | None = None,
        train: Callable | None = None,
        X=None,
        Y=None,
        n1: int = 4,
        start: str = "random",
    ):
        functions = {"initialize": initialize, "update": update, "backward": backward, "train": train}
        self._functions = {name: function for name, function in functions.items() if function is not None}
        for name, function in self._functions.items():
            if not callable(function):
                text = _("TrainingExplorer: {name} must be your function, got {kind}")
                raise TypeError(text.format(name=name, kind=type(function).__name__))
        if start not in STARTS:
            text = _("TrainingExplorer: start must be one of {starts}, got {start!r}")
            raise ValueError(text.format(starts=", ".join(STARTS), start=start))
        sets = _given(X, Y) if X is not None or Y is not None else _shipped()
        self._parameters: dict[str, np.ndarray] = {}
        self._steps_done = 0
        super().__init__(
            datasets=sets, dataset=next(iter(sets)), hidden=n1, start=start, in_kernel=bool(self._functions)
        )
        self.on_msg(self._answer)

    def code(self) -> str:
        """The call of lesson 4 that trains what is shown."""
        settings = f"n1={self.hidden}, steps=1000, learning_rate={self.learning_rate:g}, rng=rng"
        begun = _("{data}, {start} start").format(data=_(self.dataset), start=_(self.start))
        return f"# {begun}\nparameters, costs = train(X, Y, {settings})"

    def _answer(self, widget, content: Mapping, buffers) -> None:
        """Run what the browser asks for, `restart` or `steps`, and send pictures back: parameters and costs.

        Several pictures travel in one message, because its way there and back takes longer than the steps themselves;
        after `PATIENCE` seconds no further one is begun, so that slow functions are seen at work.
        """
        pictures, failure = [], None
        try:
            with np.errstate(all="ignore"):  # a cost that overflows is told in words
                self._fill(pictures, content)
        except LearnerError as error:
            failure = str(error)
        self.send({"kind": "pictures", "pictures": pictures, "failure": failure, "run": content.get("run", 0)})

    def _fill(self, pictures: list[dict[str, object]], content: Mapping) -> None:
        """Append what was asked for, one picture after the other, so that those before a failure are kept."""
        if content.get("kind") == "restart":
            self._restart()
            pictures.append(self._picture([]))
        else:
            count, most = min(MOST_STEPS, int(content.get("count", 1))), int(content.get("pictures", 1))
            until = time.monotonic() + PATIENCE
            for number in range(min(MOST_PICTURES, most)):
                if number and time.monotonic() > until:
                    break
                pictures.append(self._picture(self._run(count)))

    def _picture(self, costs: list[float]) -> dict[str, object]:
        return {"parameters": {name: self._parameters[name].tolist() for name in PARAMETERS}, "costs": costs}

    def _restart(self) -> None:
        rng = np.random.default_rng(0)
        self._steps_done = 0
        if self.start == "random" and "initialize" in self._functions:
            self._parameters = self._checked("initialize", n0=2, n1=self.hidden, n2=1, rng=rng)
        else:
            scale = {"zero": 0.0, "symmetric": 0.5, "random": 1.0}[self.start]
            draw = rng.standard_normal if self.start == "random" else np.ones
            shapes = {"W1": (self.hidden, 2), "W2": (1, self.hidden)}
            self._parameters = {name: scale * draw(shape) for name, shape in shapes.items()}
            self._parameters |= {"b1": np.zeros((self.hidden, 1)), "b2": np.zeros((1, 1))}

    def _run(self, count: int) -> list[float]:
        X, Y = (np.array(self.datasets[self.dataset][name]) for name in ("X", "Y"))
        if "train" in self._functions:
            total = self._steps_done + count
            value = self._call(
                "train", X=X, Y=Y, n1=self.hidden, steps=total, learning_rate=self.learning_rate,
                rng=np.random.default_rng(0),
            )  # fmt: skip
            if not isinstance(value, tuple | list) or len(value) != 2:
                raise LearnerError(_("train did not return parameters, costs"))
            self._parameters = _complete("train", value[0], self.hidden)
            costs = _costs(value[1], total)[self._steps_done :]
        else:
            if not self._parameters:
                self._restart()
            costs = [self._step(X, Y) for __ in range(count)]
        if not np.all(np.isfinite(costs)):
            raise LearnerError(
                _("the cost has grown beyond all numbers. Does each step go downhill, and is it small enough?")
            )
        self._steps_done += count
        return costs

    def _step(self, X: np.ndarray, Y: np.ndarray) -> float:
        now = self._parameters
        Z1, A1, __, A2 = forward(X, **now)
        gradients = self._gradients(X, Y, now, Z1, A1, A2)
        if "update" in self._functions:
            self._parameters = self._checked(
                "update", parameters=now, gradients=gradients, learning_rate=self.learning_rate
            )
        else:
            self._parameters = {name: now[name] - self.learning_rate * gradients[f"d{name}"] for name in PARAMETERS}
        return float(cost(A2, Y))

    def _gradients(self, X, Y, now: Mapping[str, np.ndarray], Z1, A1, A2) -> dict[str, np.ndarray]:
        if "backward" in self._functions:
            found = self._call("backward", X=X, Y=Y, W2=now["W2"], Z1=Z1, A1=A1, A2=A2)
            if not isinstance(found, Mapping) or any(f"d{name}" not in found for name in PARAMETERS):
                raise LearnerError(_("backward did not return a dict with dW1, db1, dW2 and db2"))
            return _complete("backward", found, self.hidden, "d")

        def slope(name: str) -> np.ndarray:
            return complex_step(lambda value: cost(forward(X, **{**now, name: value})[3], Y), now[name])

        return {f"d{name}": slope(name) for name in PARAMETERS}

    def _checked(self, function: str, **arguments) -> dict[str, np.ndarray]:
        return _complete(function, self._call(function, **arguments), self.hidden)

    def _call(self, function: str, **arguments) -> object:
        answer = LocalSubject(self._functions[function]).call(arguments)
        if answer.failure is not None:
            text = _("{function} stopped with {kind}: {message}")
            failure = answer.failure
            raise LearnerError(text.format(function=function, kind=failure.kind, message=failure.message))
        return answer.value


class LearnerError(Exception):
    """What a learner's function did that training cannot go on from."""


def _complete(function: str, value: object, n1: int, prefix: str = "") -> dict[str, np.ndarray]:
    """The parameters, or with the prefix "d" their gradients, of a returned dict; LearnerError where one is unfit."""
    if value is None:
        text = _("{function} returns nothing yet. Write it, then run this cell again.")
        raise LearnerError(text.format(function=function))
    if not isinstance(value, Mapping):
        raise LearnerError(_("{function} did not return a dict of parameters").format(function=function))
    shapes = {"W1": (n1, 2), "b1": (n1, 1), "W2": (1, n1), "b2": (1, 1)}
    found = {}
    for name, shape in ((f"{prefix}{name}", shape) for name, shape in shapes.items()):
        got = np.shape(value[name]) if name in value else _("nothing")
        if got != shape:
            text = _("{function}: {name} should have the shape {shape}, got {got}")
            raise LearnerError(text.format(function=function, name=name, shape=shape, got=got))
        found[name] = np.asarray(value[name], dtype=float)
        if not np.all(np.isfinite(found[name])):
            text = _("{function}: {name} holds NaN or infinity; try a smaller learning rate")
            raise LearnerError(text.format(function=function, name=name))
    return found


def _costs(value: object, steps: int) -> list[float]:
    """The costs that `train` returned for so many steps; LearnerError where they are no numbers or too few."""
    try:
        costs = [float(np.asarray(cost).item()) for cost in value]
    except (TypeError, ValueError):
        raise LearnerError(_("train: the costs should be a list of numbers")) from None
    if len(costs) < steps:
        text = _("train: {steps} steps should give as many costs, got {count}")
        raise LearnerError(text.format(steps=steps, count=len(costs)))
    return costs[:steps]


def _given(X, Y) -> dict[str, dict[str, list]]:
    X, Y = np.asarray(X, dtype=float), np.asarray(Y, dtype=float)
    if X.ndim != 2 or X.shape[0] != 2 or Y.shape != (1, X.shape[1]):
        text = _("TrainingExplorer: X must be (2, m) and Y (1, m), got {X} and {Y}")
        raise ValueError(text.format(X=X.shape, Y=Y.shape))
    return {N_("your data"): {"X": X.tolist(), "Y": Y.tolist()}}


def _shipped() -> dict[str, dict[str, list]]:
    made = {N_("two moons"): data.two_moons(), N_("flower"): data.flower(), N_("xor"): data.xor()}
    return {name: {"X": X.round(3).tolist(), "Y": Y.tolist()} for name, (X, Y) in made.items()}
