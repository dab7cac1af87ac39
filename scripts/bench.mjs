/** `npm run bench`: builds what the benchmarks need and runs them; options go to tests/bench/run.js. */
import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { main } from './lib/log.mjs';
import { requireNode } from './toolchain/node.mjs';

await main(async () => {
  await requireNode();
  const { providePackages } = await import('./lib/packages.mjs');
  const { buildModules, VARIANTS } = await import('./wasm-modules.mjs');
  const { buildPreset } = await import('./lib/cmake.mjs');
  const { provideHostTools } = await import('./toolchain/host.mjs');
  const { ROOT } = await import('./lib/paths.mjs');
  await providePackages();
  await buildModules();
  for (const variant of VARIANTS) await buildPreset(`wasm-${variant}`, ['nw_kernels']);
  await provideHostTools(['chromium']);
  const { argv } = process;
  if (argv.includes('--peers') && !argv.includes('--no-peers'))
    await providePackages(join(ROOT, 'tests', 'bench', 'peers'), 'peers');
  const args = ['--experimental-wasm-relaxed-simd', 'tests/bench/run.js', ...argv.slice(2)];
  const bench = spawn(process.execPath, args, { cwd: ROOT, stdio: 'inherit' });
  process.exitCode = await new Promise((resolve) => bench.on('close', (code) => resolve(code ?? 1)));
});
