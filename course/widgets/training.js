// A two-layer network in the browser: its start, one step of gradient descent, its prediction at a point.

function seeded(seed) {
  let state = seed >>> 0;
  const uniform = () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return (state + 0.5) / 4294967296;
  };
  return () => Math.sqrt(-2 * Math.log(uniform())) * Math.cos(2 * Math.PI * uniform());
}

function startingValues(start, n1) {
  const normal = seeded(n1 + 1);
  const value = { zero: () => 0, symmetric: () => 0.5, random: normal }[start];
  const make = (rows, columns, entry) => array(rows, columns, Float64Array.from({ length: rows * columns }, entry));
  return { W1: make(n1, 2, value), b1: array(n1, 1), W2: make(1, n1, value), b2: array(1, 1) };
}

function trainingStep(parameters, X, Y, rate) {
  const nodes = Object.fromEntries(Object.entries(parameters).map(([name, value]) => [name, leaf(value)]));
  const A1 = apply("tanh", linear(nodes.W1, leaf(X), nodes.b1));
  const A2 = apply("sigmoid", linear(nodes.W2, A1, nodes.b2));
  const J = loss(A2, leaf(Y));
  const gradients = backward(J, array(1, 1, Float64Array.of(1 / X.columns)));
  for (const [name, node] of Object.entries(nodes)) {
    const gradient = gradients.get(node).data;
    parameters[name] = array(
      node.value.rows,
      node.value.columns,
      node.value.data.map((value, i) => value - rate * gradient[i]),
    );
  }
  return J.value.data[0] / X.columns;
}

function predict({ W1, b1, W2, b2 }, x, y) {
  let z = b2.data[0];
  for (let unit = 0; unit < W1.rows; unit += 1) {
    z += W2.data[unit] * Math.tanh(W1.data[2 * unit] * x + W1.data[2 * unit + 1] * y + b1.data[unit]);
  }
  return 1 / (1 + Math.exp(-z));
}
