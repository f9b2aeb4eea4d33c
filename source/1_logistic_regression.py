# %% [markdown]
# # Lesson 1. Logistic regression: the gradients of one example
#
# *About 60 minutes. You need to know what a derivative is, the chain rule, and a little NumPy.*
#
# When you reach the end you can
#
# - compute a prediction and its loss, on paper and in NumPy;
# - walk back from the loss to every weight with the chain rule, one short step at a time;
# - show how the long product in the middle collapses to one subtraction, and why a computer is glad of it;
# - test a gradient before you trust it, and repair one that is wrong.
#
# Everything here is about **one neuron and one example**. That is small enough for numbers you can check in your head,
# and it is the brick that lessons 2 to 4 build with.

# %% [markdown]
# ## How this notebook works
#
# Where a cell says `# YOUR CODE HERE`, replace the `...` below it with your code. Run the cell (Shift+Enter), then run
# the check under it. The check tells you what is right; for the rest it says what it got, what it expected, and where
# to look next. When the kernel was restarted, or a name is not defined, first run everything above once more:
# *Run > Run All Above Selected Cell*.
#
# **The checks you see are for learning: run them as often as you like, nothing is counted. When the notebook is graded,
# hidden checks call the same functions with other numbers and other sizes.** A function that works from its arguments
# alone passes both.
#
# Three habits of notation, kept through the whole course:
#
# | we write | it means | in NumPy |
# |---|---|---|
# | $u * v$ | entry by entry | `u * v` |
# | $W x$, side by side | the matrix product | `W @ x` |
# | $w^T$ | the transpose | `w.T` |
#
# Vectors are columns: `n0` features make an array of shape `(n0, 1)`. Single numbers such as `z` travel as arrays of
# shape `(1, 1)`. And $\log$ is the natural logarithm, `np.log`.

# %% locked
import numpy as np

from course import GraphExplorer, check, hint, network
from course.gradients import finite_difference, gradient_check

np.set_printoptions(precision=4, suppress=True)


def column(*entries):
    """The numbers as a column, shape (how many, 1)."""
    return np.array(entries, dtype=float).reshape(-1, 1)


def loss_of(w, b, x, y):
    """The whole way forward with the course's own steps: from weights and features to the loss."""
    return network.loss(network.logistic_forward(w, b, x)[1], y)


# %% [markdown]
# When you are stuck, ask for a hint by the name that stands in the check: write `hint("logistic.sigmoid")` into a cell
# of its own and run it. The first time you get a question to think about, the second time the place to look, the third
# time the formula in words.

# %% [markdown]
# ## 1. From the features to a prediction
#
# A neuron weighs its features, adds them up, and squeezes the sum into a probability:
#
# $z = w^T x + b$
#
# $a = \sigma(z) = \frac{1}{1 + e^{-z}}$
#
# - $w$ says how much each feature counts, $b$ what the neuron thinks before it has seen any.
# - $z$ is the evidence, any real number. Positive speaks for the label 1, negative for the label 0.
# - $a$ is the same evidence as a probability: how likely the neuron thinks it is that $y = 1$. No evidence, $z = 0$,
#   gives $a = 0.5$.
#
# Three examples go with us through the lesson. **A** is worked for you. In **B** a gap is left: fill it in your head.
# **C** is all yours, on paper.
#
# | | x | w | b | $z = w^T x + b$ | $a = \sigma(z)$ |
# |---|---|---|---|---|---|
# | **A** | (2, 1) | (1, -1) | -1 | 2 - 1 - 1 = 0 | 1 / (1 + 1) = 0.5 |
# | **B** | (1, 2) | (0.5, 0.2) | 0.2 | 0.5 + 0.4 + 0.2 = ? | 1 / (1 + 1/3) = ? |
# | **C** | (3, -1) | (-0.5, -0.2) | 0.2 | ? | ? |
#
# One number helps with both: $e^{1.1}$ is almost exactly 3, so $e^{-1.1}$ is almost 1/3.

# %% locked
examples = {
    "A": {"x": column(2, 1), "w": column(1, -1), "b": column(-1), "y": column(1)},
    "B": {"x": column(1, 2), "w": column(0.5, 0.2), "b": column(0.2), "y": column(0)},
    "C": {"x": column(3, -1), "w": column(-0.5, -0.2), "b": column(0.2), "y": column(1)},
}

# %% [markdown]
# Write the sigmoid. `np.exp` works entry by entry, so the formula can stay as it is.


# %% solution="sigmoid"
def sigmoid(z):
    """The sigmoid of z, entry by entry. z: any shape -> the same shape."""
    ### BEGIN SOLUTION
    return 1 / (1 + np.exp(-z))
    ### END SOLUTION


# %% checks="sigmoid" points=1
check("logistic.sigmoid", sigmoid, points=1)
### BEGIN HIDDEN TESTS
check("logistic.sigmoid", sigmoid, points=1, seed=1101)
### END HIDDEN TESTS

# %% [markdown]
# Now the two forward steps together. $w^T x$ is a matrix product, `@`: a row of shape `(1, n0)` times a column of shape
# `(n0, 1)` gives `(1, 1)`. Use your `sigmoid`.


# %% solution="forward"
def forward(w, b, x):
    """One neuron forward. w, x: (n0, 1), b: (1, 1) -> z, a, both (1, 1)."""
    ### BEGIN SOLUTION
    z = w.T @ x + b
    a = sigmoid(z)
    return z, a
    ### END SOLUTION


# %% [markdown]
# Compare with your paper. This cell shows `None` until you have written `forward`.

# %%
for name, example in examples.items():
    print(name, forward(example["w"], example["b"], example["x"]))

# %% checks="forward" points=2
check("logistic.forward", forward, points=2)
### BEGIN HIDDEN TESTS
check("logistic.forward", forward, points=2, seed=1102)
### END HIDDEN TESTS

# %% [markdown]
# ## 2. How wrong was it? The loss
#
# The loss is one number for how bad the prediction was:
#
# $L(a, y) = -y * \log a - (1 - y) * \log(1 - a)$
#
# The label $y$ is 1 or 0, so one of the two terms is always switched off. What is left is minus the logarithm of the
# probability that the neuron gave **to what really happened**: its surprise.
#
# | probability given to the truth | 0.99 | 0.75 | 0.5 | 0.25 | 0.01 |
# |---|---|---|---|---|---|
# | loss | 0.01 | 0.29 | 0.69 | 1.39 | 4.61 |
#
# Why this loss? Making it small makes the labels we saw as probable as possible, and being sure *and* wrong costs
# without limit.
#
# | | a | y | L |
# |---|---|---|---|
# | **A** | 0.5 | 1 | -log 0.5 = 0.69 |
# | **B** | 0.75 | 0 | -log(1 - ?) = ? |
# | **C** | 0.25 | 1 | ? |
#
# <details><summary>B and C, to compare with yours</summary>
#
# B: -log(1 - 0.75) = 1.39. C: -log 0.25 = 1.39 too; both gave the truth a probability of 0.25.
#
# </details>
#
# Each product here is number times number, so `*`. The answer should be a plain number:
# `.item()` takes the single entry out of a `(1, 1)` array.


# %% solution="loss"
def loss(a, y):
    """The loss of one example. a, y: (1, 1) -> a number."""
    ### BEGIN SOLUTION
    return (-y * np.log(a) - (1 - y) * np.log(1 - a)).item()
    ### END SOLUTION


# %% checks="loss" points=1
check("logistic.loss", loss, points=1)
### BEGIN HIDDEN TESTS
check("logistic.loss", loss, points=1, seed=1103)
### END HIDDEN TESTS

# %% [markdown]
# ## 3. What a gradient says
#
# Here is the whole calculation as a graph. Values flow to the right, gradients flow back to the left.
#
# ```
#  x, w, b  --->  z = w.T @ x + b  --->  a = sigmoid(z)  --->  L(a, y)
#  dw, db   <---         dz        <---        da        <---    1
# ```
#
# In code, `dfoo` is short for $\frac{\partial L}{\partial foo}$: **how fast the loss changes when only `foo` is
# nudged** and everything to its right follows. It is something you can measure. For example A, push $z$ up a little and
# watch the loss:

# %%
y = column(1)
z = column(0)
nudge = 0.001
change = network.loss(network.sigmoid(z + nudge), y) - network.loss(network.sigmoid(z), y)
print(f"z goes up by {nudge}, the loss changes by {change:.6f}: a slope of {change / nudge:.3f}")

# %% [markdown]
# So `dz` of example A is close to -0.5. Minus: more evidence makes this loss *smaller*. Half: it falls half as fast as
# $z$ rises. Remember that number; before long you will compute it without any nudging.
#
# Here is the graph to play with, for two features `x1`, `x2` and their weights `w1`, `w2`. Step forward until you reach
# the loss, then back. Then flip the label `y`: what happens to every gradient?

# %%
GraphExplorer("logistic")

# %% [markdown]
# ### Shapes first
#
# Each entry of `foo` can be nudged by itself, so each entry has its own slope: **`foo` and `dfoo` always have the same
# shape.** That rule catches more mistakes than any other in this course.
#
# Before there is any code, predict three shapes. Write the two entries between the parentheses, with a comma: a size by
# its name in quotation marks, or the number 1. The shape of `x` would be `"n0", 1`.

# %% solution="shapes"
shape_of_dz = (
    ### BEGIN SOLUTION
    (1, 1)
    ### END SOLUTION
)

shape_of_dw = (
    ### BEGIN SOLUTION
    ("n0", 1)
    ### END SOLUTION
)

shape_of_db = (
    ### BEGIN SOLUTION
    (1, 1)
    ### END SOLUTION
)

# %% checks="shape-of-dz" points=1
check("logistic.shape_of_dz", shape_of_dz, points=1)
### BEGIN HIDDEN TESTS
check("logistic.shape_of_dz", shape_of_dz, points=1, seed=1104)
### END HIDDEN TESTS

# %% checks="shape-of-dw" points=1
check("logistic.shape_of_dw", shape_of_dw, points=1)
### BEGIN HIDDEN TESTS
check("logistic.shape_of_dw", shape_of_dw, points=1, seed=1105)
### END HIDDEN TESTS

# %% checks="shape-of-db" points=1
check("logistic.shape_of_db", shape_of_db, points=1)
### BEGIN HIDDEN TESTS
check("logistic.shape_of_db", shape_of_db, points=1, seed=1106)
### END HIDDEN TESTS

# %% [markdown]
# ## 4. The first step back: da
#
# How does the loss react to the prediction? The derivative of $\log a$ is $\frac{1}{a}$. The derivative of
# $\log(1 - a)$ is $-\frac{1}{1 - a}$; the extra minus is the inner derivative of $1 - a$. So
#
# $da = -\frac{y}{a} + \frac{1 - y}{1 - a}$
#
# **Direction.** If $y = 1$, `da` is negative: raising $a$ lowers the loss. If $y = 0$, it is positive. **Size.** The
# more wrong the prediction, the steeper: with $y = 1$ and $a = 0.01$ the slope is -100.
#
# | | a | y | da |
# |---|---|---|---|
# | **A** | 0.5 | 1 | -1 / 0.5 + 0 = -2 |
# | **B** | 0.75 | 0 | 0 + 1 / (1 - ?) = ? |
# | **C** | 0.25 | 1 | ? |
#
# <details><summary>B and C, to compare with yours</summary>
#
# B: 1 / (1 - 0.75) = 4. C: -1 / 0.25 = -4. Equally wrong, so equally steep, in opposite directions.
#
# </details>
#
# The divisions are entry by entry, as `*` is.


# %% solution="da"
def find_da(a, y):
    """The slope of the loss in a. a, y: (1, 1) -> da: (1, 1)."""
    ### BEGIN SOLUTION
    return -y / a + (1 - y) / (1 - a)
    ### END SOLUTION


# %% checks="da" points=2
check("logistic.da", find_da, points=2)
### BEGIN HIDDEN TESTS
check("logistic.da", find_da, points=2, seed=1107)
### END HIDDEN TESTS

# %% [markdown]
# ## 5. The slope of the sigmoid
#
# One step further left stands $a = \sigma(z)$. Its own slope, which we call $g'(z)$, says how fast $a$ moves when $z$
# does. It does not know about any loss.
#
# | | | |
# |---|---|---|
# | $a$ | $= (1 + e^{-z})^{-1}$ | the definition |
# | $g'(z)$ | $= e^{-z} (1 + e^{-z})^{-2}$ | chain rule; the two minus signs cancel |
# | | $= \frac{1}{1 + e^{-z}} * \frac{e^{-z}}{1 + e^{-z}}$ | split in two |
# | | $= a \; *$ ? | and the two fractions add up to 1 |
#
# Finish the last line: no $z$ is left in it, only $a$. That is handy, because the forward pass has already computed
# $a$. Every product is number times number, `*`.
#
# | | a | $g'(z)$ |
# |---|---|---|
# | **A** | 0.5 | 0.5 * 0.5 = 0.25, the steepest it can be |
# | **B** | 0.75 | 0.75 * ? = ? |
# | **C** | 0.25 | ? |
#
# <details><summary>B and C, to compare with yours</summary>
#
# Both are 0.1875, which is 3/16: the sigmoid is symmetric about $z = 0$.
#
# </details>


# %% solution="sigmoid-prime"
def sigmoid_prime(a):
    """The slope of the sigmoid, written with its own value a. a: (1, 1) -> (1, 1)."""
    ### BEGIN SOLUTION
    return a * (1 - a)
    ### END SOLUTION


# %% checks="sigmoid-prime" points=1
check("logistic.sigmoid_prime", sigmoid_prime, points=1)
### BEGIN HIDDEN TESTS
check("logistic.sigmoid_prime", sigmoid_prime, points=1, seed=1108)
### END HIDDEN TESTS

# %% [markdown]
# ## 6. dz, the long way
#
# The chain rule in one sentence: if $z$ moves $a$ at the rate $g'(z)$, and $a$ moves the loss at the rate `da`, then
# $z$ moves the loss at the product of the two rates.
#
# $dz = da * g'(z)$
#
# Both factors have shape `(1, 1)` and belong to the same neuron, so the product is entry by entry: `*`, not `@`.
#
# | | da | $g'(z)$ | dz |
# |---|---|---|---|
# | **A** | -2 | 0.25 | -0.5, what the nudge measured |
# | **B** | 4 | 0.1875 | ? |
# | **C** | ? | ? | ? |
#
# <details><summary>B and C, to compare with yours</summary>
#
# B: 4 * 0.1875 = 0.75. C: -4 * 0.1875 = -0.75.
#
# </details>


# %% solution="dz-by-chain-rule"
def find_dz_by_chain_rule(da, a):
    """The slope of the loss in z, from da. da, a: (1, 1) -> dz: (1, 1)."""
    ### BEGIN SOLUTION
    return da * sigmoid_prime(a)
    ### END SOLUTION


# %% checks="dz-by-chain-rule" points=1
check("logistic.dz_by_chain_rule", find_dz_by_chain_rule, points=1)
### BEGIN HIDDEN TESTS
check("logistic.dz_by_chain_rule", find_dz_by_chain_rule, points=1, seed=1109)
### END HIDDEN TESTS

# %% [markdown]
# ## 7. The collapse
#
# Look at the column of `dz` next to $a$ and $y$. Something simpler is hiding there. Put the two formulas into the
# product and tidy up:
#
# | | | |
# |---|---|---|
# | $dz$ | $= da * g'(z)$ | the chain rule |
# | | $= (-\frac{y}{a} + \frac{1 - y}{1 - a}) * a * (1 - a)$ | sections 4 and 5 |
# | | $= -y * (1 - a) + (1 - y) * a$ | each fraction cancels |
# | | $= -y + y * a + a - y * a$ | multiply out |
# | | $=$ ? | yours |
#
# Write the last line as code, with $a$ and $y$ only. It must give -0.5 for A ($a = 0.5$, $y = 1$).


# %% solution="dz"
def find_dz(a, y):
    """The slope of the loss in z, the short way. a, y: (1, 1) -> dz: (1, 1)."""
    ### BEGIN SOLUTION
    return a - y
    ### END SOLUTION


# %%
for name, example in examples.items():
    _, a = network.logistic_forward(example["w"], example["b"], example["x"])
    print(name, "dz =", find_dz(a, example["y"]))

# %% checks="dz" points=2
check("logistic.dz", find_dz, points=2)
### BEGIN HIDDEN TESTS
check("logistic.dz", find_dz, points=2, seed=1110)
### END HIDDEN TESTS

# %% [markdown]
# Read it aloud: `dz` is the error of the prediction, with its sign. It always lies between -1 and 1, and it fades
# as the prediction gets better.
#
# This is what the loss was chosen for. Where the neuron is sure and wrong, the sigmoid is almost flat and the loss is
# almost vertical, and the two cancel. With a squared error the flat part would win: the worst predictions would learn
# slowest.

# %% [markdown]
# ## 8. Why the computer is glad
#
# On paper the long and the short way agree. A computer keeps about 16 digits, and that is where they part. The cell
# below uses your three functions on ever larger $z$.

# %%
a = network.sigmoid(column(2))
if any(answer is None for answer in (find_da(a, a), find_dz_by_chain_rule(a, a), find_dz(a, a))):
    print("Write find_da, find_dz_by_chain_rule and find_dz first, then run this cell again.")
else:
    print("    z  y     1 - a         da   da * g'(z)   short way")
    for label in (0, 1):
        for evidence in (2, 20, 36, 37, 40):
            y, a = column(label), network.sigmoid(column(evidence))
            with np.errstate(all="ignore"):
                da = find_da(a, y)
                numbers = [np.sum(value) for value in (1 - a, da, find_dz_by_chain_rule(da, a), find_dz(a, y))]
            print("{:5}  {}  {:8.1e}  {:9.2e}  {:11.4g}  {:10.4g}".format(evidence, label, *numbers))

# %% [markdown]
# From $z = 37$ on, $a$ is so close to 1 that it is *stored* as 1. Then $1 - a$ is 0, and the long way meets
# $\frac{1}{0} * 0$ or $\frac{0}{0}$: `nan`, "not a number". One `nan` in a gradient turns every weight into `nan` at
# the next step. In the lower half of the table the neuron is even **right**, and still the long way fails.
#
# The trouble starts before it shows. At $z = 36$ and $y = 0$ the true `da` is $1 + e^{36}$, about 4.3e15; compare with
# the table. $1 - a$ has lost nearly all its digits by then. The product looks healthy only because the same
# spoilt number is divided by and then multiplied with.
#
# The short way never divides, so nothing can go wrong. Collapsing a formula is not only tidier: it is safer.

# %% [markdown]
# ## 9. The last step: dw and db
#
# $z = w^T x + b$ adds up weight times feature. Nudge the weight of the second feature by $t$: $z$ moves by $t$ times
# that feature, and the loss by `dz` times as much. The same holds for every weight, so all of them together are
#
# $dw = dz * x$
#
# Nudge $b$ by $t$, and $z$ moves by just $t$. What follows for `db`?
#
# | | x | dz | dw | db |
# |---|---|---|---|---|
# | **A** | (2, 1) | -0.5 | (-1, -0.5) | -0.5 |
# | **B** | (1, 2) | 0.75 | (0.75, ?) | ? |
# | **C** | (3, -1) | -0.75 | ? | ? |
#
# <details><summary>B and C, to compare with yours</summary>
#
# B: dw = (0.75, 1.5), db = 0.75. C: dw = (-2.25, 0.75), db = -0.75. In C the second feature is negative, so its
# weight has to go the other way.
#
# </details>
#
# `dz` is one number and multiplies every entry of `x`, hence the `*`. (`x @ dz` gives the same, because its
# inner sizes are 1 and 1. `dz @ x` does not fit: (1, 1) and (n0, 1).)


# %% solution="dw-db"
def find_dw(dz, x):
    """The slope of the loss in each weight. dz: (1, 1), x: (n0, 1) -> dw: (n0, 1)."""
    ### BEGIN SOLUTION
    return dz * x
    ### END SOLUTION


def find_db(dz):
    """The slope of the loss in the bias. dz: (1, 1) -> db: (1, 1)."""
    ### BEGIN SOLUTION
    return dz
    ### END SOLUTION


# %% checks="dw" points=2
check("logistic.dw", find_dw, points=2)
### BEGIN HIDDEN TESTS
check("logistic.dw", find_dw, points=2, seed=1111)
### END HIDDEN TESTS

# %% checks="db" points=1
check("logistic.db", find_db, points=1)
### BEGIN HIDDEN TESTS
check("logistic.db", find_db, points=1, seed=1112)
### END HIDDEN TESTS

# %% [markdown]
# ### In your own words
#
# We have `dw` and `db`. The formula $z = w^T x + b$ has a third ingredient, $x$, and yet nobody asked for `dx`. **Why
# is it not needed here?** And what is different about $w$ and $b$? Answer in two or three sentences below. (A person
# reads this one.)

# %% [markdown] explain="why-no-dx" points=3
# A gradient is computed in order to change something. $w$ and $b$ are ours to change: they are the parameters, and
# learning means moving them against their slopes. $x$ is data. It was measured, it stays as it is, and no step of
# gradient descent ever moves it, so its slope would not be used. Nothing stands to the left of $x$ in the graph either,
# so no earlier gradient needs `dx` on its way. (It exists: it would be `dz` times $w$. If $x$ were the output of an
# earlier layer we would need exactly that, and lesson 2 does.)

# %% [markdown]
# ## 10. All together
#
# The forward pass has left you $x$, $a$ and $y$. From these, return `dw` and `db`, in this order. Take the short way to
# `dz`.


# %% solution="gradients"
def gradients(x, a, y):
    """The gradients of one example. x: (n0, 1), a, y: (1, 1) -> dw: (n0, 1), db: (1, 1)."""
    ### BEGIN SOLUTION
    dz = find_dz(a, y)
    return find_dw(dz, x), find_db(dz)
    ### END SOLUTION


# %% checks="gradients" points=4
check("logistic.gradients", gradients, points=4)
### BEGIN HIDDEN TESTS
check("logistic.gradients", gradients, points=4, seed=1113)
### END HIDDEN TESTS

# %% [markdown]
# ## 11. What it is good for: one step downhill
#
# The gradient points uphill, so step the other way: `w - rate * dw` and `b - rate * db` (`rate` is one number, hence
# `*`). Predict first: will every one of the three losses fall? Then run the cell, and try a `rate` of 0.01 and of 1.

# %%
rate = 0.1
for name, example in examples.items():
    w, b, x, y = (example[key] for key in "wbxy")
    z, a = network.logistic_forward(w, b, x)
    answer = gradients(x, a, y)
    if not isinstance(answer, tuple | list):
        print("Write gradients first, so that it returns dw, db, then run this cell again.")
        break
    dw, db = answer
    before, after = loss_of(w, b, x, y), loss_of(w - rate * dw, b - rate * db, x, y)
    print(f"{name}: the loss was {before:.4f} and is now {after:.4f}")

# %% [markdown]
# ## 12. Trust, but measure
#
# In section 3 a nudge measured a slope. Do the same to every weight in turn, up and down, and you have a second opinion
# on any gradient. `gradient_check` does this and returns one number, the relative error: **below 1e-7 the gradient is
# right, above 1e-4 it is wrong.**


# %%
def measure(w, b, x, y):
    """The relative errors of your dw and db against measured slopes."""
    answer = gradients(x, network.logistic_forward(w, b, x)[1], y)
    if not isinstance(answer, tuple | list):
        return "write gradients first, so that it returns dw, db, then run this cell again"
    dw, db = answer
    error_of_dw = gradient_check(lambda nudged: loss_of(nudged, b, x, y), w, dw)
    error_of_db = gradient_check(lambda nudged: loss_of(w, nudged, x, y), b, np.atleast_2d(db))
    return f"relative error of dw {error_of_dw:.0e}, of db {error_of_db:.0e}"


for name, example in examples.items():
    print(name, measure(**example))

# %% [markdown]
# ## 13. Find the bug
#
# Somebody else has written the gradients, in a style of their own. The code runs and the shapes are right. It is still
# wrong.


# %% solution="repair"
def suspect(x, a, y):
    """Somebody else's gradients. x: (n0, 1), a, y: (1, 1) -> dw: (n0, 1), db: (1, 1)."""
    ### BEGIN SOLUTION
    miss = a - y
    ### END SOLUTION
    # GIVEN: miss = y - a
    return x @ miss, miss


# %% [markdown]
# Do not stare at it; measure. This cell sets the suspect's answers beside measured slopes, for example C. Compare
# entry by entry. Then change as little of `suspect` as you can, run its cell again, and measure once more.

# %%
w, b, x, y = (examples["C"][key] for key in "wbxy")
z, a = network.logistic_forward(w, b, x)
suspect_dw, suspect_db = suspect(x, a, y)
measured_dw = finite_difference(lambda nudged: loss_of(nudged, b, x, y), w)
measured_db = finite_difference(lambda nudged: loss_of(w, nudged, x, y), b)
print("dw, measured:", measured_dw.ravel(), "  the suspect's:", np.ravel(suspect_dw))
print("db, measured:", measured_db.ravel(), "  the suspect's:", np.ravel(suspect_db))

# %% checks="repair" points=2
check("logistic.repair", suspect, points=2)
### BEGIN HIDDEN TESTS
check("logistic.repair", suspect, points=2, seed=1114)
### END HIDDEN TESTS

# %% [markdown]
# ## What you have learnt
#
# - `dfoo` is the slope of the loss in `foo`, and has the shape of `foo`.
# - The chain rule multiplies local slopes from right to left; each step needs its own slope and what arrives from the
#   right.
# - For a sigmoid with this loss, two awkward factors collapse to a difference: the error of the prediction. It is also
#   the form that survives in floating point.
# - The weights' gradient is that error times the features; the bias gets the error itself.
# - A gradient can be measured, so it need never be believed.
#
# **Next:** in lesson 2 the features of this neuron become the output of another layer. You will make today's
# calculation twice, and the `dx` that nobody wanted today turns out to be the bridge between the two.
