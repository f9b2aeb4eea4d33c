"""StackingExplorer: one example's column becomes a matrix of columns, a loop becomes one matrix product."""

from __future__ import annotations

import traitlets

from course.language import N_, _
from course.widgets.base import CourseWidget

MOST_EXAMPLES = 8


class StackingExplorer(CourseWidget):
    """Columns of X, Z1, A1 and dZ1 that belong to one example, lit together; as a loop or as one matrix product.

    `m` is the number of examples to begin with, 1 to 8, and `example` the lit one, counted from 0.
    Raises ValueError where they are out of range.
    """

    scripts = ("tape", "stacking_explorer")
    page = "stacking_explorer.html"
    purpose = N_("one example's column becoming a matrix, a loop becoming one matrix product.")

    m = traitlets.Int(5).tag(sync=True)
    example = traitlets.Int(2).tag(sync=True)
    unit = traitlets.Int(0).tag(sync=True)
    mode = traitlets.Unicode("product").tag(sync=True)

    def __init__(self, m: int = 5, example: int = 2):
        if not 1 <= m <= MOST_EXAMPLES:
            raise ValueError(_("StackingExplorer: m must be from 1 to {most}, got {m}").format(most=MOST_EXAMPLES, m=m))
        if not 0 <= example < m:
            text = _("StackingExplorer: example must be from 0 to {last}, got {example}")
            raise ValueError(text.format(last=m - 1, example=example))
        super().__init__(m=m, example=example)

    def code(self) -> str:
        """The forward step that is shown, as a loop or as one product."""
        if self.mode == "loop":
            return (
                "for i in range(m):\n    Z1[:, i:i+1] = W1 @ X[:, i:i+1] + b1\n    A1[:, i:i+1] = np.tanh(Z1[:, i:i+1])"
            )
        return "Z1 = W1 @ X + b1\nA1 = np.tanh(Z1)"
