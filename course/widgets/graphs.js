// The graphs that GraphExplorer walks: where each node stands, what it is computed from, the order of the way back.

const scalarSum = (x1, w1, x2, w2, b) => apply("add", apply("add", apply("times", w1, x1), apply("times", w2, x2)), b);
const sigmoid = (z) => apply("sigmoid", z);
const GRAPHS = {
  logistic: {
    title: _("logistic regression"),
    size: [820, 448],
    places: {
      x1: [76, 50],
      w1: [76, 137],
      x2: [76, 224],
      w2: [76, 311],
      b: [76, 398],
      z: [310, 224],
      a: [520, 224],
      y: [520, 350],
      L: [735, 224],
    },
    rules: { z: [scalarSum, "x1", "w1", "x2", "w2", "b"], a: [sigmoid, "z"], L: [loss, "a", "y"] },
    lines: ["z = w1 * x1 + w2 * x2 + b", "a = sigmoid(z)", "L = -y * np.log(a) - (1 - y) * np.log(1 - a)"],
    back: ["L", "a", "z", "w1", "w2", "b"],
    sliders: [
      ["x1", 0],
      ["x2", 0],
      ["w1", 0],
      ["w2", 0],
      ["b", 0],
    ],
  },
  one_example: {
    title: _("the two-layer network"),
    size: [1018, 412],
    places: {
      W1: [64, 66],
      x: [64, 206],
      b1: [64, 346],
      z1: [244, 206],
      a1: [424, 206],
      W2: [424, 66],
      b2: [424, 346],
      z2: [604, 206],
      a2: [784, 206],
      y: [784, 346],
      L: [954, 206],
    },
    rules: {
      z1: [linear, "W1", "x", "b1"],
      a1: [(z) => apply("tanh", z), "z1"],
      z2: [linear, "W2", "a1", "b2"],
      a2: [sigmoid, "z2"],
      L: [loss, "a2", "y"],
    },
    lines: [
      "z1 = W1 @ x + b1",
      "a1 = np.tanh(z1)",
      "z2 = W2 @ a1 + b2",
      "a2 = sigmoid(z2)",
      "L = np.sum(-y * np.log(a2) - (1 - y) * np.log(1 - a2))",
    ],
    back: ["L", "a2", "z2", "W2", "b2", "a1", "z1", "W1", "b1"],
    sliders: [
      ["x", 0],
      ["x", 1],
      ["W1", 0],
      ["W1", 3],
      ["W2", 0],
      ["b2", 0],
    ],
  },
};
