/** `npm run dev`: Vite's server, which reloads the page when a file of web/ changes. */
import { spawn } from 'node:child_process';
import { main } from './lib/log.mjs';
import { requireNode } from './toolchain/node.mjs';

await main(async () => {
  await requireNode();
  const { providePackages, toolScript } = await import('./lib/packages.mjs');
  const { buildModules } = await import('./wasm-modules.mjs');
  const { ROOT } = await import('./lib/paths.mjs');
  await providePackages();
  await buildModules();
  const vite = spawn(process.execPath, [toolScript('vite/bin/vite.js'), ...process.argv.slice(2)], {
    cwd: ROOT,
    stdio: 'inherit',
  });
  process.on('SIGINT', () => {}); // the terminal tells Vite, too
  process.on('SIGTERM', () => vite.kill());
  process.exitCode = await new Promise((resolve) => vite.on('close', (code) => resolve(code ?? 0)));
});
