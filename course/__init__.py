"""Backprop by Hand: learn backpropagation by writing it."""

from __future__ import annotations

import importlib

__version__ = "0.1.0"

_HOMES = {
    "check": "course.checking",
    "hint": "course.hints",
    "Report": "course.report",
    "set_language": "course.language",
    "ShapeInspector": "course.widgets.shape_inspector",
    "GraphExplorer": "course.widgets.graph_explorer",
    "StackingExplorer": "course.widgets.stacking_explorer",
    "TrainingExplorer": "course.widgets.training_explorer",
    "notation": "course",
    "network": "course",
    "gradients": "course",
    "data": "course",
    "plots": "course",
    "Gradebook": "course.results.records",
}

__all__ = ["__version__", *_HOMES]


def __getattr__(name: str):
    if name not in _HOMES:
        raise AttributeError(f"course has no {name!r}; it offers {', '.join(_HOMES)}")
    home = _HOMES[name]
    return (
        importlib.import_module(f"course.{name}") if home == "course" else getattr(importlib.import_module(home), name)
    )


def __dir__():
    return sorted(__all__)
