/** A Node script that uses the package ends by itself. */
import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { describe, expect, test } from 'vitest';
import { hasModule } from '../support/core.js';

const run = promisify(execFile);
const script = fileURLToPath(new URL('scripts/ends.js', import.meta.url));
const root = fileURLToPath(new URL('../../../', import.meta.url));

describe.skipIf(!hasModule('simd') || !hasModule('simd-threads'))('a script ends by itself', () => {
  test.each([
    ['fit', 1, '2 1'],
    ['fit', 3, '2 3'],
    ['target', 1, 'target 50'], // it waits for a run that has somewhere to arrive…
    ['endless', 2, 'playing true'], // …and not for one that plays for ever
    ['meanwhile', 1, 'true'],
    ['core', 1, '10 1'],
    ['core', 3, '10 3'],
  ])('%s, threads: %i', async (what, threads, printed) => {
    // Past its time the process is killed, and that rejects.
    const { stdout } = await run(process.execPath, [script, what, String(threads)], { timeout: 15_000 });
    expect(stdout.trim()).toBe(printed);
  });

  test('a line of code on the command line works, too', async () => {
    const code = `import { createEngine } from 'neuron-weights';
      console.log((await createEngine({ threads: 3 })).info.variant);`;
    const args = ['--input-type=module', '-e', code];
    const { stdout } = await run(process.execPath, args, { timeout: 15_000, cwd: root });
    expect(stdout.trim()).toBe('simd');
  });
});
