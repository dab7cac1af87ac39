/** Configures and builds CMake presets, with the environment they need. */
import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { provideBuildTools } from '../toolchain/index.mjs';
import { withLock } from './lock.mjs';
import { BUILD, ROOT } from './paths.mjs';
import { run } from './run.mjs';

export const isWasm = (preset) => preset.startsWith('wasm');

/**
 * @param {string} preset   a configure preset of CMakePresets.json
 * @param {string[]} targets  empty: everything
 */
export async function buildPreset(preset, targets = []) {
  const env = await provideBuildTools({ wasm: isWasm(preset) });
  await withLock(join(BUILD, `${preset}.lock`), `building ${preset}`, async () => {
    await configure(preset, env);
    const label = `Building ${preset}${targets.length ? ` (${targets.join(', ')})` : ''}`;
    const jobs = ['-j', String(availableParallelism())];
    await run('ninja', ['-C', join(BUILD, preset), ...jobs, ...targets], { cwd: ROOT, env, label });
  });
}

/** ninja re-runs cmake by itself when a CMakeLists changes, but does not know the presets and the environment. */
async function configure(preset, env) {
  const folder = join(BUILD, preset);
  const stamp = join(folder, '.configured');
  const presets = await readFile(join(ROOT, 'CMakePresets.json'));
  const hash = createHash('sha256').update(presets).update(JSON.stringify(env)).digest('hex');
  if (existsSync(join(folder, 'build.ninja')) && (await readFile(stamp, 'utf8').catch(() => '')) === hash)
    return;
  await rm(folder, { recursive: true, force: true });
  await run('cmake', ['--preset', preset], { cwd: ROOT, env, label: `Configuring ${preset}` });
  await mkdir(folder, { recursive: true });
  await writeFile(stamp, hash);
}
