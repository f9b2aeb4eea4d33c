# %% [markdown]
# # Lesson 2. Two layers, one example: the same calculation twice
#
# *About 75 minutes. You need lesson 1.*
#
# When you reach the end you can
#
# - run a two-layer network forward on one example, and walk back through both layers;
# - say what each of the six backward equations means, and write them one at a time;
# - predict the shape of any gradient before there is code, and let the shape decide where a transpose goes;
# - test a whole backward pass, and follow a wrong result to the line it comes from.
#
# There is little new calculus in here. Each layer does what the neuron of lesson 1 did. New is that there are many
# neurons side by side, and that the second layer has to tell the first how to do better.

# %% [markdown]
# ## How this notebook works
#
# As before: replace each `...` under `# YOUR CODE HERE`, run the cell, then run the check below it. When you are stuck,
# `hint("one_example.dz1")` in a cell of its own helps in three steps; the name to ask for stands in each check.
#
# **The checks you see are for learning: run them as often as you like, nothing is counted. When the notebook is graded,
# hidden checks call the same functions with other numbers and other sizes.**
#
# | we write | it means | in NumPy |
# |---|---|---|
# | $u * v$ | entry by entry | `u * v` |
# | $W x$, side by side | the matrix product | `W @ x` |
# | $W^T$ | the transpose | `W.T` |
#
# A subscript is the number of the layer: $z_1$ belongs to the hidden layer, $z_2$ to the output layer. The code writes
# `z1` and `z2`. Vectors are columns.

# %% locked
import numpy as np

from course import GraphExplorer, ShapeInspector, check, hint, network
from course.gradients import complex_step, relative_error

np.set_printoptions(precision=4, suppress=True)


def column(*entries):
    """The numbers as a column, shape (how many, 1)."""
    return np.array(entries, dtype=float).reshape(-1, 1)


def loss_of(x, W1, b1, W2, b2, y):
    """The whole way forward with the course's own steps: from weights and features to the loss."""
    return network.loss(network.forward(x, W1, b1, W2, b2)[3], y)


# %% [markdown]
# ## 1. Forward, twice
#
# A network of two layers makes the two steps of lesson 1, weigh and squeeze, and then makes them again:
#
# | | the hidden layer | the output layer |
# |---|---|---|
# | weighted sums | $z_1 = W_1 x + b_1$ | $z_2 = W_2 a_1 + b_2$ |
# | activations | $a_1 = \tanh(z_1)$ | $a_2 = \sigma(z_2)$ |
#
# `n0` features go into `n1` hidden units, and these into `n2` outputs. **Each row of $W_1$ is one hidden unit:** it is
# the $w^T$ of lesson 1, already lying down. Stack `n1` such rows and one matrix product computes all their weighted
# sums.
#
# The hidden units use $\tanh$, an S-shaped curve like the sigmoid, but from -1 to 1 and through zero: $\tanh(0) = 0$
# and $\tanh(-z) = -\tanh(z)$.
#
# | | x | y | W1 | b1 | W2 | b2 |
# |---|---|---|---|---|---|---|
# | shape | (n0, 1) | (n2, 1) | (n1, n0) | (n1, 1) | (n2, n1) | (n2, 1) |

# %% [markdown]
# Two examples to follow by hand. They need four facts only: $\tanh(0.55)$ is about 0.5, $\tanh(1.1)$ about 0.8,
# $\sigma(0) = 0.5$, and $\sigma(1.1)$ is about 0.75.
#
# **A**, worked, has three features, two hidden units, one output. **B** has two features, three hidden units, two
# outputs; fill the gaps.
#
# | | A | B |
# |---|---|---|
# | `x` | (1, -1, 2) | (1, 2) |
# | `W1`, row by row | (0.5, 0.25, 0.1) and (-0.5, 0.2, -0.2) | (0.35, 0.1), (-0.5, -0.2) and (0.2, -0.1) |
# | `b1` | (0.1, 0) | (0, -0.2, 0) |
# | `z1` | (0.5 - 0.25 + 0.2 + 0.1, -0.5 - 0.2 - 0.4) = (0.55, -1.1) | (0.55, ?, ?) |
# | `a1` | (0.5, -0.8) | (0.5, ?, ?) |
# | `W2`, row by row | (2, 1) | (1, 0, 2) and (-1, 1, 0) |
# | `b2` | -0.2 | (0.6, 0.2) |
# | `z2` | 1 - 0.8 - 0.2 = 0 | (0.5 + 0 + 0 + 0.6, ?) = (1.1, ?) |
# | `a2` | 0.5 | (0.75, ?) |
#
# Here they are in NumPy, for your code to try:

# %% locked
A = {
    "x": column(1, -1, 2),
    "W1": np.array([[0.5, 0.25, 0.1], [-0.5, 0.2, -0.2]]),
    "b1": column(0.1, 0),
    "W2": np.array([[2.0, 1.0]]),
    "b2": column(-0.2),
}
B = {
    "x": column(1, 2),
    "W1": np.array([[0.35, 0.1], [-0.5, -0.2], [0.2, -0.1]]),
    "b1": column(0, -0.2, 0),
    "W2": np.array([[1.0, 0.0, 2.0], [-1.0, 1.0, 0.0]]),
    "b2": column(0.6, 0.2),
}

# %% [markdown]
# Now write it for all sizes. `network.sigmoid` is lesson 1's sigmoid; NumPy has `np.tanh`. Weights times inputs is the
# matrix product, `@`.


# %% solution="forward"
def forward(x, W1, b1, W2, b2):
    """Both layers forward. x: (n0, 1) -> z1, a1: (n1, 1), z2, a2: (n2, 1)."""
    ### BEGIN SOLUTION
    z1 = W1 @ x + b1
    a1 = np.tanh(z1)
    z2 = W2 @ a1 + b2
    a2 = network.sigmoid(z2)
    return z1, a1, z2, a2
    ### END SOLUTION


# %% [markdown]
# Compare with your paper (`None` until `forward` is written):

# %%
for name, example in {"A": A, "B": B}.items():
    print(name)
    found = forward(**example)
    if isinstance(found, tuple | list):
        for symbol, value in zip(("z1", "a1", "z2", "a2"), found, strict=False):
            print("  ", symbol, "=", np.ravel(value))
    else:
        print("  ", found)

# %% checks="forward" points=2
check("one_example.forward", forward, points=2)
### BEGIN HIDDEN TESTS
check("one_example.forward", forward, points=2, seed=1201)
### END HIDDEN TESTS

# %% [markdown]
# ## 2. The way back, and three shapes
#
# The loss is the one of lesson 1, entry by entry (`*`), added up over the `n2` outputs:
#
# $L = \sum ( -y * \log a_2 - (1 - y) * \log(1 - a_2) )$
#
# And here is the same calculation, twice:
#
# ```
#  x  -->  z1  -->  a1  -->  z2  -->  a2  -->  L      (W1, b1 enter at z1, and W2, b2 at z2)
#
#         dz1  <------------  dz2  <------------
#          |                   |
#       dW1, db1            dW2, db2
# ```
#
# Backward, each layer makes three things: the slopes of its weighted sums, `dz`, and from that the slopes of its
# weights and of its biases. Two layers, six equations.
#
# You know the rule: **`foo` and `dfoo` have the same shape.** Use it before you know any formula. Write each shape
# as a tuple with sizes by name, such as `("n0", 1)` for `x`. First the output layer:

# %% solution="shapes-output-layer"
shape_of_dz2 = (
    ### BEGIN SOLUTION
    ("n2", 1)
    ### END SOLUTION
)

shape_of_dW2 = (
    ### BEGIN SOLUTION
    ("n2", "n1")
    ### END SOLUTION
)

shape_of_db2 = (
    ### BEGIN SOLUTION
    ("n2", 1)
    ### END SOLUTION
)

# %% checks="shape-of-dz2" points=1
check("one_example.shape_of_dz2", shape_of_dz2, points=1)
### BEGIN HIDDEN TESTS
check("one_example.shape_of_dz2", shape_of_dz2, points=1, seed=1202)
### END HIDDEN TESTS

# %% checks="shape-of-dW2" points=1
check("one_example.shape_of_dW2", shape_of_dW2, points=1)
### BEGIN HIDDEN TESTS
check("one_example.shape_of_dW2", shape_of_dW2, points=1, seed=1203)
### END HIDDEN TESTS

# %% checks="shape-of-db2" points=1
check("one_example.shape_of_db2", shape_of_db2, points=1)
### BEGIN HIDDEN TESTS
check("one_example.shape_of_db2", shape_of_db2, points=1, seed=1204)
### END HIDDEN TESTS

# %% [markdown]
# ## 3. Equation one: dz2
#
# Every output unit is a sigmoid with the loss of lesson 1, and no output looks at another. So, entry
# by entry, `dz2` is what you found there, and one short line does for all of them.
#
# | | a2 | y | dz2 |
# |---|---|---|---|
# | **A** | 0.5 | 1 | -0.5 |
# | **B** | (0.75, 0.25) | (1, 1) | (-0.25, ?) |
# | **C**: A again, with the other label | 0.5 | 0 | ? |


# %% solution="dz2"
def find_dz2(a2, y):
    """The slopes of the loss in the output layer's weighted sums. a2, y: (n2, 1) -> dz2: (n2, 1)."""
    ### BEGIN SOLUTION
    return a2 - y
    ### END SOLUTION


# %% checks="dz2" points=1
check("one_example.dz2", find_dz2, points=1)
### BEGIN HIDDEN TESTS
check("one_example.dz2", find_dz2, points=1, seed=1205)
### END HIDDEN TESTS

# %% [markdown]
# ## 4. Equations two and three: dW2 and db2
#
# Look at one weight: the one in row $i$, column $j$ of $W_2$. It multiplies entry $j$ of $a_1$ and lands in entry $i$
# of $z_2$, nowhere else. So its slope is **(entry $i$ of $dz_2$) times (entry $j$ of $a_1$)**, as in lesson 1.
#
# | | dz2 | a1 | dW2, row by row | db2 |
# |---|---|---|---|---|
# | **A** | -0.5 | (0.5, -0.8) | (-0.25, 0.4) | -0.5 |
# | **B** | (-0.25, -0.75) | (0.5, -0.8, 0) | (-0.125, 0.2, 0) and (?, ?, ?) | (?, ?) |
# | **C** | 0.5 | (0.5, -0.8) | ? | ? |
#
# <details><summary>B and C, to compare with yours</summary>
#
# B: the second row is (-0.375, 0.6, 0), and db2 = (-0.25, -0.75). The third unit is silent, so its outgoing weights get
# no gradient. C: (0.25, -0.4) and 0.5, everything with the sign turned.
#
# </details>

# %% [markdown]
# All those products at once are a column times a row. Which of the two lies down? Let the shapes decide: `dz2` is
# `(n2, 1)` and `a1` is `(n1, 1)`. In your head, fill in what each line makes:
#
# | | shapes | result |
# |---|---|---|
# | `dz2 @ a1` | (n2, 1) @ (n1, 1) | not allowed: the inner sizes 1 and n1 differ |
# | `a1 @ dz2.T` | (n1, 1) @ (1, n2) | ? |
# | `dz2.T @ a1` | (1, n2) @ (n1, 1) | ? |
# | `dz2 @ a1.T` | ? | ? |
#
# Exactly one has the shape that you predicted for `dW2`, and so it is the only candidate. Does it also put (entry $i$
# of $dz_2$) times (entry $j$ of $a_1$) into row $i$, column $j$? Then you have your formula, a matrix product, `@`.
#
# A bias is a weight whose input is always 1. What does that make of `db2`?


# %% solution="dW2-db2"
def find_dW2(dz2, a1):
    """The slopes of the loss in the output weights. dz2: (n2, 1), a1: (n1, 1) -> dW2: (n2, n1)."""
    ### BEGIN SOLUTION
    return dz2 @ a1.T
    ### END SOLUTION


def find_db2(dz2):
    """The slopes of the loss in the output biases. dz2: (n2, 1) -> db2: (n2, 1)."""
    ### BEGIN SOLUTION
    return dz2
    ### END SOLUTION


# %% checks="dW2" points=1
check("one_example.dW2", find_dW2, points=1)
### BEGIN HIDDEN TESTS
check("one_example.dW2", find_dW2, points=1, seed=1206)
### END HIDDEN TESTS

# %% checks="db2" points=1
check("one_example.db2", find_db2, points=1)
### BEGIN HIDDEN TESTS
check("one_example.db2", find_db2, points=1, seed=1207)
### END HIDDEN TESTS

# %% [markdown]
# ### In your own words
#
# Lesson 1 had $dw = dz * x$, without a transpose. Here it is $dW_2 = dz_2\, a_1^T$, with one. Yet it is the same
# calculation. **Where does the extra transpose come from?** Two to four sentences; say what a row of $W_2$ is, and how
# $w$ was stored in lesson 1. (A person reads this one.)

# %% [markdown] explain="where-the-transpose-comes-from" points=3
# In lesson 1 the weights of the neuron stood upright, as a column $w$, and the forward step turned them: $z = w^T x +
# b$. So the gradient had to be a column too, and `dz` times the column `x` is one. Here every unit's weights are a row
# of $W_2$: the row is that unit's $w^T$, and the forward step $W_2 a_1 + b_2$ has no transpose. The gradient of a row
# must be a row, so the column $a_1$ has to lie down. Row $i$ of $dW_2$ is (entry $i$ of $dz_2$) times $a_1^T$, which is
# lesson 1's $dw$ transposed; all rows together are the column $dz_2$ times the row $a_1^T$.

# %% [markdown]
# ## 5. Down to the hidden layer: three more shapes
#
# Half the way is done. Predict the shapes of the hidden layer's three gradients.

# %% solution="shapes-hidden-layer"
shape_of_dz1 = (
    ### BEGIN SOLUTION
    ("n1", 1)
    ### END SOLUTION
)

shape_of_dW1 = (
    ### BEGIN SOLUTION
    ("n1", "n0")
    ### END SOLUTION
)

shape_of_db1 = (
    ### BEGIN SOLUTION
    ("n1", 1)
    ### END SOLUTION
)

# %% checks="shape-of-dz1" points=1
check("one_example.shape_of_dz1", shape_of_dz1, points=1)
### BEGIN HIDDEN TESTS
check("one_example.shape_of_dz1", shape_of_dz1, points=1, seed=1208)
### END HIDDEN TESTS

# %% checks="shape-of-dW1" points=1
check("one_example.shape_of_dW1", shape_of_dW1, points=1)
### BEGIN HIDDEN TESTS
check("one_example.shape_of_dW1", shape_of_dW1, points=1, seed=1209)
### END HIDDEN TESTS

# %% checks="shape-of-db1" points=1
check("one_example.shape_of_db1", shape_of_db1, points=1)
### BEGIN HIDDEN TESTS
check("one_example.shape_of_db1", shape_of_db1, points=1, seed=1210)
### END HIDDEN TESTS

# %% [markdown]
# ## 6. The slope of tanh
#
# Like the sigmoid, $\tanh$ has a slope that can be written with its own value. With $\tanh(z) = \frac{u}{v}$, where
# $u = e^z - e^{-z}$ and $v = e^z + e^{-z}$, the derivative of $u$ is $v$ and the derivative of $v$ is $u$:
#
# | | | |
# |---|---|---|
# | $g'(z)$ | $= \frac{v^2 - u^2}{v^2}$ | quotient rule |
# | | $= 1 - (\frac{u}{v})^2$ | divide |
# | | $=$ ? | but $\frac{u}{v}$ is $a_1$ |
#
# The last line is yours. It should give these numbers:
#
# | | a1 | $g'(z_1)$ |
# |---|---|---|
# | **A** | (0.5, -0.8) | (0.75, 0.36) |
# | **B** | (0.5, -0.8, 0) | (0.75, ?, ?) |
#
# Each unit has a slope of its own, so everything is entry by entry: `*` or `**`, no `@`.


# %% solution="tanh-prime"
def tanh_prime(a1):
    """The slope of tanh, written with its own value. a1: (n1, 1) -> (n1, 1)."""
    ### BEGIN SOLUTION
    return 1 - a1**2
    ### END SOLUTION


# %% checks="tanh-prime" points=1
check("one_example.tanh_prime", tanh_prime, points=1)
### BEGIN HIDDEN TESTS
check("one_example.tanh_prime", tanh_prime, points=1, seed=1211)
### END HIDDEN TESTS

# %% [markdown]
# ## 7. Equation four: dz1, the error sent back
#
# A hidden unit has no label to be compared with. What it did wrong can only be told by the units it feeds.
#
# Entry $j$ of $a_1$ goes to **every** output: to output $i$ through the weight in row $i$, column $j$. Nudge it, and
# all outputs move. So its slope is a sum over the outputs, of (entry $i$ of $dz_2$) times (row $i$, column $j$ of
# $W_2$). That walks down **column** $j$ of $W_2$, where the forward step walked along rows; hence the transpose:
#
# $dz_1 = (W_2^T dz_2) * g'(z_1)$
#
# The first product is a matrix product, `@`: it adds over the outputs and gives the slope in $a_1$. The second is entry
# by entry, `*`: each hidden unit has its own slope and nobody else's.
#
# | | $W_2^T dz_2$ | $g'(z_1)$ | dz1 |
# |---|---|---|---|
# | **A** | (2, 1) times -0.5 is (-1, -0.5) | (0.75, 0.36) | (-0.75, -0.18) |
# | **B** | (1 * -0.25 - 1 * -0.75, 0 * -0.25 + 1 * -0.75, ?) = (0.5, -0.75, ?) | (0.75, 0.36, 1) | (0.375, ?, ?) |
# | **C** | ? | ? | ? |
#
# <details><summary>B and C, to compare with yours</summary>
#
# B: the third sum is 2 * -0.25 = -0.5, so dz1 = (0.375, -0.27, -0.5). C: (1, 0.5) before the slope and
# (0.75, 0.18) after it.
#
# </details>
#
# Check the shapes once more: (n1, n2) @ (n2, 1) is (n1, 1), and entry by entry with (n1, 1) it stays so. That is what
# you predicted. Put parentheses around the matrix product: Python reads `@` and `*` from left to right, with equal
# rank. Your function is given both `z1` and `a1`; use the one you like.


# %% solution="dz1"
def find_dz1(W2, dz2, z1, a1):
    """The slopes in the hidden weighted sums. W2: (n2, n1), dz2: (n2, 1), z1, a1: (n1, 1) -> dz1: (n1, 1)."""
    ### BEGIN SOLUTION
    return (W2.T @ dz2) * tanh_prime(a1)
    ### END SOLUTION


# %% checks="dz1" points=2
check("one_example.dz1", find_dz1, points=2)
### BEGIN HIDDEN TESTS
check("one_example.dz1", find_dz1, points=2, seed=1212)
### END HIDDEN TESTS

# %% [markdown]
# ## 8. Equations five and six: dW1 and db1
#
# From here it is section 4 again, one layer down. The slopes of the weighted sums are now `dz1`, and what comes in is
# `x` in place of `a1`.
#
# | | dz1 | x | dW1, row by row | db1 |
# |---|---|---|---|---|
# | **A** | (-0.75, -0.18) | (1, -1, 2) | (-0.75, 0.75, -1.5) and (-0.18, ?, ?) | ? |
# | **B** | (0.375, -0.27, -0.5) | (1, 2) | ? | ? |
#
# If you are not sure about a transpose, lay out the shapes as in section 4: you have predicted what must come out. Or
# change the equation below until it fits; the blocks are the arrays, to scale.

# %%
ShapeInspector("dW1 = dz1 @ x", notation="one_example")

# %% [markdown]
# Now write both.


# %% solution="dW1-db1"
def find_dW1(dz1, x):
    """The slopes of the loss in the hidden weights. dz1: (n1, 1), x: (n0, 1) -> dW1: (n1, n0)."""
    ### BEGIN SOLUTION
    return dz1 @ x.T
    ### END SOLUTION


def find_db1(dz1):
    """The slopes of the loss in the hidden biases. dz1: (n1, 1) -> db1: (n1, 1)."""
    ### BEGIN SOLUTION
    return dz1
    ### END SOLUTION


# %%
print("A: dW1 =", find_dW1(column(-0.75, -0.18), A["x"]), sep="\n")
print("B: dW1 =", find_dW1(column(0.375, -0.27, -0.5), B["x"]), sep="\n")

# %% checks="dW1" points=1
check("one_example.dW1", find_dW1, points=1)
### BEGIN HIDDEN TESTS
check("one_example.dW1", find_dW1, points=1, seed=1213)
### END HIDDEN TESTS

# %% checks="db1" points=1
check("one_example.db1", find_db1, points=1)
### BEGIN HIDDEN TESTS
check("one_example.db1", find_db1, points=1, seed=1214)
### END HIDDEN TESTS

# %% [markdown]
# And `dx`? We stop here, for the reason you gave in lesson 1: `x` is data and stays as it is. But notice that the
# output layer *did* need the slope in **its** input. $W_2^T dz_2$ is exactly that, the `dx` of the second layer. A
# third layer below would ask for $W_1^T dz_1$ in the same way, and so on down, however deep the network.

# %% [markdown]
# ## 9. The backward pass
#
# Put the six together, in the order in which each has what it needs. Return a dict with the keys `"dz2"`, `"dW2"`,
# `"db2"`, `"dz1"`, `"dW1"` and `"db1"`.


# %% solution="backward"
def backward(x, y, W2, z1, a1, a2):
    """All six gradients of one example, as a dict.

    x: (n0, 1), y, a2: (n2, 1), W2: (n2, n1), z1, a1: (n1, 1)
    -> dz2, db2: (n2, 1), dW2: (n2, n1), dz1, db1: (n1, 1), dW1: (n1, n0)
    """
    ### BEGIN SOLUTION
    dz2 = find_dz2(a2, y)
    dz1 = find_dz1(W2, dz2, z1, a1)
    return {
        "dz2": dz2,
        "dW2": find_dW2(dz2, a1),
        "db2": find_db2(dz2),
        "dz1": dz1,
        "dW1": find_dW1(dz1, x),
        "db1": find_db1(dz1),
    }
    ### END SOLUTION


# %% checks="backward" points=4
check("one_example.backward", backward, points=4)
### BEGIN HIDDEN TESTS
check("one_example.backward", backward, points=4, seed=1215)
### END HIDDEN TESTS

# %% [markdown]
# ## 10. Trust, but measure
#
# In lesson 1 you measured slopes with small nudges. Here is a finer instrument: `complex_step` nudges into the
# *imaginary* direction, where no two nearly equal numbers have to be subtracted, and gives the slope to the last digit.
#
# It needs to know nothing but the way forward. So it is an independent witness.


# %%
def measured(symbol, y):
    """The gradient of B's loss in one parameter, from the forward steps alone."""
    return complex_step(lambda nudged: loss_of(**{**B, symbol: nudged}, y=y), B[symbol])


def compare(some_backward):
    """Print, for example B, how far each gradient is from the measured one."""
    y = column(1, 1)
    z1, a1, _, a2 = network.forward(*B.values())
    found = some_backward(B["x"], y, B["W2"], z1, a1, a2)
    if not isinstance(found, dict) or not {"dW2", "db2", "dW1", "db1"} <= found.keys():
        print("Write backward first, a dict of all six gradients, then run this cell again.")
        return
    for symbol in ("W2", "b2", "W1", "b1"):
        error = relative_error(found["d" + symbol], measured(symbol, y))
        print(f"d{symbol}: relative error {error:.0e}")


compare(backward)

# %% [markdown]
# Errors near 1e-16 are the rounding of the computer: your six equations are exact. (`dz2` and `dz1` need no line of
# their own. On one example they are equal to `db2` and `db1`.)
#
# Where an error is large, let the graph find the place. It calls your `backward`, and on the way back lights up the
# first node whose gradient is not yours.

# %%
GraphExplorer("one_example", backward)

# %% [markdown]
# ## 11. Find the bug
#
# Somebody else's backward pass, in a style of its own: `np.outer(u, v)` makes all products of an entry of `u` with an
# entry of `v`, `dot` is another name for `@`. It runs. All six shapes are right, so this time the shapes can't help
# you.


# %% solution="repair"
def suspect(x, y, W2, z1, a1, a2):
    """Somebody else's six gradients; arguments and dict as for `backward`."""
    miss = np.subtract(a2, y)
    sent_back = W2.T.dot(miss)
    ### BEGIN SOLUTION
    slope = 1 - a1 * a1
    ### END SOLUTION
    # GIVEN: slope = a1 * (1 - a1)
    hidden = sent_back * slope
    return {
        "dz2": miss,
        "dW2": np.outer(miss, a1),
        "db2": miss,
        "dz1": hidden,
        "dW1": np.outer(hidden, x),
        "db1": hidden,
    }


# %% [markdown]
# Measure before you read. A mistake spoils what is computed after it and leaves alone what came before. Which gradients
# below are sound, which are not, and which lines does that leave under suspicion? Repair one line, and measure again.

# %%
compare(suspect)

# %% checks="repair" points=2
check("one_example.repair", suspect, points=2)
### BEGIN HIDDEN TESTS
check("one_example.repair", suspect, points=2, seed=1216)
### END HIDDEN TESTS

# %% [markdown]
# ## What you have learnt
#
# - A layer is many neurons of lesson 1, one per row of its weight matrix. Two layers are the same calculation twice.
# - Backward, each layer does three things: it finds its `dz`, makes `dW` from `dz` and what came in, and takes `db`
#   from `dz` itself.
# - Between layers the error goes back through the same weights it came by, transposed, and is then multiplied entry by
#   entry with the slope of the activation.
# - Any `foo` has the shape of its `dfoo`. That settles nearly every transpose; what it can't see, a measurement does.
#
# **Next:** nobody learns from one example. Lesson 3 puts `m` of them side by side as columns and computes all their
# gradients at once. The six equations will look almost the same. One small factor comes in, and one sum, and you will
# see exactly where each belongs.
