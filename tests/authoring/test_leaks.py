"""Is everything that learners must not see found in a release, wherever it was planted?"""

import copy

import pytest
from small_lesson import SCRIPT

from course.authoring.build import build_notebook
from course.authoring.leaks import formulas, leaks

CODE_STUB, TEXT_STUB = "# YOUR CODE HERE\n...", "YOUR ANSWER HERE"
SOURCE = build_notebook(SCRIPT, "small")
RELEASED = {
    "solution-sigmoid": f'def sigmoid(z):\n    """The sigmoid of z."""\n    {CODE_STUB.splitlines()[0]}\n    ...',
    "checks-sigmoid": 'check("logistic.sigmoid", sigmoid, points=2)',
    "solution-repair": 'def repaired(dZ2, m):\n    """The bias gradient, with a mistake in it."""\n'
    "    db2 = np.sum(dZ2) / m\n    return db2",
    "explain-why": f"Why does the average sit there?\n\n{TEXT_STUB}",
}


def release() -> dict:
    notebook = copy.deepcopy(SOURCE)
    for cell in notebook["cells"]:
        if cell["id"] in RELEASED:
            cell["source"] = RELEASED[cell["id"]].splitlines(keepends=True)
    return notebook


def cell_of(notebook: dict, name: str) -> dict:
    return next(cell for cell in notebook["cells"] if cell["id"] == name)


def found(source: dict, released: dict) -> str:
    return "\n".join(leaks(source, released, CODE_STUB, TEXT_STUB))


def test_an_honest_release_has_no_leak():
    assert leaks(SOURCE, release(), CODE_STUB, TEXT_STUB) == []


@pytest.mark.parametrize(
    ("name", "planted", "message"),
    [
        ("solution-sigmoid", "\n    return 1 / (1 + np.exp(-z))", "holds 'return 1 / (1 + np.exp(-z))'"),
        ("solution-sigmoid", "\n    # 1/(1+np.exp(-z))", "holds '# 1/(1+np.exp(-z))'"),
        ("start-1", "\nThe answer is g.", "holds 'The answer is g.'"),
        ("checks-sigmoid", "\nassert sigmoid(0) == 0.5", "holds 'assert sigmoid(0) == 0.5'"),
        ("checks-sigmoid", "\n### BEGIN HIDDEN TESTS", "still has the marker 'BEGIN HIDDEN TESTS'"),
        ("solution-repair", "\n    # GIVEN: db2 = 1", "still has the marker '# GIVEN:'"),
        ("explain-why", "\nBecause the cost is an average.", "holds 'Because the cost is an average.'"),
    ],
)
def test_a_line_planted_in_the_release_is_found(name, planted, message):
    notebook = release()
    cell_of(notebook, name)["source"].append(planted)
    assert f"{name} {message}" in found(SOURCE, notebook)


@pytest.mark.parametrize(
    ("name", "planted", "message"),
    [
        ("locked-start-2", "\nassert np.allclose(answer, 1/(1 + np.exp(-z)))", "gives away 1 / (1 + np.exp(-z))"),
        ("after-checks-sigmoid-1", "\nprint(1 / (1 + np.exp(-z)))", "gives away 1 / (1 + np.exp(-z))"),
        ("after-checks-sigmoid-1", "\n%time x = 1\ny = 1 / (1+np.exp(-z))", "gives away 1 / (1 + np.exp(-z))"),
        ("locked-start-2", "\nrng = np.random.default_rng(90210)", "gives away 90210"),
        ("start-3", "\nThe hidden seed is 90210.", "gives away 90210"),
        ("start-3", "\nOf course, because the cost\nis an average.", "gives away Because the cost is an average."),
    ],
)
def test_an_answer_that_the_author_wrote_elsewhere_is_found(name, planted, message):
    source, notebook = copy.deepcopy(SOURCE), release()
    answer = cell_of(source, "explain-why")["source"]
    answer[:] = [line.replace("Because the", "because the") for line in answer]
    for each in (source, notebook):
        cell_of(each, name)["source"].append(planted)
    assert f"{name} {message}".lower() in found(source, notebook).lower()


def test_stored_outputs_are_found():
    notebook = release()
    cell_of(notebook, "after-checks-sigmoid-1")["outputs"] = [{"output_type": "stream", "name": "stdout", "text": "1"}]
    assert found(SOURCE, notebook) == "after-checks-sigmoid-1 has stored outputs"


def test_a_cell_that_got_lost_is_found():
    notebook = release()
    notebook["cells"].remove(cell_of(notebook, "checks-sigmoid"))
    assert found(SOURCE, notebook) == "checks-sigmoid is not in the release"


def test_a_cell_from_elsewhere_is_found():
    notebook = release()
    notebook["cells"].append({"cell_type": "code", "id": "new", "metadata": {}, "source": ["x = 1"], "outputs": []})
    assert found(SOURCE, notebook) == "new holds 'x = 1', which learners must not see"


def test_formulas_are_the_operations_on_the_right_hand_side():
    source = (
        "def f(x):\n    given = x + 1\n    ### BEGIN SOLUTION\n    z = x @ x\n    a = sigmoid(z)\n"
        '    return {"dz": a - y, "dw": z}, -z\n    ### END SOLUTION\n'
    )
    assert formulas(source) == ["x @ x", "a - y", "-z"]


def test_a_solution_without_a_region_counts_as_a_whole():
    assert formulas("def f(a, y):\n    return a - y") == ["a - y"]
