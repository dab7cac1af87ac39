/**
 * The host of an engine: answers calls, trains, and says what happened. Knows nothing of what carries its messages:
 * a port is anything with `postMessage` and `onmessage`.
 */
import { NeuronWeightsError } from '../errors/neuron-weights-error.js';
import { checkCall } from './check-call.js';
import { Checkpointer } from './checkpointer.js';
import { HANDLERS } from './handlers.js';
import { Publisher } from './publisher.js';
import { Scheduler } from './scheduler.js';
import { eventLoopTasks } from './tasks.js';

/** @typedef {import('./local-port.js').Port} Port */
/** @typedef {import('./host-run.js').HostRun} HostRun */
/** @typedef {import('./protocol.js').PauseReason} PauseReason */

/**
 * @typedef {object} HostOptions
 * @property {number} [checkpointMs]   0: no checkpoints
 * @property {import('./tasks.js').Tasks} [tasks]
 * @property {() => number} [now]      milliseconds
 */

export class EngineHost {
  #core;
  /** @type {Port} */
  #port;
  /** @type {Map<number, HostRun>} */
  #runs = new Map();
  #parts;
  #scheduler;
  #checkpointer;

  /**
   * @param {import('../engine/core.js').EngineCore} core   owned from now on
   * @param {Port} port   listened to from now on
   * @param {HostOptions} [options]
   */
  constructor(core, port, { checkpointMs = 0, tasks = eventLoopTasks, now = () => performance.now() } = {}) {
    this.#core = core;
    this.#port = port;
    const post = this.#post.bind(this);
    this.#checkpointer = new Checkpointer(core, post, now, checkpointMs);
    this.#scheduler = new Scheduler({
      core,
      runs: () => this.#runs.values(),
      publisher: new Publisher(core, post, now),
      checkpointer: this.#checkpointer,
      post,
      arrived: (run) => this.#pause(run, 'target'),
      diverged: (run, error) => this.#fail(run, error),
      broken: (thrown) => this.#die(thrown),
      tasks,
      now,
    });
    this.#parts = {
      core,
      datasets: new Map(),
      runs: this.#runs,
      scheduler: this.#scheduler,
      pause: this.#pause.bind(this),
      stateOf: this.#stateOf.bind(this),
    };
    port.onmessage = ({ data }) => void this.#answer(data);
  }

  /** Stops for good: no message is answered any more. */
  close() {
    this.#scheduler.stop();
    this.#port.onmessage = null;
    this.#runs.clear();
  }

  /** @param {{ kind: string, id: number, op: string, args: any }} message */
  async #answer({ kind, id, op, args }) {
    if (kind !== 'call') return;
    try {
      checkCall(op, args);
      const handler = HANDLERS[op];
      if (!handler) throw new NeuronWeightsError('bad_option', { field: 'op', value: op });
      const value = await handler(this.#parts, args);
      if (id > 0) this.#port.postMessage({ kind: 'reply', id, ok: true, value }, buffersOf(value));
    } catch (thrown) {
      const error = NeuronWeightsError.from(thrown, op);
      if (id > 0) this.#port.postMessage({ kind: 'reply', id, ok: false, error: error.toWire() });
      if (this.#core.broken) this.#die(error);
    }
  }

  /**
   * @param {string} event
   * @param {object} fields
   * @param {Transferable[]} [transfer]
   */
  #post(event, fields, transfer = []) {
    this.#port.postMessage({ kind: 'event', event, ...fields }, transfer);
  }

  /**
   * @param {HostRun} run
   * @returns {import('./protocol.js').RunState}
   */
  #stateOf(run) {
    const state = { ...this.#core.state(run.handle), playing: run.playing };
    run.step = state.step;
    run.epoch = state.epoch;
    return state;
  }

  /**
   * @param {HostRun} run
   * @param {PauseReason} reason
   */
  #pause(run, reason) {
    const played = run.playing;
    this.#stop(run);
    const { onStop } = run;
    run.onStop = run.onFail = null;
    onStop?.(reason === 'target');
    if (!played && reason === 'asked') return;
    this.#checkpointer.save(run);
    if (played) this.#post('run.paused', { run: run.id, reason, state: this.#stateOf(run) });
  }

  /**
   * @param {HostRun} run
   * @param {NeuronWeightsError} error
   */
  #fail(run, error) {
    this.#stop(run);
    const { onFail } = run;
    run.onStop = run.onFail = null;
    onFail?.(error);
    this.#checkpointer.save(run);
    const state = this.#stateOf(run);
    this.#post('run.failed', { run: run.id, error: error.toWire(), state });
    this.#post('run.paused', { run: run.id, reason: 'diverged', state });
  }

  /** @param {HostRun} run */
  #stop(run) {
    run.playing = false;
    run.target = {};
    run.publishedMs = -Infinity; // where it stands now is shown at once
    run.measureMs = -Infinity; // …and measured
    run.unpublished = true;
    this.#scheduler.wake();
  }

  /** After a trap nothing inside can be believed. @param {unknown} thrown */
  #die(thrown) {
    const error = NeuronWeightsError.from(thrown, 'engine');
    this.#post('engine.fatal', { error: error.toWire() });
    this.close();
  }
}

/**
 * The buffers of a reply's arrays: made for it, so they move.
 *
 * @param {Record<string, unknown>} value
 * @returns {Transferable[]}
 */
function buffersOf(value) {
  const arrays = Object.values(value).filter((part) => ArrayBuffer.isView(part));
  return [...new Set(arrays.map(({ buffer }) => /** @type {ArrayBuffer} */ (buffer)))];
}
