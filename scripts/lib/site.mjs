/** The site: what Vite makes of web/ and the wasm modules, in dist/site. */
import { join } from 'node:path';
import { buildModules } from '../wasm-modules.mjs';
import { providePackages, toolScript } from './packages.mjs';
import { ROOT, SITE } from './paths.mjs';
import { run } from './run.mjs';
import { contentHash, unlessStamped } from './stamps.mjs';

const INPUTS = ['web', 'package-lock.json', 'vite.config.js', 'scripts/lib'];

/** Builds dist/site and all that it needs, each part unless it is there already. */
export async function buildSite() {
  await providePackages();
  await buildModules();
  await unlessStamped('site', await contentHash(INPUTS), [join(SITE, 'index.html')], async () => {
    const args = [toolScript('vite/bin/vite.js'), 'build', '--logLevel', 'warn'];
    await run(process.execPath, args, { cwd: ROOT, label: 'Building the site' });
  });
}
