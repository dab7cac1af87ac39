/** `npm run build`: the wasm modules, the site, the type declarations. With --preset, one CMake preset only. */
import { readArgs } from './lib/args.mjs';
import { main } from './lib/log.mjs';
import { requireNode } from './toolchain/node.mjs';

const USAGE = `node scripts/build.mjs                     wasm modules, site, type declarations
node scripts/build.mjs --modules           the wasm modules of web/engine/modules only
node scripts/build.mjs --modules --variant simd   one of them
node scripts/build.mjs --preset native [--target nw_engine_tests]   a preset of CMakePresets.json`;

await main(async () => {
  const options = readArgs(
    {
      preset: { type: 'string' },
      target: { type: 'string', multiple: true },
      modules: { type: 'boolean' },
      variant: { type: 'string', multiple: true },
    },
    USAGE,
  );
  await requireNode();
  if (options.preset) {
    const { buildPreset } = await import('./lib/cmake.mjs');
    return buildPreset(options.preset, options.target);
  }
  const { buildModules } = await import('./wasm-modules.mjs');
  await buildModules(options.variant);
});
