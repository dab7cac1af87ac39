/** `npm run format`: brings every file into the one format, and generated files up to date. */
import { readArgs } from './lib/args.mjs';
import { main } from './lib/log.mjs';
import { requireNode } from './toolchain/node.mjs';

await main(async () => {
  readArgs({}, 'npm run format');
  await requireNode();
  const { providePackages, toolScript } = await import('./lib/packages.mjs');
  const { ROOT } = await import('./lib/paths.mjs');
  const { run } = await import('./lib/run.mjs');
  const { clangFormat } = await import('./check.mjs');
  const script = (...args) => run(process.execPath, args, { cwd: ROOT });
  await providePackages();
  await script('scripts/gen-errors.mjs');
  await script(toolScript('prettier/bin/prettier.cjs'), '--write', '--log-level', 'warn', '.');
  await clangFormat('-i');
});
