/**
 * What is timed, in words that every contender understands: the dense nets of the peers' table.
 *
 * Data and start weights come from one small generator here and use + − × ÷ only, so that every engine, in every
 * browser, gets the same numbers. Before anything is timed each contender takes `CHECK_STEPS` steps on `checkBatch`,
 * a data set of exactly one batch: whatever order a contender takes rows in, its losses must be the same up to rounding.
 */

/** Steps whose losses must agree before the clock starts. */
export const CHECK_STEPS = 6;

/** Batches in the data set that is trained on while the clock runs. */
const BATCHES = 64;

/** Park and Miller's minimal standard generator: exact in doubles. Source: CACM 31 (1988), 1192–1201. */
export function uniformGenerator(seed) {
  let state = (seed % 2147483646) + 1;
  return () => {
    state = (state * 48271) % 2147483647;
    return state / 2147483647;
  };
}

const dense = (units, activation) => ({
  type: 'dense',
  units,
  activation,
  biasInitializer: { type: 'zeros' },
});

const sgd = (learningRate) => ({ type: 'sgd', learningRate });
const adam = (learningRate) => ({ type: 'adam', learningRate });

/** Two rings on -6 … 6, the classic 2-D toy: class 1 lies within 2.5. */
function rings(rows, uniform) {
  const inputs = new Float32Array(rows * 2);
  const targets = new Float32Array(rows);
  for (let row = 0; row < rows; row++) {
    const inner = row % 2;
    let x;
    let y;
    // A point of the ring by rejection: no sine, no cosine.
    do {
      x = (uniform() * 2 - 1) * 5;
      y = (uniform() * 2 - 1) * 5;
    } while (inner ? x * x + y * y > 6.25 : x * x + y * y < 12.25 || x * x + y * y > 25);
    inputs.set([x, y], row * 2);
    targets[row] = inner;
  }
  return { inputs, targets };
}

/** Ten blurred prototypes of 784 values in 0 … 1, two thirds of them zero as in pictures of digits. */
function pictures(rows, uniform) {
  const prototypes = Array.from({ length: 10 * 784 }, () => (uniform() < 2 / 3 ? 0 : uniform()));
  const inputs = new Float32Array(rows * 784);
  const targets = new Float32Array(rows);
  for (let row = 0; row < rows; row++) {
    const label = Math.floor(uniform() * 10);
    targets[row] = label;
    for (let i = 0; i < 784; i++) {
      const prototype = prototypes[label * 784 + i];
      inputs[row * 784 + i] = prototype === 0 ? 0 : 0.5 * prototype + 0.5 * uniform();
    }
  }
  return { inputs, targets };
}

const TOY = { columns: 2, classes: 2, loss: 'meanSquaredError', make: rings };
const PICTURES = { columns: 784, classes: 10, loss: 'categoricalCrossentropy', make: pictures };

function toy(id, title, hidden) {
  const layers = [...hidden, 1].map((units) => dense(units, 'tanh'));
  return { ...TOY, id, title, layers, optimizer: sgd(0.03), batchSize: 10 };
}

function picture(id, optimizer, batchSize) {
  const layers = [dense(128, 'relu'), dense(64, 'relu'), dense(10, 'softmax')];
  const title = `784-128-64-10 relu softmax, ${optimizer.type === 'adam' ? 'Adam' : 'SGD'}, batch ${batchSize}`;
  return { ...PICTURES, id, title, layers, optimizer, batchSize };
}

/** The training workloads, named as in the peers' table. */
export const WORKLOADS = [
  toy('A1', '2-4-2-1 tanh, SGD, batch 10', [4, 2]),
  toy('A2', '2-(8x6)-1 tanh, SGD, batch 10', [8, 8, 8, 8, 8, 8]),
  picture('B-sgd-32', sgd(0.1), 32),
  picture('B-sgd-128', sgd(0.1), 128),
  picture('B-adam-32', adam(0.001), 32),
  picture('B-adam-128', adam(0.001), 128),
];

/** @param {string} id */
export function workload(id) {
  const found = WORKLOADS.find((each) => each.id === id);
  if (!found) throw new Error(`no workload is called ${id}`);
  return found;
}

/** The spec as `neuron-weights` takes it. */
export const specOf = ({ columns, layers, loss, optimizer, batchSize }) => ({
  inputShape: [columns],
  layers,
  loss,
  optimizer,
  regularizer: { l1: 0, l2: 0 },
  batchSize,
  seed: 1,
});

/** @returns {{ check: Rows, timed: Rows }}  Rows: { inputs: Float32Array, targets: Float32Array, rows: number } */
export function rowsOf({ make, batchSize }) {
  const uniform = uniformGenerator(batchSize);
  const rows = (count) => ({ ...make(count, uniform), rows: count });
  return { check: rows(batchSize), timed: rows(BATCHES * batchSize) };
}

/**
 * Start weights, kernels [in, out] row-major: uniform within ±sqrt(6 / (in + out)), biases 0.
 *
 * @returns {{ kernel: Float32Array, bias: Float32Array, inputs: number, units: number }[]}
 */
export function startWeights({ columns, layers }) {
  const uniform = uniformGenerator(7);
  let inputs = columns;
  return layers.map(({ units }) => {
    const limit = Math.sqrt(6 / (inputs + units));
    const kernel = Float32Array.from({ length: inputs * units }, () => (uniform() * 2 - 1) * limit);
    const layer = { kernel, bias: new Float32Array(units), inputs, units };
    inputs = units;
    return layer;
  });
}

/** Multiply-adds of one training step, times two: forward, and twice that backward (less the first layer's inputs). */
export function flopsPerStep({ columns, layers, batchSize }) {
  let inputs = columns;
  let macs = 0;
  layers.forEach(({ units }, index) => {
    macs += inputs * units * (index === 0 ? 2 : 3);
    inputs = units;
  });
  return 2 * macs * batchSize;
}
