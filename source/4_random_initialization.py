# %% [markdown]
# # Lesson 4. Where to start: random initialisation, and training at last
#
# *About 75 minutes. You need lesson 3.*
#
# When you reach the end you can
#
# - say which start makes a network learn nothing, which makes it learn too little, and prove both from the equations;
# - write the update step, a random start, and the loop that trains;
# - train a network with nothing but your own functions, and see the boundary it has drawn;
# - choose the size of a random start on purpose.
#
# Everything that learns here is code you have written.

# %% [markdown]
# ## How this notebook works
#
# As before: replace each `...` under `# YOUR CODE HERE`, run the cell, then run the check below it. When you are stuck,
# write `hint("initialization.update")`, with the name that stands in the check, into a cell of its own.
#
# **The checks you see are for learning: run them as often as you like, nothing is counted. When the notebook is graded,
# hidden checks call the same functions with other numbers and other sizes.**
#
# | we write | it means | in NumPy |
# |---|---|---|
# | $U * V$ | entry by entry | `U * V` |
# | $W X$, side by side | the matrix product | `W @ X` |
# | $W^T$ | the transpose | `W.T` |

# %% locked
import numpy as np
from IPython.display import display

import course
from course import check, data, hint, network, plots

np.set_printoptions(precision=4, suppress=True)

# %% [markdown]
# ## 1. Something to learn
#
# Two hundred points in the plane, four squares of them. The label is 1 where the two coordinates have different signs.
# No straight line can separate that, so one neuron alone can't learn it. A hidden layer can. Look at the
# picture: what is the best that a single straight cut could do?

# %%
X, Y = data.xor()
plots.points(X, Y, title="Label 1 where the signs differ")

# %% [markdown]
# ## 2. Bring your engine
#
# Each lesson is graded by itself, so the three functions of lesson 3 have to stand here too. Copy yours, or, better,
# write them from memory: ten lines that you now own. (`backward` may use as many small functions as you like; put
# them into its cell.)
#
# As ever: `@` where weights meet inputs, where errors meet activations and where errors go back through weights; `*`
# for the slope of $\tanh$ and inside the loss.


# %% solution="forward"
def forward(X, W1, b1, W2, b2):
    """Both layers forward, tanh then sigmoid. X: (n0, m) -> Z1, A1: (n1, m), Z2, A2: (n2, m)."""
    ### BEGIN SOLUTION
    Z1 = W1 @ X + b1
    A1 = np.tanh(Z1)
    Z2 = W2 @ A1 + b2
    A2 = network.sigmoid(Z2)
    return Z1, A1, Z2, A2
    ### END SOLUTION


# %% checks="forward" points=1
check("vectorized.forward", forward, points=1)
### BEGIN HIDDEN TESTS
check("vectorized.forward", forward, points=1, seed=1401)
### END HIDDEN TESTS


# %% solution="cost"
def cost(A2, Y):
    """The loss averaged over the examples. A2, Y: (n2, m) -> J, a number."""
    ### BEGIN SOLUTION
    m = Y.shape[1]
    return np.sum(-Y * np.log(A2) - (1 - Y) * np.log(1 - A2)) / m
    ### END SOLUTION


# %% checks="cost" points=1
check("vectorized.cost", cost, points=1)
### BEGIN HIDDEN TESTS
check("vectorized.cost", cost, points=1, seed=1402)
### END HIDDEN TESTS


# %% solution="backward"
def backward(X, Y, W2, Z1, A1, A2):
    """All six gradients for m examples, as a dict.

    X: (n0, m), Y, A2: (n2, m), W2: (n2, n1), Z1, A1: (n1, m)
    -> dZ2: (n2, m), dW2: (n2, n1), db2: (n2, 1), dZ1: (n1, m), dW1: (n1, n0), db1: (n1, 1)
    """
    ### BEGIN SOLUTION
    m = X.shape[1]
    dZ2 = A2 - Y
    dW2 = dZ2 @ A1.T / m
    db2 = np.sum(dZ2, axis=1, keepdims=True) / m
    dZ1 = W2.T @ dZ2 * (1 - A1**2)
    dW1 = dZ1 @ X.T / m
    db1 = np.sum(dZ1, axis=1, keepdims=True) / m
    return {"dZ2": dZ2, "dW2": dW2, "db2": db2, "dZ1": dZ1, "dW1": dW1, "db1": db1}
    ### END SOLUTION


# %% checks="backward" points=2
check("vectorized.backward", backward, points=2)
### BEGIN HIDDEN TESTS
check("vectorized.backward", backward, points=2, seed=1403)
### END HIDDEN TESTS

# %% [markdown]
# ## 3. Four arrays to begin with
#
# Training changes four arrays, and somebody has to choose their first values. Their shapes you can choose right away:
# row `i` of a weight matrix holds the weights **into** unit `i`, and there is one bias for each unit. Predict three of
# them as tuples of names, such as `("n0", "m")` for `X`.

# %% solution="shapes"
shape_of_W1 = (
    ### BEGIN SOLUTION
    ("n1", "n0")
    ### END SOLUTION
)

shape_of_b1 = (
    ### BEGIN SOLUTION
    ("n1", 1)
    ### END SOLUTION
)

shape_of_W2 = (
    ### BEGIN SOLUTION
    ("n2", "n1")
    ### END SOLUTION
)

# %% checks="shape-of-W1" points=1
check("initialization.shape_of_W1", shape_of_W1, points=1)
### BEGIN HIDDEN TESTS
check("initialization.shape_of_W1", shape_of_W1, points=1, seed=1404)
### END HIDDEN TESTS

# %% checks="shape-of-b1" points=1
check("initialization.shape_of_b1", shape_of_b1, points=1)
### BEGIN HIDDEN TESTS
check("initialization.shape_of_b1", shape_of_b1, points=1, seed=1405)
### END HIDDEN TESTS

# %% checks="shape-of-W2" points=1
check("initialization.shape_of_W2", shape_of_W2, points=1)
### BEGIN HIDDEN TESTS
check("initialization.shape_of_W2", shape_of_W2, points=1, seed=1406)
### END HIDDEN TESTS

# %% [markdown]
# ## 4. One step downhill
#
# A gradient points to where `J` grows fastest. So go the other way, a little. How little is set by the learning
# rate $\alpha$, one number for all parameters:
#
# $W_1 - \alpha * dW_1$, and the same for $b_1$, $W_2$ and $b_2$.
#
# | | old value | slope | $\alpha$ | new value |
# |---|---|---|---|---|
# | **A** | 0.5 | 0.2 | 0.5 | 0.5 - 0.5 * 0.2 = 0.4 |
# | **B** | -1 | -0.4 | 0.5 | -1 + ? = ? |
# | **C** | 2 | 3 | 0.1 | ? |
#
# B's slope is negative: `J` falls as the parameter grows, so it grows.
#
# Parameters travel in a dict with the keys `"W1"`, `"b1"`, `"W2"`, `"b2"`; their gradients in a dict in which each
# key has a `d` in front (there may be more keys in it, such as `"dZ1"`). A number times an array is `*`. **Return a
# new dict of new arrays.** The one you were given is still somebody's, and must be the same afterwards.


# %% solution="update"
def update(parameters, gradients, learning_rate):
    """One step of gradient descent.

    parameters: dict of W1, b1, W2, b2, gradients: dict of dW1, db1, dW2, db2 -> a new dict of W1, b1, W2, b2
    """
    ### BEGIN SOLUTION
    return {name: value - learning_rate * gradients["d" + name] for name, value in parameters.items()}
    ### END SOLUTION


# %% checks="update" points=2
check("initialization.update", update, points=2)
### BEGIN HIDDEN TESTS
check("initialization.update", update, points=2, seed=1407)
### END HIDDEN TESTS

# %% [markdown]
# ## 5. Start at zero?
#
# It looks fair: all parameters 0, no prejudice. Follow one pass through such a network in your head. It does not matter
# which example comes in.
#
# | forward | | backward | |
# |---|---|---|---|
# | `Z1` | 0 times the features, plus 0: all 0 | `dZ2` | 0.5 where `y` = 0, -0.5 where `y` = 1 |
# | `A1` | $\tanh(0)$ = 0 | `dW2` | `dZ2` with `A1` lying down: ? |
# | `Z2` | 0 | `dZ1` | first of all, `W2` transposed times `dZ2`: ? |
# | `A2` | $\sigma(0)$ = 0.5 | `dW1` | ? |
#
# There are as many points labelled 1 as labelled 0. So what is `db2`, the average of `dZ2`? Fill in the gaps before
# you run the cell, which asks your `backward`.


# %%
def gradients_at(parameters):
    """Your six gradients for the points above."""
    Z1, A1, _, A2 = network.forward(X, **parameters)
    return backward(X, Y, parameters["W2"], Z1, A1, A2)


def filled_with(number, n1=4):
    """Two inputs, n1 hidden units, one output: all weights the same number, all biases 0."""
    return {
        "W1": np.full((n1, 2), number),
        "b1": np.zeros((n1, 1)),
        "W2": np.full((1, n1), number),
        "b2": np.zeros((1, 1)),
    }


slopes = gradients_at(filled_with(0.0))
if not isinstance(slopes, dict):
    print("Let backward return a dict first, then run this cell again.")
else:
    for name in ("dW2", "db2", "dW1", "db1"):
        print(f"{name}: largest entry {np.max(np.abs(slopes[name])):.1e}")

# %% [markdown]
# Not small: **zero**. Update as often as you like, nothing will ever move. The network
# says "fifty-fifty" to everything, and has no idea in which direction to improve.

# %% [markdown]
# ## 6. Start equal?
#
# Then let all weights be 0.5. Now `A1` is not zero and neither is `W2`, so the news gets through. But look at what each
# of the four hidden units hears:
#
# | | unit 1 | unit 2 |
# |---|---|---|
# | weights in | (0.5, 0.5) | (0.5, 0.5) |
# | for the features (1, 0.4): `z1` | 0.7 | 0.7 |
# | `a1` | $\tanh(0.7)$ | ? |
# | weight out | 0.5 | ? |
# | error sent back, with `dz2` = -0.6 | -0.3 | ? |
# | `dz1` | the same times $g'(0.7)$ | ? |
# | its row of `dW1` | `dz1` times (1, 0.4) | ? |
#
# Before you run the next cell: what will the rows of `dW1` look like? And `W1` after one step?

# %%
equal = filled_with(0.5)
slopes = gradients_at(equal)
stepped = update(equal, slopes, 1.0) if isinstance(slopes, dict) else None
if not isinstance(stepped, dict):
    print("Let backward and update return a dict first, then run this cell again.")
else:
    for name, value in (("dW1", slopes["dW1"]), ("dW2", slopes["dW2"]), ("W1 after one step", stepped["W1"])):
        print(name, value, sep="\n", end="\n\n")

# %% [markdown]
# Every row learns the same, so after the step the rows are equal again. Then the whole argument applies to the next
# step, and the one after it. **Units that start as twins stay twins.** You pay for four hidden units and get one.

# %% [markdown]
# ## 7. A random start
#
# Twins part if they differ at the beginning, no matter how little. So draw each weight at random: a
# normal number from `rng`, times a small factor such as 0.1. `rng.standard_normal((2, 3))` draws a matrix of shape
# `(2, 3)`.
#
# The biases may be 0. Your twins above had equal biases *and* equal weights; how many differences does it take?
#
# Draw from the `rng` you are given and from nowhere else: with the same generator, the start is the same again.


# %% solution="initialize"
def initialize(n0, n1, n2, rng):
    """First values: small random weights, biases 0.

    rng: a NumPy random generator -> dict of W1: (n1, n0), b1: (n1, 1), W2: (n2, n1), b2: (n2, 1)
    """
    ### BEGIN SOLUTION
    return {
        "W1": 0.1 * rng.standard_normal((n1, n0)),
        "b1": np.zeros((n1, 1)),
        "W2": 0.1 * rng.standard_normal((n2, n1)),
        "b2": np.zeros((n2, 1)),
    }
    ### END SOLUTION


# %% checks="initialize" points=3
check("initialization.initialize", initialize, points=3)
### BEGIN HIDDEN TESTS
check("initialization.initialize", initialize, points=3, seed=1408)
### END HIDDEN TESTS

# %% [markdown]
# Look at the rows of `dW1` again, now from your start:

# %%
start = initialize(2, 4, 1, np.random.default_rng(0))
slopes = gradients_at(start) if isinstance(start, dict) else None
if not isinstance(slopes, dict):
    print("Let backward and initialize return a dict first, then run this cell again.")
else:
    print("1000 * dW1 =", 1000 * slopes["dW1"], sep="\n")

# %% [markdown]
# ### Why small?
#
# $\tanh$ is steep around 0 and flat far out: a value of 0.99 has a slope of 0.02. A hidden unit out there is
# *saturated*. Its slope multiplies every error that is sent back to it, so it hardly learns. Which factor below
# starts to push units out there? Guess first.

# %%
for factor in (0.01, 0.1, 1, 10, 100):
    W1 = factor * np.random.default_rng(0).standard_normal((50, 2))
    share = np.mean(np.abs(np.tanh(W1 @ X)) > 0.99)
    print(f"factor {factor:6}: {share:4.0%} of the hidden values are beyond 0.99")

# %% [markdown]
# Very small is safe but slow at first: where all weights are near 0, so are nearly all gradients. You will
# see that as a flat piece at the beginning of the cost.

# %% [markdown]
# ## 8. Train
#
# You have every part. Put them in order:
#
# 1. Make a start for `n0` features, `n1` hidden units, `n2` outputs. `X` and `Y` tell you `n0` and `n2`.
# 2. Then, `steps` times: go forward, **note the cost**, go backward, update.
# 3. Return the final parameters and the list of the costs, one for each step.
#
# `forward(X, **parameters)` hands over the four arrays by name.


# %% solution="train"
def train(X, Y, n1, steps, learning_rate, rng):
    """Gradient descent from a random start.

    X: (n0, m), Y: (n2, m) -> parameters: dict of W1, b1, W2, b2, costs: list of J before each step
    """
    ### BEGIN SOLUTION
    parameters = initialize(X.shape[0], n1, Y.shape[0], rng)
    costs = []
    for _ in range(steps):
        Z1, A1, _, A2 = forward(X, **parameters)
        costs.append(cost(A2, Y))
        gradients = backward(X, Y, parameters["W2"], Z1, A1, A2)
        parameters = update(parameters, gradients, learning_rate)
    return parameters, costs
    ### END SOLUTION


# %% checks="train" points=4
check("initialization.train", train, points=4)
### BEGIN HIDDEN TESTS
check("initialization.train", train, points=4, seed=1409)
### END HIDDEN TESTS

# %% [markdown]
# ## 9. Three starts, one race
#
# Now for the proof by experiment. `train` takes its randomness from `rng`. A **loaded die** is a generator that
# always shows the same number: one that shows 0 makes your start the zero start, one that shows 1 makes it an equal
# start. Your code does not notice.
#
# Three networks, four hidden units each, 500 steps on the points of section 1. Before you run it, draw three cost
# curves on paper. How low can the equal start get, if its four units are one?


# %%
class LoadedDie:
    """A random generator that always draws the same number."""

    def __init__(self, shows):
        self.shows = shows

    def standard_normal(self, size):
        return np.full(size, float(self.shows))

    def normal(self, loc=0.0, scale=1.0, size=None):
        return loc + scale * self.standard_normal(size)


def is_a_run(value):
    """Whether train returned parameters and at least one cost."""
    if not isinstance(value, (tuple, list)) or len(value) != 2 or not isinstance(value[0], dict):
        return False
    return np.ndim(value[1]) == 1 and np.size(value[1]) > 0 and np.asarray(value[1]).dtype.kind == "f"


trained = False
dice = {"zero": LoadedDie(0), "equal": LoadedDie(1), "random": np.random.default_rng(0)}
runs = {name: train(X, Y, n1=4, steps=500, learning_rate=2.0, rng=die) for name, die in dice.items()}
trained = all(is_a_run(value) for value in runs.values())
if not trained:
    print("Let train return parameters and costs first, then run this cell again.")
else:
    display(plots.cost_curves({name: costs for name, (_, costs) in runs.items()}))

# %% [markdown]
# The zero start stays at 0.69, which is $\log 2$: the cost of saying "fifty-fifty" to everything. Here is what each
# network believes. The line is where it is undecided; the zero start is undecided everywhere and has none.

# %%
if trained:
    predictors = {
        name: lambda points, parameters=parameters: network.forward(points, **parameters)[3]
        for name, (parameters, _) in runs.items()
    }
    display(plots.decision_boundary(predictors, X, Y))

# %% [markdown]
# One straight cut for the equal start, as with a single unit, because a single unit is what it is. It has found
# about the best straight cut there is. The random start has bent its line between all four squares.
#
# And here are the hidden units themselves. Each unit has two incoming weights, so it is a point in the plane. A cross
# shows where it started, a mark where it ended.

# %%
if trained:
    dice = {"equal": LoadedDie(1), "random": np.random.default_rng(0)}
    starts = {name: initialize(2, 4, 1, die) for name, die in dice.items()}
    display(plots.symmetry({name: (starts[name]["W1"], runs[name][0]["W1"]) for name in starts}))

# %% [markdown]
# On the left, four units lie on top of each other, after 500 steps as before the first. On the right, four units began
# close together and went four ways: each has found its own job.

# %% [markdown]
# ### In your own words
#
# **Why does a network that starts with all parameters at zero learn nothing?** Go through the gradients and say for
# each weight matrix which factor makes its gradient zero. Then: why is it not enough to start at some other number,
# the same for all weights, and why may the biases start at zero all the same? Four to six sentences. (A person reads
# this one.)

# %% [markdown] explain="why-zero-start-fails" points=3
# With all parameters at zero the hidden activations are tanh(0) = 0 for every example. dW2 is the errors times these
# activations, so dW2 is zero. The errors are sent back through W2, which is zero as well, so dZ1 is zero, and with it
# dW1 and db1. Only db2 can differ from zero, when the labels are not balanced; then the network learns one
# constant answer for every example and nothing about x. With another number, the same for all weights, gradients are no
# longer zero, but all hidden units compute the same value, send it out through equal weights and get the same error
# back: their rows of dW1 and entries of dW2 are equal, so after each update the units are equal again, and n1 units are
# worth one. Random weights break that symmetry. Biases may be zero because different weights alone already make the
# units' values, and so their gradients, different.

# %% [markdown]
# ## 10. Find the bug
#
# Somebody else's update step. A training run with it gives the same cost curve as yours. And yet, somebody who used it
# to compare learning rates from one and the same start got results that made no sense.


# %% solution="repair"
def suspect(parameters, gradients, learning_rate):
    """Somebody else's update step; arguments and dict as for `update`."""
    updated = {}
    for name, value in parameters.items():
        step = learning_rate * gradients["d" + name]
        ### BEGIN SOLUTION
        value = value - step
        ### END SOLUTION
        # GIVEN: value -= step
        updated[name] = value
    return updated


# %% [markdown]
# Measure. The cell below takes one step from the same start three times, and the first and the last have the same
# learning rate. Which two lines should agree? Repair one line and measure again.

# %%
start = filled_with(0.5)
slopes = {"dW1": np.ones((4, 2)), "db1": np.ones((4, 1)), "dW2": np.ones((1, 4)), "db2": np.ones((1, 1))}
for learning_rate in (0.1, 0.2, 0.1):
    stepped = suspect(start, slopes, learning_rate)
    print(f"learning rate {learning_rate}: the first weight goes to {stepped['W1'][0, 0]:.3f}")

# %% checks="repair" points=2
check("initialization.repair", suspect, points=2)
### BEGIN HIDDEN TESTS
check("initialization.repair", suspect, points=2, seed=1410)
### END HIDDEN TESTS

# %% [markdown]
# ## 11. Your turn to play
#
# Nothing is graded from here on. Here your own functions train while you watch. Pick a start, and press the buttons:

# %%
course.TrainingExplorer(initialize=initialize, update=update, backward=backward)

# %% [markdown]
# And here you may change the code. One thing at a time, and predict before you run:
#
# - `data.two_moons()` or `data.flower()`, with another `seed` or more `noise`;
# - one hidden unit, or two, or thirty: what is the smallest number that does the job?
# - a learning rate of 0.02, or of 30;
# - the factor in your `initialize`: 0.001, then 10.

# %%
X, Y = data.flower()
outcome = train(X, Y, n1=12, steps=1500, learning_rate=2.0, rng=np.random.default_rng(0))
if not is_a_run(outcome):
    print("Let train return parameters and costs first, then run this cell again.")
else:
    parameters, costs = outcome
    print(f"J was {costs[0]:.2f} and is now {costs[-1]:.2f}")
    display(plots.decision_boundary({"a flower": lambda points: network.forward(points, **parameters)[3]}, X, Y))

# %% [markdown]
# ## What you have learnt
#
# - A gradient of zero is an order to stand still. Where everything starts at zero, everything stays there.
# - Equal units get equal gradients and stay equal. A little randomness in the weights is enough to part them; biases
#   may start at zero.
# - Small random weights keep $\tanh$ where it is steep; too large, and it is flat from the first step.
# - An update returns something new and leaves the old as it was.
# - Start, forward, cost, backward, update, again: that is all of training. You wrote each part.
#
# **This is the end of the course.** You began with the error of one neuron on one example, and have ended with a
# network that draws a curved line through a flower, trained by equations that you derived, wrote and measured.
# Libraries will do this for you from now on. You know what they are doing.
