"""A tiny lesson with one cell of each kind, for the tests of the authoring line."""

SCRIPT = '''\
# %% [markdown]
# # A small lesson

# %% locked
import numpy as np

from course import check

# %% [markdown]
# Write the sigmoid.


# %% solution="sigmoid"
def sigmoid(z):
    """The sigmoid of z."""
    ### BEGIN SOLUTION
    return 1 / (1 + np.exp(-z))
    ### END SOLUTION


# %% checks="sigmoid" points=2
check("logistic.sigmoid", sigmoid, points=2)
### BEGIN HIDDEN TESTS
check("logistic.sigmoid", sigmoid, points=2, seed=90210)
### END HIDDEN TESTS

# %%
print(sigmoid(np.zeros((1, 1))))


# %% solution="repair"
def repaired(dZ2, m):
    """The bias gradient, with a mistake in it."""
    ### BEGIN SOLUTION
    db2 = np.sum(dZ2, axis=1, keepdims=True) / m
    ### END SOLUTION
    # GIVEN: db2 = np.sum(dZ2) / m
    return db2


# %% [markdown] explain="why" points=3
# Why does the average sit there?
#
# ### BEGIN SOLUTION
# Because the cost is an average.
# ### END SOLUTION
'''
