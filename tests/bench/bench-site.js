/** The benchmark's pages, bundled once for all contenders of a run. */
import { buildPages } from '../e2e/support/test-pages.js';
import { serveFolder } from '../e2e/support/site.js';

const FOLDERS = { ours: 'tests/bench/page', peers: 'tests/bench/peers/page' };

/** @type {Map<string, Promise<string>>} */
const built = new Map();

/**
 * Serves the bundled pages, cross-origin isolated unless said otherwise. Close it when done.
 *
 * @param {keyof typeof FOLDERS} [pages]
 * @param {{ isolated?: boolean }} [options]
 */
export async function benchSite(pages = 'ours', options = {}) {
  if (!built.has(pages)) built.set(pages, buildPages(FOLDERS[pages]));
  return serveFolder(await built.get(pages), options);
}
