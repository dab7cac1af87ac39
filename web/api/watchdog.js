/** Notices an engine that has fallen silent: a dead worker sends no event in every browser. */
import { NeuronWeightsError } from '../errors/neuron-weights-error.js';

/** While something trains a heartbeat comes every 500 ms; after this much silence the engine is asked. */
export const SILENCE_MS = 4000;
/** …and this long it may take to answer. */
export const PING_MS = 2000;
const CHECK_MS = 500;
/** A timer this late means that this page itself slept: then the silence proves nothing yet. */
const LATE_MS = 1000;

/**
 * @typedef {object} WatchdogOptions
 * @property {() => boolean} busy       something trains, so that heartbeats are due
 * @property {() => number} [patienceMs]  silence that is normal: one slice of a very large network may take longer than SILENCE_MS
 * @property {number} [silenceMs]
 * @property {number} [pingMs]
 */

export class Watchdog {
  #client;
  #options;
  /** @type {ReturnType<typeof setInterval> | null} */
  #timer = null;
  #asking = false;

  /**
   * @param {import('./client.js').EngineClient} client   `lose` is called on it
   * @param {WatchdogOptions} options
   */
  constructor(client, options) {
    this.#client = client;
    this.#options = options;
  }

  start() {
    if (this.#timer !== null) return;
    const { silenceMs = SILENCE_MS } = this.#options;
    this.#timer = setInterval(() => this.#check(), Math.min(CHECK_MS, silenceMs / 2));
    unref(this.#timer);
  }

  stop() {
    if (this.#timer !== null) clearInterval(this.#timer);
    this.#timer = null;
  }

  #check() {
    const { silenceMs = SILENCE_MS, pingMs = PING_MS, busy, patienceMs = () => 0 } = this.#options;
    if (this.#asking || this.#client.lost || !busy()) return;
    if (this.#client.silentMs < Math.max(silenceMs, patienceMs())) return;
    this.#asking = true;
    const askedMs = performance.now();
    const timer = setTimeout(() => {
      this.#asking = false;
      if (this.#client.lost || this.#client.silentMs < performance.now() - askedMs) return;
      if (performance.now() - askedMs > pingMs + LATE_MS) return; // asked again at the next check
      this.#client.lose(new NeuronWeightsError('worker_lost', { reason: 'the engine stopped answering' }));
    }, pingMs);
    unref(timer);
    const settled = () => {
      this.#asking = false;
      clearTimeout(timer);
    };
    this.#client.call('engine.ping').then(settled, settled);
  }
}

/**
 * A timer that does not keep a Node process alive.
 *
 * @param {any} timer
 */
export function unref(timer) {
  timer?.unref?.();
}
