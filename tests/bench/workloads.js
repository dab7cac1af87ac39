/**
 * What is timed, in words that every contender understands: the nets of the peers' table, in training and in inference.
 *
 * Data and start weights come from one small generator here and use + − × ÷ only, so that every engine, in every
 * browser, gets the same numbers. Before anything is timed each contender takes `CHECK_STEPS` steps on `checkBatch`,
 * a data set of exactly one batch: whatever order a contender takes rows in, its losses must be the same up to rounding.
 */

/** Steps whose losses must agree before the clock starts. */
export const CHECK_STEPS = 6;

/** Batches in the data set that is trained on while the clock runs, and no more rows than these. */
const BATCHES = 64;
const MOST_ROWS = 8192;

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

const convolution = (filters) => ({
  type: 'conv2d',
  filters,
  kernelSize: 5,
  padding: 'same',
  activation: 'relu',
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

const TOY = { inputShape: [2], classes: 2, loss: 'meanSquaredError', make: rings };
const PICTURES = { inputShape: [784], classes: 10, loss: 'categoricalCrossentropy', make: pictures };

function toy(id, title, hidden) {
  const layers = [...hidden, 1].map((units) => dense(units, 'tanh'));
  return { ...TOY, id, title, mode: 'train', layers, optimizer: sgd(0.03), batchSize: 10 };
}

function picture(id, optimizer, batchSize) {
  const layers = [dense(128, 'relu'), dense(64, 'relu'), dense(10, 'softmax')];
  const title = `784-128-64-10 relu softmax, ${optimizer.type === 'adam' ? 'Adam' : 'SGD'}, batch ${batchSize}`;
  return { ...PICTURES, id, title, mode: 'train', layers, optimizer, batchSize };
}

function cnn(id, batchSize) {
  const pool = { type: 'maxPooling2d', poolSize: 2 };
  const layers = [convolution(8), pool, convolution(16), pool, { type: 'flatten' }, dense(10, 'softmax')];
  const title = `28x28x1, twice 5x5 convolution and pooling, softmax, SGD, batch ${batchSize}`;
  return {
    ...PICTURES,
    inputShape: [28, 28, 1],
    id,
    title,
    mode: 'train',
    layers,
    optimizer: sgd(0.05),
    batchSize,
  };
}

/** The same network, asked and not trained. */
function inference(id, work) {
  return { ...work, id, title: work.title.replace(/, (SGD|Adam)/, ', inference'), mode: 'infer' };
}

/** Values to multiply, within ±1/2. */
function anything(columns) {
  return (rows, uniform) => ({
    inputs: Float32Array.from({ length: rows * columns }, () => uniform() - 0.5),
    targets: new Float32Array(rows),
  });
}

/** A product of two square matrices, of nothing but its operands: kernels for us, the product itself for libraries. */
function product(size) {
  return {
    id: `D-${size}`,
    title: `${size} x ${size} matrix product`,
    mode: 'infer',
    kernel: { kind: 'product', m: size, n: size, k: size },
    inputShape: [size],
    layers: [{ type: 'product', units: size }],
    loss: 'meanSquare',
    optimizer: sgd(0),
    batchSize: size,
    batches: 1,
    make: anything(size),
  };
}

/** One kernel of ours alone. m, n, k: of a product; of a convolution side, channels and filters, 32 images, 5x5. */
const kernel = (id, title, kind, m, n, k) => ({
  id: `K-${id}`,
  title,
  mode: 'infer',
  kernel: { kind, m, n, k },
  batchSize: 1,
});

/** How time grows: one number of this net changes at a time. */
function growing(what, value, { batch = 32, width = 128, depth = 2 }) {
  const layers = [...Array.from({ length: depth }, () => dense(width, 'relu')), dense(10, 'softmax')];
  const title = `784-(${width}x${depth})-10, SGD, batch ${batch}`;
  return {
    ...PICTURES,
    id: `G-${what}-${value}`,
    title,
    mode: 'train',
    layers,
    optimizer: sgd(0.05),
    batchSize: batch,
  };
}

/** The workloads: A to D are named as in the peers' table. */
export const WORKLOADS = [
  toy('A1', '2-4-2-1 tanh, SGD, batch 10', [4, 2]),
  toy('A2', '2-(8x6)-1 tanh, SGD, batch 10', [8, 8, 8, 8, 8, 8]),
  picture('B-sgd-32', sgd(0.1), 32),
  picture('B-sgd-128', sgd(0.1), 128),
  picture('B-adam-32', adam(0.001), 32),
  picture('B-adam-128', adam(0.001), 128),
  inference('B-infer-32', picture('', sgd(0.1), 32)),
  inference('B-infer-128', picture('', sgd(0.1), 128)),
  cnn('C-32', 32),
  cnn('C-64', 64),
  inference('C-infer-32', cnn('', 32)),
  inference('C-infer-64', cnn('', 64)),
  ...[64, 128, 256, 512, 1024].map(product),
  kernel('peak', 'peak: registers only', 'peak', 0, 0, 0),
  kernel('dense-forward', 'dense 784-128, batch 32, forward: 32 x 128 x 784', 'product', 32, 128, 784),
  kernel(
    'dense-d-kernel',
    "the same, kernel's gradient: 784 x 128 x 32, A transposed",
    'productTn',
    784,
    128,
    32,
  ),
  kernel(
    'dense-d-x',
    "dense 128-64, inputs' gradient: 32 x 128 x 64, B transposed",
    'productNt',
    32,
    128,
    64,
  ),
  kernel('dense-narrow', 'dense 64-10, batch 128, forward: 128 x 10 x 64', 'product', 128, 10, 64),
  kernel('dense-toy', 'dense 8-8, batch 10, forward: 10 x 8 x 8', 'product', 10, 8, 8),
  kernel('conv1-forward', 'conv 5x5, 28x28x1 to 8, forward', 'convolution', 28, 1, 8),
  kernel('conv1-backward', "the same, kernel's gradient (a first layer)", 'convolutionBackward', 28, 1, 8),
  kernel('conv2-forward', 'conv 5x5, 14x14x8 to 16, forward', 'convolution', 14, 8, 16),
  kernel('conv2-backward', 'the same, both gradients', 'convolutionBackward', 14, 8, 16),
  ...[4, 16, 64, 256].map((batch) => growing('batch', batch, { batch })),
  ...[16, 64, 256, 1024].map((width) => growing('width', width, { width })),
  ...[1, 2, 4, 8, 16].map((depth) => growing('depth', depth, { width: 64, depth })),
];

/** Numbers in a row of the inputs. */
export const columnsOf = ({ inputShape }) => inputShape.reduce((product, size) => product * size, 1);

/** @param {string} id */
export function workload(id) {
  const found = WORKLOADS.find((each) => each.id === id);
  if (!found) throw new Error(`no workload is called ${id}`);
  return found;
}

/** The spec as `neuron-weights` takes it. */
export const specOf = ({ inputShape, layers, loss, optimizer, batchSize }) => ({
  inputShape,
  layers,
  loss,
  optimizer,
  regularizer: { l1: 0, l2: 0 },
  batchSize,
  seed: 1,
});

/** @returns {{ check: Rows, timed: Rows }}  Rows: { inputs: Float32Array, targets: Float32Array, rows: number } */
export function rowsOf({ make, batchSize, batches = BATCHES }) {
  const uniform = uniformGenerator(batchSize);
  const rows = (count) => ({ ...make(count, uniform), rows: count });
  const most = Math.floor(MOST_ROWS / batchSize);
  return { check: rows(batchSize), timed: rows(Math.min(batches, most) * batchSize) };
}

/**
 * The shape that each layer gets, and what it gives.
 *
 * @returns {{ layer: any, from: number[], to: number[] }[]}
 */
export function shapesOf({ inputShape, layers }) {
  let from = inputShape;
  return layers.map((layer) => {
    const [height, width, channels] = from;
    const to = {
      dense: () => [layer.units],
      product: () => [layer.units],
      conv2d: () => [height, width, layer.filters],
      maxPooling2d: () => [height / 2, width / 2, channels],
      flatten: () => [columnsOf({ inputShape: from })],
    }[layer.type]();
    const step = { layer, from, to };
    from = to;
    return step;
  });
}

/**
 * Start weights of the layers that have some: kernels [in, out] or [5, 5, in, out], row-major, uniform within
 * ±sqrt(6 / (fan in + fan out)), biases 0; a product has none.
 *
 * @returns {{ kernel: Float32Array, bias: Float32Array | null, shape: number[] }[]}
 */
export function startWeights(work) {
  const uniform = uniformGenerator(7);
  return shapesOf(work)
    .filter(({ layer }) => ['dense', 'product', 'conv2d'].includes(layer.type))
    .map(({ layer, from, to }) => {
      const taps = layer.type === 'conv2d' ? [layer.kernelSize, layer.kernelSize] : [];
      const [inputs, outputs] = [from.at(-1), to.at(-1)];
      const window = taps.reduce((product, size) => product * size, 1);
      const limit = Math.sqrt(6 / (window * (inputs + outputs)));
      const kernel = Float32Array.from(
        { length: window * inputs * outputs },
        () => (uniform() * 2 - 1) * limit,
      );
      const bias = layer.type === 'product' ? null : new Float32Array(outputs);
      return { kernel, bias, shape: [...taps, inputs, outputs] };
    });
}

/** Multiply-adds of a step, times two: forward, and in training twice that backward (less the first layer's inputs). */
export function flopsPerStep(work) {
  if (work.kernel) return flopsOfKernel(work.kernel);
  let macs = 0;
  for (const [index, { layer, from, to }] of shapesOf(work).entries()) {
    const passes = work.mode === 'infer' ? 1 : index === 0 ? 2 : 3;
    if (layer.type === 'dense') macs += passes * from[0] * to[0];
    if (layer.type === 'conv2d')
      macs += passes * to[0] * to[1] * to[2] * layer.kernelSize * layer.kernelSize * from[2];
  }
  return 2 * macs * work.batchSize;
}

/** Of the peak: as many chains, lanes, operations and steps as engine/kernels.cpp has. */
function flopsOfKernel({ kind, m, n, k }) {
  if (kind === 'peak') return 12 * 4 * 2 * 10000;
  if (!kind.startsWith('convolution')) return 2 * m * n * k;
  const forward = 2 * m * m * 25 * n * k * 32;
  return kind === 'convolutionBackward' && n > 1 ? 2 * forward : forward;
}

/** Rows as one batch after the other: views, no copies. */
export function batchesOf(work, { inputs, targets, rows }) {
  const { batchSize } = work;
  const columns = columnsOf(work);
  return Array.from({ length: rows / batchSize }, (_, index) => ({
    inputs: inputs.subarray(index * batchSize * columns, (index + 1) * batchSize * columns),
    targets: targets.subarray(index * batchSize, (index + 1) * batchSize),
  }));
}

/** Mean loss of outputs, for contenders that cannot say it themselves: of class probabilities, or tanh against −1 and 1. */
export function lossOf({ loss, classes }, outputs, targets) {
  if (loss === 'meanSquare') return meanSquare(outputs);
  let sum = 0;
  targets.forEach((target, row) => {
    if (loss === 'categoricalCrossentropy') sum -= Math.log(outputs[row * classes + target]);
    else sum += (outputs[row] - (2 * target - 1)) ** 2;
  });
  return sum / targets.length;
}

/** The same for contenders that take one sample at a time: batches of `{ target, … }`, and what they give for one. */
export function lossOfSamples(work, batches, outputsOf) {
  const samples = batches.flat();
  return lossOf(
    work,
    samples.flatMap((sample) => [...outputsOf(sample)]),
    samples.map(({ target }) => target),
  );
}

/** What stands for the loss of a kernel: no two different results have the same by chance. @param {Float32Array} values */
export function meanSquare(values) {
  let sum = 0;
  for (const value of values) sum += value * value;
  return sum / values.length;
}
