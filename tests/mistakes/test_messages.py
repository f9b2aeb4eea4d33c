"""What learners read, word by word; and what they must not read: the code of a right formula."""

import difflib
import re

import pytest
from mistakes.learner_code.correct import CORRECT
from mistakes.page import SNAPSHOT, messages

from course.mistakes import BANK


def test_every_message_reads_as_it_was_last_agreed():
    """After a change that is meant, write the new texts with `make mistakes-page`."""
    difference = difflib.unified_diff(
        SNAPSHOT.read_text(encoding="utf-8").splitlines(), messages().splitlines(), "agreed", "now", lineterm="", n=1
    )
    assert not (lines := list(difference)), "\n".join(["messages have changed:", *lines])


def _compact(text: str) -> str:
    return re.sub(r"[\s{}]", "", text)


# Formulas of a backward pass as somebody might put them into a message; the forward pass is given in the lessons.
FORBIDDEN = {
    *(
        _compact(coding.wrote)
        for coding in CORRECT
        if re.search(r"\.d[ZWbwz]|_prime|\.da|update", coding.key) and len(_compact(coding.wrote)) > 4
    ),
    *(
        "A2-Y",
        "a-y",
        "a2-y",
        "a*(1-a)",
        "A1*(1-A1)",
        "1-A1**2",
        "1-a**2",
        "1-tanh",
        ".T@dZ",
        "@A1.T",
        "@X.T",
        "dz*x",
        "x*dz",
    ),
    *("aminusy", "theactivationminusthelabel", "thepredictionminusthelabel.", "oneminusthesquare"),
}


@pytest.mark.parametrize("mistake", BANK)
def test_no_message_holds_a_right_formula(mistake):
    entry = BANK[mistake]
    for text in (entry.message, entry.question):
        found = [formula for formula in FORBIDDEN if formula in _compact(text)]
        assert not found, f"{mistake}: {text}"


@pytest.mark.parametrize("mistake", BANK)
def test_a_message_is_short_and_speaks_of_the_learners_value(mistake):
    entry = BANK[mistake]
    assert entry.message.startswith(("Your {name}", "Your function", "Your shape for {name}"))
    assert entry.question.endswith("?")
    assert len(entry.message) <= 220
    assert len(entry.question) <= 130
    assert entry.message.count(". ") <= 1


def test_a_message_speaks_in_the_letters_of_its_lesson():
    entry = BANK["outputs-for-hidden-activations"]
    assert "with a2, the output layer's" in entry.tell("one_example", "dW2")[0]
    assert "with A2, the output layer's" in entry.tell("vectorized", "dW2")[0]


EVIDENCE = ("equals", "as happens", "expected value", "what comes out", "takes no account", "right numbers")


@pytest.mark.parametrize(
    "mistake", [entry.id for entry in BANK.values() if entry.where and entry.where != ("prediction.*",)]
)
def test_a_message_on_a_value_states_evidence(mistake):
    """It says what the value equals or how it looks, and what that happens with; not what the learner's line is."""
    message = BANK[mistake].message
    observed = re.match(
        r"Your \{name\} (is|are|has|holds|starts|does not start|differs|moves|still holds|takes)\b", message
    )
    assert observed or any(words in message for words in EVIDENCE)
    assert not re.match(r"Your \{name\} (multiplies|adds|subtracts|divides|joins|sends|uses)\b", message)
