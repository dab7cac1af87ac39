/** Tests that need no browser: `npx vitest run [file]`. */
import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    environment: 'node',
    include: ['tests/web/**/*.test.js', 'tests/scripts/**/*.test.js'],
    testTimeout: 20_000,
    // Threads cannot pass flags to node; the relaxed modules need one on node 20.
    pool: 'forks',
    execArgv: ['--experimental-wasm-relaxed-simd'],
  },
});
