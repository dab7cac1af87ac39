/** What the host keeps of one run beside the engine's own state. */
import { SnapshotPool } from './snapshot-pool.js';

/** @typedef {import('./protocol.js').View} View */

/**
 * Where a run that plays is to stop.
 *
 * @typedef {object} Target
 * @property {number} [step]
 * @property {number} [epoch]
 */

export class HostRun {
  /** True while the scheduler gives it slices. */
  playing = false;
  /** @type {Target} */
  target = {};
  /** Answers the `run.step` that waits for the target. @type {((reached: boolean) => void) | null} */
  onStop = null;
  /** …or fails it. @type {((error: Error) => void) | null} */
  onFail = null;
  /** null: as fast as it goes. @type {number | null} */
  stepsPerSecond = null;
  /** Steps that the pace allows by now; a fraction stays for later. */
  credit = 0;
  creditMs = 0;

  step = 0;
  epoch = 0;
  /** Loss of the last batch; null before the first. @type {number | null} */
  batchLoss = null;

  /** @type {View[]} */
  views = [];
  revision = 0;
  pool = new SnapshotPool();
  /** Something shown has changed since the last snapshot. */
  unpublished = true;
  publishedMs = -Infinity;
  rate = { step: 0, ms: 0, perSecond: 0 };

  /** Weights or penalty changed since the last point of the loss curve. */
  unmeasured = true;
  /** Before this time measuring would cost more than its share. */
  measureMs = -Infinity;

  /** State changed since the last checkpoint. */
  unsaved = true;
  savedMs = -Infinity;

  /**
   * @param {number} id        the page's
   * @param {number} handle    the engine's
   * @param {number} dataset   the page's
   */
  constructor(id, handle, dataset) {
    this.id = id;
    this.handle = handle;
    this.dataset = dataset;
  }

  /** True when it has somewhere to arrive: then a Node process waits for it. */
  get bounded() {
    return this.target.step !== undefined || this.target.epoch !== undefined;
  }

  /** Training or a command moved it: views, loss curve and checkpoint are out of date. */
  touch() {
    this.unpublished = true;
    this.unmeasured = true;
    this.unsaved = true;
  }
}
