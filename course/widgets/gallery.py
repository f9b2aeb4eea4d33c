"""Which widgets have a static page, how each begins, and what stands above it."""

from __future__ import annotations

from functools import partial

from course.widgets.graph_explorer import GraphExplorer
from course.widgets.shape_inspector import ShapeInspector
from course.widgets.stacking_explorer import StackingExplorer
from course.widgets.training_explorer import TrainingExplorer

PAGES = (
    (
        ShapeInspector,
        "Type an equation and see every step of it as blocks to scale. Move the sizes: what fits always, what only by "
        "luck, and what NumPy refuses?",
    ),
    (
        GraphExplorer,
        "Walk forward to the loss, then back. Every arrow carries a number: how much the next node moves when this one "
        "does.",
    ),
    (
        partial(GraphExplorer, "one_example"),
        "The same walk through two layers. A local derivative is now a table: one row for each entry of the next node.",
    ),
    (
        StackingExplorer,
        "Each column belongs to one example. Move the lit example, then compare the loop with the single product.",
    ),
    (
        TrainingExplorer,
        "Start with random, all-zero or all-equal weights and train. Which starts let the hidden units become "
        "different?",
    ),
)
