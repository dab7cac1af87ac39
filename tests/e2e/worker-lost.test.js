/** The worker dies while it trains: the page says so, and goes on from the last checkpoint, at most 2 s back. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { inEveryBrowser } from './support/browsers.js';
import { Playground } from './support/page-driver.js';
import { serveSite } from './support/site.js';
import { undisturbedHash } from './support/undisturbed.js';
import { wrapWorkers } from './support/worker-control.js';

/** Training before the end comes: several checkpoints, and not just after one. */
const TRAIN_MS = 5300;

/** How far back a restart may go (DESIGN, section 2). */
const BACK_MS = 2000;
// The newest step is known to the page a frame late, and a busy machine posts the checkpoint late.
const SLACK_MS = 400;

/** Silence of 4 s, 2 s for an answer to the question, and the checks between. */
const NOTICED_WITHIN_MS = 10_000;

const DEATHS = [
  { title: 'ended without a word', die: () => window.nwTest.kill() },
  { title: 'ended by an error thrown inside', die: () => window.nwTest.throwInside() },
];

inEveryBrowser('worker lost', (browser) => {
  let site;
  beforeAll(async () => {
    site = await serveSite();
  });
  afterAll(() => site?.close());

  for (const { title, die } of DEATHS) {
    test(title, async () => {
      const playground = await Playground.open(browser, site.url, { prepare: wrapWorkers });
      try {
        await playground.choose('speed', '100');
        await playground.evaluate((root) => {
          window.seen = []; // [milliseconds, step]
          root.run.on('progress', ({ step }) => window.seen.push([performance.now(), step]));
        });
        await playground.press('play');
        await new Promise((resolve) => setTimeout(resolve, TRAIN_MS));

        // Calls that wait when it happens must all be rejected, and say why.
        const { codes, diedAt } = await playground.page.evaluate(`(async () => {
          const { run } = document.querySelector('nw-playground');
          (${die})();
          const diedAt = performance.now();
          const calls = [run.evaluate('test'), run.getWeights('dense_1/kernel'), run.hash()];
          const settled = await Promise.allSettled(calls);
          return { diedAt, codes: settled.map(({ reason, value }) => reason?.code ?? (value === undefined ? '?' : 'answered')) };
        })()`);
        // An error is known at once or a little later: what was answered before it does not count against the page.
        expect(
          codes.every((code) => code === 'worker_lost' || (code === 'answered' && title !== DEATHS[0].title)),
        ).toBe(true);

        const banner = await playground.page.waitForSelector('>>> [data-banner="lost"]', {
          visible: true,
          timeout: NOTICED_WITHIN_MS,
        });
        expect(await banner.evaluate((node) => node.textContent.replace(/\s+/g, ' ').trim())).toMatch(/\d/);
        expect(await playground.evaluate((root) => root.run.state.playing)).toBe(false);

        await playground.press('recover');
        await playground.waitFor(
          (root) => root.engine.lost === null && !root.querySelector('[data-banner="lost"]'),
        );
        const { step } = await playground.state();
        const seen = await playground.page.evaluate('window.seen');
        const reachedAt = seen.find(([, at]) => at >= step)[0];
        console.log(
          `${title} [${browser.name}]: back by ${Math.round(diedAt - reachedAt)} ms, to step ${step}`,
        );
        expect(step).toBeGreaterThan(0);
        expect(diedAt - reachedAt).toBeLessThanOrEqual(BACK_MS + SLACK_MS);
        expect(await playground.hash()).toBe(await undisturbedHash(playground, step));

        // And on it goes, with the same bits as if nothing had happened.
        if (!(await playground.state()).playing) await playground.press('play');
        await playground.waitFor((root, target) => root.run.state.step >= target, step + 50);
        const paused = await playground.pause();
        expect(await playground.hash()).toBe(await undisturbedHash(playground, paused.step));
        const unexpected = playground.problems.filter((problem) => !problem.includes('thrown in the worker'));
        expect(unexpected).toEqual([]);
      } finally {
        await playground.close();
      }
    });
  }
});
