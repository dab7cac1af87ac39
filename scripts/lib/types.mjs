/** Type declarations of the package: what tsc reads out of the JSDoc of web/, in dist/types. */
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { providePackages, toolScript } from './packages.mjs';
import { ROOT } from './paths.mjs';
import { run } from './run.mjs';
import { contentHash, unlessStamped } from './stamps.mjs';

const TYPES = join(ROOT, 'dist/types');
const INPUTS = ['web', 'package-lock.json', 'tsconfig.base.json', 'tsconfig.types.json'];

/** Writes dist/types unless its sources are what they were. */
export async function buildTypes() {
  await providePackages();
  await unlessStamped('types', await contentHash(INPUTS), [join(TYPES, 'api/index.d.ts')], async () => {
    await rm(TYPES, { recursive: true, force: true }); // declarations of files that are gone
    const args = [toolScript('typescript/bin/tsc'), '-p', 'tsconfig.types.json'];
    await run(process.execPath, args, { cwd: ROOT, label: 'Writing the type declarations' });
  });
}
