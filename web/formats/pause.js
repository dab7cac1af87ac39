/** Breaks in long work, so that a page stays alive. */
import { NeuronWeightsError } from '../errors/neuron-weights-error.js';

/** Half of a frame at 60 a second. */
const WORK_MS = 8;

/** Waits for the next turn of the event loop, once every few milliseconds of work. */
export class Pacer {
  #startMs = performance.now();
  #signal;

  /** @param {AbortSignal} [signal] */
  constructor(signal) {
    this.#signal = signal;
  }

  /**
   * True when it is time for `rest`. Cheap enough to ask every thousand rows.
   */
  get due() {
    return performance.now() - this.#startMs >= WORK_MS;
  }

  /** @throws {NeuronWeightsError} `cancelled` */
  async rest() {
    this.check();
    await new Promise((resolve) => setTimeout(resolve, 0));
    this.check();
    this.#startMs = performance.now();
  }

  /** @throws {NeuronWeightsError} `cancelled` */
  check() {
    if (this.#signal?.aborted) throw new NeuronWeightsError('cancelled', { field: 'file' });
  }
}
