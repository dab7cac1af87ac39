/** The first minute with the page: it opens, trains at the press of a button, and does what its buttons say. */
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import { inEveryBrowser } from './support/browsers.js';
import { Playground } from './support/page-driver.js';
import { serveSite } from './support/site.js';

/** Long enough for a page that has not really paused to take another step. */
const STILL_MS = 300;

inEveryBrowser('first light', (browser) => {
  let site, playground;
  beforeAll(async () => {
    site = await serveSite();
  });
  afterAll(() => site?.close());
  beforeEach(async () => {
    playground = await Playground.open(browser, site.url);
  });
  afterEach(async () => {
    await playground?.close();
    playground = null;
  });

  test('opens with a network that has not trained yet, isolated, with threads for the cores there are', async () => {
    expect(await playground.state()).toMatchObject({ step: 0, epoch: 0, playing: false, status: 'ok' });
    expect(await playground.number('step')).toBe(0);
    const { info, isolated, cores } = await playground.evaluate((root) => ({
      info: { ...root.engine.info },
      isolated: crossOriginIsolated,
      cores: navigator.hardwareConcurrency,
    }));
    expect(isolated).toBe(true);
    // One core is left to the page, so two cores mean one thread.
    const threads = Math.max(1, Math.min(8, cores - 1));
    const variant = threads > 1 ? 'simd-threads' : 'simd';
    expect(info).toMatchObject({ place: 'worker', relaxed: false, lanes: 4, variant, threads });
    playground.expectNoProblems();
  });

  test('trains at the press of a button: counters go up, the loss falls; pause holds it', async () => {
    const before = await playground.measure('train');
    await playground.playFor(400);
    const { step } = await playground.pause();

    expect(step).toBeGreaterThanOrEqual(400);
    // What is on the screen follows within a few frames.
    await expect.poll(() => playground.number('step')).toBe(step);
    expect(await playground.number('epoch')).toBe((await playground.state()).epoch);
    const after = await playground.measure('train');
    expect(after.loss).toBeLessThan(before.loss * 0.9);
    // Shown with three significant digits.
    await expect
      .poll(async () => Math.abs((await playground.number('train-loss')) / after.loss - 1))
      .toBeLessThan(0.006);

    await new Promise((resolve) => setTimeout(resolve, STILL_MS));
    expect(await playground.state()).toMatchObject({ step, playing: false });
    playground.expectNoProblems();
  });

  test('a number can be typed while the page is drawn again and again; the run stops after so many epochs', async () => {
    await playground.playFor(10);
    const field = await playground.control('stop-epochs');
    await field.click();
    for (const digit of '40') {
      await playground.page.keyboard.type(digit);
      await new Promise((resolve) => setTimeout(resolve, STILL_MS)); // some drawings long
    }
    expect(await field.evaluate(({ value }) => value)).toBe('40');
    expect(await playground.state()).toMatchObject({ playing: true });
    await playground.page.keyboard.press('Tab');
    await playground.waitFor((root) => root.session.status === 'paused');
    expect(await playground.state()).toMatchObject({ playing: false, rowInEpoch: 0 });
    expect(await field.evaluate(({ value }) => value)).toBe('40');
    playground.expectNoProblems();
  });

  test('step takes one batch, epoch goes to the end of the epoch', async () => {
    await playground.press('step');
    await playground.waitFor((root) => root.run.state.step === 1);
    const { stepsPerEpoch } = await playground.state();
    expect(stepsPerEpoch).toBeGreaterThan(2);

    await playground.press('epoch');
    await playground.waitFor((root) => root.run.state.epoch === 1);
    expect(await playground.state()).toMatchObject({
      step: stepsPerEpoch,
      epoch: 1,
      rowInEpoch: 0,
      playing: false,
    });
    await playground.press('epoch');
    await playground.waitFor((root) => root.run.state.epoch === 2);
    expect(await playground.state()).toMatchObject({ step: 2 * stepsPerEpoch, rowInEpoch: 0 });
    expect(await playground.number('epoch')).toBe(2);
    playground.expectNoProblems();
  });

  test('reset gives the same weights, and training from them the same bits; new weights are others', async () => {
    const start = await playground.hash();
    await playground.press('epoch');
    await playground.waitFor((root) => root.run.state.epoch === 1 && !root.run.state.playing);
    const trained = await playground.hash();
    expect(trained).not.toBe(start);

    await playground.press('reset');
    await playground.waitFor((root) => root.run.state.step === 0);
    expect(await playground.hash()).toBe(start);
    await playground.press('epoch');
    await playground.waitFor((root) => root.run.state.epoch === 1 && !root.run.state.playing);
    expect(await playground.hash()).toBe(trained);

    const { seed } = await playground.state();
    await playground.press('reseed');
    await playground.waitFor((root, old) => root.run.state.seed !== old && root.run.state.step === 0, seed);
    expect(await playground.hash()).not.toBe(start);
    playground.expectNoProblems();
  });
});
