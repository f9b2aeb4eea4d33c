# %% [markdown]
# # Lesson 3. Many examples at once: vectorised backpropagation
#
# *About 75 minutes. You need lesson 2.*
#
# When you reach the end you can
#
# - put `m` examples side by side and say the shape of every quantity without looking it up;
# - turn the six equations for one example into six for all of them, none with a loop;
# - say where the factor $\frac{1}{m}$ belongs, where it does not, and why;
# - prove to yourself that a backward pass is right, and see how fast it is.
#
# Nothing about the network changes. What changes is that a column becomes a matrix of columns, and that we now care
# about the *average* loss.

# %% [markdown]
# ## How this notebook works
#
# As before: replace each `...` under `# YOUR CODE HERE`, run the cell, then run the check below it. When you are stuck,
# write `hint("vectorized.dZ1")`, with the name that stands in the check, into a cell of its own.
#
# **The checks you see are for learning: run them as often as you like, nothing is counted. When the notebook is graded,
# hidden checks call the same functions with other numbers and other sizes** (one example and one output among them).
#
# | we write | it means | in NumPy |
# |---|---|---|
# | $U * V$ | entry by entry | `U * V` |
# | $W X$, side by side | the matrix product | `W @ X` |
# | $W^T$ | the transpose | `W.T` |

# %% locked
import time

import numpy as np
from IPython.display import display

import course
from course import check, gradients, hint, network, plots

np.set_printoptions(precision=4, suppress=True)

# %% [markdown]
# ## 1. Examples are columns
#
# Take the column $x$ of each example and stand them next to each other. That matrix is $X$. Small letters were one
# example; **capital letters are all of them, one in each column**.
#
# | | one example | all examples | shape |
# |---|---|---|---|
# | features, labels | $x$, $y$ | $X$, $Y$ | (n0, m), (n2, m) |
# | hidden layer | $z_1$, $a_1$ | $Z_1$, $A_1$ | (n1, m) |
# | output layer | $z_2$, $a_2$ | $Z_2$, $A_2$ | (n2, m) |
# | parameters | $W_1$, $b_1$, $W_2$, $b_2$ | the very same | (n1, n0), (n1, 1), (n2, n1), (n2, 1) |
#
# The parameters have no `m` in their shapes: there is one network, whoever passes through it.
#
# Why columns? Because a matrix product works on columns one by one. Follow it: with
# `W` = (1, 2) over (3, -1),
#
# | column of `X` | (1, 0) | (0, 1) | (2, 1) | (1, 1) |
# |---|---|---|---|---|
# | column of `W @ X` | (1, 3) | (2, -1) | (4, 5) | (?, ?) |
#
# Fill in the last one. No column looks at its neighbour, so `W @ X` is what a loop over the examples would give.

# %%
W = np.array([[1, 2], [3, -1]])
X = np.array([[1, 0, 2, 1], [0, 1, 1, 1]])
W @ X

# %% [markdown]
# And the bias? `W1 @ X` is `(n1, m)`, `b1` is `(n1, 1)`. NumPy *broadcasts*: it reads the single column of `b1` as if
# it stood there `m` times. Every example gets the same bias.
#
# **The second number of `(n1, 1)` matters.** Predict what each line prints, then run it. In the second one the
# bias has lost its second side, and NumPy lays it down as a *row*.

# %%
sums = np.array([[10.0, 20.0], [30.0, 40.0]])
print(sums + np.array([[1.0], [2.0]]))
print(sums + np.array([1.0, 2.0]))

# %% [markdown]
# No error, just other numbers: one bias for each *example* instead of one for each *unit*. It ran because there
# happened to be as many examples as units. That is why we keep two sides on everything, and why the checks never draw
# two sizes alike.
#
# Now write the forward pass. Weights times inputs is `@`; adding a bias broadcasts; `np.tanh` and `network.sigmoid`
# work entry by entry.


# %% solution="forward"
def forward(X, W1, b1, W2, b2):
    """Both layers forward, for all examples. X: (n0, m) -> Z1, A1: (n1, m), Z2, A2: (n2, m)."""
    ### BEGIN SOLUTION
    Z1 = W1 @ X + b1
    A1 = np.tanh(Z1)
    Z2 = W2 @ A1 + b2
    A2 = network.sigmoid(Z2)
    return Z1, A1, Z2, A2
    ### END SOLUTION


# %% checks="forward" points=2
check("vectorized.forward", forward, points=2)
### BEGIN HIDDEN TESTS
check("vectorized.forward", forward, points=2, seed=1301)
### END HIDDEN TESTS

# %% [markdown]
# You may have noticed that you wrote lesson 2 again, in capitals. Forward, stacking costs nothing.
#
# Watch it happen. Follow one example's column through the matrices, and switch between the loop and the product:

# %%
course.StackingExplorer()

# %% [markdown]
# ## 2. Four examples to follow
#
# Four examples, **P**, **Q**, **R** and **S**, go with us through the lesson. The network has two hidden units and one
# output, `W2` = (2, -1) and `b2` = 0.2. The forward pass has been done (with $\sigma(1.4)$ about 0.8 and $\sigma(0.4)$
# about 0.6):
#
# | | P | Q | R | S |
# |---|---|---|---|---|
# | `A1`, column by column | (0.6, 0) | (-0.5, 0.6) | (0.5, 0.8) | (-0.6, -0.6) |
# | `Z2` | 1.2 - 0 + 0.2 = 1.4 | -1 - 0.6 + 0.2 = -1.4 | 0.4 | -0.4 |
# | `A2` | 0.8 | 0.2 | 0.6 | 0.4 |
# | `Y` | 1 | 0 | 0 | 0 |

# %% locked
W2 = np.array([[2.0, -1.0]])
A1 = np.array([[0.6, -0.5, 0.5, -0.6], [0.0, 0.6, 0.8, -0.6]])
A2 = np.array([[0.8, 0.2, 0.6, 0.4]])
Y = np.array([[1.0, 0.0, 0.0, 0.0]])

# %% [markdown]
# ## 3. One number for all of them: the cost
#
# Each example has its own loss $L$, the one you know. A network that is to serve all examples is judged by their
# average, the cost
#
# $J = \frac{1}{m} (L_P + L_Q + L_R + L_S)$, here with $m = 4$.
#
# The loss is minus the log of the probability given to the truth:
#
# | | P | Q | R | S |
# |---|---|---|---|---|
# | probability given to the truth | 0.8 | 1 - 0.2 = 0.8 | 1 - 0.6 = ? | ? |
# | loss | 0.22 | 0.22 | 0.92 | 0.51 |
#
# The sum is 1.87, so `J` is ? With `n2` outputs an example has `n2` terms; they are **added**. Only the examples
# are averaged: divide by `m`, not by the number of entries.
#
# In $-Y * \log A_2 - (1 - Y) * \log(1 - A_2)$ every product is entry by entry, `*`. Return a plain number: `np.sum` of
# the whole matrix gives you one.


# %% solution="cost"
def cost(A2, Y):
    """The loss averaged over the examples. A2, Y: (n2, m) -> J, a number."""
    ### BEGIN SOLUTION
    m = Y.shape[1]
    return np.sum(-Y * np.log(A2) - (1 - Y) * np.log(1 - A2)) / m
    ### END SOLUTION


# %%
print("J =", cost(A2, Y))

# %% checks="cost" points=1
check("vectorized.cost", cost, points=1)
### BEGIN HIDDEN TESTS
check("vectorized.cost", cost, points=1, seed=1302)
### END HIDDEN TESTS

# %% [markdown]
# ## 4. What the capital gradients mean
#
# Two kinds of quantity go backward now, and they answer two different questions. Take this section slowly. The rest of
# the lesson follows from it.
#
# - **`dZ2` and `dZ1` belong to the examples.** Their column `i` is the `dz` of example `i`: how fast *that example's
#   own* loss changes with *its own* weighted sums. They are the `dz` of lesson 2 in a row, nothing more.
# - **`dW2`, `db2`, `dW1` and `db1` belong to the network.** They say how fast the cost `J` changes with a parameter
#   that all examples share.
#
# Lesson 2 gave you these for one example. Where both layers do the same, the layer's number is left out:
#
# | | one example |
# |---|---|
# | output error | $dz_2 = a_2 - y$ |
# | weights | $dW = dz\, a^T$, a matrix product, `@`, where $a$ is what came into the layer |
# | biases | $db = dz$ |
# | sent back | $dz_1 = (W_2^T dz_2) * g'(z_1)$, first `@`, then `*` |
#
# `foo` and `dfoo` still have the same shape. Predict four of them, with sizes by name such as `("n0", "m")` for `X`.

# %% solution="shapes"
shape_of_dZ2 = (
    ### BEGIN SOLUTION
    ("n2", "m")
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

shape_of_dZ1 = (
    ### BEGIN SOLUTION
    ("n1", "m")
    ### END SOLUTION
)

# %% checks="shape-of-dZ2" points=1
check("vectorized.shape_of_dZ2", shape_of_dZ2, points=1)
### BEGIN HIDDEN TESTS
check("vectorized.shape_of_dZ2", shape_of_dZ2, points=1, seed=1303)
### END HIDDEN TESTS

# %% checks="shape-of-dW2" points=1
check("vectorized.shape_of_dW2", shape_of_dW2, points=1)
### BEGIN HIDDEN TESTS
check("vectorized.shape_of_dW2", shape_of_dW2, points=1, seed=1304)
### END HIDDEN TESTS

# %% checks="shape-of-db2" points=1
check("vectorized.shape_of_db2", shape_of_db2, points=1)
### BEGIN HIDDEN TESTS
check("vectorized.shape_of_db2", shape_of_db2, points=1, seed=1305)
### END HIDDEN TESTS

# %% checks="shape-of-dZ1" points=1
check("vectorized.shape_of_dZ1", shape_of_dZ1, points=1)
### BEGIN HIDDEN TESTS
check("vectorized.shape_of_dZ1", shape_of_dZ1, points=1, seed=1306)
### END HIDDEN TESTS

# %% [markdown]
# ## 5. Equation one: dZ2
#
# Column by column what it was, so all at once it is one short line. A minus works entry by entry, and entry
# by entry is just what is wanted: each example has its own error.
#
# | | P | Q | R | S |
# |---|---|---|---|---|
# | `A2` | 0.8 | 0.2 | 0.6 | 0.4 |
# | `Y` | 1 | 0 | 0 | 0 |
# | `dZ2` | -0.2 | 0.2 | ? | ? |
#
# Read the signs: P's weighted sum should go up, the other three should come down, R's the most.


# %% solution="dZ2"
def find_dZ2(A2, Y):
    """The slopes of each example's loss in its output sums. A2, Y: (n2, m) -> dZ2: (n2, m)."""
    ### BEGIN SOLUTION
    return A2 - Y
    ### END SOLUTION


# %%
print("dZ2 =", find_dZ2(A2, Y))

# %% checks="dZ2" points=1
check("vectorized.dZ2", find_dZ2, points=1)
### BEGIN HIDDEN TESTS
check("vectorized.dZ2", find_dZ2, points=1, seed=1307)
### END HIDDEN TESTS

# %% [markdown]
# ## 6. A product that adds up examples
#
# Before the next equation, one fact about matrices. Take two matrices with the same number of columns, and multiply the
# first with the second one transposed, `U @ V.T`.
#
# | | first column | second column |
# |---|---|---|
# | `U` | (1, 2) | (3, 0) |
# | `V` | (1, 0, 2) | (1, 1, 0) |
#
# Entry (1, 1) of the product is the first row of `U` times the first row of `V`: 1 * 1 + 3 * 1 = 4. The first term
# comes from the first columns, the second from the second columns. It is like that everywhere:
#
# | | row one | row two |
# |---|---|---|
# | first columns: (1, 2) times (1, 0, 2) lying down | (1, 0, 2) | (2, 0, 4) |
# | second columns: (3, 0) times (1, 1, 0) lying down | (3, 3, 0) | (0, 0, 0) |
# | their sum, which is `U @ V.T` | (4, 3, 2) | (?, ?, ?) |
#
# **`U @ V.T` multiplies column by column, each column of `U` with its partner of `V` lying down, and adds the
# results.** The inner size, which disappears, is the one that has been added over.

# %%
U = np.array([[1, 3], [2, 0]])
V = np.array([[1, 1], [0, 1], [2, 0]])
column_by_column = [np.outer(U[:, i], V[:, i]) for i in range(U.shape[1])]
print(sum(column_by_column), U @ V.T, sep="\n\n")

# %% [markdown]
# ## 7. Equation two: dW2
#
# Every example wants to move the same weights, each in its own direction: example `i` asks for $dz_2 a_1^T$. The
# cost is the average loss, and the slope of an average is the average of the slopes. So: one product for each example,
# add them up, divide by `m`.
#
# | | dz2 | a1 | dz2 times a1 lying down |
# |---|---|---|---|
# | **P** | -0.2 | (0.6, 0) | (-0.12, 0) |
# | **Q** | 0.2 | (-0.5, 0.6) | (-0.1, ?) |
# | **R** | 0.6 | (0.5, 0.8) | (?, ?) |
# | **S** | 0.4 | (-0.6, -0.6) | ? |
# | sum | | | ? |
# | `dW2`, the sum divided by 4 | | | ? |
#
# <details><summary>Q, R and S, to compare with yours</summary>
#
# Q: (-0.1, 0.12). R: (0.3, 0.48). S: (-0.24, -0.24). The sum is (-0.16, 0.36) and dW2 = (-0.04, 0.09).
#
# </details>
#
# You have just seen a product that does multiplying *and* adding in one go. No loop is needed, and no `np.sum`. Two
# decisions are left: which matrix is transposed, and whether the product is `@` or `*`. Your predicted shape settles
# both. How many examples there are, you can read off any of the matrices: `A1.shape[1]`.


# %% solution="dW2"
def find_dW2(dZ2, A1):
    """The slopes of the cost in the output weights. dZ2: (n2, m), A1: (n1, m) -> dW2: (n2, n1)."""
    ### BEGIN SOLUTION
    m = A1.shape[1]
    return dZ2 @ A1.T / m
    ### END SOLUTION


# %%
print("dW2 =", find_dW2(np.array([[-0.2, 0.2, 0.6, 0.4]]), A1))

# %% checks="dW2" points=2
check("vectorized.dW2", find_dW2, points=2)
### BEGIN HIDDEN TESTS
check("vectorized.dW2", find_dW2, points=2, seed=1308)
### END HIDDEN TESTS

# %% [markdown]
# ## 8. Equation three: db2
#
# A bias is a weight whose input is always 1, so example `i` asks for its `dz2`, and the network takes the average: with
# our four, (-0.2 + 0.2 + 0.6 + 0.4) / 4 = ?
#
# `dW2` needed no sum because the product added. Here there is no product, so you add by hand: $\frac{1}{m}$
# times the sum **over the examples**. NumPy can add a matrix up in several ways. Predict all four results and their
# shapes, then run.

# %%
T = np.array([[1, 2, 3], [10, 20, 30]])
for total in (np.sum(T), np.sum(T, axis=0), np.sum(T, axis=1), np.sum(T, axis=1, keepdims=True)):
    print("shape", str(total.shape).ljust(7), total.tolist())

# %% [markdown]
# Which one adds over the examples? And which of these has the shape you predicted for `db2`? (`keepdims` says: keep the
# side that was added over, with size 1.)


# %% solution="db2"
def find_db2(dZ2):
    """The slopes of the cost in the output biases. dZ2: (n2, m) -> db2: (n2, 1)."""
    ### BEGIN SOLUTION
    m = dZ2.shape[1]
    return np.sum(dZ2, axis=1, keepdims=True) / m
    ### END SOLUTION


# %%
print("db2 =", find_db2(np.array([[-0.2, 0.2, 0.6, 0.4]])))

# %% checks="db2" points=2
check("vectorized.db2", find_db2, points=2)
### BEGIN HIDDEN TESTS
check("vectorized.db2", find_db2, points=2, seed=1309)
### END HIDDEN TESTS

# %% [markdown]
# ## 9. Equation four: dZ1
#
# Back to the examples. Each one sends its own error back through the weights, and each has its own slope of $\tanh$.
# No example mixes with another, so this is lesson 2's equation in capitals:
#
# $dZ_1 = (W_2^T dZ_2) * g'(Z_1)$
#
# First `@`, which adds over the outputs. Then `*`, entry by entry. Lesson 2 found $g'(z_1)$ from $a_1$: a value of
# 0.6 has the slope 0.64, a value of 0 the slope 1, a value of 0.5 the slope 0.75. The sign of the value makes no
# difference.
#
# | | dz2 | $W_2^T dz_2$ | $g'$ | dz1 |
# |---|---|---|---|---|
# | **P** | -0.2 | (-0.4, 0.2) | (0.64, 1) | (-0.256, 0.2) |
# | **Q** | 0.2 | (0.4, -0.2) | (0.75, 0.64) | (0.3, ?) |
# | **R** | 0.6 | (?, ?) | (0.75, 0.36) | (0.9, ?) |
# | **S** | 0.4 | ? | ? | ? |
#
# <details><summary>Q, R and S, to compare with yours</summary>
#
# Q: (0.3, -0.128). R: first (1.2, -0.6), then (0.9, -0.216). S: first (0.8, -0.4), slopes (0.64, 0.64), then
# (0.512, -0.256).
#
# </details>


# %% solution="dZ1"
def find_dZ1(W2, dZ2, Z1, A1):
    """The slopes of each example's loss in its hidden sums.

    W2: (n2, n1), dZ2: (n2, m), Z1, A1: (n1, m) -> dZ1: (n1, m)
    """
    ### BEGIN SOLUTION
    return W2.T @ dZ2 * (1 - A1**2)
    ### END SOLUTION


# %%
print("dZ1, one example in each column:")
print(find_dZ1(W2, np.array([[-0.2, 0.2, 0.6, 0.4]]), np.arctanh(A1), A1))

# %% checks="dZ1" points=2
check("vectorized.dZ1", find_dZ1, points=2)
### BEGIN HIDDEN TESTS
check("vectorized.dZ1", find_dZ1, points=2, seed=1310)
### END HIDDEN TESTS

# %% [markdown]
# ## 10. Equations five and six: dW1 and db1
#
# All yours. One layer down the errors are `dZ1`, and what came in is `X`. On paper first: `db1` of our four examples
# has the two entries 0.364 and ?


# %% solution="dW1-db1"
def find_dW1(dZ1, X):
    """The slopes of the cost in the hidden weights. dZ1: (n1, m), X: (n0, m) -> dW1: (n1, n0)."""
    ### BEGIN SOLUTION
    m = X.shape[1]
    return dZ1 @ X.T / m
    ### END SOLUTION


def find_db1(dZ1):
    """The slopes of the cost in the hidden biases. dZ1: (n1, m) -> db1: (n1, 1)."""
    ### BEGIN SOLUTION
    m = dZ1.shape[1]
    return np.sum(dZ1, axis=1, keepdims=True) / m
    ### END SOLUTION


# %%
print("db1 =", find_db1(np.array([[-0.256, 0.3, 0.9, 0.512], [0.2, -0.128, -0.216, -0.256]])), sep="\n")

# %% checks="dW1" points=1
check("vectorized.dW1", find_dW1, points=1)
### BEGIN HIDDEN TESTS
check("vectorized.dW1", find_dW1, points=1, seed=1311)
### END HIDDEN TESTS

# %% checks="db1" points=1
check("vectorized.db1", find_db1, points=1)
### BEGIN HIDDEN TESTS
check("vectorized.db1", find_db1, points=1, seed=1312)
### END HIDDEN TESTS

# %% [markdown]
# Look at what you have. The cell below draws random numbers at sizes that are all different, does the forward pass, and
# goes back through your six functions. Each array stands beside the shape that the notation gives it. Then call it with
# `n1=7`, so that `n1` and `m` agree: would a forgotten transpose still show?


# %%
def look_at_the_arrays(n0=3, n1=4, n2=2, m=7):
    """Every array of one pass forward and back, held against the notation; what is not written yet is left out."""
    rng = np.random.default_rng(0)
    X, Y = rng.standard_normal((n0, m)), rng.integers(0, 2, (n2, m))
    W1, b1 = rng.standard_normal((n1, n0)), np.zeros((n1, 1))
    W2, b2 = rng.standard_normal((n2, n1)), np.zeros((n2, 1))
    Z1, A1, Z2, A2 = network.forward(X, W1, b1, W2, b2)
    dZ2 = find_dZ2(A2, Y)
    if dZ2 is not None:
        dW2, db2, dZ1 = find_dW2(dZ2, A1), find_db2(dZ2), find_dZ1(W2, dZ2, Z1, A1)
        if dZ1 is not None:
            dW1, db1 = find_dW1(dZ1, X), find_db1(dZ1)
    return course.ShapeInspector(locals())


look_at_the_arrays()

# %% [markdown]
# ## 11. The backward pass
#
# Put the six together. Return a dict with the keys `"dZ2"`, `"dW2"`, `"db2"`, `"dZ1"`, `"dW1"` and `"db1"`.


# %% solution="backward"
def backward(X, Y, W2, Z1, A1, A2):
    """All six gradients for m examples, as a dict.

    X: (n0, m), Y, A2: (n2, m), W2: (n2, n1), Z1, A1: (n1, m)
    -> dZ2: (n2, m), dW2: (n2, n1), db2: (n2, 1), dZ1: (n1, m), dW1: (n1, n0), db1: (n1, 1)
    """
    ### BEGIN SOLUTION
    dZ2 = find_dZ2(A2, Y)
    dZ1 = find_dZ1(W2, dZ2, Z1, A1)
    return {
        "dZ2": dZ2,
        "dW2": find_dW2(dZ2, A1),
        "db2": find_db2(dZ2),
        "dZ1": dZ1,
        "dW1": find_dW1(dZ1, X),
        "db1": find_db1(dZ1),
    }
    ### END SOLUTION


# %% checks="backward" points=4
check("vectorized.backward", backward, points=4)
### BEGIN HIDDEN TESTS
check("vectorized.backward", backward, points=4, seed=1313)
### END HIDDEN TESTS

# %% [markdown]
# ### In your own words
#
# **Why does $\frac{1}{m}$ stand in `dW2`, `db2`, `dW1` and `db1`, but not in `dZ2` and `dZ1`?** Say whose slope each of
# them is. And what would come out if somebody put $\frac{1}{m}$ into `dZ2` and left everything else as it is?
# Three to five sentences. (A person reads this one.)

# %% [markdown] explain="why-one-over-m" points=3
# A column of dZ2 or dZ1 belongs to one example: it is the slope of that example's own loss in its own weighted sums,
# so there is nothing to average. The weights and biases are shared by all m examples, and their gradients are slopes
# of the cost J. J is the average of the losses, so its slope is the average of the examples' slopes: the product dZ
# A^T (or the sum over the columns) adds them up, and 1/m makes the sum an average. With 1/m in dZ2 as well, it would
# travel on into everything computed from dZ2, so each of dW2, db2, dW1 and db1 would be divided by m twice and come
# out m times too small. (One may divide in dZ2 *instead* of later; then the columns of dZ are the examples' shares of
# the slope of J, and the parameters' gradients need only sums.)

# %% [markdown]
# ## 12. What the stacking was for
#
# Your `backward` works for any `m`, so for `m = 1` too. That gives a second way: call it on one column after the other
# and put the pieces together afterwards. Look at how the two kinds of gradient are put together.


# %%
def one_at_a_time(X, Y, W2, Z1, A1, A2):
    """The same six gradients with a loop over the examples: your backward, one column at a time."""
    m = X.shape[1]
    pieces = []
    for i in range(m):
        one = slice(i, i + 1)
        pieces.append(backward(X[:, one], Y[:, one], W2, Z1[:, one], A1[:, one], A2[:, one]))
    together = {}
    for name in pieces[0]:
        values = [piece[name] for piece in pieces]
        together[name] = np.hstack(values) if name.startswith("dZ") else sum(values) / m
    return together


def draw_network(n0, n1, n2, m, seed=0):
    """Random parameters, features and labels of these sizes."""
    rng = np.random.default_rng(seed)
    shapes = {"W1": (n1, n0), "b1": (n1, 1), "W2": (n2, n1), "b2": (n2, 1)}
    parameters = {name: rng.standard_normal(shape) for name, shape in shapes.items()}
    return parameters, rng.standard_normal((n0, m)), rng.integers(0, 2, (n2, m)).astype(float)


def backward_arguments(parameters, X, Y):
    """What backward is called with, after a forward pass."""
    Z1, A1, _, A2 = network.forward(X, **parameters)
    return X, Y, parameters["W2"], Z1, A1, A2


arguments = backward_arguments(*draw_network(3, 4, 2, 5))
at_once = backward(*arguments)
if not isinstance(at_once, dict):
    print("Let backward return a dict of all six gradients, then run this cell again.")
else:
    for name, value in one_at_a_time(*arguments).items():
        print(f"{name}: largest difference {np.max(np.abs(at_once[name] - value)):.0e}")

# %% [markdown]
# The same values, to the rounding. Not in the same time, though. How much faster will one call be for 1000
# examples than 1000 calls? Make a guess, then measure.


# %%
def seconds(function, arguments, repeats=3):
    """The shortest of a few runs: other programs can only make a run slower."""
    times = []
    for _ in range(repeats):
        start = time.perf_counter()
        function(*arguments)
        times.append(time.perf_counter() - start)
    return min(times)


sizes = [1, 10, 100, 1000]
if not isinstance(at_once, dict):
    print("Let backward return a dict of all six gradients, then run this cell again.")
else:
    measured = {"one at a time": [], "all at once": []}
    for m in sizes:
        arguments = backward_arguments(*draw_network(3, 4, 2, m))
        measured["one at a time"].append(seconds(one_at_a_time, arguments))
        measured["all at once"].append(seconds(backward, arguments))
    ratio = measured["one at a time"][-1] / measured["all at once"][-1]
    print(f"m = {m}: one at a time takes {ratio:.0f} times as long")
    display(plots.timing(sizes, measured))

# %% [markdown]
# The loop's time grows in step with `m`. The other line stays almost flat for a while: most of its time goes into
# *starting* a handful of NumPy operations, and how much each of them has to chew hardly counts yet. A loop pays that
# start `m` times.

# %% [markdown]
# ## 13. Trust, but measure
#
# Nudge one entry of one parameter up and down by $\epsilon$, and see how `J` moves. That is a slope without any
# formula:
#
# $\frac{J(W + \epsilon) - J(W - \epsilon)}{2 \epsilon}$
#
# `gradients.gradient_check` does it for every entry and compares with yours. **Below 1e-7 the gradient is right, above
# 1e-4 it is wrong.**


# %%
def compare(some_backward, parameters, X, Y):
    """Print how far each gradient of some_backward is from the measured one."""
    found = some_backward(*backward_arguments(parameters, X, Y))
    if not isinstance(found, dict):
        print("Let backward return a dict of all six gradients, then run this cell again.")
        return
    for name, value in parameters.items():
        gradient = found.get("d" + name)
        try:
            stretched = np.broadcast_to(gradient, value.shape).astype(float)  # as an update would
        except (TypeError, ValueError):
            print(f"d{name}: its shape {np.shape(gradient)} is not that of {name}, {value.shape}")
            continue

        def J(nudged, name=name):
            return network.cost(network.forward(X, **{**parameters, name: nudged})[3], Y)

        print(f"d{name}: relative error {gradients.gradient_check(J, value, stretched):.0e}")


compare(backward, *draw_network(3, 4, 2, 5))

# %% [markdown]
# Try it: take the $\frac{1}{m}$ out of `dW1`, in `find_dW1` if your `backward` calls it, or else in `backward` itself.
# Run the changed cell and then the one just above again, and see which line cries out. Put it back.
#
# How large should the nudge be? A smaller one ought to be more exact. Here is the error of your `dW1` for $\epsilon$
# from 1e-1 down to 1e-13. What do you expect?

# %%
parameters, X, Y = draw_network(3, 4, 2, 5)
found = backward(*backward_arguments(parameters, X, Y))
if not isinstance(found, dict):
    print("Let backward return a dict of all six gradients, then run this cell again.")
else:

    def J_of_W1(W1):
        return network.cost(network.forward(X, **{**parameters, "W1": W1})[3], Y)

    display(plots.v_curve(*gradients.v_curve(J_of_W1, parameters["W1"], found["dW1"])))

# %% [markdown]
# A **V**, read it from the right.
#
# - **Right arm.** A large nudge measures the slope of a long chord, and the curve bends away from it. Every nudge ten
#   times smaller makes this error a hundred times smaller.
# - **Left arm.** With a tiny nudge the two costs are almost equal. A computer keeps about 16 digits; subtract two
#   numbers that agree in the first 12, and 4 are left. Ten times smaller, and one more digit is gone.
#
# The best nudge lies between, near 1e-5, and even there about five digits are lost. So a measured gradient is a
# witness, not a replacement. It is also slow: two forward passes for *every single weight*, where your `backward` needs
# one pass for all. If **your gradient** were wrong, would there be a V?

# %% [markdown]
# ## 14. Find the bug
#
# Somebody else's backward pass, in a style of its own. One line of it is wrong. It was tested on a network with a
# single output, passed, and has been used ever since.


# %% solution="repair"
def suspect(X, Y, W2, Z1, A1, A2):
    """Somebody else's six gradients; arguments and dict as for `backward`."""
    m = Y.shape[1]
    miss = np.subtract(A2, Y)
    dW2 = np.matmul(miss, np.transpose(A1)) / m
    ### BEGIN SOLUTION
    db2 = np.sum(miss, axis=1, keepdims=True) / m
    ### END SOLUTION
    # GIVEN: db2 = np.sum(miss) / m
    hidden = W2.T.dot(miss) * (1 - np.square(A1))
    dW1 = np.matmul(hidden, np.transpose(X)) / m
    db1 = hidden.mean(axis=1, keepdims=True)
    return {"dZ2": miss, "dW2": dW2, "db2": db2, "dZ1": hidden, "dW1": dW1, "db1": db1}


# %% [markdown]
# Measure before you read: once with one output, once with two. (Before comparing, `compare` stretches each gradient
# to the shape of its parameter, as an update step would.) Repair one line and measure again. Why did the first test
# see nothing?

# %%
for n2 in (1, 2):
    print(f"n2 = {n2}")
    compare(suspect, *draw_network(3, 4, n2, 5))

# %% checks="repair" points=2
check("vectorized.repair", suspect, points=2)
### BEGIN HIDDEN TESTS
check("vectorized.repair", suspect, points=2, seed=1314)
### END HIDDEN TESTS

# %% [markdown]
# ## What you have learnt
#
# - Examples are columns. Small letters become capitals, and going forward nothing else changes.
# - `dZ` belongs to the examples, a column each. `dW` and `db` belong to the network and are averages.
# - A product with the second factor transposed adds over the columns by itself; a bias has no product, so it needs
#   a sum, along the right axis and with both sides kept.
# - Sizes that happen to be equal, or to be 1, hide mistakes. Test with sizes that are all different.
# - The loop and the matrices give the same numbers. The matrices give them sooner.
#
# **Next:** you have every gradient of `J`, so you can train. In lesson 4 you do, and the first question is one that
# sounds harmless: from where do you start? Starting all weights at zero looks fair, and leads nowhere.
