"""Correct code in the styles that learners write: nothing of this may lose a mark."""

from __future__ import annotations

from collections.abc import Iterator

from mistakes.learner_code.functions import PARAMETERS, Coding, places, write
from mistakes.learner_code.lesson4 import TRAIN

from course.exercises import find

LOOP_DW = (
    "dW{l} = np.zeros(({d}.shape[0], {a}.shape[0]))\n"
    "for i in range(m):\n    dW{l} += np.outer({d}[:, i], {a}[:, i]) / m"
)
LOOP_DB = "db{l} = np.zeros(({d}.shape[0], 1))\nfor i in range(m):\n    db{l} = db{l} + {d}[:, i:i + 1] / m"
LOOP_DZ1 = (
    "dZ1 = np.empty(A1.shape)\nfor i in range(A1.shape[0]):\n    for j in range(A1.shape[1]):\n"
    "        total = 0.0\n        for k in range(dZ2.shape[0]):\n            total += W2[k, i] * dZ2[k, j]\n"
    "        dZ1[i, j] = total * (1 - A1[i, j]**2)"
)


def _layers(kind: str, *texts: str) -> list[tuple[str, tuple[str, ...]]]:
    layers = (("2", "dZ2", "A1"), ("1", "dZ1", "X"))
    return [(f"{kind}{layer}", tuple(text.format(l=layer, d=d, a=a) for text in texts)) for layer, d, a in layers]


ROWS = [
    # Lesson 1.
    (
        "logistic.z",
        ("np.dot(w.T, x) + b", "np.sum(w * x) + b", "(w * x).sum(axis=0, keepdims=True) + b", "x.T @ w + b"),
    ),
    ("logistic.a", ("0.5 * (1 + np.tanh(z / 2))", "np.power(1 + np.exp(-z), -1)")),
    (
        "logistic.L",
        (
            "-(y * np.log(a) + (1 - y) * np.log(1 - a))",
            "(-y * np.log(a) - (1 - y) * np.log(1 - a)).item()",
            "np.squeeze(-y * np.log(a + 1e-7) - (1 - y) * np.log(1 - a + 1e-7))",
            "float(-np.log(a[0, 0]) if y[0, 0] == 1 else -np.log(1 - a[0, 0]))",
            "np.sum(-y * np.log(a) - (1 - y) * np.log1p(-a))",
        ),
    ),
    (
        "logistic.da",
        ("(a - y) / (a * (1 - a))", "-(y / a - (1 - y) / (1 - a))", "np.divide(1 - y, 1 - a) - np.divide(y, a)"),
    ),
    (
        "logistic.sigmoid_prime",
        ("a - a**2", "np.multiply(a, 1 - a)", "a - np.square(a)", "float(a[0, 0] * (1 - a[0, 0]))"),
    ),
    (
        "logistic.dz_by_chain_rule",
        ("da * (a - a**2)", "np.multiply(da, a * (1 - a))", "(da * a * (1 - a)).item()", "a * da @ (1 - a)"),
    ),
    ("logistic.dz", ("np.subtract(a, y)", "(-y / a + (1 - y) / (1 - a)) * a * (1 - a)", "-(y - a)", "(a - y).item()")),
    (
        "logistic.dw",
        (
            "dz * x",
            "x @ dz",
            "np.dot(x, dz)",
            "x * dz.item()",
            "np.outer(x, dz)",
            "np.array([[each * dz.item()] for each in x[:, 0]])",
        ),
    ),
    ("logistic.db", ("dz.copy()", "np.sum(dz)", "dz.item()", "1 * dz", "np.array([dz.item()])")),
    # The gradients at the layers.
    ("*.dZ2", ("np.subtract(A2, Y)", "-(Y - A2)", "(-Y / A2 + (1 - Y) / (1 - A2)) * A2 * (1 - A2)", "A2 + -1 * Y")),
    (
        "*.dZ1",
        (
            "W2.T @ dZ2 * (1 - np.tanh(Z1)**2)",
            "np.multiply(np.dot(W2.T, dZ2), 1 - np.power(A1, 2))",
            "np.einsum('ki,kj->ij', W2, dZ2) * (1 - np.square(A1))",
            "np.matmul(W2.T, dZ2) / np.cosh(Z1)**2",
            "(dZ2.T @ W2).T * (1 - A1 * A1)",
            "np.dot(W2.transpose(), dZ2) * (1 - A1) * (1 + A1)",
            "dA1 = W2.T @ dZ2\ndZ1 = dA1 * (1 - A1**2)",
            LOOP_DZ1,
        ),
    ),
    ("one_example.tanh_prime", ("1 - a1 * a1", "1 - np.power(a1, 2)", "1 - np.square(a1)", "(1 - a1) * (1 + a1)")),
    # The gradients of the parameters.
    *(
        (f"vectorized.{name}", texts)
        for name, texts in _layers(
            "dW",
            "np.dot({d}, {a}.T) / m",
            "1 / m * {d} @ {a}.T",
            "({d} / m) @ {a}.T",
            "({a} @ {d}.T).T / m",
            "np.einsum('ij,kj->ik', {d}, {a}) / {d}.shape[1]",
            "np.mean({d}[:, None, :] * {a}[None, :, :], axis=2)",
            "np.matmul({d}, np.transpose({a})) * m**-1",
            LOOP_DW,
        )
    ),
    *(
        (f"one_example.{name}", texts)
        for name, texts in _layers(
            "dW",
            "np.dot({d}, {a}.T)",
            "np.outer({d}, {a})",
            "{d} * {a}.T",
            "np.multiply({d}, {a}.T)",
            "({a} @ {d}.T).T",
        )
    ),
    *(
        (f"vectorized.{name}", texts)
        for name, texts in _layers(
            "db",
            "np.mean({d}, axis=1, keepdims=True)",
            "1 / m * np.sum({d}, axis=1, keepdims=1)",
            "{d}.sum(1).reshape(-1, 1) / m",
            "np.sum({d}, axis=1)[:, np.newaxis] / m",
            "{d} @ np.ones((m, 1)) / m",
            "np.mean({d}, axis=-1, keepdims=True)",
            LOOP_DB,
        )
    ),
    *(
        (f"one_example.{name}", texts)
        for name, texts in _layers(
            "db",
            "{d}.copy()",
            "np.sum({d}, axis=1).reshape({d}.shape)",
            "1 * {d}",
            "np.mean({d}, axis=1, keepdims=True)",
        )
    ),
    # The forward pass and the cost.
    ("*.Z1", ("np.dot(W1, X) + b1", "np.add(W1 @ X, b1)", "np.einsum('ij,jk->ik', W1, X) + b1")),
    ("*.A1", ("(np.exp(Z1) - np.exp(-Z1)) / (np.exp(Z1) + np.exp(-Z1))", "2 / (1 + np.exp(-2 * Z1)) - 1")),
    ("*.Z2", ("np.dot(W2, A1) + b2", "b2 + np.matmul(W2, A1)")),
    ("*.A2", ("sigmoid(Z2)", "np.exp(Z2) / (1 + np.exp(Z2))")),
    (
        "vectorized.J",
        (
            "-np.sum(Y * np.log(A2) + (1 - Y) * np.log(1 - A2)) / m",
            "-1 / m * np.sum(np.multiply(Y, np.log(A2)) + np.multiply(1 - Y, np.log(1 - A2)))",
            "np.mean(np.sum(-Y * np.log(A2) - (1 - Y) * np.log(1 - A2), axis=0))",
            "-np.sum(Y * np.log(A2 + 1e-7) + (1 - Y) * np.log(1 - A2 + 1e-7)) / m",
            "-np.trace(Y @ np.log(A2).T + (1 - Y) @ np.log(1 - A2).T) / m",
            "-np.vdot(Y, np.log(A2)) / m - np.vdot(1 - Y, np.log1p(-A2)) / m",
            "J = 0.0\nfor i in range(m):\n    J += -np.sum(np.log(np.where(Y[:, i] == 1, A2[:, i], 1 - A2[:, i]))) / m",
            "np.array([[-np.sum(Y * np.log(A2) + (1 - Y) * np.log(1 - A2)) / m]])",
        ),
    ),
    # Lesson 4, one parameter each.
]
START = (
    "0.01 * rng.standard_normal({shape})",
    "rng.normal(0, 0.1, {shape})",
    "rng.normal(size={shape}) / np.sqrt({shape}[1])",
    "rng.uniform(-0.1, 0.1, {shape})",
)
UPDATE = (
    "parameters['{p}'] + -learning_rate * gradients['d{p}']",
    "parameters['{p}'].copy()\n{p} -= learning_rate * gradients['d{p}']",
    "np.subtract(parameters['{p}'], learning_rate * gradients['d{p}'])",
    "-(learning_rate * gradients['d{p}'] - parameters['{p}'])",
)

# (exercise, old text, new text, ...): the right function with texts replaced.
WHOLE = [
    ("vectorized.backward", "dZ2 = A2 - Y", "dZ2 = (A2 - Y) / m", " / m\n    db", "\n    db", "True) / m", "True)"),
    (
        "vectorized.backward",
        "(1 - A1**2)",
        "(1 - A1**2) / m",
        "X.T / m",
        "X.T",
        "(dZ1, axis=1, keepdims=True) / m",
        "(dZ1, axis=1, keepdims=True)",
    ),
    ("vectorized.backward", "m = X.shape[1]", "m = Y.shape[1]\n    print('m is', m)"),
    ("vectorized.backward", "m = X.shape[1]", "m = len(X[0])"),
    ("vectorized.backward", "m = X.shape[1]", "m = np.float64(A2.shape[-1])"),
    ("vectorized.backward", 'return {"dZ2": dZ2,', 'return {"grads": None, "m": m, "dZ2": dZ2,'),
]
RETURNS = [
    ("vectorized.backward", "return dZ2, dW2, db2, dZ1, dW1, db1"),
    ("vectorized.backward", "return [dZ2, dW2, db2, dZ1, dW1, db1]"),
    ("vectorized.backward", "return dict(db1=db1, dW1=dW1, dZ1=dZ1, db2=db2, dW2=dW2, dZ2=dZ2)"),
    ("one_example.backward", "return dz2, dW2, db2, dz1, dW1, db1"),
    ("one_example.backward", "return dict(dW1=dW1, db1=db1, dW2=dW2, db2=db2, dz2=dz2, dz1=dz1, extra=1)"),
    ("vectorized.forward", "return [Z1, A1, Z2, A2]"),
    ("vectorized.forward", 'return {"A2": A2, "A1": A1, "Z1": Z1, "Z2": Z2}'),
    ("one_example.forward", 'return {"z1": z1, "a1": a1, "z2": z2, "a2": a2}'),
    ("logistic.forward", "return [z, a]"),
    ("logistic.gradients", 'return {"db": db, "dw": dw}'),
    ("initialization.update", "return W1, b1, W2, b2"),
    ("initialization.update", 'return {**parameters, "W1": W1, "b1": b1, "W2": W2, "b2": b2}'),
    ("initialization.initialize", "return [W1, b1, W2, b2]"),
]
TRAINING = [
    ("return parameters, costs", "return parameters, np.array(costs)"),
    ("return parameters, costs", "return [parameters, tuple(costs)]"),
    ("costs.append(cost(A2))", "costs += [np.array([[cost(A2)]])]"),
    (
        "        parameters = update(parameters, gradients)",
        "        print(costs[-1])\n        parameters = update(parameters, gradients)",
    ),
    (
        "        costs.append(cost(A2))\n        gradients = backward(parameters, A1, A2)\n"
        "        parameters = update(parameters, gradients)",
        "        parameters = update(parameters, backward(parameters, A1, A2))\n"
        "        costs.append(cost(predict(parameters)[1]))",
    ),
    ("    return parameters, costs", "    costs.append(cost(predict(parameters)[1]))\n    return parameters, costs"),
    ("* 0.5", "* 0.01"),
]


def _all() -> Iterator[Coding]:
    for key, texts in ROWS:
        for text in texts:
            for exercise, line, written, named in places(key, text):
                yield Coding("", exercise, named, written, write(exercise, {line: written}))
    for exercise in dict.fromkeys([row[0] for row in WHOLE + RETURNS] + ["vectorized.cost", "one_example.tanh_prime"]):
        yield Coding("", exercise, exercise, "as in the lesson", write(exercise))
    for exercise, *replacements in WHOLE:
        source = write(exercise)
        for old, new in zip(replacements[::2], replacements[1::2], strict=True):
            source = _replace(source, old, new)
        yield Coding("", exercise, exercise, replacements[1], source)
    for exercise, returned in RETURNS:
        source = write(exercise)
        yield Coding("", exercise, exercise, returned, source[: source.rindex("return ")] + returned + "\n")
    for name in PARAMETERS:
        for text in UPDATE:
            text = text.format(p=name) if "\n" not in text else f"{name} = {text}".format(p=name)
            yield Coding("", "initialization.update", name, text, write("initialization.update", {name: text}))
    for name, shape in (("W1", "(n1, n0)"), ("W2", "(n2, n1)")):
        for text in (text.format(shape=shape) for text in START):
            yield Coding("", "initialization.initialize", name, text, write("initialization.initialize", {name: text}))
    yield Coding("", "initialization.train", "train", "as in the lesson", TRAIN)
    for old, new in TRAINING:
        source = TRAIN.replace(old, new) if old == "* 0.5" else _replace(TRAIN, old, new)
        yield Coding("", "initialization.train", "train", new.strip(), source)


def _replace(source: str, old: str, new: str) -> str:
    if old not in source:
        raise ValueError(f"{old!r} is not in\n{source}")
    return source.replace(old, new)


CORRECT = [*_all()]
UNTOUCHED = sorted({find(coding.exercise).name for coding in CORRECT})
