/**
 * The engine, synchronous: a thin wrapper of the wasm module's functions that copies arrays in and out and turns results
 * into values or NeuronWeightsErrors. Knows nothing of runs beyond their handles.
 */
import { errorFromEngine, NeuronWeightsError } from '../errors/neuron-weights-error.js';
import { Inspection, metricsOf } from './inspection.js';
import { copyBytesOut, copyFloatsInto, copyFloatsOut, copyIn, copyIntegersOut } from './heap-views.js';

/** @typedef {import('../schema/spec.js').NetworkSpec} NetworkSpec */
/** @typedef {import('../schema/data-source.js').DataSource} DataSource */
/** @typedef {import('../schema/command.js').Command} Command */

/**
 * @typedef {object} EngineNames
 * @property {string[]} layers
 * @property {string[]} activations
 * @property {string[]} initializers
 * @property {string[]} losses
 * @property {string[]} optimizers
 * @property {string[]} generators
 * @property {string[]} imageGenerators
 */

/**
 * @typedef {object} CoreInfo
 * @property {string} version
 * @property {number} numericsVersion
 * @property {number} lanes
 * @property {number} threads
 * @property {boolean} relaxed
 * @property {EngineNames} names
 */

/**
 * What one run did in a slice.
 *
 * @typedef {object} Advance
 * @property {number} steps      taken in this slice
 * @property {number} step
 * @property {number} epoch
 * @property {number | null} batchLoss   data loss of the last batch
 * @property {number} penalty
 * @property {NeuronWeightsError | null} error   set when the run diverged; its weights are the last finite ones
 */

/** The smallest piece of memory worth asking for. */
const ALIGNMENT = 16;

export class EngineCore {
  #module;
  /** @type {CoreInfo} */
  #info;
  #broken = false;
  #inspection;

  /**
   * @param {any} module   what `instantiate` of load-module.js gives
   * @param {{ threads: number }} options   the calling one counted
   * @throws {NeuronWeightsError} `out_of_memory`, `internal`
   */
  constructor(module, { threads }) {
    this.#module = module;
    const {
      version,
      numericsVersion,
      lanes,
      threads: used,
      relaxed,
      names,
    } = this.#call('engineInit', threads);
    this.#info = { version, numericsVersion, lanes, threads: used, relaxed, names };
    this.#inspection = new Inspection({
      module,
      call: (name, ...args) => this.#call(name, ...args),
      withCopy: (array, use) => this.#withCopies([array], ([pointer]) => use(pointer)),
    });
  }

  get info() {
    return this.#info;
  }

  /** Questions about runs that change nothing of them. */
  get inspection() {
    return this.#inspection;
  }

  /** True after a trap: the state inside is unknown, and every call throws `internal`. */
  get broken() {
    return this.#broken;
  }

  /**
   * @param {DataSource} source   complete (schema/data-source.js)
   * @returns {{ dataset: number, rows: number, trainRows: number, testRows: number, inputs: number, targets: number, classes: number }}
   */
  createDataset(source) {
    if (source.kind === 'generated') {
      const { name, samples, noise, seed, classes, split } = source;
      return withoutOk(this.#call('datasetGenerate', { name, samples, noise, seed, classes, split }));
    }
    if (source.kind === 'images') {
      const { name, samples, noise, seed, split } = source;
      return withoutOk(this.#call('datasetImages', { name, samples, noise, seed, split }));
    }
    const { inputs, targets, rows, columns, targetColumns, classes, scaling, split } = source;
    const memory = this.#call('datasetMemory', inputs.length, targets.length);
    copyIn(this.#module, memory.inputs, inputs);
    copyIn(this.#module, memory.targets, targets);
    return withoutOk(
      this.#call('datasetFromTable', { rows, columns, targetColumns, classes, scaling, split }),
    );
  }

  /**
   * Where a part of an object is seen: the share of every pixel that it covers, [height, width].
   *
   * @param {Extract<DataSource, { kind: 'images' }>} source   complete, of a kind that has parts
   * @param {number} sample   of all samples, in their order
   * @param {number} part     its place in the catalog's `partNames`
   * @returns {Float32Array}
   */
  partMask({ name, samples, noise, seed, split }, sample, part) {
    const { pointer, length } = this.#call(
      'imagePartMask',
      { name, samples, noise, seed, split },
      sample,
      part,
    );
    return copyFloatsOut(this.#module, pointer, length);
  }

  /**
   * One array of a data set. Inputs are scaled; mean and scale are those of the scaling, empty without one.
   *
   * @param {number} dataset
   * @param {'inputs' | 'targets' | 'mean' | 'scale'} what
   * @returns {Float32Array}
   */
  datasetFloats(dataset, what) {
    const { pointer, length } = this.#call('datasetView', dataset, what);
    return copyFloatsOut(this.#module, pointer, length);
  }

  /**
   * @param {number} dataset
   * @param {'trainRows' | 'testRows'} what
   * @returns {Int32Array}
   */
  datasetRows(dataset, what) {
    const { pointer, length } = this.#call('datasetView', dataset, what);
    return copyIntegersOut(this.#module, pointer, length);
  }

  /** @param {number} dataset */
  disposeDataset(dataset) {
    this.#call('datasetDispose', dataset);
  }

  /**
   * What a network would take, without taking it.
   *
   * @param {NetworkSpec} spec
   * @returns {{ parameters: number, bytes: number }}
   */
  planRun(spec) {
    return withoutOk(this.#call('runPlan', spec));
  }

  /**
   * @param {NetworkSpec} spec
   * @param {number} dataset
   * @returns {{ run: number, bytes: number, parameters: import('./types.js').ParameterInfo[] }}
   */
  createRun(spec, dataset) {
    return withoutOk(this.#call('runCreate', spec, dataset));
  }

  /**
   * Trains several runs for one slice.
   *
   * @param {number[]} runs
   * @param {number[]} maxSteps    one for each run
   * @param {number} budgetMs      for all runs together: no new step begins after it; 0: all steps
   * @returns {Advance[]}
   */
  advance(runs, maxSteps, budgetMs) {
    return this.#call('runAdvance', runs, maxSteps, budgetMs).runs.map((/** @type {any} */ result) => ({
      steps: result.steps,
      step: result.step,
      epoch: result.epoch,
      batchLoss: result.batchLoss,
      penalty: result.penalty,
      error: result.status === 'diverged' ? errorFromEngine(result) : null,
    }));
  }

  /**
   * @param {number} run
   * @returns {import('./types.js').CoreRunState}
   */
  state(run) {
    const state = withoutOk(this.#call('runState', run));
    return state.status === 'diverged' ? withoutError(state) : state;
  }

  /**
   * @param {number} run
   * @param {Command} command   complete (schema/command.js)
   */
  command(run, command) {
    if (command.type !== 'setParameter') {
      this.#call('runCommand', run, command);
      return;
    }
    const { type, parameter, values } = command;
    this.#withCopies([values], ([pointer]) =>
      this.#call('runCommand', run, { type, parameter, pointer, length: values.length }),
    );
  }

  /** @param {number} run */
  reset(run) {
    this.#call('runReset', run);
  }

  /**
   * @param {number} run
   * @param {number} seed
   */
  reseed(run, seed) {
    this.#call('runReseed', run, seed);
  }

  /**
   * Back to the nearest kept state at or before `step`, and on from there as far as the time allows; advancing to `target` does the rest.
   *
   * @param {number} run
   * @param {number} step   at most the present one
   * @param {number} budgetMs
   * @returns {{ step: number, target: number }}
   */
  rewind(run, step, budgetMs) {
    return withoutOk(this.#call('runRewind', run, step, budgetMs));
  }

  /**
   * @param {number} run
   * @param {'train' | 'test'} split
   * @returns {import('./types.js').Metrics}
   */
  evaluate(run, split) {
    return metricsOf(this.#call('runEvaluate', run, split));
  }

  /**
   * @param {number} run
   * @param {Float32Array} inputs   [rows, inputs], in the data's own units
   * @param {number} rows
   * @returns {{ data: Float32Array, columns: number }}   data: [rows, columns]
   */
  predict(run, inputs, rows) {
    return this.#withCopies([inputs], ([pointer]) => {
      const result = this.#call('runPredict', run, pointer, rows);
      return { data: copyFloatsOut(this.#module, result.pointer, result.length), columns: result.columns };
    });
  }

  /**
   * @param {number} run
   * @param {string} name
   * @returns {{ data: Float32Array, shape: number[] }}
   */
  parameter(run, name) {
    const { pointer, length, shape } = this.#call('runParameter', run, name);
    return { data: copyFloatsOut(this.#module, pointer, length), shape };
  }

  /**
   * @param {number} run
   * @param {readonly import('./types.js').View[]} views
   * @param {(length: number) => Float32Array | null} [take]   gives an array of that length to fill, or null for a new one
   * @returns {{ step: number, epoch: number, parts: import('./types.js').SnapshotPart[], data: Float32Array }}
   */
  snapshot(run, views, take = () => null) {
    const { step, epoch, pointer, length, parts } = this.#call('runSnapshot', run, views);
    const data = take(length) ?? new Float32Array(length);
    copyFloatsInto(this.#module, pointer, data, length);
    return { step, epoch, parts, data };
  }

  /**
   * @param {number} run
   * @returns {Uint8Array}
   */
  checkpoint(run) {
    const { pointer, length } = this.#call('runCheckpoint', run);
    return copyBytesOut(this.#module, pointer, length);
  }

  /**
   * @param {number} run
   * @param {Uint8Array} bytes
   */
  restore(run, bytes) {
    this.#withCopies([bytes], ([pointer]) => this.#call('runRestore', run, pointer, bytes.length));
  }

  /** @param {number} run @returns {string}  16 hex digits */
  hash(run) {
    return this.#call('runHash', run).hash;
  }

  /** @param {number} run */
  disposeRun(run) {
    this.#call('runDispose', run);
  }

  /**
   * The only way into wasm.
   *
   * @param {string} name
   * @param {...any} args
   * @returns {any}  the result, `ok`
   */
  #call(name, ...args) {
    if (this.#broken)
      throw new NeuronWeightsError('internal', { field: name, reason: 'the engine stopped earlier' });
    let result;
    try {
      result = this.#module[name](...args);
    } catch (cause) {
      // A trap, an abort, or arguments Embind refuses: memory may be half written.
      this.#broken = true;
      throw new NeuronWeightsError('internal', { field: name, reason: String(cause) }, { cause });
    }
    if (!result.ok) throw errorFromEngine(result);
    return result;
  }

  /**
   * Copies arrays into the engine's memory for the time of one use.
   *
   * @template T
   * @param {(Float32Array | Uint8Array)[]} arrays
   * @param {(pointers: number[]) => T} use
   * @returns {T}
   * @throws {NeuronWeightsError} `out_of_memory`
   */
  #withCopies(arrays, use) {
    /** @type {number[]} */
    const pointers = [];
    try {
      for (const array of arrays) {
        const { pointer } = this.#call('memoryAllocate', Math.max(ALIGNMENT, array.byteLength));
        pointers.push(pointer);
        copyIn(this.#module, pointer, array);
      }
      return use(pointers);
    } finally {
      if (!this.#broken) for (const pointer of pointers) this.#module.memoryRelease(pointer);
    }
  }
}

/**
 * What a diverged run is sick of is told once, by `advance`.
 *
 * @param {any} state
 */
function withoutError({ code: _code, field: _field, expected: _expected, actual: _actual, ...rest }) {
  return rest;
}

/**
 * @param {any} result
 * @returns {any}
 */
function withoutOk({ ok: _, ...rest }) {
  return rest;
}
