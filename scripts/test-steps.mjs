/** The steps of `npm test`, in order. Each brings only what it needs, and returns its tally. */
import { existsSync } from 'node:fs';
import { mkdir, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { runChecks } from './check.mjs';
import { buildPreset, isWasm } from './lib/cmake.mjs';
import { Failure, say } from './lib/log.mjs';
import { providePackages, toolScript } from './lib/packages.mjs';
import { BUILD, ROOT } from './lib/paths.mjs';
import { run } from './lib/run.mjs';
import { buildSite } from './lib/site.mjs';
import { buildTypes } from './lib/types.mjs';
import { emptyTally, tallyDoctest, tallyVitest } from './lib/tally.mjs';
import { provideHostTools } from './toolchain/host.mjs';
import { buildModules } from './wasm-modules.mjs';

/** Thread and address sanitizers slow the tests down tenfold; a test that hangs shall not hang all. */
const DOCTEST_LIMIT_MS = 20 * 60_000;

/** @typedef {import('./lib/tally.mjs').Tally} Tally */

/**
 * @type {{ name: string, title: string, quick?: boolean, run: (quick: boolean) => Promise<Tally> }[]}
 *   quick: belongs to `npm run test:quick`
 */
export const STEPS = [
  { name: 'check', title: 'Format, lint, types, directions', run: checks },
  engineStep('native', 'Engine, native release', true),
  engineStep('native-debug', 'Engine, native with asserts'),
  engineStep('asan', 'Engine, address and undefined behavior sanitizers'),
  engineStep('tsan', 'Engine, thread sanitizer'),
  engineStep('wasm-simd', 'Engine, wasm on one thread, in node', true),
  engineStep('wasm-simd-threads', 'Engine, wasm with threads, in node'),
  { name: 'web', title: 'JavaScript, and these scripts, in node', quick: true, run: web },
  { name: 'site', title: 'The site', quick: true, run: site },
  { name: 'e2e', title: 'End to end, in Chromium and Firefox', quick: true, run: endToEnd },
  {
    name: 'package',
    title: 'The npm package, installed elsewhere',
    run: packaged,
  },
];

async function checks() {
  const results = await runChecks();
  const failed = results.filter(({ problem }) => problem).length;
  return { ...emptyTally(), passed: results.length - failed, failed };
}

function engineStep(preset, title, quick = false) {
  const program = join(BUILD, preset, 'tests/engine/nw_engine_tests');
  const [command, ...args] = isWasm(preset)
    ? [process.execPath, '--experimental-wasm-relaxed-simd', `${program}.cjs`]
    : [program];
  return {
    name: preset,
    title,
    quick,
    run: async () => {
      await buildPreset(preset, ['nw_engine_tests']);
      const options = { cwd: ROOT, live: true, allowFailure: true, timeoutMs: DOCTEST_LIMIT_MS };
      return tallyDoctest(title, await run(command, args, options));
    },
  };
}

/** Whole trainings on real data (*.slow.test.js) are left out of the quick run. */
async function web(quick) {
  await providePackages();
  await buildModules(); // the tests of web/engine and web/api run the real engine
  return vitest('web', '', quick ? ['--exclude', '**/*.slow.test.js'] : []);
}

async function site() {
  await buildSite();
  return { ...emptyTally(), passed: 1 };
}

async function endToEnd(quick) {
  await buildSite();
  try {
    await provideHostTools(['chromium', 'firefox']);
  } catch (error) {
    if (!(error instanceof Failure)) throw error;
    say(
      `${error.message}\nThe tests of a missing browser are skipped, or fail where NW_REQUIRE asks for browsers.`,
    );
  }
  return vitest('e2e', quick ? '.quick.test.' : 'tests/e2e');
}

async function packaged() {
  await buildModules();
  await buildTypes();
  return vitest('e2e', 'tests/package');
}

const CONFIGS = { web: 'vitest.config.js', e2e: 'vitest.e2e.config.js' };

/** Runs the test files whose path holds `filter`. */
async function vitest(config, filter = '', options = []) {
  await providePackages();
  const report = join(BUILD, 'reports', `${(filter || config).replaceAll('/', '-')}.json`);
  await mkdir(join(BUILD, 'reports'), { recursive: true });
  await rm(report, { force: true });
  const reporters = ['--reporter=default', '--reporter=json', `--outputFile.json=${report}`];
  const args = ['run', '--config', CONFIGS[config], ...reporters, ...options, ...(filter ? [filter] : [])];
  await run(process.execPath, [toolScript('vitest/vitest.mjs'), ...args], {
    cwd: ROOT,
    live: true,
    allowFailure: true,
  });
  if (!existsSync(report)) return { ...emptyTally(), failed: 1 };
  return tallyVitest(JSON.parse(await readFile(report, 'utf8')));
}
