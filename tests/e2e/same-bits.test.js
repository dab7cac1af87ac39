/**
 * The same runs have the same bits natively, in Node, Chromium and Firefox, on every number of threads, straight
 * through and gone on with from a checkpoint. The table is that of the native tests.
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createEngine } from '../../web/api/index.js';
import { inEveryBrowser } from './support/browsers.js';
import { ROOT } from './support/environment.js';
import { GOLDEN_RUNS, goldenHashes } from './support/golden-runs.js';
import { serveFolder } from './support/site.js';
import { buildPages } from './support/test-pages.js';

const WAYS = [
  { variant: 'simd', threads: 1 },
  ...[1, 2, 3, 4, 8].map((threads) => ({ variant: 'simd-threads', threads })),
];
const title = ({ variant, threads }) => `${variant} with ${threads} ${threads === 1 ? 'thread' : 'threads'}`;

const HEADER = readFileSync(join(ROOT, 'tests', 'engine', 'training', 'golden.hpp'), 'utf8');
const GOLDEN = Object.fromEntries(
  [...HEADER.matchAll(/\{"(\w+)",\s*"([0-9a-f]{16})"\}/g)].map(([, name, hash]) => [name, hash]),
);
const NUMERICS_VERSION = Number(/kGoldenNumericsVersion = (\d+)/.exec(HEADER)?.[1]);

function compare({ info, start, end, resumed }, { variant, threads }) {
  expect(info).toMatchObject({ variant, threads, relaxed: false, numericsVersion: NUMERICS_VERSION });
  expect(end).toEqual(GOLDEN);
  expect(resumed).toEqual(GOLDEN);
  for (const name of Object.keys(GOLDEN)) expect(start[name]).not.toBe(end[name]);
}

test('the table of the native tests is read, and every run of it is known here', () => {
  expect(Object.keys(GOLDEN).sort()).toEqual(Object.keys(GOLDEN_RUNS).sort());
  expect(Object.keys(GOLDEN).length).toBeGreaterThanOrEqual(5);
});

describe('same bits [node]', () => {
  for (const way of WAYS) {
    test(title(way), async () => compare(await goldenHashes(createEngine, way), way), 60_000);
  }
});

inEveryBrowser('same bits', (browser) => {
  let site, opened;
  beforeAll(async () => {
    site = await serveFolder(await buildPages('tests/e2e/pages'));
    opened = await browser.newPage();
    await opened.page.goto(`${site.url}index.html`);
    await opened.page.waitForFunction('window.goldenHashes');
  }, 90_000);
  afterAll(async () => {
    await opened?.close();
    await site?.close();
  });

  for (const way of WAYS) {
    test(
      title(way),
      async () => compare(await opened.page.evaluate((options) => window.goldenHashes(options), way), way),
      60_000,
    );
  }
});
