/**
 * The limits of color scales: one for each layer, and one common to all layers of a run, so that the same value
 * has the same color in every picture (`scale="run"`).
 */
import { followLimit } from '../render/scale.js';

export class RunScale {
  /** @type {Map<string, number>} largest |w| by layer */
  #sizes = new Map();
  /** @type {Set<() => void>} */
  #listeners = new Set();
  /** @type {number | null} */
  #limit = null;

  get limit() {
    return this.#limit ?? 1;
  }

  /**
   * @param {string} layer
   * @param {number} maxAbs
   */
  report(layer, maxAbs) {
    this.#sizes.set(layer, maxAbs);
    const limit = followLimit(this.#limit, Math.max(...this.#sizes.values()));
    if (limit === this.#limit) return;
    this.#limit = limit;
    for (const listener of [...this.#listeners]) listener();
  }

  /** @param {() => void} listener @returns {() => void} */
  onChange(listener) {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }
}

/** @type {WeakMap<object, RunScale>} */
const scales = new WeakMap();

/**
 * The scale shared by everything that shows this run.
 *
 * @param {object} run
 * @returns {RunScale}
 */
export function scaleOfRun(run) {
  let scale = scales.get(run);
  if (!scale) scales.set(run, (scale = new RunScale()));
  return scale;
}
