"""Python's and JavaScript's shape rules say the same, step by step and word by word."""

import json
import subprocess
from pathlib import Path

from expressions import expressions

from course.language import speaking
from course.notation import VECTORIZED
from course.shapes import SIZES, analyse
from course.widgets.base import script

ODD_ONES = (Path(__file__).parent / "odd_expressions.txt").read_text().splitlines()
LONG_ONES = ["", "   ", "X|Y", "W1" + ".T" * 149, "Z1 +" * 80, "A" * 301]


def as_data(analysis):
    return {
        "source": analysis.source,
        "target": analysis.target,
        "shape": None if analysis.shape is None else list(analysis.shape),
        "steps": [
            {
                "source": step.source,
                "operation": step.operation,
                "operands": [{"source": each.source, "shape": list(each.shape)} for each in step.operands],
                "shape": None if step.shape is None else list(step.shape),
                "verdict": step.verdict,
                "reason": step.reason,
            }
            for step in analysis.steps
        ],
    }


def in_javascript(cases, tmp_path):
    program = tmp_path / "parity.mjs"
    program.write_text(
        script("expression", "shapes", "shape_reader")
        + """
        const cases = JSON.parse(await new Response(process.stdin).text());
        const found = cases.map(([source, sizes]) => analyse(source, NOTATIONS.vectorized.shapes, sizes));
        console.log(JSON.stringify(found));
        """
    )
    run = subprocess.run(
        ["node", program], input=json.dumps(cases), capture_output=True, text=True, check=True, timeout=60
    )
    return json.loads(run.stdout)


def compare(cases, tmp_path):
    for (source, sizes), found in zip(cases, in_javascript(cases, tmp_path), strict=True):
        assert found == as_data(analyse(source, VECTORIZED, sizes)), source


def test_both_say_the_same_in_spanish(tmp_path):
    with speaking("es"):
        compare([*expressions(100, seed=3), *((source, SIZES) for source in ODD_ONES)], tmp_path)


def test_both_languages_agree_on_generated_expressions(tmp_path):
    compare(expressions(800, seed=2), tmp_path)


def test_both_languages_agree_on_odd_and_bad_input(tmp_path):
    compare([(source, SIZES) for source in ODD_ONES + LONG_ONES], tmp_path)


def test_both_languages_agree_on_broken_expressions(tmp_path):
    """Generated expressions with one character taken out: mostly unreadable, always the same verdict."""
    cases = [(source[:cut] + source[cut + 1 :], sizes) for source, sizes in expressions(40, seed=3) for cut in range(9)]
    compare(cases, tmp_path)
