/** The benchmark's pages, bundled once for all contenders of a run. */
import { buildPages } from '../e2e/support/test-pages.js';
import { serveFolder } from '../e2e/support/site.js';

/** @type {Promise<string> | null} */
let built = null;

/** Serves the bundled pages, cross-origin isolated. Close it when done. */
export async function benchSite() {
  built ??= buildPages('tests/bench/page');
  return serveFolder(await built);
}
