/**
 * The runs whose hashes stand in tests/engine/training/golden.hpp, written down a second time in the words of the
 * package: what golden_runs.hpp says in C++. Native build, wasm in Node and wasm in browsers are held against one table.
 *
 * No number here comes from JavaScript's Math beyond + − × ÷: those differ between browsers.
 */

export const STEPS = 200;
const HALF = STEPS / 2;

const MASK = (1n << 64n) - 1n;
const WEYL = 0x9e3779b97f4a7c15n;

/** Floats in -1 … 1 by splitmix64, as `random_values` of tests/engine/support/values.hpp. */
function randomValues(count, seed) {
  let state = (BigInt(seed) * WEYL + 1n) & MASK;
  return Float32Array.from({ length: count }, () => {
    state = (state + WEYL) & MASK;
    let z = state;
    z = ((z ^ (z >> 30n)) * 0xbf58476d1ce4e5b9n) & MASK;
    z = ((z ^ (z >> 27n)) * 0x94d049bb133111ebn) & MASK;
    z ^= z >> 31n;
    return (2 * Number(z >> 40n)) / 2 ** 24 - 1;
  });
}

const float = Math.fround;

/** Random inputs; the class is a rule of the first two columns. */
function classesTable(rows, columns, classes) {
  const inputs = randomValues(rows * columns, 3);
  const targets = Float32Array.from({ length: rows }, (_, row) => {
    const mix = float(inputs[row * columns] + 0.5 * inputs[row * columns + 1]);
    const label = Math.trunc(float(float(float(mix + 1.5) / 3) * classes));
    return Math.min(label, classes - 1);
  });
  return { kind: 'table', inputs, rows, columns, targets, classes, scaling: 'none', split: 'everyFifth' };
}

const generated = (name, samples = 200, noise = 0.1) => ({
  kind: 'generated',
  name,
  samples,
  noise,
  seed: 5,
  split: 'everyFifth',
});

const dense = (units, activation, kernel = 'glorotUniform', bias = 'zeros') => ({
  type: 'dense',
  units,
  activation,
  kernelInitializer: kernel,
  biasInitializer: bias,
});

const defaults = { optimizer: { type: 'sgd', learningRate: 0.03 }, batchSize: 10, seed: 7 };
const adam = (learningRate) => ({ type: 'adam', learningRate });
const smallBiases = { type: 'randomUniform', minval: -0.3, maxval: 0.3 };
const normal = { type: 'randomNormal', mean: 0, stddev: 0.4 };

/** The rows and layers of the rich run, with another optimizer: `golden_optimizer_run` of golden_runs.hpp. */
const richRun = (optimizer, { regularizer, secondLayer } = {}) => ({
  spec: {
    ...defaults,
    inputShape: [5],
    layers: [
      dense(16, 'relu', 'heNormal', smallBiases),
      { ...dense(9, 'sigmoid', 'glorotUniform', smallBiases), ...secondLayer },
      dense(3, 'softmax', 'glorotUniform', smallBiases),
    ],
    loss: 'categoricalCrossentropy',
    optimizer: { learningRate: 0.01, ...optimizer },
    regularizer: { l1: 0, l2: 0, ...regularizer },
    batchSize: 7,
  },
  data: classesTable(120, 5, 3),
});

/** Name in golden.hpp → spec and data. Made anew each time: sources are kept by the engine. */
export const GOLDEN_RUNS = {
  circle: () => ({
    spec: {
      ...defaults,
      inputShape: [2],
      layers: [dense(4, 'tanh'), dense(2, 'tanh'), dense(1, 'tanh')],
      loss: 'meanSquaredError',
      optimizer: { type: 'sgd', learningRate: 0.1 },
    },
    data: generated('circle'),
  }),
  rich: () => ({
    spec: {
      ...defaults,
      inputShape: [5],
      layers: [
        dense(16, 'relu', 'heNormal', smallBiases),
        dense(9, 'sigmoid', 'glorotUniform', smallBiases),
        dense(3, 'softmax', 'glorotUniform', smallBiases),
      ],
      loss: 'categoricalCrossentropy',
      optimizer: adam(0.01),
      regularizer: { l1: 0.0005, l2: 0.002 },
      batchSize: 7,
    },
    data: classesTable(120, 5, 3),
  }),
  spiral: () => ({
    spec: {
      ...defaults,
      inputShape: [2],
      layers: [
        dense(8, 'tanh', 'glorotNormal'),
        dense(8, 'tanh', 'glorotNormal'),
        dense(1, 'sigmoid', 'glorotNormal'),
      ],
      loss: 'binaryCrossentropy',
      optimizer: adam(0.02),
    },
    data: generated('spiral', 500, 0.2),
  }),
  regression: () => ({
    spec: {
      ...defaults,
      inputShape: [2],
      layers: [dense(7, 'relu', normal), dense(1, 'linear', normal)],
      loss: 'meanSquaredError',
      regularizer: { l1: 0.0001, l2: 0 },
    },
    data: generated('regGauss', 600, 0),
  }),
  // Products so large that the pool is used inside a step.
  wide: () => ({
    spec: {
      ...defaults,
      inputShape: [64],
      layers: [
        dense(256, 'relu', 'heUniform'),
        dense(128, 'relu', 'heUniform'),
        dense(10, 'softmax', 'heUniform'),
      ],
      loss: 'categoricalCrossentropy',
      optimizer: adam(0.001),
      batchSize: 96,
    },
    data: classesTable(400, 64, 10),
  }),
  // Every type of layer stands in this run or in the next: layers_spec() and convolutions_spec() of make_spec.hpp.
  layers: () => ({
    spec: {
      ...defaults,
      inputShape: [4, 4, 1],
      layers: [
        { type: 'averagePooling2d', name: 'pool_1', strides: 1, padding: 'same' },
        { type: 'batchNormalization', name: 'norm_1' },
        { type: 'flatten', name: 'flatten_1' },
        dense(12, 'gelu'),
        { type: 'batchNormalization', name: 'norm_2', momentum: 0.8 },
        { type: 'dropout', name: 'drop_1', rate: 0.3 },
        { type: 'layerNormalization', name: 'norm_3' },
        dense(3, 'linear'),
        { type: 'activation', name: 'softmax_1', activation: 'softmax' },
      ],
      loss: 'categoricalCrossentropy',
      optimizer: adam(0.01),
      regularizer: { l1: 0.0005, l2: 0.002 },
      batchSize: 7,
    },
    data: classesTable(120, 16, 3),
  }),
  convolutions: () => ({
    spec: {
      ...defaults,
      inputShape: [9, 8, 2],
      layers: [
        {
          type: 'conv2d',
          filters: 5,
          kernelSize: 3,
          padding: 'same',
          dilationRate: [1, 2],
          activation: 'relu',
        },
        { type: 'conv2d', filters: 4, kernelSize: [2, 3], padding: 'same', activation: 'tanh' },
        {
          type: 'depthwiseConv2d',
          depthMultiplier: 2,
          kernelSize: [3, 2],
          strides: 2,
          padding: 'same',
          activation: 'tanh',
        },
        { type: 'locallyConnected2d', filters: 3, kernelSize: 2 },
        { type: 'maxPooling2d' },
        { type: 'conv2d', filters: 4, kernelSize: 1, activation: 'silu' },
        { type: 'globalAveragePooling2d' },
        { type: 'reshape', targetShape: [2, 2] },
        { type: 'flatten' },
        dense(3, 'softmax'),
      ],
      loss: 'categoricalCrossentropy',
      optimizer: adam(0.01),
      batchSize: 7,
    },
    data: classesTable(120, 144, 3),
  }),
  momentum: () =>
    richRun({
      type: 'momentum',
      momentum: 0.9,
      clipNorm: 0.5,
      schedule: { type: 'cosine', steps: 80, minimum: 0.125 },
    }),
  nesterov: () =>
    richRun(
      {
        type: 'nesterov',
        momentum: 0.9,
        schedule: { type: 'oneCycle', steps: 80, warmupShare: 0.3, divFactor: 25, finalDivFactor: 10000 },
      },
      { regularizer: { l1: 0.005, l2: 0.001, l1Update: 'proximal', biases: true } },
    ),
  rmsprop: () =>
    richRun({
      type: 'rmsprop',
      rho: 0.99,
      epsilon: 1e-8,
      clipValue: 0.05,
      schedule: { type: 'exponential', steps: 80, gamma: 0.5 },
    }),
  adagrad: () =>
    richRun(
      {
        type: 'adagrad',
        epsilon: 1e-8,
        initialAccumulatorValue: 0.01,
        schedule: { type: 'step', steps: 80, gamma: 0.5 },
      },
      { secondLayer: { regularizer: { l1: 0.001, l2: 0.01 } } },
    ),
  amsgrad: () =>
    richRun({
      type: 'amsgrad',
      beta1: 0.9,
      beta2: 0.999,
      epsilon: 1e-8,
      schedule: { type: 'warmUp', steps: 80 },
    }),
  adamw: () =>
    richRun(
      { type: 'adamw', beta1: 0.9, beta2: 0.999, epsilon: 1e-8, weightDecay: 0.1 },
      { secondLayer: { trainable: false } },
    ),
};

/**
 * Trains all of them at once in one engine: small runs are spread over its threads, the wide one uses them inside.
 *
 * @param {typeof import('../../../web/api/index.js').createEngine} createEngine
 * @param {import('../../../web/api/index.js').EngineOptions} options
 */
export async function goldenHashes(createEngine, options) {
  const engine = await createEngine(options);
  const names = Object.keys(GOLDEN_RUNS);
  const make = (name) => {
    const { spec, data } = GOLDEN_RUNS[name]();
    return engine.createRun(spec, data);
  };
  const hashesOf = async (runs) => {
    const hashes = await Promise.all(runs.map((run) => run.hash()));
    return Object.fromEntries(hashes.map((hash, index) => [names[index], hash]));
  };
  try {
    const straight = await Promise.all(names.map(make));
    const start = await hashesOf(straight);
    await Promise.all(straight.map((run) => run.step(HALF)));
    const saved = await Promise.all(straight.map((run) => run.save()));
    await Promise.all(straight.map((run) => run.step(STEPS - HALF)));

    // Runs that never saw the first half: their state comes from the bytes alone.
    const resumed = await Promise.all(names.map(make));
    await Promise.all(resumed.map((run, index) => run.restore(saved[index])));
    await Promise.all(resumed.map((run) => run.step(STEPS - HALF)));

    return { info: engine.info, start, end: await hashesOf(straight), resumed: await hashesOf(resumed) };
  } finally {
    engine.dispose();
  }
}
