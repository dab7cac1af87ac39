/** From a glue to a running module, or to an error: never to silence. */
import { NeuronWeightsError } from '../errors/neuron-weights-error.js';

/**
 * What Emscripten's glue exports.
 *
 * @typedef {(options: object) => Promise<any>} GlueFactory
 */

/**
 * @param {GlueFactory} createModule
 * @param {{ threads: number, assetBase?: string | null, wasmBinary?: ArrayBuffer, onAbort?: (reason: unknown) => void }} options
 *   threads: the calling one counted; the others are created here, before anything can block
 * @returns {Promise<any>}  the module, its memory and functions
 * @throws {NeuronWeightsError} `load_failed`, `no_simd`
 */
export async function instantiate(createModule, { threads, assetBase, wasmBinary, onAbort }) {
  /** @type {Record<string, unknown>} */
  // The engine prints nothing; what Emscripten says of an abort is a warning, the error itself comes through onAbort.
  // eslint-disable-next-line no-console
  const options = { nwPool: threads - 1, print: console.warn, printErr: console.warn };
  if (onAbort) options.onAbort = onAbort;
  if (wasmBinary) options.wasmBinary = wasmBinary;
  if (assetBase) {
    const base = assetBase.endsWith('/') ? assetBase : `${assetBase}/`;
    options.locateFile = (/** @type {string} */ file) => base + file.split('/').pop();
  }
  try {
    return await createModule(options);
  } catch (cause) {
    throw new NeuronWeightsError('load_failed', { field: 'wasm', reason: String(cause) }, { cause });
  }
}
