/** Two ports that talk to each other in one thread: as a worker's, but nothing dangles when a Node script ends. */
import { eventLoopTasks } from './tasks.js';

/**
 * @typedef {object} Port
 * @property {(message: any, transfer?: Transferable[]) => void} postMessage
 * @property {((event: { data: any }) => void) | null} onmessage
 */

/**
 * Messages are cloned (buffers in `transfer` moved), and arrive each in a turn of its own, in order: just as between
 * threads, so that what works here works there.
 *
 * @returns {[Port, Port]}
 */
export function createPortPair() {
  /** @type {Port} */
  const left = { postMessage: (message, transfer) => send(right, message, transfer), onmessage: null };
  /** @type {Port} */
  const right = { postMessage: (message, transfer) => send(left, message, transfer), onmessage: null };
  return [left, right];
}

/**
 * @param {Port} target
 * @param {any} message
 * @param {Transferable[]} [transfer]
 */
function send(target, message, transfer = []) {
  const data = structuredClone(message, { transfer });
  eventLoopTasks.soon(() => target.onmessage?.({ data }), keepsAlive(message));
}

/**
 * A Node process waits for calls and replies, but not for pictures of a run that plays for ever.
 *
 * @param {any} message
 */
function keepsAlive({ kind, id, event }) {
  if (kind === 'call') return id > 0;
  return event !== 'snapshot.published' && event !== 'engine.heartbeat';
}
