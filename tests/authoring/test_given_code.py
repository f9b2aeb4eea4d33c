"""Does the broken code of a "find the bug" cell arrive, and nothing else with it?"""

import pytest

from course.authoring.given_code import give

STUB = "# YOUR CODE HERE\n..."


def test_the_stub_and_the_comment_become_the_broken_line():
    source = "def f():\n    # YOUR CODE HERE\n    ...\n    # GIVEN: db2 = np.sum(dZ2) / m\n    return db2"
    assert give(source, STUB) == "def f():\n    db2 = np.sum(dZ2) / m\n    return db2"


def test_several_comments_make_several_lines_with_their_own_indentation():
    source = "# YOUR CODE HERE\n...\n# GIVEN: for k in range(m):\n# GIVEN:     total += k\nprint(total)"
    assert give(source, STUB) == "for k in range(m):\n    total += k\nprint(total)"


def test_two_mistakes_in_one_cell():
    source = "# YOUR CODE HERE\n...\n# GIVEN: a = 1\nb = 2\n  # YOUR CODE HERE\n  ...\n  # GIVEN: c = 3"
    assert give(source, STUB) == "a = 1\nb = 2\n  c = 3"


def test_a_stub_without_a_comment_stays():
    source = "# YOUR CODE HERE\n...\n\n# YOUR CODE HERE\n...\n# GIVEN: a = 1"
    assert give(source, STUB) == "# YOUR CODE HERE\n...\n\na = 1"


@pytest.mark.parametrize(
    "source",
    [
        "x = 1\n# GIVEN: a = 1",
        "# YOUR CODE HERE\n...\nx = 1\n# GIVEN: a = 1",
        "# YOUR CODE HERE\n...\n    # GIVEN: a = 1",
    ],
)
def test_a_comment_in_another_place_is_refused(source):
    with pytest.raises(ValueError, match="'# GIVEN: a = 1' must stand right below ### END SOLUTION"):
        give(source, STUB)
