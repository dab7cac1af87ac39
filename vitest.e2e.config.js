/** Tests in real browsers, and of the packed package: `npx vitest run --config vitest.e2e.config.js [file]`. */
import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    environment: 'node',
    include: ['tests/e2e/**/*.test.js', 'tests/package/**/*.test.js'],
    testTimeout: 120_000,
    hookTimeout: 90_000,
    // Browsers take both cores by themselves, and some tests look at time.
    fileParallelism: false,
    pool: 'forks',
    execArgv: ['--experimental-wasm-relaxed-simd'],
  },
});
