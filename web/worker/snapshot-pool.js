/** Buffers that travel between host and page: at most three a run. No free one, no snapshot. */
import { SNAPSHOT_BUFFERS } from './protocol.js';

export class SnapshotPool {
  /** @type {Float32Array[]} */
  #free = [];
  #away = 0;
  #capacity;

  /** @param {number} [capacity] */
  constructor(capacity = SNAPSHOT_BUFFERS) {
    this.#capacity = capacity;
  }

  get available() {
    return this.#away < this.#capacity;
  }

  /** Buffers in the page's hands. */
  get away() {
    return this.#away;
  }

  /**
   * A buffer that came back, or null when there is none: then a new one of the right size is to be made.
   *
   * @param {number} length   in floats
   * @returns {Float32Array | null}
   */
  take(length) {
    const index = this.#free.findIndex((buffer) => buffer.length === length);
    return index < 0 ? null : this.#free.splice(index, 1)[0];
  }

  /** A buffer leaves for the page. */
  send() {
    this.#away++;
  }

  /**
   * The page gives a buffer back. One of another size than is used now is kept only until a snapshot finds it does not fit.
   *
   * @param {ArrayBuffer} buffer
   */
  giveBack(buffer) {
    if (this.#away === 0) return;
    this.#away--;
    this.#free.push(new Float32Array(buffer));
    if (this.#free.length > this.#capacity) this.#free.shift();
  }

  /** Views changed: other sizes are needed. Those away still count until they are back. */
  forget() {
    this.#free = [];
  }
}
