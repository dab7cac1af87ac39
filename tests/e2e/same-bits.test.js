/**
 * The same run has the same bits on every thread count, in Node, Chromium and Firefox, with and without a checkpoint
 * on the way. The golden hashes of the native build are compared in golden.test.js.
 */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createEngine } from '../../web/api/index.js';
import { inEveryBrowser } from './support/browsers.js';
import { hashes } from './support/hash-run.js';
import { serveFolder } from './support/site.js';
import { buildPages } from './support/test-pages.js';

const WAYS = [
  { variant: 'simd', threads: 1 },
  ...[1, 2, 3, 4, 8].map((threads) => ({ variant: 'simd-threads', threads })),
];
const title = ({ variant, threads }) => `${variant} with ${threads} ${threads === 1 ? 'thread' : 'threads'}`;

/** What one thread in Node finds: everybody else must find the same. */
let want;

beforeAll(async () => {
  want = await hashes(createEngine, WAYS[0]);
}, 60_000);

function compare(got, { variant, threads }) {
  expect(got.info).toMatchObject({ variant, threads, relaxed: false });
  const { start, end, resumed, small, loss } = got;
  expect({ start, end, resumed, small, loss }).toEqual({
    start: want.start,
    end: want.end,
    resumed: want.end,
    small: want.small,
    loss: want.loss,
  });
}

describe('same bits [node]', () => {
  test('the run trains, and its hash says so', () => {
    expect(want.start).toMatch(/^[0-9a-f]{16}$/);
    expect(want.end).not.toBe(want.start);
    expect(new Set(want.small).size).toBe(want.small.length);
    expect(want.loss).toBeLessThan(1);
  });

  for (const way of WAYS) {
    test(title(way), async () => compare(await hashes(createEngine, way), way), 60_000);
  }
});

inEveryBrowser('same bits', (browser) => {
  let site, opened;
  beforeAll(async () => {
    site = await serveFolder(await buildPages('tests/e2e/pages'));
    opened = await browser.newPage();
    await opened.page.goto(`${site.url}index.html`);
    await opened.page.waitForFunction('window.hashes');
  }, 90_000);
  afterAll(async () => {
    await opened?.close();
    await site?.close();
  });

  for (const way of WAYS) {
    test(
      title(way),
      async () => {
        compare(await opened.page.evaluate((options) => window.hashes(options), way), way);
      },
      60_000,
    );
  }
});
