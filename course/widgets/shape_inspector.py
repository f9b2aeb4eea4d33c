"""ShapeInspector: the shapes of an equation as blocks to scale, step by step, with what fits and why not."""

from __future__ import annotations

import itertools
from collections import Counter
from collections.abc import Mapping

import traitlets

from course.language import N_, _
from course.notation import NOTATIONS, Notation, Shape, in_numbers, spell, spell_with_numbers
from course.shape_rules import ERROR, LEGAL, TRAP
from course.shapes import SIZES, Analysis, analyse
from course.widgets.base import CourseWidget

START = {
    "logistic": "z = w.T @ x + b",
    "one_example": "z1 = W1 @ x + b1",
    "vectorized": "Z1 = W1 @ X + b1",
    "initialization": "Z1 = W1 @ X + b1",
}
# As in course.exercises.predictions, which needs NumPy; this widget does without, as in a browser that begins.
TARGETS = {
    "logistic": ("dz", "dw", "db"),
    "one_example": ("dz2", "dW2", "db2", "dz1", "dW1", "db1"),
    "vectorized": ("dZ2", "dW2", "db2", "dZ1", "dW1", "db1"),
    "initialization": ("dZ2", "dW2", "db2", "dZ1", "dW1", "db1"),
}
LARGEST_SIZE = 9
MOST_CHOICES = 5


class ShapeInspector(CourseWidget):
    """Blocks to scale for equations and arrays of a lesson.

    ``ShapeInspector()`` pairs each variable with its gradient and lets you type; ``ShapeInspector("Z1 = W1 @ X + b1")``
    starts with your equations; ``ShapeInspector(locals())`` holds your arrays against the notation.

    `notation` is logistic, one_example, vectorized or initialization; `sizes` are numbers for n0, n1, n2 and m.
    Raises TypeError where an argument is neither text nor a mapping, ValueError for an unknown notation or a size that
    is not a whole number from 1 to 9 (arrays may have any size).
    """

    scripts = ("expression", "shapes", "shape_reader", "step_cards", "shape_inspector")
    page = "shape_inspector.html"
    purpose = N_("shapes of NumPy expressions as blocks to scale, with what fits and why not.")

    notation = traitlets.Unicode("vectorized").tag(sync=True)
    sizes = traitlets.Dict().tag(sync=True)
    equation = traitlets.Unicode().tag(sync=True)
    equations = traitlets.Dict().tag(sync=True)
    targets = traitlets.List().tag(sync=True)
    arrays = traitlets.List().tag(sync=True)

    def __init__(self, *given: str | Mapping, notation: str = "vectorized", sizes: Mapping[str, int] | None = None):
        if notation not in NOTATIONS:
            text = _("ShapeInspector: notation must be one of {notations}, got {notation!r}")
            raise ValueError(text.format(notations=", ".join(NOTATIONS), notation=notation))
        texts = [each for each in given if isinstance(each, str)]
        spaces = [each for each in given if isinstance(each, Mapping)]
        if len(texts) + len(spaces) != len(given):
            raise TypeError(_("ShapeInspector takes equations as text, or locals(); got something else"))
        for name, size in (sizes or {}).items():
            if (
                name not in SIZES
                or isinstance(size, bool)
                or not isinstance(size, int)
                or not 1 <= size <= LARGEST_SIZE
            ):
                text = _("ShapeInspector: size {name} must be a whole number from 1 to {largest}")
                raise ValueError(text.format(name=name, largest=LARGEST_SIZE))
        symbols = NOTATIONS[notation]
        shapes = {name: shape for space in spaces for name, shape in shapes_of(space, symbols).items()}
        found = {**SIZES, **sizes_of(shapes, symbols), **(sizes or {})}
        equations = {}
        for text in texts:
            target = analyse(text, symbols, found).target
            if target in TARGETS[notation]:
                equations[target] = " ".join(text.split())
        super().__init__(
            notation=notation,
            sizes=found,
            equation=texts[0] if texts else START[notation],
            equations=equations,
            targets=list(TARGETS[notation]),
            arrays=held_against(shapes, symbols, found) if spaces else [],
        )

    def analysis(self) -> Analysis:
        """The steps of the equation that is shown, as `course.shapes.analyse` reads them."""
        return analyse(self.equation, NOTATIONS[self.notation], self.sizes)

    def code(self) -> str:
        """The equation with each step's shape as a comment."""
        lines = [f"# {', '.join(f'{name} = {size}' for name, size in self.sizes.items())}", self.equation]
        for step in self.analysis().steps:
            shape = _("error") if step.shape is None else spell_with_numbers(step.shape, self.sizes)
            lines.append(f"# {step.source}  ->  {shape}")
        return "\n".join(lines)


def shapes_of(space: Mapping[str, object], notation: Notation) -> dict[str, tuple[int, ...]]:
    """Shapes of those variables of a notebook that the notation knows; whatever has no shape is left out."""
    found = {}
    for name in list(space):
        shape = getattr(space[name], "shape", None) if isinstance(name, str) and _known(name, notation) else None
        if isinstance(shape, tuple) and all(isinstance(side, int) for side in shape):
            found[name] = shape
    return found


def sizes_of(shapes: Mapping[str, tuple[int, ...]], notation: Notation) -> dict[str, int]:
    """The n0, n1, n2 and m under which most arrays are as the notation has them; ties go to the earlier array.

    A turned array or one of rank 1 counts a little too, so that one mistake does not make a right array look wrong.
    """
    heard: dict[str, Counter[int]] = {}
    for name, shape in shapes.items():
        wanted = notation.shape(name)
        for sides in (shape, shape[::-1]) if len(shape) == len(wanted) else (shape * len(wanted),):
            for side, size in zip(wanted, sides, strict=False):
                if isinstance(side, str) and size > 0:
                    heard.setdefault(side, Counter())[size] += 1
    choices = [[size for size, __ in counts.most_common(MOST_CHOICES)] for counts in heard.values()]
    candidates = (dict(zip(heard, sizes, strict=True)) for sizes in itertools.product(*choices))
    return max(
        candidates, key=lambda sizes: sum(_likeness(shapes[name], notation.shape(name), sizes) for name in shapes)
    )


def _likeness(shape: tuple[int, ...], wanted: Shape, sizes: Mapping[str, int]) -> int:
    expected = in_numbers(wanted, sizes)
    if shape == expected:
        return 5
    return 2 if shape == expected[::-1] or (len(shape) == 1 and shape[0] in expected) else 0


def held_against(
    shapes: Mapping[str, tuple[int, ...]], notation: Notation, sizes: Mapping[str, int]
) -> list[dict[str, object]]:
    """One row for each array: name, meaning, its shape, the shape the notation wants at `sizes`, verdict and reason."""
    rows = []
    for name, shape in shapes.items():
        wanted = notation.shape(name)
        expected = in_numbers(wanted, sizes)
        if shape == expected:
            verdict, reason = LEGAL, _("as the notation has it")
        elif len(shape) == 1 and len(expected) == 2:
            row, column = f"reshape(1, {shape[0]})", f"reshape({shape[0]}, 1)"
            text = _("rank 1 is neither row nor column: {column} or {row} gives it two sides")
            verdict, reason = TRAP, text.format(column=column, row=row)
        elif shape == expected[::-1]:
            verdict, reason = ERROR, _("rows and columns have changed places")
        elif 1 in shape and 1 not in expected:
            verdict, reason = TRAP, _("a side is 1, which NumPy stretches without a word")
        else:
            verdict, reason = ERROR, _("differs from {shape}").format(shape=spell(wanted))
        rows.append(
            {
                "name": name,
                "meaning": _(notation[name].meaning),
                "shape": list(shape),
                "wanted": list(wanted),
                "sizes": dict(sizes),
                "got": spell(shape),
                "expected": spell_with_numbers(wanted, sizes),
                "verdict": verdict,
                "reason": reason,
            }
        )
    return rows


def _known(name: str, notation: Notation) -> bool:
    try:
        notation.shape(name)
    except KeyError:
        return False
    return True
