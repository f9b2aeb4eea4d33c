"""Finds texts in the sources that learners might read, whether or not they go through the catalogues."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

from babel.messages.jslexer import tokenize, unquote_string

from course.language import CATALOGUES

PACKAGE = CATALOGUES.parent

# Two words in a row, which names, keys and code do not have.
PROSE = re.compile(r"[A-Za-z]{2,}[,;:]? [a-z]{2,}")
STYLE = re.compile(r'style="[^"]*"?')
# What looks like prose and is none, or is for authors and instructors. In Python, how it begins.
NO_TEXTS = (
    *("course has no", "two mistakes are called", "a report is read from", "this is no report", "The gradebook has no"),
    # Patterns of exceptions' own words, and where mistakes apply.
    *("positional argument", "core dimension", "enough dimensions", "could not be", "non-broadcastable", "only 0-dim"),
    *("unsupported operand.", "(sum|mean)", "unhashable type"),
    *("NameError:", "not callable", "bitwise_xor", "interpreted as", "Cannot cast", "AttributeError:", "array of"),
    *("overflow encountered", "'(int|numpy", "write() argument", "logistic.d", "*.", "one_example.d"),
    # Keys, headings of the lessons and what nbgrader and Matplotlib call things.
    *("parameters, costs", "complex_step: at", "pullback: cotangent", "finite_difference: at", "v_curve: epsilons"),
    *("each entry", "matrix product", "new array", "outer product", "entry by entry", "No response."),
    *("offset points", "upper right", "lower center", "Shapes first", *(f"{number}. " for number in range(1, 12))),
    # HTML, style sheets and code; pages without a kernel are English.
    *("<", "{} @media", "border border-left", "a abbr", "export default", "for i in range", "# {} parameters, costs"),
    *("Type an equation", "Walk forward to", "The same walk", "Each column belongs", "Start with random, all-zero"),
)
NO_TEXTS_IN_SCRIPTS = (
    *("silent trap", "each entry", "matrix product", "outer product", "new array", "entry by entry"),
    *("two moons", "your data", "(prefers-reduced-motion: reduce)", "${note} { display: none }"),
    *("and as assert", "lambda nonlocal", "for i in range(m)", "# ${begun}"),
)
CLASSES = re.compile(r"^(bbh|si|st|te|ge)-?[\w-]* [\w-]+$")


def texts_of_python(path: Path) -> Iterator[str]:
    """String literals of prose that are no docstrings; an f-string with ``{}`` for its values."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    documented = (ast.Module, ast.ClassDef, ast.FunctionDef, ast.AsyncFunctionDef)
    docstrings = {id(node.body[0].value) for node in ast.walk(tree) if isinstance(node, documented) and _begins(node)}
    inside = {id(part) for node in ast.walk(tree) if isinstance(node, ast.JoinedStr) for part in ast.walk(node)}
    for node in ast.walk(tree):
        if isinstance(node, ast.JoinedStr):
            text = "".join(part.value if isinstance(part, ast.Constant) else "{}" for part in node.values)
        elif isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in docstrings | inside:
            text = node.value
        else:
            continue
        if PROSE.search(STYLE.sub("", text)):
            yield text


def told_in_python(path: Path) -> set[str]:
    """Every text that stands in a call of `_`, `N_` or `ngettext`, also where Babel does not look: in an f-string."""
    calls = (node for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))) if isinstance(node, ast.Call))
    told = (call.args for call in calls if isinstance(call.func, ast.Name) and call.func.id in ("_", "N_", "ngettext"))
    return {arg.value for args in told for arg in args if isinstance(arg, ast.Constant) and isinstance(arg.value, str)}


def texts_of_script(path: Path) -> Iterator[tuple[str, bool]]:
    """Texts of prose in JavaScript, and whether each is the argument of `_`; ``${...}`` in templates counts as code."""
    before = ["", ""]
    for token in tokenize(path.read_text(encoding="utf-8"), jsx=False, template_string=True):
        if token.type in ("string", "template_string"):
            text = unquote_string(token.value)
            if PROSE.search(re.sub(r"\$\{[^}]*\}", "0", text)) and not CLASSES.match(text):
                yield text, before == ["_", "("]
        if token.type not in ("linecomment", "multilinecomment"):
            before = [before[1], token.value]


def part(path: Path) -> str:
    """The first part of a module's path in the package, such as "widgets" or "report.py"."""
    return path.relative_to(PACKAGE).parts[0]


def _begins(node: ast.AST) -> bool:
    first = node.body[0] if node.body else None
    return isinstance(first, ast.Expr) and isinstance(first.value, ast.Constant) and isinstance(first.value.value, str)
