"""Slips in nbgrader_config.py: names that traitlets takes without a word, and nothing ever reads."""

from __future__ import annotations

import ast
import importlib.util
from collections.abc import Mapping
from difflib import get_close_matches
from functools import cache
from pathlib import Path

from course.autograder.settings import SECTION

# The classes whose settings grading reads itself, and where nbgrader declares them: importing nbgrader takes seconds.
BASE = "converters/base.py"
DECLARED = {
    "CourseDirectory": ("coursedir.py",),
    "BaseConverter": (BASE,),
    "Autograde": (BASE, "converters/autograde.py"),
    "AssignLatePenalties": ("preprocessors/base.py", "preprocessors/latesubmissions.py"),
}
ALIKE = 0.8
REAL = (SECTION, "AutogradeApp")  # the latter is as like one of the above as a slip


def misspelt(config: Mapping) -> str:
    """What is wrong with the first name in `config` that only looks like a setting, "" where there is none."""
    for section, chosen in config.items():
        if section in DECLARED:
            known = settings_of(section)
            for name in chosen:
                if name not in known:
                    near = get_close_matches(name, known, 1) or known
                    return f"c.{section}.{name} is no setting of nbgrader's; is {' or '.join(near)} meant?"
        elif section not in REAL and (near := get_close_matches(section, [*DECLARED, SECTION], 1, ALIKE)):
            return f"c.{section} is nothing that nbgrader or grading reads; is c.{near[0]} meant?"
    return ""


@cache
def settings_of(section: str) -> list[str]:
    """The names that may be set for one of nbgrader's classes, read from the text of the version installed here."""
    nbgrader = Path(importlib.util.find_spec("nbgrader").origin).parent
    names = []
    for file in DECLARED[section]:
        for node in ast.walk(ast.parse((nbgrader / file).read_text(encoding="utf-8"))):
            match node:
                case ast.Assign([ast.Name(name)], ast.Call(keywords=words)) if any(map(_says_config, words)):
                    names.append(name)
    return sorted(set(names))


def _says_config(word: ast.keyword) -> bool:
    return ast.unparse(word) == "config=True"
