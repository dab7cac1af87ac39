/**
 * Makes the wasm modules of web/engine/modules: for every variant one .wasm and two glues, for web and for node.
 *
 * Each variant is linked twice, because a glue for both places holds imports of node that bundlers stumble over. The
 * .wasm must come out the same, and that is asserted: one file is shipped.
 */
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { buildPreset } from './lib/cmake.mjs';
import { Failure, say } from './lib/log.mjs';
import { BUILD, MODULES } from './lib/paths.mjs';
import { contentHash, unlessStamped } from './lib/stamps.mjs';
import { provideBuildTools } from './toolchain/index.mjs';

export const VARIANTS = ['simd', 'simd-threads', 'relaxed', 'relaxed-threads'];
const ENVIRONMENTS = ['web', 'node'];
const INPUTS = ['engine', 'cmake', 'CMakeLists.txt', 'CMakePresets.json', 'scripts/wasm-modules.mjs'];

/** Builds the modules of these variants, each unless its sources are what they were. */
export async function buildModules(variants = VARIANTS) {
  const env = await provideBuildTools({ wasm: true });
  const hash = await contentHash(INPUTS, env);
  for (const variant of variants) {
    const outputs = [`${variant}.wasm`, ...ENVIRONMENTS.map((place) => `${variant}.${place}.js`)];
    const paths = outputs.map((file) => join(MODULES, file));
    await unlessStamped(`module-${variant}`, hash, paths, async () => {
      await buildPreset(`wasm-${variant}`, ['nw_modules']);
      await publish(variant);
    });
  }
}

async function publish(variant) {
  const built = (place, file) => readFile(join(BUILD, `wasm-${variant}`, place, file));
  const [web, node] = await Promise.all(ENVIRONMENTS.map((place) => built(place, `${variant}.wasm`)));
  if (!web.equals(node)) throw new Failure(`${variant}.wasm differs between the web and the node build.`);
  await mkdir(MODULES, { recursive: true });
  await writeUnlessSame(join(MODULES, `${variant}.wasm`), web);
  for (const place of ENVIRONMENTS) {
    const glue = (await built(place, `${variant}.js`)).toString();
    const renamed = variant.endsWith('-threads') ? nameThreadScript(glue, variant, place) : glue;
    await writeUnlessSame(join(MODULES, `${variant}.${place}.js`), Buffer.from(renamed));
  }
  say(`  ${variant}.wasm: ${(web.length / 1000).toFixed(1)} kB`);
}

/**
 * A threaded glue starts itself once more as a worker, by the file name that it was linked with.
 *
 * In Node the file has another name here. For the web the caller starts it (`nwStartThread`, see web/engine): a worker that holds
 * the glue already is its own thread script, and bundlers find the other place by a literal of ours.
 */
export function nameThreadScript(glue, variant, place) {
  const start = new RegExp(
    `new Worker\\(new URL\\((["'])${variant}\\.js\\1, ?import\\.meta\\.url\\), ?([^()]+)\\)`,
    'g',
  );
  const found = [...glue.matchAll(start)];
  if (found.length !== 1)
    throw new Failure(`${variant}.${place}.js: ${found.length} places start a worker, not one.`);
  return glue.replace(
    start,
    place === 'web'
      ? 'Module["nwStartThread"]()'
      : `new Worker(new URL("${variant}.node.js",import.meta.url),${found[0][2]})`,
  );
}

/** A file that did not change keeps its time, so that a running dev server does not reload for nothing. */
async function writeUnlessSame(file, bytes) {
  const old = await readFile(file).catch(() => null);
  if (!old?.equals(bytes)) await writeFile(file, bytes);
}
