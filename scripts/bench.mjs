/** `npm run bench`: builds what the benchmarks need and runs them; options go to tests/bench/run.js. */
import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { main } from './lib/log.mjs';
import { requireNode } from './toolchain/node.mjs';

await main(async () => {
  await requireNode();
  const { providePackages } = await import('./lib/packages.mjs');
  const { buildModules } = await import('./wasm-modules.mjs');
  const { provideHostTools } = await import('./toolchain/host.mjs');
  const { ROOT } = await import('./lib/paths.mjs');
  await providePackages();
  await buildModules();
  await provideHostTools(['chromium']);
  if (process.argv.includes('--peers')) await providePackages(join(ROOT, 'tests', 'bench', 'peers'), 'peers');
  const args = ['--experimental-wasm-relaxed-simd', 'tests/bench/run.js', ...process.argv.slice(2)];
  const bench = spawn(process.execPath, args, { cwd: ROOT, stdio: 'inherit' });
  process.exitCode = await new Promise((resolve) => bench.on('close', (code) => resolve(code ?? 1)));
});
