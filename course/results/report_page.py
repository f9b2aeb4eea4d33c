"""The instructor's report on one assignment as a single HTML file, and the same as CSV or JSON."""

from __future__ import annotations

import csv
import io
import json
import math
from collections import Counter
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path

import jinja2

from course.feedback.page import code_styles
from course.language import ENGLISH, speaking
from course.mistakes import BANK
from course.results.pictures import question_map, score_distribution
from course.results.records import Work, spreadsheet_text
from course.results.similarity import alike
from course.results.statistics import PASS_SHARE, distribution, question_figures

TEMPLATES = Path(__file__).parent / "templates"
EXAMPLES = 3
MOST_SEPARATING = 3


@speaking(ENGLISH)
def report_html(
    assignment: str, works: Sequence[Work], untouched: dict[str, str] | None = None, ungraded: Sequence[str] = ()
) -> str:
    """The report as one self-contained page. `untouched` are the cells as handed out, by grade id."""
    figures = question_figures(works)
    environment = jinja2.Environment(
        loader=jinja2.FileSystemLoader(TEMPLATES), autoescape=True, undefined=jinja2.StrictUndefined
    )
    environment.filters |= {"percent": _percent, "number": _number}
    seconds = sorted(work.seconds for work in works if work.seconds is not None)
    separating = sorted((one for one in figures if one.gap > 0), key=lambda one: -one.gap)[:MOST_SEPARATING]
    return environment.get_template("report.html.j2").render(
        assignment=assignment,
        works=works,
        figures=figures,
        ungraded=ungraded,
        mean=sum(work.share for work in works) / len(works),
        passed=sum(work.share >= PASS_SHARE for work in works),
        waiting=sum(work.waiting for work in works),
        hints=sum(work.hints_used for work in works),
        median_seconds=seconds[len(seconds) // 2] if seconds else None,
        total_seconds=math.fsum(seconds),
        separating=separating,
        mistakes=_mistakes(works, figures),
        odd=[work for work in works if work.notes or work.failure],
        pairs=alike(works, untouched),
        pictures=(score_distribution(*distribution(works)), question_map(figures)),
        styles=code_styles(),
    )


def report_csv(works: Sequence[Work]) -> str:
    """One line for each student: totals, then a column for each question and its mistakes."""
    questions = dict.fromkeys(asked.grade_id for work in works for asked in work.questions)
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    columns = [column for name in questions for column in (name, f"{name} mistakes")]
    writer.writerow(["student", "name", "score", "points", "late penalty", "waiting", "failure", "notes", *columns])
    for work in works:
        asked = {question.grade_id: question for question in work.questions}
        cells = []
        for name in questions:
            one = asked.get(name)
            cells += [
                "" if one is None or one.waiting else f"{one.score:g}",
                " ".join(one.mistakes) if one else "",
            ]
        waiting = "yes" if work.waiting else "no"
        notes = " | ".join(work.notes)
        totals = [f"{work.score:g}", f"{work.points:g}", f"{work.late_penalty:g}"]
        writer.writerow(
            [spreadsheet_text(cell) for cell in (work.student, work.name, *totals, waiting, work.failure, notes)]
            + cells
        )
    return text.getvalue()


def report_json(assignment: str, works: Sequence[Work], untouched: dict[str, str] | None = None) -> str:
    """Everything the page shows, as JSON."""
    kept = [
        {name: value for name, value in asdict(work).items() if name not in ("sources", "answered_by")}
        for work in works
    ]
    questions = [asdict(one) for one in question_figures(works)]
    pairs = [asdict(pair) for pair in alike(works, untouched)]
    data = {"assignment": assignment, "works": kept, "questions": questions, "alike": pairs}
    return json.dumps(data, ensure_ascii=False, indent=1)


def _mistakes(works: Sequence[Work], figures) -> list[dict]:
    """Every mistake by question, most frequent first, with what learners are told and a few cells that made it."""
    by_student = {work.student: work for work in works}
    found = []
    for figure in figures:
        for mistake, students in figure.mistakes:
            told = BANK[mistake].tell("", "answer")[0] if mistake in BANK else ""
            examples = Counter()
            who: dict[str, list[str]] = {}
            for student in students:
                work = by_student[student]
                source = work.sources.get(work.answered_by.get(figure.grade_id, ""), "").strip()
                examples[source] += 1
                who.setdefault(source, []).append(student)
            shown = [
                {"source": source, "count": count, "students": who[source]}
                for source, count in examples.most_common(EXAMPLES)
                if source
            ]
            found.append({"question": figure, "id": mistake, "told": told, "students": students, "examples": shown})
    return sorted(found, key=lambda one: -len(one["students"]))


def _percent(share: float | None) -> str:
    return "-" if share is None else f"{100 * share:.0f} %"


def _number(value: float | None) -> str:
    return "-" if value is None else f"{value:.2f}".rstrip("0").rstrip(".")
