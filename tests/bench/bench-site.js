/** The benchmark's pages, bundled once for all contenders of a run, and the modules of our kernels beside them. */
import { cpSync, existsSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { buildPages } from '../e2e/support/test-pages.js';
import { serveFolder } from '../e2e/support/site.js';

const FOLDERS = { ours: 'tests/bench/page', peers: 'tests/bench/peers/page' };
const VARIANTS = ['simd', 'simd-threads', 'relaxed', 'relaxed-threads'];

/** Where the site has the kernels. */
export const KERNELS = '/kernels';

/** The module of a variant's kernels, as `npm run bench` built it. @param {string} variant */
export const kernelsFile = (variant) =>
  new URL(`../../build/wasm-${variant}/tests/bench/engine/nw_kernels.mjs`, import.meta.url);

/** @type {Map<string, Promise<string>>} */
const built = new Map();

/**
 * Serves the bundled pages, cross-origin isolated unless said otherwise. Close it when done.
 *
 * @param {keyof typeof FOLDERS} [pages]
 * @param {Parameters<typeof serveFolder>[1]} [options]
 */
export async function benchSite(pages = 'ours', options = {}) {
  if (!built.has(pages)) built.set(pages, build(pages));
  const folder = await built.get(pages);
  return { ...(await serveFolder(folder, options)), folder };
}

async function build(pages) {
  const folder = await buildPages(FOLDERS[pages]);
  if (pages === 'ours') for (const variant of VARIANTS) copyKernels(variant, join(folder, KERNELS, variant));
  return folder;
}

function copyKernels(variant, to) {
  for (const suffix of ['.mjs', '.wasm']) {
    const from = fileURLToPath(kernelsFile(variant)).replace('.mjs', suffix);
    if (existsSync(from)) cpSync(from, join(to, `nw_kernels${suffix}`));
  }
}
