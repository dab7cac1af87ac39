/** The glues for pages and workers, where the engine runs in place: `createCore`, and `createEngine` inside a worker. */

/**
 * @param {import('./choose-variant.js').Variant} variant
 * @returns {Promise<import('./load-module.js').GlueFactory>}
 */
export async function loadGlue(variant) {
  switch (variant) {
    case 'simd':
      return (await import('./modules/simd.web.js')).default;
    case 'simd-threads':
      return (await import('./modules/simd-threads.web.js')).default;
    case 'relaxed':
      return (await import('./modules/relaxed.web.js')).default;
    case 'relaxed-threads':
      return (await import('./modules/relaxed-threads.web.js')).default;
  }
}
