"""Every mistake of the bank as learners write it: the tables of the lessons as whole functions."""

from __future__ import annotations

from collections.abc import Iterator

from mistakes.learner_code import forward_pass, lesson4, logistic, two_layers
from mistakes.learner_code.functions import PARAMETERS, Coding, places, write

from course.exercises import find
from course.exercises.two_layer import capital

SIDES = {"W1": ("n1", "n0"), "b1": ("n1", "1"), "W2": ("n2", "n1"), "b2": ("n2", "1")}


def _lines() -> Iterator[Coding]:
    """The tables of lessons 1 to 3; ``key:exercise`` keeps a row to one exercise."""
    for mistake, key, texts in logistic.ROWS + two_layers.ROWS + forward_pass.ROWS:
        key, _, only = key.partition(":")
        for text in texts:
            for exercise, line, written, named in places(key, text):
                if only in ("", exercise.partition(".")[2]):
                    yield Coding(mistake, exercise, named, written, write(exercise, {line: written}))


def _from_notebook() -> Iterator[Coding]:
    for mistake, key, name, texts in logistic.FROM_NOTEBOOK + two_layers.FROM_NOTEBOOK:
        for text in texts:
            for exercise, line, written, named in places(key, text, (name,)):
                own = name.lower() if name.startswith("Z") and exercise.startswith("one_example") else name
                yield Coding(mistake, exercise, named, written, write(exercise, {line: written}), (own,))


def _swapped() -> Iterator[Coding]:
    for exercise, returns in two_layers.SWAPPED.items():
        right = write(exercise)
        for text in returns:
            source = right[: right.rindex("return ")] + text + "\n"
            for name in (quantity.name for quantity in find(exercise).quantities):
                lesson = exercise if exercise.startswith("initialization") else exercise.partition(".")[0]
                key = f"{lesson}.{capital(name) if exercise.startswith('one') else name}"
                if not key.split(".")[1].startswith("db") or exercise.startswith("logistic"):
                    yield Coding("returned-under-another-name", exercise, key, text, source)


def _lesson4() -> Iterator[Coding]:
    for mistake, kind, texts in lesson4.START:
        for name in (name for name in PARAMETERS if name.startswith(kind)):
            units, inputs = SIDES[name]
            names = {"units": units, "shape": f"({units}, {inputs})", "turned": f"({inputs}, {units})"}
            yield from _replaced(mistake, "initialize", name, [text.format(**names) for text in texts])
    for mistake, texts in lesson4.UPDATE:
        for name in PARAMETERS:
            other = {"W1": "W2", "W2": "b2", "b1": "W1", "b2": "b1"}[name]
            yield from _replaced(mistake, "update", name, [text.format(p=name, q=other) for text in texts])
    for mistake, old, new in lesson4.TRAINING:
        if lesson4.TRAIN.count(old) != 1:
            raise ValueError(f"{old!r} is in TRAIN {lesson4.TRAIN.count(old)} times")
        names = ("costs",) if mistake.startswith(("costs", "one-step")) else PARAMETERS
        for name in names:
            key = f"initialization.train.{name}"
            wrote = f"{old.strip()} → {new.strip()}"
            yield Coding(mistake, "initialization.train", key, wrote, lesson4.TRAIN.replace(old, new))


def _replaced(mistake: str, function: str, name: str, texts: list[str]) -> Iterator[Coding]:
    exercise = f"initialization.{function}"
    for text in texts:
        yield Coding(mistake, exercise, f"{exercise}.{name}", text, write(exercise, {name: text}))


MISTAKES = [*_lines(), *_from_notebook(), *_swapped(), *_lesson4()]
