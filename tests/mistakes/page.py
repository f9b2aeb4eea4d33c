"""The page docs/mistakes.md: every mistake, what a learner wrote, what the learner is told, where it is caught.

`make mistakes-page` writes the page and the snapshot of the message texts; tests demand that both are up to date.
"""

from __future__ import annotations

from collections import defaultdict
from pathlib import Path

from mistakes.learner_code.correct import CORRECT
from mistakes.learner_code.lesson4 import SHAPES
from mistakes.learner_code.mistakes import MISTAKES

from course.language import ENGLISH, speaking
from course.mistakes import BANK

PAGE = Path(__file__).parents[2] / "docs" / "mistakes.md"
SNAPSHOT = Path(__file__).with_name("messages.txt")

LESSONS = {
    "logistic": "Lesson 1: logistic regression",
    "one_example": "Lesson 2: two layers, one example",
    "vectorized": "Lesson 3: vectorised backpropagation",
    "initialization": "Lesson 4: starting values, update and training",
}

SEEDS = 100

INTRODUCTION = """# Mistakes the checks name

Each row is a mistake of the bank in `course/mistakes/`: one line as a learner might write it, what the check then tells
the learner, and the exercises in which it is tested to be caught and named first. The tests hold at least two ways of
writing each mistake, {codings} functions in all, beside {styles} correct ones that must lose nothing; over {seeds}
seeds no mistake is taken for another. A mistake that stops the function with an error at distinct sizes is recognised
from a run with all sizes equal, or with one of them 1.

The page is for instructors: many lines are one step away from the right one. It is generated from the tests by
`make mistakes-page`.
"""

CONDUCT = """
## Everywhere

| mistake | what the learner wrote | what the learner is told |
|---|---|---|
"""

CONDUCT_EXAMPLES = {
    "arguments-changed": ("A2 -= Y", "A2"),
    "generator-unused": ("np.random.default_rng(0) in train", "rng"),
    "notebook-variables": ("/ m, with m from the notebook", "m"),
}


@speaking(ENGLISH)
def page() -> str:
    """The whole page as Markdown."""
    parts = [INTRODUCTION.format(codings=len(MISTAKES), styles=len(CORRECT), seeds=SEEDS).rstrip(), CONDUCT.rstrip()]
    for mistake, (example, name) in CONDUCT_EXAMPLES.items():
        message, question = BANK[mistake].tell("vectorized", name)
        parts.append(_row(mistake, _code(example), _told(message, question)))
    for lesson, heading in LESSONS.items():
        parts += [
            "",
            f"## {heading}",
            "",
            "| mistake | what the learner wrote | what the learner is told | caught in |",
        ]
        parts += ["|---|---|---|---|", *_rows(lesson)]
    return "\n".join(parts) + "\n"


def messages() -> str:
    """Every message and question as the bank holds it."""
    entries = (f"{entry.id}\n    {entry.message}\n    {entry.question}\n" for entry in BANK.values())
    return "\n".join(entries)


def _rows(lesson: str) -> list[str]:
    """One row for each mistake of a lesson, in the order of the bank."""
    codings = defaultdict(list)
    for coding in MISTAKES:
        if coding.exercise.startswith(f"{lesson}."):
            codings[coding.mistake].append((coding.key.split(".")[-1], coding.wrote, coding.exercise))
    for mistake, exercise, value in SHAPES:
        if exercise.startswith(f"{lesson}."):
            codings[mistake].append((exercise.partition("shape_of_")[2], f"{value!r}", exercise))
    rows = []
    for entry in BANK.values():
        if entry.id in codings:
            name, wrote, _ = codings[entry.id][0]
            own = name.lower() if lesson == "one_example" and name[-2:] in ("Z1", "Z2", "A1", "A2") else name
            own = {"dz_by_chain_rule": "dz"}.get(own, own)
            message, question = entry.tell(lesson, own)
            exercises = dict.fromkeys(exercise.partition(".")[2] for _, _, exercise in codings[entry.id])
            rows.append(_row(entry.id, _code(wrote), _told(message, question), ", ".join(exercises)))
    return rows


def _code(text: str) -> str:
    return f"`{' ⏎ '.join(line.strip() for line in text.splitlines())}`"


def _told(message: str, question: str) -> str:
    """What the learner is told; a star in it is a star and no mark of Markdown."""
    message, question = (text.replace("*", "\\*") for text in (message, question))
    return f"{message} *{question}*"


def _row(*cells: str) -> str:
    return "| " + " | ".join(cell.replace("|", "\\|") for cell in cells) + " |"


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8")
    SNAPSHOT.write_text(messages(), encoding="utf-8")
    print(f"written: {PAGE.name} and {SNAPSHOT.name}")
