/** Sends checkpoints, so that a restart goes back two seconds at most. */

/** @typedef {import('./host-run.js').HostRun} HostRun */

/** A slice may end a little after its time; a checkpoint is rather early than late by that. */
const SLACK_MS = 20;

export class Checkpointer {
  #core;
  #post;
  #now;
  #periodMs;

  /**
   * @param {import('../engine/core.js').EngineCore} core
   * @param {(event: string, fields: object, transfer?: Transferable[]) => void} post
   * @param {() => number} now   milliseconds
   * @param {number} periodMs    0: no checkpoints
   */
  constructor(core, post, now, periodMs) {
    this.#core = core;
    this.#post = post;
    this.#now = now;
    this.#periodMs = periodMs;
  }

  /**
   * @param {HostRun} run
   * @returns {number}  milliseconds until a checkpoint is due; Infinity: nothing to save
   */
  visit(run) {
    if (this.#periodMs === 0 || !run.unsaved) return Infinity;
    const waitMs = run.savedMs + this.#periodMs - SLACK_MS - this.#now();
    if (waitMs > 0) return waitMs;
    this.save(run);
    return Infinity;
  }

  /** At once, e.g. because the run paused. @param {HostRun} run */
  save(run) {
    if (this.#periodMs === 0 || !run.unsaved) return;
    run.unsaved = false;
    run.savedMs = this.#now();
    const bytes = this.#core.checkpoint(run.handle);
    const { step, seed } = this.#core.state(run.handle);
    this.#post('checkpoint.saved', { run: run.id, step, seed, bytes }, [
      /** @type {ArrayBuffer} */ (bytes.buffer),
    ]);
  }
}
