"""Do imports go one way, and does a check stay light?"""

import ast
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
PACKAGE = ROOT / "course"

# From the ground up. A module may import from its own layer and from those below it.
LAYERS = [
    {"errors", "language"},
    {"notation"},
    {"arguments"},
    {"network"},
    {"gradients"},
    {"data", "plain", "report", "subject", "shapes", "shape_functions", "shape_reader", "shape_rules", "shape_steps"},
    {"mistakes", "exercises"},
    {"judging", "ladder", "crashes", "diagnosis", "predictions", "hints", "hint_texts", "trials", "stops", "checking"},
    {"plot_arguments", "plots", "widgets"},
    {"autograder"},
    {"authoring"},
    {"feedback", "results"},
    {"commands"},
    {"cli"},
]
HEAVY = ("matplotlib", "ipywidgets", "anywidget", "IPython", "nbgrader", "nbformat", "rich", "click")
RANK = {name: rank for rank, layer in enumerate(LAYERS) for name in layer}
MODULES = sorted(path for path in PACKAGE.rglob("*.py") if path != PACKAGE / "__init__.py")


def imported(path: Path) -> set[str]:
    """The parts of `course` that a module imports, also inside functions."""
    found = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            found |= {f"{node.module}.{alias.name}" for alias in node.names}
    return {name.split(".")[1] for name in found if name.startswith("course.") and not name.endswith("__version__")}


def part_of(path: Path) -> str:
    return path.relative_to(PACKAGE).parts[0].removesuffix(".py")


def loaded_by(statement: str) -> set[str]:
    """The top-level packages in a fresh Python after `statement`."""
    program = f"import sys\n{statement}\nprint(*{{name.partition('.')[0] for name in sys.modules}})"
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True, cwd=ROOT)
    return set(done.stdout.split())


@pytest.mark.parametrize("path", MODULES, ids=lambda path: str(path.relative_to(PACKAGE)))
def test_a_module_imports_from_its_own_layer_and_below(path):
    own = part_of(path)
    assert own in RANK, f"course/{own} is new: give it a place among the LAYERS"
    above = {name for name in imported(path) if RANK.get(name, len(LAYERS)) > RANK[own]}
    assert not above, f"{path.relative_to(ROOT)} is below {', '.join(sorted(above))} and must not import from there"


def test_the_layers_name_no_module_that_is_gone():
    present = {part_of(path) for path in MODULES}
    gone = set(RANK) - present
    assert not gone, f"LAYERS names {', '.join(sorted(gone))}, which course/ does not have"


def test_importing_the_course_loads_nothing_heavy():
    assert not loaded_by("import course").intersection({*HEAVY, "numpy"})


@pytest.mark.parametrize("module", ["checking", "hints", "report", "exercises", "gradients"])
def test_what_a_check_needs_is_numpy(module):
    assert not loaded_by(f"import course.{module}").intersection(HEAVY)


def test_a_check_loads_nothing_heavy_while_it_runs():
    statement = (
        "from course import check\nrepr(check('logistic.dz', lambda a, y: y))"
        "\ncheck('logistic.dz', lambda a, y: y)._repr_html_()"
    )
    assert not loaded_by(statement).intersection(HEAVY)


def test_help_of_the_command_line_loads_nothing_heavy():
    statement = "from click.testing import CliRunner\nfrom course.cli import main\nCliRunner().invoke(main, ['--help'])"
    assert not loaded_by(statement).intersection({*HEAVY, "numpy"} - {"click"})
