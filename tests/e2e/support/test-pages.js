/**
 * Pages of our own that use the package as any application would: bundled by Vite without a line of configuration
 * for our sake.
 */
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { build } from 'vite';
import { ROOT } from './environment.js';

/**
 * @param {string} folder  under the repository's root, with the .html files to build
 * @returns {Promise<string>}  the folder that holds them bundled
 */
export async function buildPages(folder) {
  const root = join(ROOT, folder);
  const outDir = join(ROOT, 'build', 'pages', folder.replaceAll('/', '-'));
  const pages = readdirSync(root).filter((name) => name.endsWith('.html'));
  await build({
    root,
    configFile: false,
    logLevel: 'error',
    build: { outDir, emptyOutDir: true, rollupOptions: { input: pages.map((name) => join(root, name)) } },
  });
  return outDir;
}
