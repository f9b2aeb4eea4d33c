"""The report's pictures as SVG text that takes its ink from the page, light or dark, and carries alt text."""

from __future__ import annotations

import html
import io
import re
from collections.abc import Sequence

import matplotlib
import numpy as np
from matplotlib.figure import Figure

from course.plots import BLUE, VERMILION
from course.results.statistics import PASS_SHARE, QuestionFigures

STATIC = {"svg.fonttype": "none", "svg.hashsalt": "course"}


def score_distribution(edges: np.ndarray, counts: np.ndarray) -> str:
    """How many works reached which share of the points."""
    figure = Figure(figsize=(7, 2.6), layout="constrained")
    axes = figure.subplots()
    axes.bar(edges[:-1], counts, width=np.diff(edges) * 0.92, align="edge", color=BLUE)
    axes.axvline(100 * PASS_SHARE, color=VERMILION, linestyle="--")
    axes.set(xlabel="points reached, in percent", ylabel="works", xlim=(0, 100))
    axes.yaxis.get_major_locator().set_params(integer=True)
    filled = [f"{counts[i]} from {edges[i]:.0f} to {edges[i + 1]:.0f} percent" for i in range(len(counts)) if counts[i]]
    return _svg(figure, f"Distribution of scores: {', '.join(filled) or 'no works'}.")


def question_map(figures: Sequence[QuestionFigures]) -> str:
    """Difficulty of every question as a bar, for those who passed and those who did not."""
    shown = [figure for figure in figures if figure.difficulty is not None]
    figure = Figure(figsize=(7, 0.36 * len(shown) + 1.0), layout="constrained")
    axes = figure.subplots()
    rows = np.arange(len(shown))
    axes.barh(rows, [100 * one.difficulty for one in shown], height=0.62, color=BLUE, alpha=0.55)
    for mark, values in (("o", [one.passed for one in shown]), ("x", [one.failed for one in shown])):
        known = [(row, 100 * value) for row, value in zip(rows, values, strict=True) if value is not None]
        label = "passed" if mark == "o" else "not passed"
        axes.plot([x for _, x in known], [y for y, _ in known], mark, color=VERMILION, markersize=6, label=label)
    axes.set_yticks(rows, [_short(one.title) for one in shown])
    axes.invert_yaxis()
    axes.set(xlabel="share of the points, in percent", xlim=(0, 102))
    axes.legend(loc="lower left", bbox_to_anchor=(0, 1), ncols=2, frameon=False)
    hardest = min(shown, key=lambda one: one.difficulty, default=None)
    words = f"hardest is {hardest.title} with {hardest.difficulty:.0%}" if hardest else "nothing is marked yet"
    return _svg(figure, f"Mean share of the points for each of {len(shown)} questions; {words}.")


def _short(title: str, most: int = 44) -> str:
    return title if len(title) <= most else title[: most - 1] + "…"


def _svg(figure: Figure, alt: str) -> str:
    axes = figure.axes[0]
    axes.spines[["top", "right"]].set_visible(False)
    buffer = io.StringIO()
    with matplotlib.rc_context(STATIC):
        figure.savefig(buffer, format="svg", transparent=True, metadata={"Date": None, "Creator": None})
    svg = buffer.getvalue()
    svg = re.sub(r"<metadata>.*?</metadata>", "", svg[svg.index("<svg") :], flags=re.DOTALL)
    svg = re.sub(r"#(222222|000000)\b", "currentColor", svg)
    # Black is SVG's default, so matplotlib writes no fill for black text: it takes the root's.
    return svg.replace("<svg", f'<svg role="img" aria-label="{html.escape(alt, quote=True)}" fill="currentColor"', 1)
