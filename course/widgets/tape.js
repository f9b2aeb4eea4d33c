// A small reverse-mode tape. The table below lists each primitive operation with its local derivative; every gradient
// the widgets draw comes from walking it backwards. Arrays are { rows, columns, data }.

const array = (rows, columns, data = new Float64Array(rows * columns)) => ({ rows, columns, data });
const fromRows = (rows) => array(rows.length, rows[0].length, Float64Array.from(rows.flat()));
const toRows = ({ rows, columns, data }) =>
  Array.from({ length: rows }, (_, row) => Array.from(data.subarray(row * columns, (row + 1) * columns)));

function entrywise(rule, derivative) {
  return {
    forward: (a) => array(a.rows, a.columns, a.data.map(rule)),
    backward: (g, [a], into) => {
      for (let i = 0; i < g.data.length; i += 1) into[0].data[i] += g.data[i] * derivative(a.data[i]);
    },
  };
}

const TINY = 1e-300;
const OPERATIONS = {
  matmul: {
    forward(a, b) {
      const out = array(a.rows, b.columns);
      for (let i = 0; i < a.rows; i += 1) {
        for (let k = 0; k < a.columns; k += 1) {
          const factor = a.data[i * a.columns + k];
          for (let j = 0; j < b.columns; j += 1) out.data[i * b.columns + j] += factor * b.data[k * b.columns + j];
        }
      }
      return out;
    },
    backward(g, [a, b], [intoA, intoB]) {
      for (let i = 0; i < a.rows; i += 1) {
        for (let k = 0; k < a.columns; k += 1) {
          const factor = a.data[i * a.columns + k];
          let sum = 0;
          for (let j = 0; j < b.columns; j += 1) {
            const arriving = g.data[i * b.columns + j];
            sum += arriving * b.data[k * b.columns + j];
            intoB.data[k * b.columns + j] += arriving * factor;
          }
          intoA.data[i * a.columns + k] += sum;
        }
      }
    },
  },
  // The second operand may be one column, which is then added to every column of the first.
  add: {
    forward(a, b) {
      const at = b.columns === 1 ? (i) => Math.floor(i / a.columns) : (i) => i;
      return array(
        a.rows,
        a.columns,
        a.data.map((value, i) => value + b.data[at(i)]),
      );
    },
    backward(g, [a, b], [intoA, intoB]) {
      const at = b.columns === 1 ? (i) => Math.floor(i / a.columns) : (i) => i;
      for (let i = 0; i < g.data.length; i += 1) {
        intoA.data[i] += g.data[i];
        intoB.data[at(i)] += g.data[i];
      }
    },
  },
  times: {
    forward: (a, b) =>
      array(
        a.rows,
        a.columns,
        a.data.map((value, i) => value * b.data[i]),
      ),
    backward(g, [a, b], [intoA, intoB]) {
      for (let i = 0; i < g.data.length; i += 1) {
        intoA.data[i] += g.data[i] * b.data[i];
        intoB.data[i] += g.data[i] * a.data[i];
      }
    },
  },
  sum: {
    forward: (a) => array(1, 1, Float64Array.of(a.data.reduce((total, value) => total + value, 0))),
    backward: (g, [a], into) => {
      for (let i = 0; i < a.data.length; i += 1) into[0].data[i] += g.data[0];
    },
  },
  negative: entrywise(
    (x) => -x,
    () => -1,
  ),
  complement: entrywise(
    (x) => 1 - x,
    () => -1,
  ),
  log: entrywise(
    (x) => Math.log(Math.max(x, TINY)),
    (x) => 1 / Math.max(x, TINY),
  ),
  tanh: entrywise(Math.tanh, (x) => 1 / Math.cosh(x) ** 2),
  sigmoid: entrywise(
    (x) => 1 / (1 + Math.exp(-x)),
    (x) => 1 / (2 + Math.exp(x) + Math.exp(-x)),
  ),
};

const leaf = (value) => ({ value, operation: null, inputs: [] });
const apply = (operation, ...inputs) => ({
  value: OPERATIONS[operation].forward(...inputs.map(({ value }) => value)),
  operation,
  inputs,
});

// Gradients of sum(cotangent * node) for every node it came from, as a Map.
function backward(node, cotangent) {
  const order = [];
  const visit = (each) => {
    if (order.includes(each)) return;
    each.inputs.forEach(visit);
    order.push(each);
  };
  visit(node);
  const gradients = new Map(order.map((each) => [each, array(each.value.rows, each.value.columns)]));
  gradients.set(node, cotangent);
  for (const each of order.reverse()) {
    if (!each.operation) continue;
    const values = each.inputs.map(({ value }) => value);
    OPERATIONS[each.operation].backward(
      gradients.get(each),
      values,
      each.inputs.map((input) => gradients.get(input)),
    );
  }
  return gradients;
}

const linear = (W, A, b) => apply("add", apply("matmul", W, A), b);
const losses = (A, Y) =>
  apply(
    "negative",
    apply(
      "add",
      apply("times", Y, apply("log", A)),
      apply("times", apply("complement", Y), apply("log", apply("complement", A))),
    ),
  );
const loss = (A, Y) => apply("sum", losses(A, Y));

// d out / d input as a table: one row for each entry of the result, one column for each entry of the input.
function localDerivative(rule, values, position) {
  const inputs = values.map(leaf);
  const out = rule(...inputs);
  return toRows(out.value)
    .flat()
    .map((_, entry) => {
      const unit = array(out.value.rows, out.value.columns);
      unit.data[entry] = 1;
      return Array.from(backward(out, unit).get(inputs[position]).data);
    });
}
