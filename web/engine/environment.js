/** Where we run, and what is there. */

/** @typedef {'page' | 'worker' | 'node'} Place */

/**
 * @typedef {object} Environment
 * @property {Place} place
 * @property {boolean} shared   memory may be shared with threads
 * @property {number} cores
 */

/** @returns {Environment} */
export function detectEnvironment() {
  const node = /** @type {any} */ (globalThis).process;
  if (node?.release?.name === 'node') {
    // `node --input-type=module -e …` hands its flag to every thread, and they die of it.
    const shared = !node.execArgv.some((/** @type {string} */ flag) => flag.startsWith('--input-type'));
    return { place: 'node', shared, cores: node.getBuiltinModule('node:os').availableParallelism() };
  }
  return {
    place: 'document' in globalThis ? 'page' : 'worker',
    // A threaded module where this is not true never finishes loading.
    shared: globalThis.crossOriginIsolated === true,
    cores: globalThis.navigator?.hardwareConcurrency ?? 1,
  };
}
