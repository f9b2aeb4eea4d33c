"""How long one feedback page takes: nbgrader's own, and ours, by turns on the same graded works.

    python bench/feedback.py [--lesson 3_vectorized_backprop] [--students 20] [--rounds 7]

Both are written by nbgrader's converter in this process, for a whole class, so that what is loaded once is loaded.
CPU time, since the machine may be busy.
"""

from __future__ import annotations

import argparse
import logging
import os
import tempfile
import time
from pathlib import Path
from statistics import median

from grading import COURSE, make_course, run
from nbgrader.converters import GenerateFeedback
from nbgrader.coursedir import CourseDirectory

from course.autograder.nbgrader_steps import course_config
from course.feedback import feedback_settings

STOCK, OURS = "stock nbgrader", "ours"


def milliseconds(course: Path, lesson: str, way: str) -> float:
    """CPU time of a page when the pages of all works are written."""
    config = course_config(course)
    if way == STOCK:
        for section in feedback_settings():
            del config[section]
    config.CourseDirectory.assignment_id = lesson
    config.GenerateFeedback.force = True
    converter = GenerateFeedback(coursedir=CourseDirectory(config=config), config=config)
    converter.log.setLevel(logging.ERROR)
    start = time.process_time()
    converter.start()
    return 1000 * (time.process_time() - start) / len(pages(course))


def pages(course: Path) -> list[Path]:
    """The feedback pages that are there."""
    return sorted((course / "feedback").rglob("*.html"))


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--lesson", default="3_vectorized_backprop")
    options.add_argument("--students", type=int, default=20)
    options.add_argument("--rounds", type=int, default=7)
    chosen = options.parse_args()
    times: dict[str, list[float]] = {STOCK: [], OURS: []}
    sizes: dict[str, float] = {}
    with tempfile.TemporaryDirectory(prefix="bench-feedback-") as scratch:
        course = make_course(Path(scratch) / "course", chosen.lesson, chosen.students)
        run(course, chosen.lesson, [[*COURSE, chosen.lesson]])
        for way in times:  # what is loaded at the first page counts for neither
            milliseconds(course, chosen.lesson, way)
        for _ in range(chosen.rounds):
            for way in times:
                times[way].append(milliseconds(course, chosen.lesson, way))
                sizes[way] = median(page.stat().st_size for page in pages(course)) / 1024
    ratio = median(stock / ours for stock, ours in zip(times[STOCK], times[OURS], strict=True))
    print(f"{chosen.lesson}, {chosen.students} works, {os.cpu_count()} cores, median of {chosen.rounds} rounds")
    for way, taken in times.items():
        print(f"{way:<16}{median(taken):7.1f} ms a page{sizes[way]:7.0f} KiB")
    print(f"ours: {ratio:.1f} times as fast as stock")


if __name__ == "__main__":
    main()
