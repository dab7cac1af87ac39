/** A run of the synchronous core. The names are those of the asynchronous Run. */
import { NeuronWeightsError } from '../errors/neuron-weights-error.js';
import { checkCommand } from '../schema/command.js';
import { checkCount } from '../schema/values.js';
import {
  checkActivationQuestion,
  checkParameterQuestion,
  checkSplit,
  checkWhatIf,
} from './check-inspection.js';
import { checkView } from './check-view.js';
import { EarlyStopping } from './early-stopping.js';
import { regularizerCommand } from './regularizer-command.js';
import { flattenRows, inputCount } from './rows.js';

/** @typedef {import('../worker/protocol.js').Metrics} Metrics */
/** @typedef {import('../worker/protocol.js').MetricPoint} MetricPoint */
/** @typedef {import('../engine/types.js').CoreRunState} CoreRunState */
/** @typedef {import('../worker/protocol.js').View} View */
/** @typedef {import('./views.js').ViewFrame} ViewFrame */

/** As long as it takes. */
const NO_LIMIT = 0;
const REWIND_MS = 1000;

export class CoreRun {
  #core;
  #handle;
  #mayTrain;
  /** @type {import('../schema/spec.js').NetworkSpec} */
  #spec;

  /**
   * Made by `Core#createRun`.
   *
   * @param {import('../engine/core.js').EngineCore} core
   * @param {import('../schema/spec.js').NetworkSpec} spec   complete
   * @param {number} dataset
   * @param {boolean} mayTrain
   */
  constructor(core, spec, dataset, mayTrain) {
    this.#core = core;
    this.#spec = spec;
    this.#mayTrain = mayTrain;
    const { run, parameters } = core.createRun(spec, dataset);
    this.#handle = run;
    /** @type {readonly import('./run.js').ParameterInfo[]} @readonly */
    this.parameters = parameters;
  }

  get spec() {
    return this.#spec;
  }

  /** @returns {CoreRunState} */
  get state() {
    return this.#core.state(this.#handle);
  }

  /**
   * @param {number} [steps]
   * @returns {CoreRunState}
   * @throws {NeuronWeightsError} `non_finite_loss`, `non_finite_weights`; `main_thread` on a page's main thread
   */
  step(steps = 1) {
    checkCount('steps', steps, 1);
    return this.#train(steps);
  }

  /**
   * To the end of the epoch, `epochs` times; from the middle of an epoch the first is its rest.
   *
   * @param {number} [epochs]
   * @returns {CoreRunState}
   */
  epoch(epochs = 1) {
    checkCount('epochs', epochs, 1);
    const { stepsToEpochEnd, stepsPerEpoch } = this.state;
    return this.#train(stepsToEpochEnd + (epochs - 1) * stepsPerEpoch);
  }

  /**
   * As `Run#fit`.
   *
   * @param {{ epochs?: number, onEpochEnd?: (point: MetricPoint) => void,
   *   earlyStopping?: import('./early-stopping.js').EarlyStoppingOptions }} [options]
   * @returns {MetricPoint[]}  one a finished epoch
   */
  fit({ epochs = 1, onEpochEnd, earlyStopping } = {}) {
    checkCount('epochs', epochs, 1);
    const stopping = earlyStopping && new EarlyStopping(earlyStopping);
    stopping?.check(this.#measure());
    /** @type {MetricPoint[]} */
    const history = [];
    for (let done = 0, stop = false; done < epochs && !stop; done++) {
      const { step, epoch } = this.epoch();
      const point = { step, epoch, ...this.#measure() };
      history.push(point);
      onEpochEnd?.(point);
      stop = stopping?.add(point) ?? false;
    }
    const best = stopping?.rewindTo(this.state.step) ?? null;
    if (best !== null) this.rewind(best);
    return history;
  }

  #measure() {
    const test = this.evaluate('test');
    return { train: this.evaluate('train'), test: test.rows > 0 ? test : null };
  }

  reset() {
    this.#core.reset(this.#handle);
  }

  /** @param {number} seed */
  reseed(seed) {
    checkCount('seed', seed, 0);
    this.#core.reseed(this.#handle, seed);
    this.#spec = { ...this.#spec, seed };
  }

  /** @param {number} step   at most the present one */
  rewind(step) {
    checkCount('step', step, 0);
    this.#assertMayTrain();
    const { step: reached, target } = this.#core.rewind(this.#handle, step, REWIND_MS);
    if (reached < target) this.#train(target - reached);
  }

  /** @param {number} learningRate */
  setLearningRate(learningRate) {
    this.#command({ type: 'setLearningRate', learningRate });
  }

  /** @param {Partial<import('../schema/spec.js').RegularizerSpec> & { layer?: number, inherit?: boolean }} regularizer */
  setRegularizer(regularizer) {
    this.#command(regularizerCommand(regularizer, this.state));
  }

  /** @param {number} batchSize */
  setBatchSize(batchSize) {
    this.#command({ type: 'setBatchSize', batchSize });
  }

  /** @param {import('../schema/spec.js').OptimizerInput} optimizer */
  setOptimizer(optimizer) {
    this.#command({ type: 'setOptimizer', optimizer });
  }

  /**
   * @param {string} name
   * @param {number} index
   * @param {number} value
   */
  setWeight(name, index, value) {
    this.#command({ type: 'setWeight', parameter: name, index, value });
  }

  /**
   * @param {string} name
   * @param {ArrayLike<number>} values
   */
  setWeights(name, values) {
    this.#command({ type: 'setParameter', parameter: name, values: Float32Array.from(values) });
  }

  /**
   * @param {string} name
   * @param {number} [index]   default: all weights of the parameter
   */
  freeze(name, index = -1) {
    this.#command({ type: 'setFrozen', parameter: name, index, frozen: true });
  }

  /**
   * @param {string} name
   * @param {number} [index]
   */
  thaw(name, index = -1) {
    this.#command({ type: 'setFrozen', parameter: name, index, frozen: false });
  }

  /**
   * @param {string} name
   * @returns {{ data: Float32Array, shape: number[] }}  a copy
   */
  getWeights(name) {
    return this.#core.parameter(this.#handle, name);
  }

  /**
   * @param {'train' | 'test'} [split]
   * @returns {Metrics}
   */
  evaluate(split = 'test') {
    checkSplit(split);
    return this.#core.evaluate(this.#handle, split);
  }

  /**
   * @param {'train' | 'test'} [split]
   * @returns {import('../engine/types.js').Confusion}
   */
  confusion(split = 'test') {
    checkSplit(split);
    return this.#core.inspection.confusion(this.#handle, split);
  }

  /**
   * @param {string} name
   * @param {import('./check-inspection.js').ParameterInspectionOptions} [options]
   * @returns {import('../engine/types.js').ParameterInspection}
   */
  inspectParameter(name, options) {
    return this.#core.inspection.parameter(this.#handle, name, checkParameterQuestion(options));
  }

  /**
   * @param {import('./check-inspection.js').ActivationInspectionOptions} [options]
   * @returns {import('../engine/types.js').ActivationInspection}
   */
  inspectActivations(options) {
    return this.#core.inspection.activations(this.#handle, checkActivationQuestion(options));
  }

  /**
   * @param {string} name
   * @returns {import('../engine/types.js').Cosines}
   */
  cosines(name) {
    return this.#core.inspection.cosines(this.#handle, name);
  }

  /**
   * @param {string} name
   * @param {number | null} index
   * @param {ArrayLike<number>} values
   * @param {{ split?: 'train' | 'test' }} [options]
   * @returns {Metrics[]}
   */
  whatIf(name, index, values, { split = 'train' } = {}) {
    checkSplit(split);
    const asked = checkWhatIf(index, values);
    return this.#core.inspection.whatIf(this.#handle, name, asked.index, asked.values, split);
  }

  /**
   * @param {import('./rows.js').Rows} inputs   [rows, inputs], in the data's own units
   * @returns {{ data: Float32Array, rows: number, columns: number }}
   */
  predict(inputs) {
    const { flat, rows } = flattenRows(inputs, inputCount(this.#spec.inputShape));
    return { ...this.#core.predict(this.#handle, flat, rows), rows };
  }

  /**
   * What `Run#watch` shows, once.
   *
   * @param {Partial<View> & { kind: View['kind'] }} view
   * @returns {ViewFrame}
   */
  view(view) {
    const complete = checkView(view, {
      parameters: this.parameters,
      inputs: inputCount(this.#spec.inputShape),
    });
    const { step, epoch, parts, data } = this.#core.snapshot(this.#handle, [complete]);
    const { offset: _, ...part } = parts[0];
    return { step, epoch, data, ...part };
  }

  /** @returns {string}  16 hex digits over all weights */
  hash() {
    return this.#core.hash(this.#handle);
  }

  /** @returns {Uint8Array} */
  save() {
    return this.#core.checkpoint(this.#handle);
  }

  /** @param {Uint8Array} bytes   of a run of the same spec and data */
  restore(bytes) {
    this.#core.restore(this.#handle, bytes);
  }

  dispose() {
    this.#core.disposeRun(this.#handle);
  }

  /** @param {import('../schema/command.js').Command} command */
  #command(command) {
    this.#core.command(this.#handle, checkCommand(command));
  }

  /**
   * @param {number} steps
   * @returns {CoreRunState}
   */
  #train(steps) {
    this.#assertMayTrain();
    const [{ error }] = this.#core.advance([this.#handle], [steps], NO_LIMIT);
    if (error) throw error;
    return this.state;
  }

  #assertMayTrain() {
    if (!this.#mayTrain) throw new NeuronWeightsError('main_thread');
  }
}
