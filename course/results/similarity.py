"""Work that is alike where nobody else's is: a question to ask, never a verdict.

Short exercises have few honest answers, so most learners' cells are alike and that says nothing. Cells are therefore
compared after names and layout are made equal, near-identical ones are grouped, and only groups of very few learners
count as a sign. RapidFuzz does the matching (normalised indel similarity).
"""

from __future__ import annotations

import ast
import itertools
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from rapidfuzz import fuzz, process

from course.results.records import Work

NEAR_IDENTICAL = 95.0
RARE_SHARE = 0.02
RARE_AT_LEAST = 2
FEWEST_CELLS = 2
FEWEST_WORKS = 6


@dataclass(frozen=True)
class Alike:
    """Two learners whose `cells` are near-identical to each other and to hardly anybody else's, of `compared` cells."""

    first: str
    second: str
    cells: tuple[str, ...]
    compared: int


def alike(works: Sequence[Work], untouched: Mapping[str, str] | None = None) -> list[Alike]:
    """Pairs that share at least two rare cells which are also a third of what both have written.

    `untouched` are the cells as they were handed out; they are left out, as is everything in classes of fewer than
    six, where nothing can be called rare.
    """
    if len(works) < FEWEST_WORKS:
        return []
    rare = max(RARE_AT_LEAST, int(RARE_SHARE * len(works)))
    shared: dict[tuple[str, str], list[str]] = defaultdict(list)
    written: dict[str, set[str]] = defaultdict(set)
    for name in dict.fromkeys(cell for work in works for cell in work.sources):
        forms = {work.student: normalised(work.sources[name]) for work in works if name in work.sources}
        nothing = normalised((untouched or {}).get(name, ""))
        forms = {student: form for student, form in forms.items() if form and form != nothing}
        for student in forms:
            written[student].add(name)
        for group in _groups(forms):
            if 1 < len(group) <= rare:
                for pair in itertools.combinations(sorted(group), 2):
                    shared[pair].append(name)
    found = []
    for (first, second), cells in shared.items():
        compared = len(written[first] & written[second])
        if len(cells) >= FEWEST_CELLS and 3 * len(cells) >= compared:
            found.append(Alike(first, second, tuple(cells), compared))
    return sorted(found, key=lambda pair: (-len(pair.cells), pair.first, pair.second))


def normalised(source: str) -> str:
    """Code without comments, docstrings, layout and the learner's choice of names; other text without white space."""
    try:
        tree = ast.parse(source)
    except (SyntaxError, ValueError, RecursionError):
        return " ".join(source.split())
    own = {node.id for node in ast.walk(tree) if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store)}
    own |= {node.arg for node in ast.walk(tree) if isinstance(node, ast.arg)}
    names: dict[str, str] = {}
    for node in ast.walk(tree):
        if isinstance(node, ast.Name) and node.id in own:
            node.id = names.setdefault(node.id, f"v{len(names)}")
        elif isinstance(node, ast.arg):
            node.arg = names.setdefault(node.arg, f"v{len(names)}")
        elif isinstance(node, ast.FunctionDef | ast.Module | ast.ClassDef) and ast.get_docstring(node) is not None:
            node.body = node.body[1:] or [ast.Pass()]
    try:
        return ast.unparse(tree)
    except RecursionError:
        return " ".join(source.split())


def _groups(forms: Mapping[str, str]) -> list[list[str]]:
    """Students whose forms are near-identical: equal ones first, then groups whose forms are close to each other."""
    by_form: dict[str, list[str]] = defaultdict(list)
    for student, form in forms.items():
        by_form[form].append(student)
    distinct = list(by_form)
    parent = list(range(len(distinct)))

    def root(index: int) -> int:
        while parent[index] != index:
            parent[index] = parent[parent[index]]
            index = parent[index]
        return index

    for index, form in enumerate(distinct[:-1]):
        rest = distinct[index + 1 :]
        for _, _, offset in process.extract(form, rest, scorer=fuzz.ratio, score_cutoff=NEAR_IDENTICAL, limit=None):
            parent[root(index + 1 + offset)] = root(index)
    groups: dict[int, list[str]] = defaultdict(list)
    for index, form in enumerate(distinct):
        groups[root(index)].extend(by_form[form])
    return list(groups.values())
