/**
 * Prints the environment that cmake and emcc need, as lines for a shell:  eval "$(node scripts/env.mjs)"
 * The toolchain is brought first, if it is not there.
 */
import { main } from './lib/log.mjs';
import { requireNode } from './toolchain/node.mjs';

await main(async () => {
  await requireNode();
  const { provideBuildTools } = await import('./toolchain/index.mjs');
  const env = await provideBuildTools({ wasm: true });
  for (const [name, value] of Object.entries(env))
    console.log(`export ${name}='${value.replaceAll("'", "'\\''")}'`);
});
