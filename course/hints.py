"""Hints in three steps: a question, the place to look, the formula in words. Never the code."""

from __future__ import annotations

import html
from collections import Counter
from dataclasses import dataclass

from course.exercises import Exercise, find
from course.hint_texts import steps_of
from course.language import N_, _, lang

LEVELS = (N_("A question"), N_("Where to look"), N_("The formula in words"))

_taken: Counter[str] = Counter()


@dataclass(frozen=True)
class Hint:
    """The hints taken so far on one exercise, the newest last."""

    exercise: str
    texts: tuple[str, ...]

    def __repr__(self) -> str:
        return "\n".join(f"{_(level)}: {text}" for level, text in zip(LEVELS, self.texts, strict=False))

    def _repr_html_(self) -> str:
        items = "".join(
            f'<li style="margin:4px 0"><strong>{_(level)}.</strong> {html.escape(text)}</li>'
            for level, text in zip(LEVELS, self.texts, strict=False)
        )
        done = len(self.texts) == len(LEVELS)
        again = _("Run the cell again for the next one.")
        more = "" if done else f'<p style="margin:4px 0">{again}</p>'
        label = _("Hints for {exercise}").format(exercise=self.exercise)
        return (
            f'<div role="group" aria-label="{html.escape(label)}"{lang()} '
            'style="border-left:4px solid #56b4e9;padding:2px 12px;margin:4px 0;max-width:52em">'
            f'<ol style="margin:4px 0;padding-left:1.4em">{items}</ol>{more}</div>'
        )


def hint(exercise: str) -> Hint:
    """The next hint on an exercise: the first call gives a question, the second the place, the third the formula.

    Further calls repeat all three. Hints are remembered for the session and counted in the Report of that exercise.
    Raises ValueError for an exercise that does not exist.
    """
    name = find(exercise).name
    _taken[name] = min(_taken[name] + 1, len(LEVELS))
    return Hint(name, steps_of(name)[: _taken[name]])


def used(exercise: Exercise) -> int:
    """How many hints on this exercise have been taken in this session, 0 to 3."""
    return _taken[exercise.name]


def taken() -> dict[str, int]:
    """How many hints were taken on each exercise in this session."""
    return dict(_taken)
