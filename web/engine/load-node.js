/** The glues for Node. Chosen by the import `#load-module` of package.json, so that no page bundles them. */

/**
 * @param {import('./choose-variant.js').Variant} variant
 * @returns {Promise<import('./load-module.js').GlueFactory>}
 */
export async function loadGlue(variant) {
  switch (variant) {
    case 'simd':
      return (await import('./modules/simd.node.js')).default;
    case 'simd-threads':
      return (await import('./modules/simd-threads.node.js')).default;
    case 'relaxed':
      return (await import('./modules/relaxed.node.js')).default;
    case 'relaxed-threads':
      return (await import('./modules/relaxed-threads.node.js')).default;
  }
}
