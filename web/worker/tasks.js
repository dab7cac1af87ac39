/** Turns of the event loop, without the 4 ms that timers are clamped to. */

/**
 * @typedef {object} Tasks
 * @property {(run: () => void, keepAlive: boolean) => void} soon   in the next turn; messages that wait are heard first or soon after
 * @property {(run: () => void, delayMs: number, keepAlive: boolean) => () => void} later   gives what cancels it
 *
 * keepAlive: whether a Node process waits for it. Those that do and those that do not may overtake each other.
 */

/** @type {((run: () => void) => void) | null} */
let channelSoon = null;

function makeChannelSoon() {
  /** @type {(() => void)[]} */
  const queue = [];
  const { port1, port2 } = new MessageChannel();
  port1.onmessage = () => queue.shift()?.();
  // Node: an unreferenced port wakes a loop that lives for other reasons. (An unreferenced immediate does not: the loop
  // sleeps over it until something else happens.)
  for (const port of /** @type {any[]} */ ([port1, port2])) port.unref?.();
  return (/** @type {() => void} */ run) => {
    queue.push(run);
    port2.postMessage(null);
  };
}

/** @type {Tasks} */
export const eventLoopTasks = {
  soon(run, keepAlive) {
    const immediate = /** @type {any} */ (globalThis).setImmediate;
    if (immediate && keepAlive) {
      immediate(run);
      return;
    }
    channelSoon ??= makeChannelSoon();
    channelSoon(run);
  },
  later(run, delayMs, keepAlive) {
    const timer = /** @type {any} */ (setTimeout(run, delayMs));
    if (!keepAlive) timer.unref?.();
    return () => clearTimeout(timer);
  },
};
