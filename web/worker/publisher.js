/** Sends snapshots and points of the loss curve, and only as often as somebody can look at them. */
import { PUBLISH_PER_SECOND } from './protocol.js';

/** @typedef {import('./host-run.js').HostRun} HostRun */
/** @typedef {import('./protocol.js').MetricPoint} MetricPoint */

const FRAME_MS = 1000 / PUBLISH_PER_SECOND;
/** Without views there is only the loss curve to feed. */
const POINTS_ONLY_MS = 100;
/** Measuring may take a tenth of the time: after it, nine times as long nothing is measured. */
const REST_FACTOR = 9;
/** Steps a second are averaged over this long. */
const RATE_MS = 400;

export class Publisher {
  #core;
  #post;
  #now;

  /**
   * @param {import('../engine/core.js').EngineCore} core
   * @param {(event: string, fields: object, transfer?: Transferable[]) => void} post
   * @param {() => number} now   milliseconds
   */
  constructor(core, post, now) {
    this.#core = core;
    this.#post = post;
    this.#now = now;
  }

  /**
   * Publishes a run when something changed, it is time, and a buffer is free.
   *
   * @param {HostRun} run
   * @returns {number}  milliseconds until it is worth another look; Infinity: not before something changes or a buffer comes back
   */
  visit(run) {
    const now = this.#now();
    if (!run.unpublished) {
      if (!run.unmeasured || run.playing) return Infinity;
      // The last change came too soon after a costly measurement: its point is still owed.
      if (now < run.measureMs) return run.measureMs - now;
    }
    if (!run.pool.available) return Infinity;
    const waitMs = run.publishedMs + (run.views.length > 0 ? FRAME_MS : POINTS_ONLY_MS) - now;
    if (waitMs > 0) return waitMs;
    this.#publish(run, now);
    return run.unmeasured && !run.playing ? Math.max(0, run.measureMs - this.#now()) : Infinity;
  }

  /**
   * @param {HostRun} run
   * @param {number} now
   */
  #publish(run, now) {
    const { step, epoch, parts, data } = this.#core.snapshot(run.handle, run.views, (length) =>
      run.pool.take(length),
    );
    const points = this.#measure(run, step, epoch);
    const stepsPerSecond = this.#updateRate(run, now);
    run.publishedMs = now;
    run.unpublished = false;
    run.pool.send();
    const { id, revision, batchLoss } = run;
    const { buffer } = data;
    const fields = { run: id, step, epoch, revision, parts, buffer, points, stepsPerSecond, batchLoss };
    this.#post('snapshot.published', fields, [/** @type {ArrayBuffer} */ (buffer)]);
  }

  /**
   * @param {HostRun} run
   * @param {number} step
   * @param {number} epoch
   * @returns {MetricPoint[]}
   */
  #measure(run, step, epoch) {
    const startMs = this.#now();
    if (!run.unmeasured || startMs < run.measureMs) return [];
    const train = this.#core.evaluate(run.handle, 'train');
    const test = this.#core.evaluate(run.handle, 'test');
    const endMs = this.#now();
    run.measureMs = endMs + (endMs - startMs) * REST_FACTOR;
    run.unmeasured = false;
    return [{ step, epoch, train, test: test.rows > 0 ? test : null }];
  }

  /**
   * @param {HostRun} run
   * @param {number} now
   */
  #updateRate(run, now) {
    const { rate } = run;
    if (!run.playing || run.step < rate.step)
      run.rate = { step: run.step, ms: now, perSecond: run.playing ? rate.perSecond : 0 };
    else if (now - rate.ms >= RATE_MS) {
      run.rate = { step: run.step, ms: now, perSecond: ((run.step - rate.step) / (now - rate.ms)) * 1000 };
    }
    return run.rate.perSecond;
  }
}
