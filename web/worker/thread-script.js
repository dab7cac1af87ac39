/**
 * The file of a threaded worker is also the script of its pool's threads: it is loaded once, and what a thread needs, the glue,
 * it holds already.
 *
 * The page starts the threads, not the worker that they serve, and connects each by a port. Firefox 153 sometimes never returns from a
 * worker's own `new Worker` (seen in one of ten loads on a busy machine), and in Chromium a nested worker cannot load while its
 * parent blocks.
 */

/** By this name Emscripten's glue knows that it is a thread, and starts by itself. */
export const THREAD_NAME = 'em-pthread';

const scope = /** @type {any} */ (globalThis);

export const isThread = scope.name === THREAD_NAME;

/**
 * In a thread: waits for the port, and lets the glue, which speaks with the one who started it, speak with the worker instead.
 */
export function connectThread() {
  scope.addEventListener('message', (/** @type {MessageEvent} */ { data }) => {
    if (!data.threadPort) return;
    /** @type {MessagePort} */
    const port = data.threadPort;
    scope.postMessage = port.postMessage.bind(port);
    port.onmessage = (event) => scope.onmessage(event); // the glue changes its listener
  });
}

/**
 * In the worker: a thread as the glue wants it, a Worker by all that it uses.
 *
 * @param {MessagePort} port
 * @returns {Worker}
 */
export function threadBehind(port) {
  return /** @type {any} */ (Object.assign(port, { terminate: () => port.close() }));
}
