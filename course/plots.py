"""The figures of the lessons. Each function returns a `Picture`: a Matplotlib figure that carries its alt text.

Colours are Okabe and Ito's, which colour-blind readers can tell apart, and never the only difference: markers and line
styles differ too. A picture brings its own white ground, so it reads the same on light and on dark pages.
Source of the palette: Okabe and Ito, "Color Universal Design" (2008).
"""

from __future__ import annotations

import base64
import html
import io
from collections.abc import Callable, Mapping

import numpy as np
from matplotlib.colors import ListedColormap
from matplotlib.figure import Figure
from matplotlib.ticker import MaxNLocator

BLUE, VERMILION, GREEN, PURPLE, ORANGE = "#0072B2", "#D55E00", "#009E73", "#CC79A7", "#E69F00"
INK, GRID = "#222222", "#cccccc"
SERIES = ((BLUE, "-", "o"), (VERMILION, "--", "s"), (GREEN, "-.", "^"), (PURPLE, ":", "D"), (ORANGE, "-", "v"))
CLASSES = ((BLUE, "o"), (VERMILION, "^"))
GROUND = ("#d3e6f2", "#f9e2d2")
PANEL = (4.4, 3.4)
PIXELS_PER_INCH = 96
FAST = {"compress_level": 3}


class Picture:
    """A figure and the text that stands for it; as a cell's value it shows as an image with an ``alt`` attribute."""

    def __init__(self, figure: Figure, alt: str):
        self.figure = figure
        self.alt = alt

    def __repr__(self) -> str:
        return f"Picture: {self.alt}"

    def _repr_html_(self) -> str:
        width, height = (round(inches * PIXELS_PER_INCH) for inches in self.figure.get_size_inches())
        return (
            f'<img alt="{html.escape(self.alt)}" width="{width}" height="{height}" '
            'style="max-width: 100%; height: auto; background: #ffffff; border-radius: 6px" '
            f'src="data:image/png;base64,{base64.b64encode(self.png()).decode()}">'
        )

    def png(self) -> bytes:
        """The picture as PNG, at twice the resolution it is shown with."""
        buffer = io.BytesIO()
        self.figure.savefig(buffer, format="png", dpi=2 * PIXELS_PER_INCH, facecolor="white", pil_kwargs=FAST)
        return buffer.getvalue()


def v_curve(epsilons, errors) -> Picture:
    """Relative error of a gradient check against the nudge epsilon, both on logarithmic axes.

    `epsilons`, `errors`: sequences of the same length, as `course.gradients.v_curve` returns them.
    """
    epsilons, errors = _numbers("epsilons", epsilons), _numbers("errors", errors)
    _same_length("epsilons", epsilons, "errors", errors)
    shown = np.maximum(errors, np.finfo(float).tiny)
    best = int(np.argmin(errors))
    figure, (axes,) = _panels(1)
    axes.loglog(epsilons, shown, color=BLUE, marker="o", markersize=4)
    axes.loglog(epsilons[best], shown[best], color=VERMILION, marker="*", markersize=13, linestyle="none")
    axes.annotate("smallest error", (epsilons[best], shown[best]), (0, -16), textcoords="offset points", ha="center")
    axes.margins(y=0.15)
    _label(axes, "nudge epsilon", "relative error", "Gradient check: the error against the nudge")
    return Picture(
        figure,
        f"Relative error against the nudge epsilon, both axes logarithmic: {errors[epsilons.argmax()]:.0e} at epsilon "
        f"{epsilons.max():.0e}; smallest at {epsilons[best]:.0e} with {errors[best]:.0e}; "
        f"{errors[epsilons.argmin()]:.0e} at {epsilons.min():.0e}.",
    )


def timing(sizes, seconds: Mapping[str, object]) -> Picture:
    """Seconds against the number of examples m, one line for each way of computing; both axes logarithmic.

    `seconds`: name of a way -> one time for each of `sizes`.
    """
    sizes = _numbers("sizes", sizes)
    figure, (axes,) = _panels(1)
    ends = []
    for (name, times), (colour, line, marker) in zip(_named("seconds", seconds).items(), SERIES, strict=False):
        times = _numbers(name, times)
        _same_length("sizes", sizes, name, times)
        axes.loglog(sizes, times, color=colour, linestyle=line, marker=marker, label=name)
        first, last = (f"{_duration(times[i])} for m = {sizes[i]:g}" for i in (0, -1))
        ends.append(f"{name} takes {first} and {last}")
    axes.legend(frameon=False)
    _label(axes, "number of examples m", "seconds", "Time for one backward pass")
    return Picture(figure, f"Time for one backward pass against m, both axes logarithmic. {'; '.join(ends)}.")


def cost_curves(costs: Mapping[str, object]) -> Picture:
    """The cost J against the step of gradient descent, one line for each training run.

    `costs`: name of a run -> its costs. The runs may differ in length.
    """
    figure, (axes,) = _panels(1)
    ends = []
    for (name, values), (colour, line, marker) in zip(_named("costs", costs).items(), SERIES, strict=False):
        values = _numbers(name, values)
        every = max(1, len(values) // 8)
        axes.plot(values, color=colour, linestyle=line, marker=marker, markevery=every, markersize=5, label=name)
        ends.append(f"{name} goes from {values[0]:.3f} to {values[-1]:.3f} in {len(values)} steps")
    axes.legend(frameon=False)
    axes.set_ylim(bottom=0)
    axes.xaxis.set_major_locator(MaxNLocator(integer=True))
    _label(axes, "step", "cost J", "The cost while training")
    return Picture(figure, f"Cost J against the step. {'; '.join(ends)}.")


def points(X, Y, title: str = "The data") -> Picture:
    """Labelled points in the plane. X: (2, m), Y: (1, m) of 0 and 1."""
    X, Y = _planar(X, Y)
    figure, (axes,) = _panels(1, right=1.1)
    _scatter(axes, X, Y)
    figure.legend(loc="upper right", frameon=False)
    _label(axes, "$x_1$", "$x_2$", title)
    axes.set_aspect("equal", adjustable="datalim")
    return Picture(figure, f"{title}: {X.shape[1]} points in the plane, {_counted(Y)}.")


def decision_boundary(predictors: Mapping[str, Callable], X, Y, resolution: int = 100) -> Picture:
    """Where each predictor says 1 rather than 0, with the data on top; one panel for each.

    `predictors`: name -> function from points (2, k) to probabilities (1, k). X: (2, m), Y: (1, m) of 0 and 1.
    Raises ValueError where a predictor's result has another shape.
    """
    X, Y = _planar(X, Y)
    predictors = _named("predictors", predictors)
    lowest, highest = X.min(axis=1) - 0.4, X.max(axis=1) + 0.4
    across, up = (np.linspace(lowest[i], highest[i], resolution) for i in (0, 1))
    grid = np.vstack([side.ravel() for side in np.meshgrid(across, up)])
    figure, panels = _panels(len(predictors), bottom=0.9)
    shares = []
    for axes, (name, predict) in zip(panels, predictors.items(), strict=True):
        chance = _predicted(name, predict, grid).reshape(resolution, resolution)
        right = float(np.mean((_predicted(name, predict, X) > 0.5) == (Y == 1)))
        shares.append(f"{name}: {right:.0%} of the points lie on their own side")
        axes.pcolormesh(across, up, chance > 0.5, cmap=ListedColormap(GROUND), vmin=0, vmax=1, rasterized=True)
        if chance.min() < 0.5 < chance.max():
            axes.contour(across, up, chance, levels=[0.5], colors=INK, linewidths=1.5)
        _scatter(axes, X, Y)
        _label(axes, "$x_1$", "$x_2$", f"{name}: {right:.0%} right")
        axes.grid(False)
    figure.legend(*panels[0].get_legend_handles_labels(), loc="lower center", ncols=2, frameon=False)
    return Picture(figure, f"Decision boundary among {X.shape[1]} points, {_counted(Y)}. {'; '.join(shares)}.")


def symmetry(runs: Mapping[str, tuple[object, object]]) -> Picture:
    """The hidden units' weights before and after training, each unit an arrow in the plane; one panel for each run.

    `runs`: name -> (W1 before, W1 after), both (n1, 2): a unit's row of W1 is a point in the plane. Units that start
    alike and learn alike lie on top of each other.
    """
    runs = _named("runs", runs)
    figure, panels = _panels(len(runs))
    texts = []
    for axes, (name, pair) in zip(panels, runs.items(), strict=True):
        before, after = (_weights(name, weights) for weights in pair)
        _same_length(f"{name}, before", before, "after", after)
        for unit, (start, end) in enumerate(zip(before, after, strict=True)):
            colour, line, marker = SERIES[unit % len(SERIES)]
            # Units on top of each other show as rings: the fewer still to come in this place, the smaller the mark.
            size = 7 + 5 * sum(np.allclose(end, later) for later in after[unit + 1 :])
            axes.plot(*zip(start, end, strict=True), color=colour, linestyle=line, linewidth=1, zorder=1)
            axes.plot(*start, marker="x", color=INK, markersize=5, zorder=3)
            axes.plot(*end, marker=marker, markersize=size, color=colour, markeredgecolor="white", zorder=2)
        places = len(np.unique(np.round(after, 6), axis=0))
        outcome = f"{len(after)} units in {places} place{'s' if places > 1 else ''}"
        texts.append(f"{name}: {outcome}")
        axes.margins(0.15)
        _label(axes, "weight on $x_1$", "weight on $x_2$", f"{name}: {outcome}")
    return Picture(
        figure, f"Each hidden unit's two weights before training (cross) and after (mark). {'; '.join(texts)}."
    )


def _panels(count: int, right: float = 0.2, bottom: float = 0.58):
    """A figure with `count` axes side by side and fixed margins in inches.

    Fixed, because a layout that is worked out draws everything twice, and grading draws every figure of a class.
    """
    width, height = PANEL if count == 1 else (PANEL[0] * 0.8, PANEL[1])
    width, height = width * count * (1.2 if count == 1 else 1), height + bottom - 0.58
    margins = {"left": 0.72 / width, "right": 1 - right / width, "bottom": bottom / height, "top": 1 - 0.42 / height}
    figure = Figure(figsize=(width, height))
    return figure, list(np.atleast_1d(figure.subplots(1, count, gridspec_kw={**margins, "wspace": 0.34})))


def _label(axes, across: str, up: str, title: str) -> None:
    axes.set_xlabel(across)
    axes.set_ylabel(up)
    axes.set_title(title, fontsize=11)
    axes.grid(True, color=GRID, linewidth=0.6)
    axes.set_axisbelow(True)
    axes.spines[["top", "right"]].set_visible(False)


def _scatter(axes, X, Y) -> None:
    for label, (colour, marker) in enumerate(CLASSES):
        chosen = X[:, Y[0] == label]
        axes.scatter(*chosen, s=18, color=colour, marker=marker, edgecolor="white", linewidth=0.4, label=f"y = {label}")


def _counted(Y) -> str:
    return f"{int((Y == 0).sum())} labelled 0 (circles), {int((Y == 1).sum())} labelled 1 (triangles)"


def _duration(seconds: float) -> str:
    return f"{seconds * 1000:.3g} ms" if seconds < 1 else f"{seconds:.3g} s"


def _numbers(name: str, values) -> np.ndarray:
    array = np.asarray(values)
    if array.dtype.kind not in "fiu" or array.ndim != 1 or not array.size:
        raise TypeError(f"{name} must be a sequence of numbers, got {type(values).__name__} of shape {array.shape}")
    return array.astype(float)


def _same_length(first_name: str, first, second_name: str, second) -> None:
    if len(first) != len(second):
        raise ValueError(f"{first_name} and {second_name} must be equally long, got {len(first)} and {len(second)}")


def _named(name: str, values) -> Mapping:
    if not isinstance(values, Mapping) or not 1 <= len(values) <= len(SERIES):
        raise TypeError(f"{name} must be a dict of 1 to {len(SERIES)} entries, a name for each, got {values!r:.60}")
    return values


def _planar(X, Y) -> tuple[np.ndarray, np.ndarray]:
    X, Y = np.asarray(X), np.asarray(Y)
    if X.ndim != 2 or X.shape[0] != 2 or Y.shape != (1, X.shape[1]):
        raise ValueError(f"X must have shape (2, m) and Y (1, m), got {X.shape} and {Y.shape}")
    return X, Y


def _weights(name: str, W1) -> np.ndarray:
    W1 = np.asarray(W1, dtype=float)
    if W1.ndim != 2 or W1.shape[1] != 2:
        raise ValueError(f"{name}: W1 must have shape (n1, 2) to be drawn in the plane, got {W1.shape}")
    return W1


def _predicted(name: str, predict: Callable, at: np.ndarray) -> np.ndarray:
    chance = np.asarray(predict(at))
    if chance.shape != (1, at.shape[1]):
        raise ValueError(f"{name}: points {at.shape} must give probabilities {(1, at.shape[1])}, got {chance.shape}")
    return chance
