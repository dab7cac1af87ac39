/**
 * Gives the runs that play their slices of whole steps, and looks after snapshots, checkpoints and heartbeats between them.
 *
 * One turn of the event loop is one slice for all runs together; the engine divides it among them. Messages are answered
 * between turns.
 */
import { HEARTBEAT_MS } from './protocol.js';

/** @typedef {import('./host-run.js').HostRun} HostRun */

/** Long enough that calls cost nothing, short enough that commands are answered at once. */
const SLICE_MS = 10;
/** Steps in one slice when neither pace nor target bound them. */
const UNBOUNDED = 0x7fffffff;
/** A paced run that could not run for a while (a laptop asleep) does not catch up more than this. */
const MAX_CREDIT_S = 0.1;
/** The shortest wait worth a timer. */
const MIN_WAIT_MS = 1;

/**
 * @typedef {object} SchedulerLink
 * @property {import('../engine/core.js').EngineCore} core
 * @property {() => Iterable<HostRun>} runs
 * @property {import('./publisher.js').Publisher} publisher
 * @property {import('./checkpointer.js').Checkpointer} checkpointer
 * @property {(event: string, fields: object) => void} post
 * @property {(run: HostRun, reason: 'target') => void} arrived
 * @property {(run: HostRun, error: import('../errors/neuron-weights-error.js').NeuronWeightsError) => void} diverged
 * @property {(thrown: unknown) => void} broken   the engine threw: nothing can go on
 * @property {import('./tasks.js').Tasks} tasks
 * @property {() => number} now   milliseconds
 */

export class Scheduler {
  #link;
  #asked = false;
  /** The turn asked for keeps a Node process alive. */
  #kept = false;
  #stopped = false;
  #beatMs = -Infinity;
  /** @type {(() => void) | null} */
  #cancelTimer = null;

  /** @param {SchedulerLink} link */
  constructor(link) {
    this.#link = link;
  }

  /** Something changed: have a turn soon. */
  wake() {
    if (this.#stopped) return;
    const keepAlive = this.#keepAlive();
    if (this.#asked) {
      // The turn that comes anyway may have been asked for when nothing had to be waited for.
      if (keepAlive && !this.#kept) this.#link.tasks.soon(() => this.#turn(), true);
      this.#kept ||= keepAlive;
      return;
    }
    this.#asked = true;
    this.#kept = keepAlive;
    this.#cancelTimer?.();
    this.#cancelTimer = null;
    this.#link.tasks.soon(() => this.#turn(), keepAlive);
  }

  stop() {
    this.#stopped = true;
    this.#cancelTimer?.();
  }

  /** A run starts to play: its pace counts from now. @param {HostRun} run */
  start(run) {
    run.playing = true;
    run.creditMs = this.#link.now();
    run.credit = 1; // the first step comes at once
    run.rate = { step: run.step, ms: run.creditMs, perSecond: 0 };
    this.wake();
  }

  #turn() {
    if (!this.#asked || this.#stopped) return;
    this.#asked = false;
    try {
      const waitMs = Math.min(this.#slice(), this.#visit());
      this.#beat();
      this.#sleep(waitMs);
    } catch (thrown) {
      this.#link.broken(thrown);
    }
  }

  /** A process waits for runs that will arrive somewhere; not for one that plays for ever, nor for views. */
  #keepAlive() {
    for (const run of this.#link.runs()) if (run.playing && run.bounded) return true;
    return false;
  }

  /**
   * Trains what may train now.
   *
   * @returns {number}  milliseconds until something may train again; Infinity: nothing plays
   */
  #slice() {
    /** @type {HostRun[]} */
    const ready = [];
    /** @type {number[]} */
    const limits = [];
    let waitMs = Infinity;
    for (const run of [...this.#link.runs()]) {
      if (!run.playing) continue;
      const toTarget = this.#stepsToTarget(run);
      if (toTarget === 0) {
        this.#link.arrived(run, 'target');
        continue;
      }
      const limit = Math.min(toTarget, this.#allowed(run));
      if (limit >= 1) {
        ready.push(run);
        limits.push(limit);
        waitMs = 0;
      } else waitMs = Math.min(waitMs, this.#creditWaitMs(run));
    }
    if (ready.length > 0) this.#advance(ready, limits);
    return waitMs;
  }

  /**
   * @param {HostRun[]} runs
   * @param {number[]} limits
   */
  #advance(runs, limits) {
    const results = this.#link.core.advance(
      runs.map(({ handle }) => handle),
      limits,
      SLICE_MS,
    );
    results.forEach(({ steps, step, epoch, batchLoss, error }, index) => {
      const run = runs[index];
      run.step = step;
      run.epoch = epoch;
      if (run.stepsPerSecond !== null) run.credit -= steps;
      if (steps > 0) {
        run.batchLoss = batchLoss;
        run.touch();
      }
      if (error) this.#link.diverged(run, error);
      else if (run.bounded && this.#stepsToTarget(run) === 0) this.#link.arrived(run, 'target');
    });
  }

  /** @param {HostRun} run */
  #stepsToTarget({ handle, target }) {
    if (target.step === undefined && target.epoch === undefined) return UNBOUNDED;
    const { step, epoch, stepsToEpochEnd, stepsPerEpoch } = this.#link.core.state(handle);
    let steps = UNBOUNDED;
    if (target.step !== undefined) steps = Math.max(0, target.step - step);
    if (target.epoch !== undefined) {
      const wholeEpochs = target.epoch - epoch - 1;
      steps = Math.min(steps, wholeEpochs < 0 ? 0 : stepsToEpochEnd + wholeEpochs * stepsPerEpoch);
    }
    return Math.min(steps, UNBOUNDED);
  }

  /** Whole steps that the pace allows by now. @param {HostRun} run */
  #allowed(run) {
    if (run.stepsPerSecond === null) return UNBOUNDED;
    const now = this.#link.now();
    const most = Math.max(1, run.stepsPerSecond * MAX_CREDIT_S);
    run.credit = Math.min(most, run.credit + ((now - run.creditMs) / 1000) * run.stepsPerSecond);
    run.creditMs = now;
    return Math.floor(run.credit);
  }

  /** @param {HostRun} run */
  #creditWaitMs({ credit, stepsPerSecond }) {
    return ((1 - credit) / /** @type {number} */ (stepsPerSecond)) * 1000;
  }

  /** @returns {number}  milliseconds until a snapshot or a checkpoint is due */
  #visit() {
    const { publisher, checkpointer, runs } = this.#link;
    let waitMs = Infinity;
    for (const run of runs()) waitMs = Math.min(waitMs, publisher.visit(run), checkpointer.visit(run));
    return waitMs;
  }

  #beat() {
    const now = this.#link.now();
    if (now - this.#beatMs < HEARTBEAT_MS - SLICE_MS) return;
    const playing = [...this.#link.runs()].filter((run) => run.playing).map(({ id }) => id);
    if (playing.length === 0) return;
    this.#beatMs = now;
    this.#link.post('engine.heartbeat', { playing });
  }

  /** @param {number} waitMs */
  #sleep(waitMs) {
    if (this.#asked || this.#stopped) return;
    let playing = false;
    for (const run of this.#link.runs()) playing ||= run.playing;
    const longestMs = playing ? HEARTBEAT_MS / 2 : Infinity;
    const ms = Math.min(waitMs, longestMs);
    if (ms === Infinity) return;
    if (ms < MIN_WAIT_MS) return this.wake();
    this.#cancelTimer?.();
    this.#cancelTimer = this.#link.tasks.later(() => this.wake(), ms, this.#keepAlive());
  }
}
