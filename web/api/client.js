/**
 * The page's half of the conversation with an engine: one promise a call, one rejection a failure.
 *
 * Invariant: every promise that `call` returned settles. When the other side is lost, all of them reject with the same
 * error (`worker_lost`), and so does every later call.
 */
import { NeuronWeightsError } from '../errors/neuron-weights-error.js';

/**
 * What carries messages: a Worker, a MessagePort, or an in-process port.
 *
 * @typedef {object} Port
 * @property {(message: any, transfer?: Transferable[]) => void} postMessage
 * @property {((event: { data: any }) => void) | null} onmessage
 */

/** @typedef {{ resolve: (value: any) => void, reject: (error: NeuronWeightsError) => void }} Waiter */

export class EngineClient {
  /** @type {Port} */
  #port;
  /** @type {Map<number, Waiter>} */
  #waiting = new Map();
  #nextId = 1;
  /** @type {NeuronWeightsError | null} */
  #lost = null;
  /** Time of the last message, for the watchdog; in the clock of `performance.now()`. */
  #heardMs = performance.now();

  /** @type {(event: any) => void} */
  onEvent = () => {};
  /** Called once, after all promises have been rejected. @type {(error: NeuronWeightsError) => void} */
  onLost = () => {};

  /** @param {Port} port   owned by this client from now on */
  constructor(port) {
    this.#port = port;
    port.onmessage = ({ data }) => this.#hear(data);
  }

  get lost() {
    return this.#lost;
  }

  /** Milliseconds since the last message of any kind. */
  get silentMs() {
    return performance.now() - this.#heardMs;
  }

  get waiting() {
    return this.#waiting.size;
  }

  /**
   * @param {string} op      a key of `OPERATIONS` in worker/protocol.js
   * @param {object} [args]  structured-cloneable; as listed there
   * @param {Transferable[]} [transfer]  moved, not copied: the caller must not use them again
   * @returns {Promise<any>}  the operation's value; rejects with NeuronWeightsError only
   */
  call(op, args = {}, transfer = []) {
    if (this.#lost) return Promise.reject(this.#lost);
    const id = this.#nextId++;
    return new Promise((resolve, reject) => {
      this.#waiting.set(id, { resolve, reject });
      try {
        this.#port.postMessage({ kind: 'call', id, op, args }, transfer);
      } catch (thrown) {
        // An argument that cannot be cloned, or a buffer that was already moved away.
        this.#waiting.delete(id);
        reject(new NeuronWeightsError('bad_data', { field: op, reason: String(thrown) }, { cause: thrown }));
      }
    });
  }

  /**
   * A call whose reply nobody needs. Silently nothing once the other side is lost.
   *
   * @param {string} op
   * @param {object} args
   * @param {Transferable[]} [transfer]
   */
  send(op, args, transfer = []) {
    if (!this.#lost) this.#port.postMessage({ kind: 'call', id: 0, op, args }, transfer);
  }

  /**
   * Gives the other side up: rejects everything, now and later.
   *
   * @param {NeuronWeightsError} error
   */
  lose(error) {
    if (this.#lost) return;
    this.#lost = error;
    this.#port.onmessage = null;
    const waiters = [...this.#waiting.values()];
    this.#waiting.clear();
    for (const { reject } of waiters) reject(error);
    this.onLost(error);
  }

  /** @param {any} message */
  #hear(message) {
    this.#heardMs = performance.now();
    if (message?.kind === 'reply') this.#settle(message);
    else if (message?.kind === 'event') {
      if (message.event === 'engine.fatal') {
        this.lose(new NeuronWeightsError('worker_lost', { reason: message.error?.message }));
      } else this.onEvent(message);
    }
  }

  /** @param {{ id: number, ok: boolean, value?: any, error?: any }} reply */
  #settle({ id, ok, value, error }) {
    const waiter = this.#waiting.get(id);
    if (!waiter) return;
    this.#waiting.delete(id);
    if (ok) waiter.resolve(value);
    else waiter.reject(NeuronWeightsError.fromWire(error));
  }
}
