"""The table of symbols, from `course.notation`."""

from __future__ import annotations

from course import notation

TITLES = {
    "logistic": "Lesson 1: logistic regression, one example",
    "one_example": "Lesson 2: two layers, one example",
    "vectorized": "Lessons 3 and 4: two layers, m examples",
}


def page() -> str:
    """The page in Markdown: the sizes, then one table for each set of symbols."""
    parts = [
        "# Notation",
        "Small letters belong to one example, capital letters hold one example in each column. Any variable `foo` and "
        "its gradient `dfoo` have the same shape, so gradients have no lines of their own.",
        "## Sizes",
        table(("size", "meaning"), [(f"`{name}`", meaning) for name, meaning in notation.SIZES.items()]),
    ]
    for key, title in TITLES.items():
        symbols = notation.NOTATIONS[key].values()
        rows = [(f"`{symbol.name}`", symbol.meaning, f"`{notation.spell(symbol.shape)}`") for symbol in symbols]
        parts += [f"## {title}", table(("symbol", "meaning", "shape"), rows)]
    return "\n\n".join(parts) + "\n"


def table(head: tuple[str, ...], rows: list[tuple[str, ...]]) -> str:
    """A Markdown table."""
    lines = [head, ("---",) * len(head), *rows]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)
