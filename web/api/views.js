/**
 * What of a run is being looked at: tells the host, hands its snapshots out, and gives the buffers back.
 *
 * Life of a snapshot: the host fills a free buffer and sends it; here the newest one waits for the next frame (older ones go
 * straight back); in the frame every callback sees its part; then the buffer goes back to be filled again.
 */
import { callSafely } from './emitter.js';
import { nextFrame } from './next-frame.js';

/** @typedef {import('../worker/protocol.js').View} View */
/** @typedef {import('../worker/protocol.js').SnapshotPart} SnapshotPart */

/**
 * One view's numbers. `data` is [planes, rows, cols] and valid during the callback only: copy it to keep it.
 *
 * @typedef {object} ViewFrame
 * @property {number} step
 * @property {number} epoch
 * @property {Float32Array} data
 * @property {number} rows
 * @property {number} cols
 * @property {number} planes
 * @property {number} min
 * @property {number} max
 * @property {number} maxAbs
 * @property {boolean} exact
 */

/**
 * How views reach the host.
 *
 * @typedef {object} ViewsLink
 * @property {(revision: number, views: View[]) => void} watch
 * @property {(buffer: ArrayBuffer) => void} giveBack
 */

export class RunViews {
  #link;
  /** @type {Map<string, { view: View, callbacks: Set<(frame: ViewFrame) => void> }>} */
  #watched = new Map();
  /** What the host was told last: views in the order of the snapshot's parts. @type {string[]} */
  #told = [];
  #revision = 0;
  #tellSoon = false;
  /** @type {any} */
  #newest = null;
  #frameAsked = false;

  /** @param {ViewsLink} link */
  constructor(link) {
    this.#link = link;
  }

  /**
   * @param {View} view   complete, as `checkView` makes it: equal views are the same text
   * @param {(frame: ViewFrame) => void} callback
   * @returns {() => void}  stops watching
   */
  watch(view, callback) {
    const key = JSON.stringify(view);
    let entry = this.#watched.get(key);
    if (!entry) this.#watched.set(key, (entry = { view, callbacks: new Set() }));
    entry.callbacks.add(callback);
    this.#tell();
    return () => {
      if (!entry.callbacks.delete(callback) || entry.callbacks.size > 0) return;
      if (this.#watched.get(key) === entry) this.#watched.delete(key);
      this.#tell();
    };
  }

  /** Says again what is watched, e.g. to a new host. Several changes in a row are told once. */
  tell() {
    this.#tell();
  }

  /** @param {any} message  a `snapshot.published` event; its buffer is ours until given back */
  receive(message) {
    const older = this.#newest;
    this.#newest = message;
    if (older) this.#link.giveBack(older.buffer);
    if (this.#frameAsked) return;
    this.#frameAsked = true;
    nextFrame(() => this.#draw());
  }

  clear() {
    this.#watched.clear();
    this.#newest = null;
  }

  #tell() {
    if (this.#tellSoon) return;
    this.#tellSoon = true;
    queueMicrotask(() => {
      this.#tellSoon = false;
      this.#told = [...this.#watched.keys()];
      this.#revision++;
      this.#link.watch(
        this.#revision,
        this.#told.map((key) => /** @type {any} */ (this.#watched.get(key)).view),
      );
    });
  }

  #draw() {
    this.#frameAsked = false;
    const message = this.#newest;
    this.#newest = null;
    if (!message) return;
    // Views changed while the snapshot was on its way: its parts are not in today's order, and a newer one follows.
    if (message.revision === this.#revision) this.#handOut(message);
    this.#link.giveBack(message.buffer);
  }

  /** @param {{ step: number, epoch: number, parts: SnapshotPart[], buffer: ArrayBuffer }} message */
  #handOut({ step, epoch, parts, buffer }) {
    parts.forEach((part, index) => {
      const entry = this.#watched.get(this.#told[index]);
      if (!entry) return;
      const { rows, cols, planes, min, max, maxAbs, exact } = part;
      const data = new Float32Array(
        buffer,
        part.offset * Float32Array.BYTES_PER_ELEMENT,
        planes * rows * cols,
      );
      const frame = { step, epoch, data, rows, cols, planes, min, max, maxAbs, exact };
      for (const callback of [...entry.callbacks]) callSafely(callback, frame);
    });
  }
}
