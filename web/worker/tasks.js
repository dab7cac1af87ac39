/** Turns of the event loop, without the 4 ms that timers are clamped to. */

/**
 * @typedef {object} Tasks
 * @property {(run: () => void, keepAlive: boolean) => void} soon   in the next turn; messages that wait are heard first or soon after
 * @property {(run: () => void, delayMs: number, keepAlive: boolean) => () => void} later   gives what cancels it
 *
 * keepAlive: whether a Node process waits for it.
 */

/** @type {((run: () => void) => void) | null} */
let browserSoon = null;

function makeBrowserSoon() {
  /** @type {(() => void)[]} */
  const queue = [];
  const { port1, port2 } = new MessageChannel();
  port1.onmessage = () => queue.shift()?.();
  return (/** @type {() => void} */ run) => {
    queue.push(run);
    port2.postMessage(null);
  };
}

/** @type {Tasks} */
export const eventLoopTasks = {
  soon(run, keepAlive) {
    const immediate = /** @type {any} */ (globalThis).setImmediate;
    if (immediate) {
      const handle = immediate(run);
      if (!keepAlive) handle.unref();
      return;
    }
    browserSoon ??= makeBrowserSoon();
    browserSoon(run);
  },
  later(run, delayMs, keepAlive) {
    const timer = /** @type {any} */ (setTimeout(run, delayMs));
    if (!keepAlive) timer.unref?.();
    return () => clearTimeout(timer);
  },
};
