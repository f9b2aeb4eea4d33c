"""Does the package hold definitions only, and no closed form of a backward pass?

The package ships to learners: what is not in it cannot be copied. The mistakes bank may write wrong formulas, which is
why each pattern below is a right one.
"""

import ast
import re
from pathlib import Path

import pytest

PACKAGE = Path(__file__).parents[1] / "course"
PREDICTION, LABEL = r"(a|A|a2|A2|AL|yhat|y_hat|Y_hat)", r"(y|Y)"
TRANSPOSED = r"(\w+\.T|np\.transpose\(\w+\)|\w+\.transpose\(\))"
ERROR = r"(d[zZ][12]?)"

# Patterns of one expression as `ast.unparse` writes it, in parentheses or not.
CLOSED_FORMS = {
    "the error of the output layer": [
        rf"{PREDICTION} - {LABEL}",
        rf"-?\(?{LABEL} - {PREDICTION}\)? \* -1",
        rf"-\({LABEL} - {PREDICTION}\)",
        rf"np\.subtract\({PREDICTION}, {LABEL}\)",
    ],
    "the derivative of tanh": [
        r"1(\.0)? - [aA]1? \*\* 2",
        r"1(\.0)? - ([aA]1?) \* \2",
        r"1(\.0)? - np\.tanh\(\w+\) \*\* 2",
        r"1(\.0)? - np\.(square|power)\(.*\)",
        r"1(\.0)? / np\.cosh\(\w+\) \*\* 2",
    ],
    "the derivative of the sigmoid": [r"([aA]2?) \* \(1(\.0)? - \1\)", r"\(1(\.0)? - ([aA]2?)\) \* \2"],
    "the derivative of the loss": [rf"-{LABEL} / {PREDICTION} \+ \(1(\.0)? - {LABEL}\) / \(1(\.0)? - {PREDICTION}\)"],
    "the gradient of weights": [
        rf"{ERROR} @ {TRANSPOSED}( / \w+)?",
        rf"np\.(dot|matmul|outer)\({ERROR}, (\w+|{TRANSPOSED})\)( / \w+)?",
        rf"{ERROR}\.dot\({TRANSPOSED}\)( / \w+)?",
    ],
    "the error sent back": [
        rf"[wW]2?\.T @ {ERROR}",
        rf"np\.(dot|matmul)\([wW]2?\.T, {ERROR}\)",
        rf"[wW]2?\.T\.dot\({ERROR}\)",
    ],
    "the gradient of a bias": [rf"np\.(sum|mean)\({ERROR}, axis=1, keepdims=(True|1)\)( / \w+)?"],
}

# The mistakes bank knows two wrong losses made of this difference: the squared error and the difference itself.
WRONG_LOSSES = {"mistakes/loss.py": " a - y is the error of the output layer"}


def closed_forms(source: str) -> list[str]:
    """The closed forms in the code of a module, each with its line. Docstrings and messages are text, not code."""
    found = []
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.expr):
            text = ast.unparse(node)
            found += [
                f"line {node.lineno}: {text} is {meaning}"
                for meaning, patterns in CLOSED_FORMS.items()
                if any(re.fullmatch(pattern, text) for pattern in patterns)
            ]
    return found


@pytest.mark.parametrize(
    "path", sorted(PACKAGE.rglob("*.py")), ids=lambda path: str(path.relative_to(PACKAGE)).removesuffix(".py")
)
def test_the_package_holds_no_closed_form(path):
    allowed = WRONG_LOSSES.get(str(path.relative_to(PACKAGE)), "nothing")
    assert [found for found in closed_forms(path.read_text(encoding="utf-8")) if allowed not in found] == []


@pytest.mark.parametrize(
    "line",
    [
        "dZ2 = A2 - Y",
        "return a - y",
        "return (A2 - Y) / m",
        "dz = -(y - a)",
        "dz = np.subtract(a2, y)",
        "dZ1 = W2.T @ dZ2 * (1 - A1**2)",
        "dZ1 = W2.T @ dZ2 * (1 - A1 * A1)",
        "g = 1 - np.tanh(Z1)**2",
        "g = 1 - np.power(A1, 2)",
        "g = a * (1 - a)",
        "da = -y / a + (1 - y) / (1 - a)",
        "dW1 = 1 / m * (dZ1 @ X.T)",
        "dW1 = np.dot(dZ1, X.T) / m",
        "dW2 = np.outer(dz2, a1)",
        "back = np.dot(W2.T, dZ2)",
        "db2 = np.sum(dZ2, axis=1, keepdims=True) / m",
    ],
)
def test_a_planted_closed_form_is_found(line):
    assert closed_forms(f"def planted():\n    {line}")


@pytest.mark.parametrize(
    "line",
    [
        "dZ2 = Y - A2",
        "dW2 = dZ2 * A1",
        "dZ1 = W2 @ dZ2",
        "g = A1 * (1 - A1**3)",
        "db2 = np.sum(dZ2) / m",
        "step = Z2 - Z1",
        "L = -y * np.log(a) - (1 - y) * np.log(1 - a)",
        "'A2 - Y'",
    ],
)
def test_forward_steps_wrong_formulas_and_words_are_let_through(line):
    assert closed_forms(line) == []
