/**
 * Real data, trained by the wasm build, reaches what PyTorch reaches on the same data with the same split, scaling and
 * initializers: mean test accuracy of the seeds, less a margin for seeds.
 *
 * `atLeast` and `loss` are those of PyTorch 1.13 (mean of five seeds; final training loss). Where training takes long, fewer seeds do:
 * the worst of PyTorch's five reaches `atLeast` there.
 */
import { describe, expect, test } from 'vitest';
import { normalizeSpec } from '../../../web/schema/spec.js';
import { hasModule, makeCore } from '../support/core.js';
import { hasData } from '../support/data.js';
import { convolutions, softmax } from '../support/networks.js';
import { readDigits, readIris, readMnist } from '../support/real-tables.js';

const MINUTES = 60_000;

/** @param {number} units */
const hidden = (units) => ({ type: 'dense', units, activation: 'relu', kernelInitializer: 'heNormal' });
const iris = { files: ['iris.csv'], read: readIris, inputShape: [4] };
const digits = { files: ['digits.csv.gz'], read: readDigits, inputShape: [64], epochs: 30, batchSize: 32 };
const mnist = {
  files: ['mnist/t10k-images-idx3-ubyte.gz', 'mnist/t10k-labels-idx1-ubyte.gz'],
  read: readMnist,
  inputShape: [784],
  epochs: 5,
  batchSize: 64,
};
const adam = (/** @type {number} */ learningRate) => ({ type: 'adam', learningRate });
const sgd = (/** @type {number} */ learningRate) => ({ type: 'sgd', learningRate });

/** @type {Record<string, any>} */
const ROWS = {
  'digits 64-32-10 ReLU, Adam': {
    ...digits,
    layers: [hidden(32), softmax],
    optimizer: adam(0.001),
    seeds: 5,
    atLeast: 0.945,
    loss: 0.115,
  },
  'digits 64-32-10 ReLU, SGD': {
    ...digits,
    layers: [hidden(32), softmax],
    optimizer: sgd(0.1),
    seeds: 5,
    atLeast: 0.948,
    loss: 0.082,
  },
  'digits, two convolutions': {
    ...digits,
    inputShape: [8, 8, 1],
    layers: [...convolutions, { type: 'flatten' }, softmax],
    optimizer: adam(0.002),
    seeds: 5,
    atLeast: 0.965,
    loss: 0.02,
    // Seeds differ by 0.006 (standard deviation). Over 128 of them this row has 0.0218 here, and PyTorch over 32 has 0.0217;
    // 1.5 leaves three deviations of the mean of five.
    lossMargin: 1.5,
  },
  'iris 4-8-3 tanh': {
    ...iris,
    layers: [
      { type: 'dense', units: 8, activation: 'tanh' },
      { ...softmax, units: 3 },
    ],
    optimizer: adam(0.01),
    epochs: 100,
    batchSize: 16,
    seeds: 5,
    atLeast: 0.899,
    loss: 0.049,
  },
  'mnist10k 784-128-10 ReLU, Adam': {
    ...mnist,
    layers: [hidden(128), softmax],
    optimizer: adam(0.001),
    seeds: 5,
    atLeast: 0.937,
    loss: 0.141,
  },
  'mnist10k 784-128-10 ReLU, SGD': {
    ...mnist,
    layers: [hidden(128), softmax],
    optimizer: sgd(0.1),
    seeds: 5,
    atLeast: 0.916,
    loss: 0.229,
  },
  'mnist10k, two convolutions': {
    ...mnist,
    inputShape: [28, 28, 1],
    layers: [...convolutions, { type: 'flatten' }, softmax],
    optimizer: adam(0.001),
    seeds: 1,
    atLeast: 0.952,
    loss: 0.094,
  },
};

/** How much larger than PyTorch's the training loss may be; seeds make a difference. */
const LOSS_MARGIN = 1.25;

const core = hasModule('simd') ? await makeCore() : null;
const mean = (/** @type {number[]} */ values) =>
  values.reduce((sum, value) => sum + value, 0) / values.length;

describe.skipIf(!core)('real data, wasm', () => {
  for (const [title, row] of Object.entries(ROWS)) {
    test.skipIf(!row.files.map(hasData).every(Boolean))(
      `${title}: accuracy at least ${row.atLeast}`,
      async () => {
        const found = await trainSeeds(core, row);
        const accuracy = mean(found.map((result) => result.accuracy));
        const loss = mean(found.map((result) => result.loss));
        const all = found.map((result) => result.accuracy.toFixed(3)).join(' ');
        console.log(`${title}: ${accuracy.toFixed(4)} (${all}), training loss ${loss.toFixed(3)}`);
        expect(accuracy).toBeGreaterThanOrEqual(row.atLeast);
        expect(loss).toBeLessThan(row.loss * (row.lossMargin ?? LOSS_MARGIN));
      },
      5 * MINUTES,
    );
  }
});

/**
 * @param {any} core
 * @param {any} row
 * @returns {Promise<{ accuracy: number, loss: number }[]>}  of seeds 1, 2, …
 */
async function trainSeeds(core, { read, inputShape, layers, optimizer, batchSize, epochs, seeds }) {
  const { dataset, trainRows, testRows, rows } = core.createDataset(await read());
  expect(testRows).toBe(Math.floor(rows / 5));
  const steps = epochs * Math.ceil(trainRows / batchSize);
  const found = [];
  for (let seed = 1; seed <= seeds; seed++) {
    const { run } = core.createRun(
      normalizeSpec({ inputShape, layers, optimizer, batchSize, seed }),
      dataset,
    );
    const [{ epoch, error }] = core.advance([run], [steps], 0);
    expect({ epoch, error }).toEqual({ epoch: epochs, error: null });
    found.push({
      accuracy: core.evaluate(run, 'test').accuracy,
      loss: core.evaluate(run, 'train').dataLoss,
    });
    core.disposeRun(run);
  }
  core.disposeDataset(dataset);
  return found;
}
