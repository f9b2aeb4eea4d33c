"""Mistakes in starting values, the update step and training, lesson 4."""

from __future__ import annotations

import numpy as np

from course.exercises.agreement import agrees
from course.mistakes.bank import Fitted, mistake
from course.notation import VECTORIZED, in_numbers

START_W, START_B = "initialization.initialize.W?", "initialization.initialize.b?"
UPDATED = "initialization.update.*"
TRAINED = "initialization.train.??"


@mistake(START_W, "In Z = W @ A + b, does W have a row or a column for each unit of its layer?")
def start_shape_reversed(s):
    """Your {name} has rows and columns the wrong way round."""
    return np.shape(s.got) == in_numbers(VECTORIZED.shape(s.name), s.sizes)[::-1]


@mistake(START_W, "Which argument of rng.normal is the size, and which one comes first?")
def size_taken_for_mean(s):
    """Your {name} has an entry for each of the two sizes, as happens when the shape goes into rng.normal as its first
    argument, which is the mean."""
    return np.shape(s.got) == (2,)


@mistake(START_B, "In Z = W @ A + b, what shape must b have to be added to every column?")
def start_bias_not_a_column(s):
    """Your {name} has the right number of entries, but they do not stand in a column."""
    units, _ = in_numbers(VECTORIZED.shape(s.name), s.sizes)
    return np.shape(s.got) in ((units,), (1, units))


@mistake(START_W, "If all units of a layer start alike, what could make two of them learn different things?")
def zero_start(s):
    """Your {name} starts at zero, so that nothing in it makes one unit differ from another."""
    return bool(np.max(np.abs(s.got)) < np.finfo(float).tiny)


@mistake(START_W, "If all units of a layer start alike, what could make two of them learn different things?")
def equal_start(s):
    """Your {name} has the same weights in every row, so that nothing in it makes one unit differ from another."""
    return bool(np.all(s.got == s.got[:1])) if len(s.got) > 1 else bool(np.ptp(s.got) == 0)


@mistake(START_W, "What was `rng` passed in for?")
def start_not_from_generator(s):
    """Your {name} differs between two calls with the same generator, as happens with np.random in place of `rng`."""
    return not agrees(s["again"][s.name], s.got)


@mistake(START_W, "What was `rng` passed in for?")
def start_with_own_seed(s):
    """Your {name} is the same whichever generator is passed in, as happens when a seed, or the numbers themselves, are
    typed in inside the function."""
    return agrees(s["with_another_rng"][s.name], s.got)


@mistake(START_W, "How steep are tanh and the sigmoid where their argument is large?")
def start_too_large(s):
    """Your {name} starts with entries of size 3 or more on average. Weighted sums get so large that the units answer
    with a flat yes or no from the start."""
    return bool(np.mean(np.abs(s.got)) >= 3)


@mistake(START_W, "Which numbers lie between 0 and 1, and can your line give one of them?")
def whole_numbers_for_start(s):
    """Your {name} holds whole numbers only, as happens with rng.integers, dtype=int or //."""
    return bool(np.all(s.got == np.round(s.got)))


@mistake(START_W, "Which numbers does a uniform draw from 0 to 1 never give?")
def positive_start(s):
    """Your {name} has no negative entry in any draw, as happens with a uniform draw from 0 to 1 where a normal one is
    wanted."""
    return np.shape(s.got) == in_numbers(VECTORIZED.shape(s.name), s.sizes) and bool(np.all(s.got > 0))


@mistake(START_B, "Which of W and b makes the units differ from one another, and is one of them enough?")
def random_bias(s):
    """Your {name} does not start at zero. Random weights already make the units differ; biases start at zero."""
    return bool(np.any(s.got))


@mistake(UPDATED, "The gradient points uphill. Which way do you want to go?")
def update_adds(s):
    """Your {name} is where a step in the opposite direction leads, as happens when the step is added: the cost
    climbs."""
    return 2 * s["parameters"][s.name] - s.expected


@mistake(UPDATED, "After your line, which name holds the new value, and which one do you return?")
def update_not_stored(s):
    """Your {name} is unchanged, as happens when the step is computed and not stored."""
    return s["parameters"][s.name]


@mistake(UPDATED, "How far along the gradient does one step go?")
def learning_rate_missing(s):
    """Your {name} takes a step of the whole gradient, as happens when the learning rate is left out."""
    return s["parameters"][s.name] - s["gradients"][f"d{s.name}"]


@mistake(UPDATED, "A larger learning rate should make the step longer. Does it in your formula?")
def divided_by_learning_rate(s):
    """Your {name} equals what comes out when the gradient is divided by the learning rate."""
    return s["parameters"][s.name] - s["gradients"][f"d{s.name}"] / s["learning_rate"]


@mistake(UPDATED, "From where does the step start?")
def step_without_start(s):
    """Your {name} is the step alone, as happens when the old value is left out."""
    step = s["learning_rate"] * s["gradients"][f"d{s.name}"]
    return [step, -step]


@mistake(UPDATED, "Does a step downhill depend on how large {name} already is, or only on its gradient?")
def parameter_multiplied_in(s):
    """Your {name} equals what comes out when the parameter itself is multiplied into its step."""
    value, slope = s["parameters"][s.name], s["gradients"][f"d{s.name}"]
    return [value - s["learning_rate"] * value * slope, value - s["learning_rate"] * value]


@mistake(UPDATED, "Which gradient belongs to {name}?")
def gradient_of_another_parameter(s):
    """Your {name} equals what comes out when it is moved by the gradient of another parameter."""
    start = s["parameters"][s.name]
    others = [name for name in s["parameters"] if name != s.name]
    steps = [s["learning_rate"] * s["gradients"][f"d{name}"] for name in others]
    return [start - step if _broadcast(start, step) else None for step in steps]


@mistake(UPDATED, "Where does the learning rate in your line come from?")
def learning_rate_typed_in(s):
    """Your {name} moves in the right direction, but by the same learning rate whichever one is passed in, as happens
    when a number is typed in."""
    start, slope = s["parameters"][s.name], s["gradients"][f"d{s.name}"]
    rate = float(np.sum((start - s.got) * slope) / np.sum(slope * slope))
    return Fitted(start - rate * slope, rate) if rate > 0 else None


def _broadcast(first, second) -> bool:
    """Whether NumPy subtracts two arrays of these shapes at all."""
    pairs = zip(first.shape[::-1], second.shape[::-1], strict=False)
    return all(one == other or 1 in (one, other) for one, other in pairs)


def _before(s):
    """The parameter as the learner's own function has it one step earlier."""
    return s["after_2"]["parameters"][s.name]


@mistake(TRAINED, "Which line of your loop keeps the updated parameters, and how often does the loop run?")
def training_does_not_move(s):
    """Your {name} is the same after two and after three steps, as happens when the updated parameters are not kept, or
    when the number of steps is fixed."""
    return _before(s)


@mistake(TRAINED, "The gradient points uphill. Which way do you want to go?")
def training_climbs(s):
    """Your {name} moves by the right step in the wrong direction, so that the cost climbs."""
    return 2 * _before(s) - s.expected


@mistake(TRAINED, "How many updates does your loop make in one round?")
def two_updates_in_one_step(s):
    """Your {name} moves by twice the expected step, as happens when the update runs twice in one round."""
    return 2 * s.expected - _before(s)


@mistake(TRAINED, "Where does the learning rate in your loop come from?")
def own_learning_rate(s):
    """Your {name} moves in the right direction, but by the same learning rate whichever one is passed in, as happens
    when it is typed in or left out."""
    step = (_before(s) - s.expected) / s["learning_rate"]
    rate = float(np.sum((_before(s) - s.got) * step) / np.sum(step * step))
    return Fitted(_before(s) - rate * step, rate)


@mistake(TRAINED, "Which lines have to be inside the loop for the gradients to belong to the present parameters?")
def gradients_not_recomputed(s):
    """Your {name} takes the same step every time, as happens when the gradients are computed once, before the loop."""
    return 2 * _before(s) - s["after_1"]["parameters"][s.name]


@mistake("initialization.train.costs", "With steps = 3, for which numbers does your loop run, and how many are these?")
def one_step_off(s):
    """Your {name} have one entry too many or too few for the steps, as happens when the loop runs once more, or once
    less, than it should."""
    return np.size(s.got) in (s["steps"] - 1, s["steps"] + 1)


@mistake(
    "initialization.train.costs", "Where is the list made, and how often is the cost appended in one round of the loop?"
)
def costs_not_recorded(s):
    """Your {name} are not one for each step, as happens when the cost is recorded outside the loop, or into a list that
    is made anew in every round."""
    return np.size(s.got) not in (s["steps"], s["steps"] + 1)


@mistake("initialization.train.costs", "Which parameters made the predictions from which the cost was taken?")
def costs_do_not_change(s):
    """Your {name} are the same number at every step, as happens when the forward pass is outside the loop."""
    return np.size(s.got) > 1 and bool(np.ptp(s.got) == 0)
