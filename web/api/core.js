/**
 * The synchronous core: the sub-path `neuron-weights/core`. Everything happens in the caller's thread, at once.
 *
 *     import { createCore } from 'neuron-weights/core';
 *     const core = await createCore();
 *     const run = core.createRun(spec, { kind: 'generated', name: 'circle' });
 *     run.step(1000);
 *     console.log(run.evaluate('test').accuracy, run.getWeights('dense_1/kernel').data);
 *
 * Training on a page's main thread would freeze it, so there it throws `main_thread`; the rest works.
 */
import { loadGlue } from '#load-module';
import { chooseVariant } from '../engine/choose-variant.js';
import { EngineCore } from '../engine/core.js';
import { detectEnvironment } from '../engine/environment.js';
import { instantiate } from '../engine/load-module.js';
import { NeuronWeightsError } from '../errors/neuron-weights-error.js';
import { checkSource, imageShapeOf, partIndex } from '../schema/data-source.js';
import { normalizeSpec } from '../schema/spec.js';
import { checkCount } from '../schema/values.js';
import { CoreRun } from './core-run.js';

export { NeuronWeightsError } from '../errors/neuron-weights-error.js';
export { CoreRun } from './core-run.js';

/** @typedef {import('../schema/data-source.js').DataSource} DataSource */
/** @typedef {import('../schema/spec.js').NetworkSpecInput} NetworkSpecInput */
/** @typedef {import('./engine.js').DatasetInfo} DatasetInfo */

/**
 * @typedef {object} CoreOptions
 * @property {boolean} [fast]     as of `createEngine`
 * @property {number} [threads]   default 1: starting threads takes longer than most small networks
 * @property {import('../engine/choose-variant.js').Variant} [variant]
 * @property {string | URL} [assetBase]
 * @property {number} [timeoutMs]  for loading; default 20000
 */

const TIMEOUT_MS = 20000;

/** A data set in a core. */
export class CoreDataset {
  #core;
  #handle;

  /**
   * @param {EngineCore} core
   * @param {DataSource} source   complete
   */
  constructor(core, source) {
    this.#core = core;
    const { dataset, rows, trainRows, testRows, inputs, targets, classes } = core.createDataset(source);
    this.#handle = dataset;
    /** @readonly */
    this.source = source;
    /** @readonly */
    this.imageShape = imageShapeOf(source);
    /** @type {DatasetInfo} @readonly */
    this.info = { rows, trainRows, testRows, inputs, targets, classes };
  }

  /** @internal */
  get handle() {
    return this.#handle;
  }

  /**
   * As `Dataset#partMask`.
   *
   * @param {number} row
   * @param {string} part
   * @returns {Float32Array}
   */
  partMask(row, part) {
    checkCount('row', row, 0, this.info.rows - 1);
    const place = partIndex(this.source, part);
    return this.#core.partMask(/** @type {any} */ (this.source), row, place);
  }

  /** Runs that use it keep it. */
  dispose() {
    this.#core.disposeDataset(this.#handle);
  }
}

export class Core {
  #core;
  #mayTrain;

  /**
   * Made by `createCore`.
   *
   * @param {EngineCore} core
   * @param {import('./engine.js').EngineInfo} info
   * @param {boolean} mayTrain
   */
  constructor(core, info, mayTrain) {
    this.#core = core;
    this.#mayTrain = mayTrain;
    /** @readonly */
    this.info = info;
  }

  /**
   * @param {DataSource} source
   * @returns {CoreDataset}
   */
  createDataset(source) {
    return new CoreDataset(this.#core, checkSource(source));
  }

  /**
   * @param {NetworkSpecInput} spec
   * @param {DataSource | CoreDataset} data
   * @returns {CoreRun}
   * @throws {NeuronWeightsError} as `Engine#createRun`
   */
  createRun(spec, data) {
    const complete = normalizeSpec(spec);
    const dataset = data instanceof CoreDataset ? data : this.createDataset(data);
    try {
      return new CoreRun(this.#core, complete, dataset.handle, this.#mayTrain);
    } finally {
      if (dataset !== data) dataset.dispose(); // the run keeps it
    }
  }
}

/**
 * @param {CoreOptions} [options]
 * @returns {Promise<Core>}
 * @throws {NeuronWeightsError} `no_simd`, `load_failed`, `bad_option`, `bad_value`
 */
export async function createCore({ fast, threads = 1, variant, assetBase, timeoutMs = TIMEOUT_MS } = {}) {
  const environment = detectEnvironment();
  const onPage = environment.place === 'page';
  // A page's main thread may not wait, so threads would not work there at all.
  const shared = environment.shared && !onPage;
  const choice = await chooseVariant({ fast, threads, variant, environment: { ...environment, shared } });
  const base = assetBase === undefined ? null : new URL(assetBase, globalThis.location?.href).href;
  const module = await withinTime(load(choice, base), timeoutMs, choice.variant);
  const core = new EngineCore(module, { threads: choice.threads });
  const { version, numericsVersion, lanes, threads: used, relaxed } = core.info;
  const { notices } = choice;
  const info = { version, numericsVersion, variant: choice.variant, threads: used, lanes, relaxed, notices };
  return new Core(core, { ...info, place: 'here' }, !onPage);
}

/**
 * @param {import('../engine/choose-variant.js').Choice} choice
 * @param {string | null} assetBase
 */
async function load({ variant, threads }, assetBase) {
  let glue;
  try {
    glue = await loadGlue(variant);
  } catch (cause) {
    throw new NeuronWeightsError('load_failed', { field: variant, reason: String(cause) }, { cause });
  }
  return instantiate(glue, { threads, assetBase });
}

/**
 * @template T
 * @param {Promise<T>} work
 * @param {number} timeoutMs
 * @param {string} field
 * @returns {Promise<T>}
 */
function withinTime(work, timeoutMs, field) {
  return new Promise((resolve, reject) => {
    const reason = `no answer within ${timeoutMs} ms`;
    const timer = setTimeout(
      () => reject(new NeuronWeightsError('load_failed', { field, reason })),
      timeoutMs,
    );
    work.then(resolve, reject).finally(() => clearTimeout(timer));
  });
}
