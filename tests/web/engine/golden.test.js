/** The wasm modules give the bits of the native build: the hashes stand in the native tests' golden.hpp. */
import { readFile } from 'node:fs/promises';
import { beforeAll, describe, expect, test } from 'vitest';
import { checkSource } from '../../../web/schema/data-source.js';
import { normalizeSpec } from '../../../web/schema/spec.js';
import { hasModule, makeCore } from '../support/core.js';

/** @type {Record<string, string>} */
const golden = {};
let numericsVersion = 0;
beforeAll(async () => {
  const text = await readFile(new URL('../../engine/training/golden.hpp', import.meta.url), 'utf8');
  for (const [, name, hash] of text.matchAll(/\{"(\w+)", "([0-9a-f]{16})"\}/g)) golden[name] = hash;
  numericsVersion = Number(/kGoldenNumericsVersion = (\d+)/.exec(text)?.[1]);
});

/** The runs of golden_runs.hpp whose data a generator draws. Defaults as in the native spec. */
const RUNS = /** @type {[string, any, any][]} */ ([
  [
    'circle',
    {
      layers: [4, 2, 1].map((units) => ({ type: 'dense', units, activation: 'tanh' })),
      loss: 'meanSquaredError',
      optimizer: { type: 'sgd', learningRate: 0.1 },
    },
    { name: 'circle', samples: 200, noise: 0.1 },
  ],
  [
    'spiral',
    {
      layers: [8, 8, 1].map((units, i) => ({
        type: 'dense',
        units,
        activation: i < 2 ? 'tanh' : 'sigmoid',
        kernelInitializer: 'glorotNormal',
      })),
      loss: 'binaryCrossentropy',
      optimizer: { type: 'adam', learningRate: 0.02 },
    },
    { name: 'spiral', samples: 500, noise: 0.2 },
  ],
  [
    'regression',
    {
      layers: [7, 1].map((units, i) => ({
        type: 'dense',
        units,
        activation: i < 1 ? 'relu' : 'linear',
        kernelInitializer: { type: 'randomNormal', mean: 0, stddev: 0.4 },
      })),
      loss: 'meanSquaredError',
      optimizer: { type: 'sgd', learningRate: 0.03 },
      regularizer: { l1: 0.0001 },
    },
    { name: 'regGauss', samples: 600, noise: 0 },
  ],
]);

describe.each([
  ['simd', 1],
  ['simd-threads', 1],
  ['simd-threads', 2],
  ['simd-threads', 3],
  ['simd-threads', 4],
  ['simd-threads', 8],
])('%s, threads: %i', (variant, threads) => {
  test.skipIf(!hasModule(/** @type {any} */ (variant))).each(RUNS)(
    '%s: the native golden hash',
    async (name, spec, data) => {
      const core = await makeCore(/** @type {any} */ (variant), threads);
      expect(core.info.numericsVersion).toBe(numericsVersion);
      const { dataset } = core.createDataset(checkSource({ kind: 'generated', seed: 5, ...data }));
      const complete = normalizeSpec({ inputShape: [2], batchSize: 10, seed: 7, ...spec });
      const { run } = core.createRun(complete, dataset);
      core.advance([run], [200], 0);
      expect(core.hash(run)).toBe(golden[name]);
    },
  );
});
