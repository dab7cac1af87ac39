/** Turns of the event loop, without the 4 ms that timers are clamped to. */

/**
 * @typedef {object} Tasks
 * @property {(run: () => void, keepAlive: boolean) => void} soon   in the next turn; messages that wait are heard first or soon after
 * @property {(run: () => void, delayMs: number, keepAlive: boolean) => () => void} later   gives what cancels it
 *
 * keepAlive: whether a Node process waits for it.
 */

/** @param {() => void} heard   once for each message */
function openChannel(heard) {
  const { port1, port2 } = new MessageChannel();
  port1.onmessage = heard;
  for (const port of /** @type {any[]} */ ([port1, port2])) port.unref?.(); // Node: no reason to stay alive
  return () => port2.postMessage(null);
}

/** @type {((run: () => void) => void) | null} */
let channelSoon = null;

/** Browsers: a message is the fastest turn there is. */
function makeChannelSoon() {
  /** @type {(() => void)[]} */
  const queue = [];
  const post = openChannel(() => queue.shift()?.());
  return (/** @type {() => void} */ run) => {
    queue.push(run);
    post();
  };
}

/** @type {(() => void) | null} */
let wakeLoop = null;

/**
 * Node: immediates, because a port that posts to itself would be heard a thousand times before anything else is. A loop that lives
 * for other reasons sleeps over immediates that do not keep it alive, so a message wakes it.
 *
 * @param {() => void} run
 * @param {boolean} keepAlive
 * @param {(run: () => void) => any} immediate
 */
function immediateSoon(run, keepAlive, immediate) {
  const handle = immediate(run);
  if (keepAlive) return;
  handle.unref();
  wakeLoop ??= openChannel(() => {});
  wakeLoop();
}

/** @type {Tasks} */
export const eventLoopTasks = {
  soon(run, keepAlive) {
    const immediate = /** @type {any} */ (globalThis).setImmediate;
    if (immediate) immediateSoon(run, keepAlive, immediate);
    else (channelSoon ??= makeChannelSoon())(run);
  },
  later(run, delayMs, keepAlive) {
    const timer = /** @type {any} */ (setTimeout(run, delayMs));
    if (!keepAlive) timer.unref?.();
    return () => clearTimeout(timer);
  },
};
