/** A network in training: spec + data + journal, as seen from the page. */
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
import { Emitter } from './emitter.js';
import { PointHistory } from './point-history.js';
import { regularizerCommand } from './regularizer-command.js';
import { flattenRows, inputCount } from './rows.js';
import { RunViews } from './views.js';

/** @typedef {import('../worker/protocol.js').RunState} RunState */
/** @typedef {import('../worker/protocol.js').Metrics} Metrics */
/** @typedef {import('../worker/protocol.js').MetricPoint} MetricPoint */
/** @typedef {import('../worker/protocol.js').PauseReason} PauseReason */
/** @typedef {import('../worker/protocol.js').View} View */
/** @typedef {import('../schema/spec.js').NetworkSpec} NetworkSpec */
/** @typedef {import('../schema/command.js').Command} Command */
/** @typedef {import('./views.js').ViewFrame} ViewFrame */
/** @typedef {import('../engine/types.js').ParameterInfo} ParameterInfo */

/**
 * @typedef {object} PlayOptions
 * @property {number | null} [stepsPerSecond]  null (default): as fast as it goes
 * @property {number} [untilStep]    pauses there with reason `target`
 * @property {number} [untilEpoch]   pauses when this many whole epochs are done
 */

/**
 * @typedef {object} FitOptions
 * @property {number} [epochs]       default 1
 * @property {(point: MetricPoint) => void | Promise<void>} [onEpochEnd]  awaited before the next epoch
 * @property {AbortSignal} [signal]  stops after the slice in progress; `fit` rejects with `cancelled`
 * @property {import('./early-stopping.js').EarlyStoppingOptions} [earlyStopping]  default: all epochs are trained
 */

/**
 * @typedef {object} RunEvents
 * @property {{ reason: PauseReason, state: RunState }} paused
 * @property {{ error: NeuronWeightsError, state: RunState }} failed       diverged; the weights are the last finite ones
 * @property {{ step: number, bytes: Uint8Array }} checkpoint
 * @property {{ points: readonly MetricPoint[] }} points                   the whole history, after it changed
 * @property {{ step: number, epoch: number, stepsPerSecond: number, batchLoss: number | null }} progress  with each snapshot
 * @property {{ state: RunState }} changed   a command, reset, rewind, restore, play or pause took effect
 */

/**
 * What a run needs of its engine.
 *
 * @typedef {object} RunLink
 * @property {(op: string, args?: object, transfer?: Transferable[]) => Promise<any>} call
 * @property {(op: string, args?: object, transfer?: Transferable[]) => void} send
 * @property {(run: Run) => Promise<void>} dispose
 */

/**
 * @extends {Emitter<RunEvents>}
 */
export class Run extends Emitter {
  #link;
  /** @type {NetworkSpec} */
  #spec;
  /** @type {readonly ParameterInfo[]} */
  #parameters;
  /** @type {RunState} */
  #state;
  #points = new PointHistory();
  #views;
  /** For a restart. @type {{ step: number, bytes: Uint8Array, spec: NetworkSpec } | null} */
  #checkpoint = null;
  #disposed = false;

  /**
   * Made by `Engine#createRun`.
   *
   * @param {{ id: number, spec: NetworkSpec, parameters: ParameterInfo[], state: RunState, link: RunLink }} init
   */
  constructor({ id, spec, parameters, state, link }) {
    super();
    /** The same for the life of the run, across restarts of the engine. @readonly */
    this.id = id;
    this.#spec = spec;
    this.#parameters = parameters;
    this.#state = state;
    this.#link = link;
    this.#views = new RunViews({
      watch: (revision, views) =>
        void link.call('run.watch', { run: id, revision, views }).catch(reportUnlessGone),
      giveBack: (buffer) => link.send('snapshot.return', { run: id, buffer }, [buffer]),
    });
  }

  /** The complete spec that `reset` goes back to. `reseed` changes its seed; other commands are in `state`. */
  get spec() {
    return this.#spec;
  }

  get parameters() {
    return this.#parameters;
  }

  /** As last heard of; `step` and `epoch` follow the snapshots while training. */
  get state() {
    return this.#state;
  }

  /** Loss and accuracy over the steps, exact over all rows; at most 2000 points. @returns {readonly MetricPoint[]} */
  get points() {
    return this.#points.points;
  }

  get disposed() {
    return this.#disposed;
  }

  /**
   * Trains on and on, in the background. Resolves when it has started.
   *
   * @param {PlayOptions} [options]
   * @returns {Promise<void>}
   */
  async play({ stepsPerSecond = null, untilStep, untilEpoch } = {}) {
    if (stepsPerSecond !== null && !(stepsPerSecond > 0 && Number.isFinite(stepsPerSecond))) {
      throw new NeuronWeightsError('bad_value', {
        field: 'stepsPerSecond',
        value: stepsPerSecond,
        allowed: 'above 0',
      });
    }
    if (untilStep !== undefined) checkCount('untilStep', untilStep, 0);
    if (untilEpoch !== undefined) checkCount('untilEpoch', untilEpoch, 0);
    this.#change(await this.#call('run.play', { stepsPerSecond, untilStep, untilEpoch }));
  }

  /** Resolves when the slice in progress is over. @returns {Promise<RunState>} */
  async pause() {
    return this.#change(await this.#call('run.pause'));
  }

  /**
   * Takes `steps` steps (one batch each), then pauses.
   *
   * @param {number} [steps]
   * @returns {Promise<{ state: RunState, reached: boolean }>}  reached false: something else paused the run before
   * @throws {NeuronWeightsError} `non_finite_loss` or `non_finite_weights` when the run diverged
   */
  async step(steps = 1) {
    checkCount('steps', steps, 1);
    const value = await this.#call('run.step', { steps });
    return { state: this.#change(value), reached: value.reached };
  }

  /**
   * Trains to the end of the epoch, `epochs` times; from the middle of an epoch the first is its rest. Then pauses.
   *
   * @param {number} [epochs]
   * @returns {Promise<{ state: RunState, reached: boolean }>}
   */
  async epoch(epochs = 1) {
    checkCount('epochs', epochs, 1);
    const value = await this.#call('run.step', { epochs });
    return { state: this.#change(value), reached: value.reached };
  }

  /**
   * Trains whole epochs and measures after each. With `earlyStopping` it ends when the watched number has not become better for
   * some epochs, and goes back to the best of them: the weights are those of that epoch then, and so are `state.step` and `points`.
   *
   * @param {FitOptions} [options]
   * @returns {Promise<MetricPoint[]>}  one a finished epoch; fewer than asked when something else paused the run, or when stopped early
   * @throws {NeuronWeightsError} `cancelled` when the signal aborts, `bad_option` when the data has not what is to be watched (no test
   *   rows, no accuracy of a regression), and as `step`
   */
  async fit({ epochs = 1, onEpochEnd, signal, earlyStopping } = {}) {
    checkCount('epochs', epochs, 1);
    const stopping = earlyStopping && new EarlyStopping(earlyStopping);
    const cancel = () => void this.pause().catch(() => {});
    signal?.addEventListener('abort', cancel, { once: true });
    /** @type {MetricPoint[]} */
    const history = [];
    let stop = false;
    try {
      stopping?.check(await this.#measure());
      for (let done = 0; done < epochs && !stop; done++) {
        if (signal?.aborted) throw new NeuronWeightsError('cancelled', { field: 'fit' });
        const { state, reached } = await this.epoch();
        if (signal?.aborted) throw new NeuronWeightsError('cancelled', { field: 'fit' });
        if (!reached) return history;
        const point = { step: state.step, epoch: state.epoch, ...(await this.#measure()) };
        history.push(point);
        await onEpochEnd?.(point);
        stop = stopping?.add(point) ?? false;
      }
      const best = stopping?.rewindTo(this.#state.step) ?? null;
      if (best !== null) await this.rewind(best);
      return history;
    } finally {
      signal?.removeEventListener('abort', cancel);
    }
  }

  async #measure() {
    const [train, test] = await Promise.all([this.evaluate('train'), this.evaluate('test')]);
    return { train, test: test.rows > 0 ? test : null };
  }

  /** Back to step 0 and the same start weights; the journal is emptied, so rates are the spec's again. @returns {Promise<RunState>} */
  async reset() {
    return this.#restarted(await this.#call('run.reset'));
  }

  /**
   * Back to step 0 with the start weights of another seed.
   *
   * @param {number} seed  whole, 0 to 2^53 − 1
   * @returns {Promise<RunState>}
   */
  async reseed(seed) {
    checkCount('seed', seed, 0);
    const value = await this.#call('run.reseed', { seed });
    this.#spec = { ...this.#spec, seed };
    return this.#restarted(value);
  }

  /**
   * Back to an earlier step: same bits as when it was there. Commands after it are played again when training goes on, until a new
   * command replaces that future.
   *
   * @param {number} step
   * @returns {Promise<RunState>}
   */
  async rewind(step) {
    checkCount('step', step, 0);
    return this.#restarted(await this.#call('run.rewind', { step }));
  }

  /** @param {number} learningRate */
  setLearningRate(learningRate) {
    return this.#command({ type: 'setLearningRate', learningRate });
  }

  /**
   * The penalty of the whole network; with `layer`, an index into `spec.layers`, of that layer alone, in place of the network's.
   * `{ layer, inherit: true }` lets the layer follow the network again.
   *
   * @param {Partial<import('../schema/spec.js').RegularizerSpec> & { layer?: number, inherit?: boolean }} regularizer   what is
   *   left out keeps its value; of a layer, l1 and l2 are 0 then
   */
  setRegularizer(regularizer) {
    return this.#command(regularizerCommand(regularizer, this.#state));
  }

  /** Takes effect at the next step. @param {number} batchSize */
  setBatchSize(batchSize) {
    return this.#command({ type: 'setBatchSize', batchSize });
  }

  /** Another type starts with empty memory (moments); the same type keeps it. @param {import('../schema/spec.js').OptimizerInput} optimizer */
  setOptimizer(optimizer) {
    return this.#command({ type: 'setOptimizer', optimizer });
  }

  /**
   * @param {string} name    e.g. `dense_1/kernel`
   * @param {number} index   row-major
   * @param {number} value   finite
   */
  setWeight(name, index, value) {
    return this.#command({ type: 'setWeight', parameter: name, index, value });
  }

  /**
   * @param {string} name
   * @param {ArrayLike<number>} values   row-major, as many as the parameter has, all finite
   */
  setWeights(name, values) {
    return this.#command({ type: 'setParameter', parameter: name, values: Float32Array.from(values) });
  }

  /**
   * Training leaves these weights as they are, until `thaw`. Setting them still works.
   *
   * @param {string} name
   * @param {number} [index]   row-major; default: all weights of the parameter
   */
  freeze(name, index = -1) {
    return this.#command({ type: 'setFrozen', parameter: name, index, frozen: true });
  }

  /**
   * @param {string} name
   * @param {number} [index]   default: all weights of the parameter
   */
  thaw(name, index = -1) {
    return this.#command({ type: 'setFrozen', parameter: name, index, frozen: false });
  }

  /**
   * @param {string} name
   * @returns {Promise<{ data: Float32Array, shape: number[], step: number }>}  a copy, exact
   */
  getWeights(name) {
    return this.#call('run.weights', { name });
  }

  /**
   * Loss, accuracy or R² over all rows of a split. For a split without rows, `rows` is 0 and the numbers mean nothing.
   *
   * @param {'train' | 'test'} [split]
   * @returns {Promise<Metrics>}
   */
  async evaluate(split = 'test') {
    checkSplit(split);
    return (await this.#call('run.evaluate', { split })).metrics;
  }

  /**
   * How often rows of each class are taken for each.
   *
   * @param {'train' | 'test'} [split]
   * @returns {Promise<import('../worker/protocol.js').Confusion>}
   * @throws {NeuronWeightsError} `bad_data` for regression
   */
  async confusion(split = 'test') {
    checkSplit(split);
    return this.#call('run.confusion', { split });
  }

  /**
   * A parameter in numbers, and on request its gradient and what the next step would change. Training is not disturbed.
   *
   * @param {string} name    e.g. `dense_1/kernel`
   * @param {import('./check-inspection.js').ParameterInspectionOptions} [options]
   * @returns {Promise<import('../worker/protocol.js').ParameterInspection>}
   * @throws {NeuronWeightsError} `unknown_parameter`, `bad_value`, `bad_option`, `out_of_memory`; `non_finite_loss` where there is no gradient
   */
  async inspectParameter(name, options) {
    return (await this.#call('run.inspectParameter', { name, ...checkParameterQuestion(options) }))
      .inspection;
  }

  /**
   * What each layer gives for some training rows: statistics, zeros, dead units, histograms.
   *
   * @param {import('./check-inspection.js').ActivationInspectionOptions} [options]
   * @returns {Promise<import('../worker/protocol.js').ActivationInspection>}
   */
  async inspectActivations(options) {
    return (await this.#call('run.inspectActivations', checkActivationQuestion(options))).inspection;
  }

  /**
   * How alike the units of a layer look at their inputs: the cosines between the columns of its kernel.
   *
   * @param {string} name    of a kernel
   * @returns {Promise<import('../worker/protocol.js').Cosines>}
   * @throws {NeuronWeightsError} `unknown_parameter`; `bad_shape` for a parameter of one axis; `bad_value` for more than 2048 units
   */
  async cosines(name) {
    return this.#call('run.cosines', { name });
  }

  /**
   * Loss and accuracy as they would be with other weights; the run keeps its own.
   *
   * @param {string} name
   * @param {number | null} index   row-major; null: the whole parameter changes
   * @param {ArrayLike<number>} values   of the one weight, one after the other; or whole parameters, one behind the other. At most 1000
   * @param {{ split?: 'train' | 'test' }} [options]   default train
   * @returns {Promise<Metrics[]>}  one for each value, or for each parameter
   */
  async whatIf(name, index, values, { split = 'train' } = {}) {
    checkSplit(split);
    return (await this.#call('run.whatIf', { name, split, ...checkWhatIf(index, values) })).metrics;
  }

  /**
   * The network's output for rows in the data's own units (before scaling).
   *
   * @param {import('./rows.js').Rows} inputs   [rows, inputs]: flat or nested
   * @returns {Promise<{ data: Float32Array, rows: number, columns: number }>}  data: [rows, columns]
   */
  async predict(inputs) {
    const { flat, rows } = flattenRows(inputs, inputCount(this.#spec.inputShape));
    // A message copies the whole buffer behind a view, be it ever so large.
    const own = flat.byteLength < flat.buffer.byteLength ? flat.slice() : flat;
    const { data, columns } = await this.#call('run.predict', { inputs: own, rows });
    return { data, rows, columns };
  }

  /** 16 hex digits over all weights: the same bits give the same hash. @returns {Promise<string>} */
  async hash() {
    return (await this.#call('run.hash')).hash;
  }

  /** The whole training state and the journal. @returns {Promise<Uint8Array>} */
  async save() {
    return (await this.#call('run.checkpoint')).bytes;
  }

  /**
   * Goes on from a saved state of the same spec and data, with the same bits as if never stopped.
   *
   * @param {Uint8Array} bytes
   * @returns {Promise<RunState>}
   * @throws {NeuronWeightsError} `bad_checkpoint`; nothing has changed then
   */
  async restore(bytes) {
    return this.#restarted(await this.#call('run.restore', { bytes }));
  }

  /**
   * Follows a view: the callback gets its numbers now and whenever they changed, at most once a frame.
   *
   * @param {Partial<View> & { kind: View['kind'] }} view   a parameter may leave out maxRows and maxCols
   * @param {(frame: ViewFrame) => void} callback
   * @returns {() => void}  stops watching
   * @throws {NeuronWeightsError} at once: `unknown_parameter`, `bad_shape` (a decision map needs two inputs), `bad_value`, `bad_option`
   */
  watch(view, callback) {
    const complete = checkView(view, {
      parameters: this.#parameters,
      inputs: inputCount(this.#spec.inputShape),
    });
    if (this.#disposed) return () => {};
    return this.#views.watch(complete, callback);
  }

  /** Frees the network. Later calls reject with `unknown_run`. @returns {Promise<void>} */
  async dispose() {
    if (this.#disposed) return;
    this.#disposed = true;
    this.#views.clear();
    await this.#link.dispose(this);
  }

  /**
   * An event of the host about this run.
   *
   * @internal
   * @param {any} message
   */
  receive(message) {
    switch (message.event) {
      case 'snapshot.published':
        return this.#receiveSnapshot(message);
      case 'run.paused':
        this.#change(message);
        return this.emit('paused', { reason: message.reason, state: this.#state });
      case 'run.failed':
        this.#change(message);
        return this.emit('failed', { error: NeuronWeightsError.fromWire(message.error), state: this.#state });
      case 'checkpoint.saved':
        this.#checkpoint = {
          step: message.step,
          bytes: message.bytes,
          spec: { ...this.#spec, seed: message.seed },
        };
        return this.emit('checkpoint', { step: message.step, bytes: message.bytes });
    }
  }

  /**
   * Where a new host would go on from.
   *
   * @internal
   * @returns {{ spec: NetworkSpec, bytes?: Uint8Array, step: number }}
   */
  get recovery() {
    return this.#checkpoint ?? { spec: this.#spec, step: 0 };
  }

  /**
   * A new host has this run again.
   *
   * @internal
   * @param {{ state: RunState }} value
   * @param {NetworkSpec} spec
   */
  recovered(value, spec) {
    this.#spec = spec;
    this.#restarted(value);
    this.#views.tell();
  }

  /** The host is gone: nothing plays. @internal */
  interrupted() {
    this.#state = { ...this.#state, playing: false };
  }

  /**
   * @param {string} op
   * @param {object} [args]
   */
  #call(op, args = {}) {
    if (this.#disposed) return Promise.reject(new NeuronWeightsError('unknown_run', { actual: this.id }));
    return this.#link.call(op, { run: this.id, ...args });
  }

  /**
   * @param {Command} command
   * @returns {Promise<RunState>}
   */
  async #command(command) {
    return this.#change(await this.#call('run.command', { command: checkCommand(command) }));
  }

  /** @param {{ state: RunState }} value */
  #change({ state }) {
    this.#state = state;
    this.emit('changed', { state });
    return state;
  }

  /** The run stands at another step: what was measured after it is no longer true. @param {{ state: RunState }} value */
  #restarted(value) {
    const before = this.#points.points;
    if (value.state.step === 0) this.#points.clear();
    else this.#points.truncate(value.state.step);
    if (this.#points.points !== before) this.emit('points', { points: this.#points.points });
    return this.#change(value);
  }

  /** @param {any} message */
  #receiveSnapshot(message) {
    const { step, epoch, points, stepsPerSecond, batchLoss } = message;
    this.#state = { ...this.#state, step, epoch };
    this.#views.receive(message);
    if (points.length > 0) {
      this.#points.add(points);
      this.emit('points', { points: this.#points.points });
    }
    this.emit('progress', { step, epoch, stepsPerSecond, batchLoss });
  }
}

/**
 * Views are checked before they are sent, so that only the loss of the engine or of the run can refuse them: others hear of that.
 *
 * @param {NeuronWeightsError} error
 */
function reportUnlessGone(error) {
  if (error.kind === 'transport' || error.code === 'unknown_run' || error.code === 'cancelled') return;
  queueMicrotask(() => {
    throw error;
  });
}
