/** The glues for pages and workers, where the engine runs in place: `createCore`, and `createEngine` inside a worker. */

/**
 * @param {import('./choose-variant.js').Variant} variant
 * @returns {Promise<import('./load-module.js').Glue>}
 */
export async function loadGlue(variant) {
  switch (variant) {
    case 'simd':
      return { createModule: (await import('./modules/simd.web.js')).default };
    case 'simd-threads':
      return {
        createModule: (await import('./modules/simd-threads.web.js')).default,
        startThread: () =>
          new Worker(new URL('./modules/simd-threads.web.js', import.meta.url), {
            type: 'module',
            name: 'em-pthread',
          }),
      };
    case 'relaxed':
      return { createModule: (await import('./modules/relaxed.web.js')).default };
    case 'relaxed-threads':
      return {
        createModule: (await import('./modules/relaxed-threads.web.js')).default,
        startThread: () =>
          new Worker(new URL('./modules/relaxed-threads.web.js', import.meta.url), {
            type: 'module',
            name: 'em-pthread',
          }),
      };
  }
}
