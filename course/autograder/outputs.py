"""Outputs of the notebook format: what a submission's process sent, checked; and what the judge writes itself."""

from __future__ import annotations

import json
import re

from course.autograder.settings import Limits
from course.autograder.submission import clean
from course.language import _

MIME = re.compile(r"[a-z]+/[a-zA-Z0-9.+-]{1,100}")
# Scripts, and references to widgets whose state no graded notebook holds; their other forms stay.
DROPPED = ("application/javascript", "text/javascript", "application/vnd.jupyter.widget-view+json")
MAX_OUTPUTS = 1_000


def cut_note() -> str:
    """What stands where a cell's output ends too early."""
    return "\n[" + _("The output is cut here: the cell showed more than is kept.") + "]\n"


def checked_outputs(text: object, limits: Limits, count: int) -> list[dict]:
    """Outputs from a learner's process as the notebook format has them, and never more than the limits allow.

    What is malformed is left out: a process can say anything, and its outputs are only ever shown.
    """
    try:
        items = json.loads(text) if isinstance(text, str) else []
    except (ValueError, RecursionError):
        items = []
    left = {"text": limits.output_bytes, "data": limits.image_bytes}
    outputs = []
    for item in items[:MAX_OUTPUTS] if isinstance(items, list) else ():
        output = _checked(item, count) if isinstance(item, dict) else None
        if output is None:
            continue
        kind = "text" if output["output_type"] == "stream" else "data"
        size = len(output["text"]) if kind == "text" else len(json.dumps(output))
        if size > left[kind]:
            outputs.append(stream("stdout", cut_note()))
            break
        left[kind] -= size
        outputs.append(output)
    return outputs


def stream(name: str, text: str) -> dict:
    """What was printed on stdout or stderr."""
    return {"output_type": "stream", "name": name, "text": text}


def error(kind: str, message: str) -> dict:
    """An error that grading, not the cell itself, has to report."""
    return {"output_type": "error", "ename": kind, "evalue": message, "traceback": [f"{kind}: {message}"]}


def result(plain: str, html: str, count: int) -> dict:
    """The value of a cell's last expression."""
    data = {"text/plain": plain, "text/html": html}
    return {"output_type": "execute_result", "data": data, "metadata": {}, "execution_count": count}


def nbgrader_score(outputs: list[dict], points: float) -> float:
    """The score of a cell with plain asserts, by the rule of nbgrader's ``determine_grade``.

    An error or anything on stderr gives 0. Else the first result is the score where it is a number from 0 to `points`;
    a number above gives 0 (nbgrader gives the whole submission up), everything else and no result at all full points.
    """
    for output in outputs:
        if output["output_type"] == "error" or output.get("name") == "stderr":
            return 0.0
        if output["output_type"] == "execute_result":
            try:
                score = float(output["data"].get("text/plain", ""))
            except ValueError:
                return points
            if score > points:
                return 0.0
            return score if score >= 0 else points
    return points


def _checked(item: dict, count: int) -> dict | None:
    kind = item.get("output_type")
    if kind == "stream" and item.get("name") in ("stdout", "stderr") and isinstance(item.get("text"), str):
        return stream(item["name"], clean(item["text"]))
    if kind == "error":
        lines = item.get("traceback")
        lines = [clean(line) for line in lines if isinstance(line, str)] if isinstance(lines, list) else []
        return {
            "output_type": "error",
            "ename": clean(str(item.get("ename"))),
            "evalue": clean(str(item.get("evalue"))),
            "traceback": lines,
        }
    if kind in ("display_data", "execute_result") and isinstance(item.get("data"), dict):
        data = {mime: _clean(value) for mime, value in item["data"].items() if _shown(mime, value)}
        output = {"output_type": kind, "data": data, "metadata": {}}
        return output | ({"execution_count": count} if kind == "execute_result" else {})
    return None


def _shown(mime: str, value: object) -> bool:
    return bool(MIME.fullmatch(mime)) and mime not in DROPPED and (isinstance(value, str) or mime.endswith("json"))


def _clean(value: object) -> object:
    return clean(value) if isinstance(value, str) else json.loads(clean(json.dumps(value, ensure_ascii=False)))
