/** `npm run build`: wasm modules, site and type declarations, each part unless it is there already. */
import { readArgs } from './lib/args.mjs';
import { main } from './lib/log.mjs';
import { requireNode } from './toolchain/node.mjs';

const USAGE = `npm run build                         wasm modules, site (dist/site), type declarations (dist/types)
npm run build -- --modules            the wasm modules of web/engine/modules only
npm run build -- --modules --variant simd   one of them
npm run build -- --package            what the npm package holds: wasm modules and type declarations
npm run build -- --preset native [--target nw_engine_tests]   a preset of CMakePresets.json`;

await main(async () => {
  const options = readArgs(
    {
      preset: { type: 'string' },
      target: { type: 'string', multiple: true },
      modules: { type: 'boolean' },
      variant: { type: 'string', multiple: true },
      package: { type: 'boolean' },
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
  if (options.modules) return;
  const { buildTypes } = await import('./lib/types.mjs');
  await buildTypes();
  if (options.package) return;
  const { buildSite } = await import('./lib/site.mjs');
  await buildSite();
});
