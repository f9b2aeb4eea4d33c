"""Is every mistake of the bank, as learners write it, caught and named first wherever it can occur?"""

from collections import Counter, defaultdict
from pathlib import Path

import numpy as np
import pytest
from mistakes.learner_code import lesson4
from mistakes.learner_code.functions import define, write
from mistakes.learner_code.lesson4 import SHAPES
from mistakes.learner_code.mistakes import MISTAKES
from mistakes.notebook import examined

from course.authoring.folder import lesson_names
from course.authoring.proofs import Proofs
from course.checking import check
from course.exercises import EXERCISES
from course.mistakes import BANK, Situation
from course.notation import NOTATIONS

ROOT = Path(__file__).parents[2]
BY_MISTAKE = defaultdict(list)
for coding in MISTAKES:
    BY_MISTAKE[coding.mistake].append(coding)


@pytest.mark.parametrize("mistake", BY_MISTAKE)
def test_every_coding_of_a_mistake_is_named_first_and_costs_marks(mistake):
    for coding in BY_MISTAKE[mistake]:
        report = examined(coding)
        assert report.mistakes[:1] == (mistake,), f"{coding}\n{report}"
        assert report.score < 1, f"{coding}\n{report}"


def test_each_mistake_is_coded_twice_at_every_quantity_it_applies_to():
    coded = Counter((coding.mistake, coding.key) for coding in MISTAKES)
    keys = {
        Situation(exercise.name, quantity.name, {}, {}, None, None).key
        for exercise in EXERCISES.values()
        if exercise.returns != "shape" and exercise.lesson in NOTATIONS
        for quantity in exercise.quantities
    }
    claimed = {(entry.id, key) for entry in BANK.values() for key in keys if entry.applies(key)}
    assert not {place for place in claimed if coded[place] < 2}, "a mistake claims a place where no learner makes it"
    assert not coded.keys() - claimed


def test_every_entry_of_the_bank_is_in_the_tables_or_promised_by_a_lesson():
    conduct = {"arguments-changed", "generator-unused", "notebook-variables"}
    promised = {slip.mistake for lesson in lesson_names(ROOT) for slip in Proofs.read(ROOT, lesson).slips}
    assert set(BANK) == set(BY_MISTAKE) | {mistake for mistake, _, _ in SHAPES} | conduct | promised


@pytest.mark.parametrize(("mistake", "exercise", "value"), SHAPES)
def test_a_wrong_predicted_shape_is_named(mistake, exercise, value):
    report = check(exercise, value)
    assert report.mistakes == (mistake,)
    assert report.score == 0


def test_each_predicted_shape_mistake_is_coded_twice():
    assert set(Counter(mistake for mistake, _, _ in SHAPES).values()) == {2}


IN_PLACE = [
    ("vectorized.dZ2", {"dZ2": "A2\ndZ2 -= Y"}, "A2"),
    ("vectorized.backward", {"dZ1": "W2.T @ dZ2\nA1 *= A1\ndZ1 = dZ1 * (1 - A1)"}, "A1"),
    ("one_example.dz2", {"dz2": "a2\ndz2[:] = dz2 - y"}, "a2"),
    ("logistic.dz", {"dz": "a\ndz -= y"}, "a"),
    ("initialization.update", {"W1": "parameters['W1']\nW1 -= learning_rate * gradients['dW1']"}, "parameters"),
    (
        "initialization.update",
        {"b2": "parameters['b2']\nb2[:] = b2 - learning_rate * gradients['db2']"},
        "parameters",
    ),
]


@pytest.mark.parametrize(("exercise", "lines", "changed"), IN_PLACE)
def test_a_function_that_changes_its_arguments_is_told_which(exercise, lines, changed):
    (name, text), *_ = lines.items()
    report = check(exercise, define(write(exercise, {name: f"{name} = {text}"})))
    assert "arguments-changed" in report.mistakes
    assert report.score < 1
    assert f"({changed})" in str(report)


def test_training_that_ignores_its_generator_is_told_so():
    ignoring = lesson4.TRAIN.replace("rng.standard_normal", "np.random.default_rng(0).standard_normal")
    report = check("initialization.train", define(ignoring), points=6)
    assert report.mistakes == ("generator-unused",)
    assert report.score == 5
    assert "never uses rng" in str(report)


NOTEBOOK = {"m": 4, "X": np.ones((3, 4)), "Y": np.ones((2, 4)), "A1": np.ones((4, 4)), "learning_rate": 1.2, "y": 1.0}
READS_NOTEBOOK = [
    ("vectorized.dW2", "    m = dZ2.shape[1]\n", "", "m"),
    ("vectorized.db1", "/ m", "/ X.shape[1]", "X"),
    ("vectorized.backward", "    m = X.shape[1]\n", "", "m"),
    ("vectorized.backward", "(X, Y, W2, Z1, A1, A2)", "(X, labels, W2, Z1, A1, A2)", "Y"),
    (
        "initialization.update",
        "(parameters, gradients, learning_rate)",
        "(parameters, gradients, rate)",
        "learning_rate",
    ),
    ("logistic.dz", "(a, y)", "(a, label)", "y"),
]


@pytest.mark.parametrize(("exercise", "old", "new", "name"), READS_NOTEBOOK)
def test_a_function_that_reads_the_notebook_is_told_which_variable(exercise, old, new, name):
    source = write(exercise)
    assert old in source
    report = check(exercise, define(source.replace(old, new), NOTEBOOK))
    assert "notebook-variables" in report.mistakes
    assert f"reads {name} from the notebook" in str(report)
    assert report.score < 1
