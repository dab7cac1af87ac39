/** Starts the worker of a variant. Bundlers find each file only by a literal like these. */

import { THREAD_NAME } from '../worker/thread-script.js';

/** @typedef {import('../engine/choose-variant.js').Variant} Variant */

/** @type {Record<Variant, () => Worker>} */
const STARTERS = {
  simd: () =>
    new Worker(new URL('../worker/simd.worker.js', import.meta.url), { type: 'module', name: 'nw-simd' }),
  'simd-threads': () =>
    new Worker(new URL('../worker/simd-threads.worker.js', import.meta.url), {
      type: 'module',
      name: 'nw-simd-threads',
    }),
  relaxed: () =>
    new Worker(new URL('../worker/relaxed.worker.js', import.meta.url), {
      type: 'module',
      name: 'nw-relaxed',
    }),
  'relaxed-threads': () =>
    new Worker(new URL('../worker/relaxed-threads.worker.js', import.meta.url), {
      type: 'module',
      name: 'nw-relaxed-threads',
    }),
};

/** The same files as threads (worker/thread-script.js); the name says so. @type {Partial<Record<Variant, () => Worker>>} */
const THREAD_STARTERS = {
  'simd-threads': () =>
    new Worker(new URL('../worker/simd-threads.worker.js', import.meta.url), {
      type: 'module',
      name: 'em-pthread',
    }),
  'relaxed-threads': () =>
    new Worker(new URL('../worker/relaxed-threads.worker.js', import.meta.url), {
      type: 'module',
      name: 'em-pthread',
    }),
};

/**
 * @param {Variant} variant   one with threads
 * @param {string | URL} [workerUrl]   instead of the package's own file
 * @returns {Worker}
 */
export function startThread(variant, workerUrl) {
  if (workerUrl) return new Worker(workerUrl, { type: 'module', name: THREAD_NAME });
  return /** @type {() => Worker} */ (THREAD_STARTERS[variant])();
}

/**
 * @param {Variant} variant
 * @param {string | URL} [workerUrl]   instead of the package's own file
 * @returns {Worker}
 */
export function startWorker(variant, workerUrl) {
  return workerUrl ? new Worker(workerUrl, { type: 'module', name: `nw-${variant}` }) : STARTERS[variant]();
}
