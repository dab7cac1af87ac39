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
  const left = { postMessage: (message, transfer) => toRight(message, transfer), onmessage: null };
  /** @type {Port} */
  const right = { postMessage: (message, transfer) => toLeft(message, transfer), onmessage: null };
  const toRight = makeSender(right);
  const toLeft = makeSender(left);
  return [left, right];
}

/**
 * @param {Port} target
 * @returns {(message: any, transfer?: Transferable[]) => void}
 */
function makeSender(target) {
  /** @type {{ data: any, keepAlive: boolean }[]} */
  const queue = [];
  const deliver = () => {
    const message = queue.shift();
    if (!message) return;
    // A turn that a Node process waits for may have gone to an earlier message: those that matter get another.
    if (queue.some(({ keepAlive }) => keepAlive)) eventLoopTasks.soon(deliver, true);
    target.onmessage?.({ data: message.data });
  };
  return (message, transfer = []) => {
    const keepAlive = keepsAlive(message);
    queue.push({ data: structuredClone(message, { transfer }), keepAlive });
    eventLoopTasks.soon(deliver, keepAlive);
  };
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
