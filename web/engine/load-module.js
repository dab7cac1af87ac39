/** From a glue to a running module, or to an error: never to silence. */
import { NeuronWeightsError } from '../errors/neuron-weights-error.js';

/**
 * What Emscripten's glue exports.
 *
 * @typedef {(options: object) => Promise<any>} GlueFactory
 */

/**
 * @typedef {object} Glue
 * @property {GlueFactory} createModule
 * @property {() => Worker} [startThread]   starts the script of a pool's thread; Node's glues do that by themselves
 */

/**
 * @param {Glue} glue
 * @param {{ threads: number, assetBase?: string | null, wasmBinary?: ArrayBuffer, onAbort?: (reason: unknown) => void }} options
 *   threads: the calling one counted; the others are started here, before anything can block
 * @returns {Promise<any>}  the module, its memory and functions
 * @throws {NeuronWeightsError} `load_failed`, `no_simd`
 */
export async function instantiate(
  { createModule, startThread },
  { threads, assetBase, wasmBinary, onAbort },
) {
  /** @type {Record<string, unknown>} */
  // The engine prints nothing; what Emscripten says of an abort is a warning, the error itself comes through onAbort.
  // eslint-disable-next-line no-console
  const options = { print: console.warn, printErr: console.warn, nwStartThread: startThread };
  if (onAbort) options.onAbort = onAbort;
  if (wasmBinary) options.wasmBinary = wasmBinary;
  if (assetBase) {
    const base = assetBase.endsWith('/') ? assetBase : `${assetBase}/`;
    options.locateFile = (/** @type {string} */ file) => base + file.split('/').pop();
  }
  try {
    const module = await createModule(options);
    if (threads > 1) await fillPool(module.PThread, threads - 1);
    return module;
  } catch (cause) {
    throw new NeuronWeightsError('load_failed', { field: 'wasm', reason: String(cause) }, { cause });
  }
}

/**
 * Fills the glue's pool and waits until all of it has loaded: before the engine runs, because a thread cannot start while
 * the one that it is to work for blocks.
 *
 * @param {any} pool   Emscripten's `PThread`
 * @param {number} count
 * @returns {Promise<unknown>}
 */
function fillPool(pool, count) {
  for (let index = 0; index < count; index++) pool.allocateUnusedWorker();
  return Promise.all(pool.unusedWorkers.map(loadThread.bind(null, pool)));
}

/**
 * @param {any} pool
 * @param {Worker} thread
 * @returns {Promise<void>}
 */
async function loadThread(pool, thread) {
  const loaded = pool.loadWasmModuleToWorker(thread);
  const { onerror } = thread; // the glue's own only throws
  await new Promise((resolve, reject) => {
    thread.onerror = (event) =>
      reject(new Error(/** @type {any} */ (event).message || 'a thread could not be started'));
    loaded.then(resolve);
  });
  thread.onerror = onerror;
}
