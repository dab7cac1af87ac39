/** The glues for Node. Chosen by the import `#load-module` of package.json, so that no page bundles them. */

/**
 * @param {import('./choose-variant.js').Variant} variant
 * @returns {Promise<import('./load-module.js').Glue>}
 */
export async function loadGlue(variant) {
  switch (variant) {
    case 'simd':
      return { createModule: (await import('./modules/simd.node.js')).default };
    case 'simd-threads':
      return { createModule: (await import('./modules/simd-threads.node.js')).default };
    case 'relaxed':
      return { createModule: (await import('./modules/relaxed.node.js')).default };
    case 'relaxed-threads':
      return { createModule: (await import('./modules/relaxed-threads.node.js')).default };
  }
}
