"""The learner's function, called: copies of arguments, captured output and warnings, failures cut to the own lines."""

from __future__ import annotations

import functools
import linecache
import sys
import warnings

import numpy as np
import pytest

from course.plain import MAX_TEXT
from course.subject import Answer, LocalSubject, describe_failure

A = np.array([[1.0, 2.0], [3.0, 4.0]])


def notebook(source, **variables):
    """The function `f` of a notebook cell with `source`, beside `variables`, with its lines as Python knows them."""
    filename = f"<ipython-input-{abs(hash(source))}>"
    linecache.cache[filename] = (len(source), None, source.splitlines(keepends=True), filename)
    exec(compile(source, filename, "exec"), variables)
    return variables["f"]


# Calling


def test_arguments_go_in_by_position_and_the_value_comes_out():
    answer = LocalSubject(lambda first, second: first - second).call({"a": 2, "b": A})
    assert np.array_equal(answer.value, 2 - A)
    assert answer.failure is None
    assert answer.changed == {}


def test_a_call_gets_copies_and_reports_what_it_changed():
    before = A.copy()
    nested = {"W1": 2 * A}

    def changes(first, parameters, kept):
        first += 1
        parameters["W1"] *= 2
        return kept

    answer = LocalSubject(changes).call({"X": A, "parameters": nested, "kept": 1 + A})
    assert np.array_equal(A, before)
    assert answer.changed.keys() == {"X", "parameters"}
    assert np.array_equal(answer.changed["X"], before + 1)


def test_results_do_not_share_memory_with_what_the_function_keeps():
    kept = []

    def keeps():
        kept.append(np.zeros(2))
        return kept[0]

    value = LocalSubject(keeps).call({}).value
    kept[0][0] = 9
    assert value[0] == 0


def test_output_and_warnings_are_captured(capfd):
    def loud():
        print("out")
        print("err", file=sys.stderr)
        warnings.warn("careful", UserWarning, stacklevel=2)
        return np.log(np.zeros(1))

    answer = LocalSubject(loud).call({})
    assert answer.printed
    assert answer.warnings == ("careful", "divide by zero encountered in log")
    assert capfd.readouterr() == ("", "")


def test_a_quiet_call_printed_nothing():
    assert not LocalSubject(lambda: 1).call({}).printed


def test_a_plain_value_is_its_own_answer():
    assert LocalSubject(("n1", 1)).call({}) == Answer(value=("n1", 1))
    assert LocalSubject(...).call({}).value is None


def test_notebook_variables_can_be_replaced_for_one_call():
    function = notebook("def f(a):\n    return a / m", m=7)
    subject = LocalSubject(function)
    assert subject.describe().data_globals == ("m",)
    assert subject.call({"a": 14.0}, {"m": 2}).value == 7
    assert subject.call({"a": 14.0}).value == 2


def test_replaced_variables_are_copies():
    own = {"m": np.ones(2)}
    LocalSubject(notebook("def f():\n    global m\n    m += 1", m=np.zeros(2))).call({}, own)
    assert own["m"].tolist() == [1.0, 1.0]


def test_defaults_and_closures_survive_replaced_variables():
    outer = 10

    def inner(a, *, factor=3):
        return a * factor + outer

    assert LocalSubject(inner).call({"a": 1}, {"unused": 0}).value == 13


# Describing


def test_what_a_function_reads_from_the_notebook_is_listed_without_functions_and_modules():
    source = "def f(x):\n    return helper(np.sum(x)) + [m * X for X in x][0] + n"
    function = notebook(source, np=np, m=1, n=2, X=3, helper=len)
    description = LocalSubject(function).describe()
    assert set(description.data_globals) == {"m", "n"}
    assert (description.name, description.callable, description.parameters) == ("f", True, ("x",))
    assert description.source == source


@pytest.mark.parametrize(
    ("source", "loops"),
    [
        ("def f(x):\n    return x", False),
        ("def f(x):\n    for i in x: pass", True),
        ("def f(x):\n    while x: x -= 1", True),
        ("def f(x):\n    return [i for i in x]", False),
    ],
)
def test_loops_are_seen(source, loops):
    assert LocalSubject(notebook(source)).describe().loops is loops


@pytest.mark.parametrize(
    ("source", "called"),
    [
        ("def f(x):\n    for i in x: a = g(i)", True),
        ("def f(x):\n    while x: x = [g(i) + 1]", True),
        ("def f(x):\n    a = g(x)\n    for i in x: a += h.g(i)", False),
        ("def f(x):\n    for i in x: g", False),
    ],
)
def test_a_call_in_a_loop_is_seen(source, called):
    assert LocalSubject(notebook(source)).describe().calls_in_loop("g") is called


@pytest.mark.parametrize(
    ("source", "begun"),
    [
        ("def f(a):\n    'What it is for.'\n    # YOUR CODE HERE\n    ...", False),
        ("def f(a):\n    pass", False),
        ("def f(a):\n    'What it is for.'", False),
        ("def f(a):\n    b = ...\n    return b", False),
        ("def f(a):\n    return ..., ...", False),
        ("def f(a):\n    b = a[..., 0]", True),
        ("def f(a):\n    b = a[..., 0] + ...", False),
        ("def f(a):\n    'What it is for.'\n    a - 1", True),
        ("def f(a):\n    print(a)", True),
        ("f = lambda a: None", False),
    ],
)
def test_a_function_is_begun_once_its_placeholder_is_replaced(source, begun):
    assert LocalSubject(notebook(source)).describe().begun is begun


def test_of_a_function_whose_text_is_not_known_nothing_is_said():
    place = {}
    exec("def f(a, rng):\n    for _ in a: pass\n    return rng", place)
    for target in (place["f"], functools.partial(place["f"], 1)):
        description = LocalSubject(target).describe()
        assert description.source == ""
        assert (description.uses("rng"), description.loops, description.begun) == (True, False, False)


def test_a_function_that_wraps_itself_is_described_and_called():
    f = notebook("def f(a):\n    return a + b\nb = 1")
    f.__wrapped__ = f
    subject = LocalSubject(f)
    assert subject.describe().parameters == ("a",)
    assert subject.call({"a": 2.0}, {"b": 5.0}).value == 7.0


@pytest.mark.parametrize("target", [len, np.sin, 5, None, type("Thing", (), {"__call__": lambda self: 1})()])
def test_anything_can_be_described(target):
    description = LocalSubject(target).describe()
    assert description.callable is callable(target)
    assert description.data_globals == ()


# Failures


def test_a_failure_shows_the_learners_lines_and_the_shapes_in_the_last_one():
    source = "def g(W, x):\n    return W @ x\n\ndef f(W, x):\n    z = 2 * W\n    return g(z, x)"
    failure = LocalSubject(notebook(source)).call({"W": np.ones((2, 3)), "x": np.ones((4, 1))}).failure
    assert failure.kind == "ValueError"
    assert failure.lines == ((6, "return g(z, x)"), (2, "return W @ x"))
    assert failure.operands == {"W": (2, 3), "x": (4, 1)}
    assert np.array_equal(failure.computed["z"], np.full((2, 3), 2.0))


def test_attributes_and_texts_of_a_failing_line_are_no_arrays():
    f = notebook("def f(W):\n    return {'W1': W @ W.T @ W.T}", T=np.ones((3, 3)), W1=np.ones((5, 5)))
    assert LocalSubject(f).call({"W": np.ones((2, 3))}).failure.operands == {"W": (2, 3)}


def test_lines_of_installed_packages_are_left_out():
    failure = (
        LocalSubject(notebook("import numpy as np\ndef f():\n    return np.linalg.inv(np.ones(3))")).call({}).failure
    )
    assert failure.lines == ((3, "return np.linalg.inv(np.ones(3))"),)


def test_lines_of_compiled_packages_are_left_out():
    source = "def f(rng):\n    return rng.standard_normal(2, 3)"
    failure = LocalSubject(notebook(source)).call({"rng": np.random.default_rng(0)}).failure
    assert failure.lines == ((2, "return rng.standard_normal(2, 3)"),)


class Grave(BaseException):
    pass


class Silent(Exception):
    def __str__(self):
        raise RuntimeError


@pytest.mark.parametrize(
    ("error", "message"),
    [
        (Silent(), ""),
        (SystemExit(3), "3"),
        (Grave("x"), "x"),
        (GeneratorExit(), ""),
        (ValueError("x" * 9999), "x" * MAX_TEXT),
        (KeyError("W1"), "'W1'"),
    ],
)
def test_any_exception_is_described(error, message):
    def raises():
        raise error

    failure = LocalSubject(raises).call({}).failure
    assert (failure.kind, failure.message) == (type(error).__name__, message)


def test_an_interrupt_stops_the_check():
    def interrupted():
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        LocalSubject(interrupted).call({})


def test_a_failure_without_own_lines_has_none():
    assert describe_failure(ValueError("no traceback")).lines == ()


def test_too_few_arguments_are_a_failure():
    failure = LocalSubject(lambda a, b: a).call({"a": 1}).failure
    assert failure.kind == "TypeError"
    assert "missing 1 required positional argument: 'b'" in failure.message
