"""Mistakes in what a function does or returns as a whole, and in predicted shapes."""

from __future__ import annotations

from course.mistakes.bank import mistake


@mistake("", "Which line writes into an array that was passed in, with -=, *= or an index on the left?")
def arguments_changed(s):
    """Your function changes its arguments in place ({name}), so that whoever called it finds other numbers there than
    before, and a second call gives another result."""


@mistake("", "Which of the names in your function is neither an argument nor computed inside it?")
def notebook_variables(s):
    """Your function reads {name} from the notebook and not from its arguments, so that it fits the notebook's numbers
    only: with values that belong to the arguments the outcome is another one."""


@mistake("", "What was {name} passed in for?")
def generator_unused(s):
    """Your function never uses {name}, so that nobody can choose its random numbers from outside."""


@mistake("prediction.*", "How many axes has a column?")
def shape_with_one_axis(s):
    """Your shape for {name} has one axis. In this course vectors are columns, which have two: their length and 1."""
    return len(s.got) == 1


@mistake("prediction.*", "If a size were another number, would your answer still hold?")
def shape_in_numbers(s):
    """Your shape for {name} is made of numbers; the sizes have names here."""
    return all(isinstance(side, int) for side in s.got) and any(isinstance(side, str) for side in s.expected)


@mistake("prediction.*", "Which comes first in a shape: rows or columns?")
def shape_reversed(s):
    """Your shape for {name} has the right names in the other order."""
    return tuple(reversed(s.expected)) == s.got


@mistake("prediction.*", "For how many examples does {name} stand, and does it have a column for each?")
def shape_with_examples(s):
    """Your shape for {name} contains m, the number of examples, but {name} has no column for each of them."""
    return "m" in s.got and "m" not in s.expected


@mistake("prediction.*", "Does a matrix of examples keep one column, or one for each of them?")
def shape_without_examples(s):
    """Your shape for {name} has no m, although {name} has a column for every example."""
    return "m" in s.expected and "m" not in s.got


@mistake("prediction.*", "Is {name} a matrix, a column or one number, and what is each of its rows for?")
def shape_of_another_symbol(s):
    """Your shape for {name} is that of another symbol of the lesson. A variable foo and its gradient dfoo have the same
    shape."""
    return s.got in s.siblings.values()
