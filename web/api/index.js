/**
 * The package's entry: training small neural networks, the same in a page, in a worker and in Node.
 *
 *     import { createEngine } from 'neuron-weights';
 *     const engine = await createEngine();
 *     const run = await engine.createRun(
 *       { inputShape: [2], layers: [{ type: 'dense', units: 4, activation: 'tanh' }, { type: 'dense', units: 1, activation: 'tanh' }],
 *         loss: 'meanSquaredError', optimizer: { type: 'sgd', learningRate: 0.03 }, batchSize: 10, seed: 7 },
 *       { kind: 'generated', name: 'circle' });
 *     await run.fit({ epochs: 100 });
 *     console.log(await run.evaluate('test'), (await run.getWeights('dense_1/kernel')).data);
 *
 * Every failure is a NeuronWeightsError with `code`, `kind` and `details`; every promise settles.
 */
import { openTransport } from './transport.js';
import { Engine } from './engine.js';

export { NeuronWeightsError } from '../errors/neuron-weights-error.js';
export { CATALOG } from '../schema/catalog.js';
export { normalizeSpec, SPEC_VERSION } from '../schema/spec.js';
export { Dataset, Engine } from './engine.js';
export { Run } from './run.js';
export { shiftImages } from './shift-images.js';

/** @typedef {import('./engine.js').EngineInfo} EngineInfo */
/** @typedef {import('./engine.js').DatasetInfo} DatasetInfo */
/** @typedef {import('./run.js').ParameterInfo} ParameterInfo */
/** @typedef {import('./run.js').RunState} RunState */
/** @typedef {import('./run.js').Metrics} Metrics */
/** @typedef {import('./run.js').MetricPoint} MetricPoint */
/** @typedef {import('../worker/protocol.js').Confusion} Confusion */
/** @typedef {import('../worker/protocol.js').ParameterInspection} ParameterInspection */
/** @typedef {import('../worker/protocol.js').ActivationInspection} ActivationInspection */
/** @typedef {import('../worker/protocol.js').Cosines} Cosines */
/** @typedef {import('./run.js').View} View */
/** @typedef {import('./run.js').ViewFrame} ViewFrame */
/** @typedef {import('../schema/spec.js').NetworkSpec} NetworkSpec */
/** @typedef {import('../schema/spec.js').NetworkSpecInput} NetworkSpecInput */
/** @typedef {import('../schema/data-source.js').DataSource} DataSource */

/**
 * @typedef {object} EngineOptions
 * @property {boolean} [fast]       relaxed SIMD where it is there: faster, but the last bits may differ between processors
 * @property {number} [threads]     1 to 8; default cores − 1. More than one only where the page is cross-origin isolated, or in Node
 * @property {'simd' | 'simd-threads' | 'relaxed' | 'relaxed-threads'} [variant]   this module and no other
 * @property {string | URL} [workerUrl]  the worker file of the variant, when it does not lie beside the package's own
 * @property {string | URL} [assetBase]  folder of the .wasm files, when they do not lie beside their glue
 * @property {number} [timeoutMs]   for loading; default 20000
 * @property {number} [idleMs]      an engine without runs closes its worker after this long; default 30000
 */

/**
 * Starts an engine: in a page in a worker of its own, in Node and in workers in place, in slices.
 *
 * @param {EngineOptions} [options]
 * @returns {Promise<Engine>}
 * @throws {NeuronWeightsError} `no_simd`, `load_failed`, `version_mismatch`, `bad_option`, `bad_value`
 */
export async function createEngine(options = {}) {
  const { idleMs, ...rest } = options;
  const open = () => openTransport(rest);
  return new Engine(open, await open(), { idleMs });
}
