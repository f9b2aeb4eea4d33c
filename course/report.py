"""What a check found: a `Report` whose text/plain is the score and whose text/html is the explanation."""

from __future__ import annotations

import html
from dataclasses import dataclass, field

from course.language import N_, _, lang

RIGHT = "right"
NOT_ATTEMPTED = "not attempted"
# Of find-the-bug: whether nobody touched it or a repair left the mistake in, its answers do not tell.
NOT_REPAIRED = "not repaired"
AS_HANDED_OUT = (NOT_ATTEMPTED, NOT_REPAIRED)

# Icon, words and colour of every verdict: the words carry the meaning, icon and colour only repeat it. Colours
# are mid-tones of the Okabe-Ito palette, readable as borders on light and on dark backgrounds.
VERDICTS = {
    RIGHT: ("✓", "right", "#009e73"),
    NOT_ATTEMPTED: ("○", "not attempted", "#8a8a8a"),
    NOT_REPAIRED: ("○", "not repaired", "#8a8a8a"),
    "raised": ("✗", "stopped with an error", "#d55e00"),
    "missing": ("✗", "not returned", "#d55e00"),
    "type": ("✗", "wrong type", "#d55e00"),
    "shape": ("✗", "wrong shape", "#d55e00"),
    "not finite": ("✗", "not finite", "#d55e00"),
    "value": ("✗", "wrong value", "#d55e00"),
    "conduct": ("✗", "not used as asked", "#d55e00"),
}
# Of each text of a line: names, keys and errors that a learner's code chose are quoted in them.
LONGEST_TEXT = 2000
HIDDEN_CHECKS = N_("This check is for you. At grading, hidden checks run with other numbers and sizes.")


@dataclass(frozen=True)
class Line:
    """The verdict on one quantity: the first rung of the ladder that failed, or `RIGHT`.

    `verdict` is a key of `VERDICTS`; `got` and `expected` are short texts about `where`, an entry such as ``dW1[0, 2]``
    or the quantity itself; `message` is the evidence for a mistake, `next_step` says what to look at, `mistake` is an
    id of the bank.
    """

    name: str
    verdict: str
    got: str = ""
    expected: str = ""
    message: str = ""
    next_step: str = ""
    mistake: str = ""
    notes: tuple[str, ...] = ()
    where: str = ""

    def shortened(self) -> Line:
        """The line with each of its texts cut to `LONGEST_TEXT` characters."""
        return Line(
            *(
                value[:LONGEST_TEXT] if isinstance(value, str) else tuple(note[:LONGEST_TEXT] for note in value)
                for value in vars(self).values()
            )
        )


@dataclass(frozen=True)
class Report:
    """The outcome of one check; ``repr`` is the plain score that nbgrader reads as partial credit."""

    exercise: str
    points: float
    score: float
    lines: tuple[Line, ...]
    notes: tuple[str, ...] = ()
    hints_used: int = 0
    place: str = ""
    visible: bool = False
    seed: int | None = field(default=None, compare=False)

    @property
    def passed(self) -> bool:
        """Whether every line is right."""
        return all(line.verdict == RIGHT for line in self.lines)

    @property
    def mistakes(self) -> tuple[str, ...]:
        """Ids of the mistakes that were named, each once, in the order of the lines."""
        return tuple(dict.fromkeys(line.mistake for line in self.lines if line.mistake))

    def as_dict(self) -> dict:
        """The report as plain data, for JSON."""
        lines = tuple(dict(vars(line)) for line in self.lines)
        return {**vars(self), "lines": lines, "passed": self.passed, "mistakes": list(self.mistakes)}

    @classmethod
    def from_dict(cls, data: dict) -> Report:
        """The report that `as_dict` described.

        Raises TypeError where `data` is no dict, ValueError that names what is missing in it.
        """
        if not isinstance(data, dict):
            raise TypeError(f"a report is read from the dict that as_dict gave, got {type(data).__name__}")
        absent = next((name for name in cls.__dataclass_fields__ if name not in data), None)
        if absent:
            raise ValueError(f"this is no report: it has no {absent!r}; was it written by another version?")
        known = {name: data[name] for name in cls.__dataclass_fields__}
        lines = tuple(Line(**{**line, "notes": tuple(line["notes"])}) for line in data["lines"])
        return cls(**{**known, "lines": lines, "notes": tuple(data["notes"])})

    def __repr__(self) -> str:
        return repr(float(self.score))

    def __str__(self) -> str:
        """The explanation as plain text, line by line."""
        score = _("{exercise}: {score:g} of {points:g}")
        parts = [score.format(exercise=self.exercise, score=round(self.score, 2), points=self.points)]
        for line in self.lines:
            icon, words = VERDICTS[line.verdict][:2]
            parts.append(f"{icon} {line.name}: {_(words)}")
            parts.extend(f"    {text}" for text in _details(line))
        return "\n".join([*parts, *self.notes])

    def _repr_html_(self) -> str:
        """One self-contained block without scripts; its colours come from the page, light or dark."""
        state = _state(self)
        rows = "".join(_row(line) for line in self.lines)
        notes = "".join(f'<p style="margin:4px 0">{_escape(note)}</p>' for note in self._all_notes())
        label = _("Check of {exercise}").format(exercise=self.exercise)
        points = _("{score:g} of {points:g} points").format(score=round(self.score, 2), points=self.points)
        return (
            f'<div role="group" aria-label="{_escape(label)}"{lang()} style="border-left:4px solid {state[2]};'
            'padding:2px 12px;margin:4px 0;max-width:52em;line-height:1.45">'
            f'<p style="margin:4px 0"><strong>{state[0]} {state[1]}</strong> · '
            f"<code>{_escape(self.exercise)}</code> · {points}</p>"
            f'<ul style="list-style:none;margin:4px 0;padding:0">{rows}</ul>{notes}</div>'
        )

    def _all_notes(self) -> list[str]:
        notes = list(self.notes)
        attempted = any(line.verdict != NOT_ATTEMPTED for line in self.lines)
        if not self.passed and attempted and self.place:
            notes.append(_("To read again: {place}.").format(place=self.place))
        if self.hints_used:
            notes.append(_("Hints used so far: {count}.").format(count=self.hints_used))
        if self.visible and self.passed:
            notes.append(_(HIDDEN_CHECKS))
        return notes


def _state(report: Report) -> tuple[str, str, str]:
    if report.passed:
        icon, __, colour = VERDICTS[RIGHT]
        return icon, _("All right"), colour
    verdicts = {line.verdict for line in report.lines}
    if verdicts in ({NOT_ATTEMPTED}, {NOT_REPAIRED}):
        icon, words, colour = VERDICTS[verdicts.pop()]
        return icon, _(words).capitalize(), colour
    icon, __, colour = VERDICTS["value"]
    return icon, _("Not yet"), colour


def _row(line: Line) -> str:
    icon, words, colour = VERDICTS[line.verdict]
    evidence = "".join(f"<div>{_escape(text)}</div>" for text in (line.message,) if text)
    facts = "".join(f'<div><code style="white-space:pre-wrap">{_escape(text)}</code></div>' for text in _facts(line))
    next_step = f"<div>→ <em>{_escape(line.next_step)}</em></div>" if line.next_step else ""
    notes = "".join(f"<div>{_escape(note)}</div>" for note in line.notes)
    return (
        f'<li style="margin:4px 0;padding-left:8px;border-left:2px solid {colour}">{icon} '
        f"<strong><code>{_escape(line.name)}</code></strong>: {_(words)}{evidence}{facts}{next_step}{notes}</li>"
    )


def _facts(line: Line) -> list[str]:
    """What was seen: the exception with its line, or place, expected and got in one sentence."""
    if line.verdict == "raised":
        return [line.got] if line.got else []
    said = ((_("expected {value}"), line.expected), (_("got {value}"), line.got))
    parts = [words.format(value=text) for words, text in said if text]
    return [f"{line.where or line.name}: {', '.join(parts)}"] if parts else []


def _details(line: Line) -> list[str]:
    next_step = [f"→ {line.next_step}"] if line.next_step else []
    return [*([line.message] if line.message else []), *_facts(line), *next_step, *line.notes]


def _escape(text: str) -> str:
    return html.escape(str(text), quote=True)
