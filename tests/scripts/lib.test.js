import { spawn } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { hostname, tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { wrongAddresses } from '../../scripts/check-addresses.mjs';
import { withLock } from '../../scripts/lib/lock.mjs';
import { ROOT } from '../../scripts/lib/paths.mjs';
import { run } from '../../scripts/lib/run.mjs';
import { tallyDoctest, tallyVitest } from '../../scripts/lib/tally.mjs';
import { nameThreadScript } from '../../scripts/wasm-modules.mjs';

let folder;
beforeEach(async () => (folder = await mkdtemp(join(tmpdir(), 'nw-lib-'))));
afterEach(() => rm(folder, { recursive: true }));

describe('withLock', () => {
  const LOCK = join(ROOT, 'scripts/lib/lock.mjs');

  test('processes enter one after the other', async () => {
    const [lock, log] = [join(folder, 'lock'), join(folder, 'log')];
    const script = `
      import { appendFileSync } from 'node:fs';
      import { withLock } from ${JSON.stringify(LOCK)};
      await withLock(${JSON.stringify(lock)}, 'testing', async () => {
        appendFileSync(${JSON.stringify(log)}, 'in ');
        await new Promise((resolve) => setTimeout(resolve, 100));
        appendFileSync(${JSON.stringify(log)}, 'out ');
      });`;
    await Promise.all([1, 2, 3].map(() => run(process.execPath, ['--input-type=module', '-e', script])));
    expect(await readFile(log, 'utf8')).toBe('in out in out in out ');
  });

  test('the lock of a process that is gone is taken over', async () => {
    const gone = spawn(process.execPath, ['-e', '']);
    await new Promise((resolve) => gone.on('close', resolve));
    const lock = join(folder, 'lock');
    await writeFile(lock, JSON.stringify({ pid: gone.pid, host: hostname() }));
    expect(await withLock(lock, 'testing', async () => 'mine')).toBe('mine');
  });

  test('it is given back when the body fails', async () => {
    const lock = join(folder, 'lock');
    const fail = () => Promise.reject(new Error('no'));
    await expect(withLock(lock, 'testing', fail)).rejects.toThrow('no');
    expect(await withLock(lock, 'testing', async () => 'again')).toBe('again');
  });
});

describe('run', () => {
  test('a failure names the command and shows the end of its output', async () => {
    const script = 'console.log("the reason"); process.exit(3)';
    await expect(run(process.execPath, ['-e', script])).rejects.toThrow(/exit code 3[^]*the reason/);
  });

  test('what runs too long is killed', async () => {
    const args = ['-e', 'setInterval(() => {}, 1000)'];
    const { code } = await run(process.execPath, args, { timeoutMs: 300, allowFailure: true });
    expect(code).not.toBe(0);
  });
});

describe('tallies', () => {
  const summary = (passed, failed, skipped) =>
    `\u001b[0;36m[doctest] \u001b[0mtest cases:  9 | ${passed} passed\u001b[0m | ${failed} failed | ${skipped} skipped`;

  test('doctest: cases, skips, crashes and bad exit codes', () => {
    expect(tallyDoctest('t', { code: 0, output: summary(7, 0, 0) })).toEqual({
      passed: 7,
      failed: 0,
      skipped: [],
    });
    expect(tallyDoctest('t', { code: 1, output: summary(7, 2, 3) })).toMatchObject({ passed: 7, failed: 2 });
    expect(tallyDoctest('t', { code: 0, output: summary(7, 0, 3) }).skipped).toEqual([
      expect.stringContaining('3'),
    ]);
    expect(tallyDoctest('t', { code: 139, output: 'Segmentation fault' }).failed).toBe(1);
    // A sanitizer that finds something after the summary ends the program with another code.
    expect(tallyDoctest('t', { code: 66, output: summary(7, 0, 0) }).failed).toBe(1);
  });

  test('Vitest: a file that could not be loaded is a failure', () => {
    const tests = ['passed', 'failed', 'skipped', 'todo'].map((status) => ({
      status,
      fullName: ` a ${status}`,
    }));
    const report = {
      testResults: [
        { status: 'failed', assertionResults: tests },
        { status: 'failed', assertionResults: [] },
      ],
    };
    expect(tallyVitest(report)).toEqual({ passed: 1, failed: 2, skipped: ['a skipped', 'a todo'] });
  });
});

describe('nameThreadScript', () => {
  const start = 'worker=new Worker(new URL("simd-threads.js",import.meta.url),workerOptions);';

  test('web: the caller starts it; node: by its name here', () => {
    expect(nameThreadScript(`a;${start}b`, 'simd-threads', 'web')).toBe(
      'a;worker=Module["nwStartThread"]();b',
    );
    expect(nameThreadScript(start, 'simd-threads', 'node')).toContain(
      '"simd-threads.node.js",import.meta.url),workerOptions)',
    );
  });

  test.each([
    ['', 'none'],
    [start + start, 'two'],
  ])('%#: not exactly one place is a failure', (glue) => {
    expect(() => nameThreadScript(glue, 'simd-threads', 'web')).toThrow(/not one/);
  });
});

describe('wrongAddresses', () => {
  const address = ['https:', '', 'registry.example.org', 'lit'].join('/'); // split: this file is checked, too

  test('finds an address in any file, and records of them in the lock file', async () => {
    await writeFile(join(folder, 'a.md'), `see ${address}`);
    await writeFile(join(folder, 'package-lock.json'), '{ "resolved": "somewhere" }');
    expect(await wrongAddresses(folder)).toEqual([
      expect.stringContaining('a.md'),
      expect.stringContaining('package-lock.json'),
    ]);
  });
});
