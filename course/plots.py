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

from course.language import N_, _, ngettext
from course.plot_arguments import named, numbers, planar, predicted, same_length, weights_in_plane

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
        return _("Picture: {alt}").format(alt=self.alt)

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
    epsilons, errors = numbers("epsilons", epsilons), numbers("errors", errors)
    same_length("epsilons", epsilons, "errors", errors)
    shown = np.maximum(errors, np.finfo(float).tiny)
    best = int(np.argmin(errors))
    figure, (axes,) = _panels(1)
    axes.loglog(epsilons, shown, color=BLUE, marker="o", markersize=4)
    axes.loglog(epsilons[best], shown[best], color=VERMILION, marker="*", markersize=13, linestyle="none")
    smallest = (epsilons[best], shown[best])
    axes.annotate(_("smallest error"), smallest, (0, -16), textcoords="offset points", ha="center")
    axes.margins(y=0.15)
    _label(axes, _("nudge epsilon"), _("relative error"), _("Gradient check: the error against the nudge"))
    alt = _(
        "Relative error against the nudge epsilon, both axes logarithmic: {first:.0e} at epsilon {largest:.0e}; "
        "smallest at {best:.0e} with {error:.0e}; {last:.0e} at {smallest:.0e}."
    )
    ends = {"first": errors[epsilons.argmax()], "last": errors[epsilons.argmin()]}
    reach = {"largest": epsilons.max(), "smallest": epsilons.min()}
    return Picture(figure, alt.format(**ends, **reach, best=epsilons[best], error=errors[best]))


def timing(sizes, seconds: Mapping[str, object]) -> Picture:
    """Seconds against the number of examples m, one line for each way of computing; both axes logarithmic.

    `seconds`: name of a way -> one time for each of `sizes`.
    """
    sizes = numbers("sizes", sizes)
    figure, (axes,) = _panels(1)
    ends = []
    ways = named("seconds", seconds, len(SERIES))
    for (name, times), (colour, line, marker) in zip(ways.items(), SERIES, strict=False):
        times = numbers(name, times)
        same_length("sizes", sizes, name, times)
        axes.loglog(sizes, times, color=colour, linestyle=line, marker=marker, label=name)
        one = _("{duration} for m = {m:g}")
        first, last = (one.format(duration=_duration(times[i]), m=sizes[i]) for i in (0, -1))
        ends.append(_("{name} takes {first} and {last}").format(name=name, first=first, last=last))
    axes.legend(frameon=False)
    _label(axes, _("number of examples m"), _("seconds"), _("Time for one backward pass"))
    alt = _("Time for one backward pass against m, both axes logarithmic. {ways}.")
    return Picture(figure, alt.format(ways="; ".join(ends)))


def cost_curves(costs: Mapping[str, object]) -> Picture:
    """The cost J against the step of gradient descent, one line for each training run.

    `costs`: name of a run -> its costs. The runs may differ in length.
    """
    figure, (axes,) = _panels(1)
    ends = []
    runs = named("costs", costs, len(SERIES))
    for (name, values), (colour, line, marker) in zip(runs.items(), SERIES, strict=False):
        values = numbers(name, values)
        every = max(1, len(values) // 8)
        axes.plot(values, color=colour, linestyle=line, marker=marker, markevery=every, markersize=5, label=name)
        text = _("{name} goes from {first:.3f} to {last:.3f} in {count} steps")
        ends.append(text.format(name=name, first=values[0], last=values[-1], count=len(values)))
    axes.legend(frameon=False)
    axes.set_ylim(bottom=0)
    axes.xaxis.set_major_locator(MaxNLocator(integer=True))
    _label(axes, _("step"), _("cost J"), _("The cost while training"))
    return Picture(figure, _("Cost J against the step. {runs}.").format(runs="; ".join(ends)))


def points(X, Y, title: str = N_("The data")) -> Picture:
    """Labelled points in the plane. X: (2, m), Y: (1, m) of 0 and 1."""
    X, Y = planar(X, Y)
    title = _(title)
    figure, (axes,) = _panels(1, right=1.1)
    _scatter(axes, X, Y)
    figure.legend(loc="upper right", frameon=False)
    _label(axes, "$x_1$", "$x_2$", title)
    axes.set_aspect("equal", adjustable="datalim")
    alt = _("{title}: {count} points in the plane, {labels}.")
    return Picture(figure, alt.format(title=title, count=X.shape[1], labels=_counted(Y)))


def decision_boundary(predictors: Mapping[str, Callable], X, Y, resolution: int = 100) -> Picture:
    """Where each predictor says 1 rather than 0, with the data on top; one panel for each.

    `predictors`: name -> function from points (2, k) to probabilities (1, k). X: (2, m), Y: (1, m) of 0 and 1.
    Raises ValueError where a predictor's result has another shape.
    """
    X, Y = planar(X, Y)
    predictors = named("predictors", predictors, len(SERIES))
    lowest, highest = X.min(axis=1) - 0.4, X.max(axis=1) + 0.4
    across, up = (np.linspace(lowest[i], highest[i], resolution) for i in (0, 1))
    grid = np.vstack([side.ravel() for side in np.meshgrid(across, up)])
    figure, panels = _panels(len(predictors), bottom=0.9)
    shares = []
    for axes, (name, predict) in zip(panels, predictors.items(), strict=True):
        chance = predicted(name, predict, grid).reshape(resolution, resolution)
        right = float(np.mean((predicted(name, predict, X) > 0.5) == (Y == 1)))
        shares.append(_("{name}: {share:.0%} of the points lie on their own side").format(name=name, share=right))
        axes.pcolormesh(across, up, chance > 0.5, cmap=ListedColormap(GROUND), vmin=0, vmax=1, rasterized=True)
        if chance.min() < 0.5 < chance.max():
            axes.contour(across, up, chance, levels=[0.5], colors=INK, linewidths=1.5)
        _scatter(axes, X, Y)
        _label(axes, "$x_1$", "$x_2$", _("{name}: {share:.0%} right").format(name=name, share=right))
        axes.grid(False)
    figure.legend(*panels[0].get_legend_handles_labels(), loc="lower center", ncols=2, frameon=False)
    alt = _("Decision boundary among {count} points, {labels}. {shares}.")
    return Picture(figure, alt.format(count=X.shape[1], labels=_counted(Y), shares="; ".join(shares)))


def symmetry(runs: Mapping[str, tuple[object, object]]) -> Picture:
    """The hidden units' weights before and after training, each unit an arrow in the plane; one panel for each run.

    `runs`: name -> (W1 before, W1 after), both (n1, 2): a unit's row of W1 is a point in the plane. Units that start
    alike and learn alike lie on top of each other.
    """
    runs = named("runs", runs, len(SERIES))
    figure, panels = _panels(len(runs))
    texts = []
    for axes, (name, pair) in zip(panels, runs.items(), strict=True):
        before, after = (weights_in_plane(name, weights) for weights in pair)
        same_length(f"{name}, before", before, "after", after)
        for unit, (start, end) in enumerate(zip(before, after, strict=True)):
            colour, line, marker = SERIES[unit % len(SERIES)]
            # Units on top of each other show as rings: the fewer still to come in this place, the smaller the mark.
            size = 7 + 5 * sum(np.allclose(end, later) for later in after[unit + 1 :])
            axes.plot(*zip(start, end, strict=True), color=colour, linestyle=line, linewidth=1, zorder=1)
            axes.plot(*start, marker="x", color=INK, markersize=5, zorder=3)
            axes.plot(*end, marker=marker, markersize=size, color=colour, markeredgecolor="white", zorder=2)
        places = len(np.unique(np.round(after, 6), axis=0))
        outcome = ngettext("{units} units in {places} place", "{units} units in {places} places", places)
        outcome = outcome.format(units=len(after), places=places)
        texts.append(f"{name}: {outcome}")
        axes.margins(0.15)
        _label(axes, _("weight on $x_1$"), _("weight on $x_2$"), f"{name}: {outcome}")
    alt = _("Each hidden unit's two weights before training (cross) and after (mark). {runs}.")
    return Picture(figure, alt.format(runs="; ".join(texts)))


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
    zeros, ones = (int((label == Y).sum()) for label in (0, 1))
    return _("{zeros} labelled 0 (circles), {ones} labelled 1 (triangles)").format(zeros=zeros, ones=ones)


def _duration(seconds: float) -> str:
    return f"{seconds * 1000:.3g} ms" if seconds < 1 else f"{seconds:.3g} s"
