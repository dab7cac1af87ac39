/** The page where things are less than ideal: no isolation, a narrow screen, a keyboard alone, dark, a screen reader. */
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { inEveryBrowser } from './support/browsers.js';
import { Playground } from './support/page-driver.js';
import { serveSite } from './support/site.js';

const PHONE = { width: 390, height: 844 };

/** A finger's width (LOOK: controls at least 32 px high, 44 on touch; WCAG 2.2, 2.5.8 asks for 24). */
const SMALLEST_TARGET = 24;

const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

/** Control and part of the page, as a person on a phone finds them: tab by tab. */
const TABS = {
  'tab-data': ['dataset-circle', 'dataset-spiral', 'noise', 'csv-choose'],
  'tab-network': ['add-layer', 'units-1', 'activation-1', 'initializer-1', 'loss', 'remove-layer-1'],
  'tab-training': ['optimizer', 'learning-rate', 'l1', 'l2', 'batch-size', 'seed'],
  'tab-results': ['measure-accuracy', 'log-scale'],
};
const ALWAYS = ['play', 'step', 'epoch', 'reset', 'reseed'];

/** What axe finds wrong, in a line each. */
async function violations(page) {
  await page.evaluate(AXE);
  return page.evaluate(async () => {
    const { violations: found } = await window.axe.run(document, { resultTypes: ['violations'] });
    return found.flatMap(({ id, nodes }) =>
      nodes.map(({ target, failureSummary }) => `${id} at ${target.join(' ')}: ${failureSummary}`),
    );
  });
}

/** The element that has the focus, through shadow roots: its control name, or what it is. */
const focused = () => {
  let element = document.activeElement;
  while (element?.shadowRoot?.activeElement) element = element.shadowRoot.activeElement;
  const style = element && getComputedStyle(element);
  return {
    control: element?.getAttribute('data-control') ?? null,
    name: element?.localName ?? null,
    visible: Boolean(style && (style.outlineStyle !== 'none' || style.boxShadow !== 'none')),
  };
};

inEveryBrowser('everywhere', (browser) => {
  let site, plain;
  /** @type {Playground | null} */
  let playground = null;
  beforeAll(async () => {
    site = await serveSite();
    plain = await serveSite({ isolated: false });
  });
  afterAll(async () => {
    await plain?.close();
    await site?.close();
  });
  afterEach(async () => {
    await playground?.close();
    playground = null;
  });

  test('without COOP and COEP it trains on one thread, and says so', async () => {
    playground = await Playground.open(browser, plain.url);
    const { info, isolated } = await playground.evaluate((root) => ({
      info: { ...root.engine.info },
      isolated: crossOriginIsolated,
    }));
    expect(isolated).toBe(false);
    expect(info).toMatchObject({ variant: 'simd', threads: 1, place: 'worker' });
    await playground.page.waitForSelector('>>> [data-notice="not-isolated"]');
    const before = await playground.measure('train');
    await playground.playFor(200);
    await playground.pause();
    expect((await playground.measure('train')).loss).toBeLessThan(before.loss);
    playground.expectNoProblems();
  });

  describe('390 px wide', () => {
    const sideways = () => {
      const { scrollWidth, clientWidth } = document.scrollingElement;
      return scrollWidth - clientWidth;
    };

    test('nothing hangs over the side, and every control can be reached and hit', async () => {
      playground = await Playground.open(browser, site.url, { viewport: PHONE });
      expect(await playground.page.evaluate(sideways)).toBeLessThanOrEqual(0);
      const unreachable = [];
      const reach = async (name) => {
        const element = await playground.control(name);
        const found = await element.evaluate((node, smallest) => {
          // Radio buttons and the like are hit by their label.
          const target = node.closest('label') ?? node;
          target.scrollIntoView({ block: 'center', inline: 'center' });
          const { left, right, top, bottom, width, height } = target.getBoundingClientRect();
          const hit = document.elementFromPoint((left + right) / 2, (top + bottom) / 2);
          return {
            inside: left >= 0 && right <= innerWidth + 0.5,
            large: width >= smallest && height >= smallest,
            hit: Boolean(hit && (target.contains(hit) || hit.contains(target))),
          };
        }, SMALLEST_TARGET);
        if (!found.inside || !found.large || !found.hit) unreachable.push({ name, ...found });
        await element.dispose();
      };
      for (const name of ALWAYS) await reach(name);
      for (const [tab, controls] of Object.entries(TABS)) {
        await playground.press(tab);
        for (const name of [...controls, ...ALWAYS]) await reach(name);
        expect(await playground.page.evaluate(sideways), `${tab}: pixels over the side`).toBeLessThanOrEqual(
          0,
        );
      }
      expect(unreachable).toEqual([]);
      playground.expectNoProblems();
    });

    test('it trains there, too', async () => {
      playground = await Playground.open(browser, site.url, { viewport: PHONE });
      await playground.playFor(50);
      await playground.pause();
      await playground.press('tab-results');
      await playground.page.waitForSelector('>>> nw-loss-curve', { visible: true });
      expect(await playground.page.evaluate(sideways)).toBeLessThanOrEqual(0);
      playground.expectNoProblems();
    });
  });

  test('by the keyboard alone: Tab to Play, Space starts and pauses, every stop shows the focus', async () => {
    playground = await Playground.open(browser, site.url);
    const { page } = playground;
    const stops = [];
    for (let presses = 0; presses < 40; presses++) {
      await page.keyboard.press('Tab');
      stops.push(await page.evaluate(focused));
      if (stops.at(-1).control === 'play') break;
    }
    expect(stops.at(-1).control).toBe('play');
    expect(stops.filter(({ visible }) => !visible)).toEqual([]);

    await page.keyboard.press(' ');
    await playground.waitFor((root) => root.run.state.step >= 20);
    // Play has become Pause, and the focus has not been lost on the way.
    expect((await page.evaluate(focused)).control).toBe('pause');
    await page.keyboard.press(' ');
    await playground.waitFor((root) => !root.run.state.playing);
    expect((await page.evaluate(focused)).control).toBe('play');

    const { step } = await playground.state();
    await page.keyboard.press('Tab');
    expect((await page.evaluate(focused)).control).toBe('step');
    await page.keyboard.press('Enter');
    await playground.waitFor((root, target) => root.run.state.step === target, step + 1);
    playground.expectNoProblems();
  });

  test('by the keyboard alone: every control of a wide page comes up, none holds the focus', async () => {
    playground = await Playground.open(browser, site.url);
    const seen = new Set();
    for (let presses = 0; presses < 150; presses++) {
      await playground.page.keyboard.press('Tab');
      const { control } = await playground.page.evaluate(focused);
      if (control) seen.add(control);
    }
    // Of a group of radio buttons the chosen one takes the focus.
    const all = [...ALWAYS, ...Object.values(TABS).flat()].filter(
      (name) => !['measure-accuracy'].includes(name),
    );
    expect(all.filter((name) => !seen.has(name))).toEqual([]);
  });
});

for (const scheme of ['light', 'dark']) {
  inEveryBrowser(
    `axe and colors, ${scheme}`,
    (browser) => {
      let site, playground;
      beforeAll(async () => {
        site = await serveSite();
        playground = await Playground.open(browser, site.url);
        await playground.playFor(60);
        await playground.pause();
      });
      afterAll(async () => {
        await playground?.close();
        await site?.close();
      });

      test('the page follows the system', async () => {
        const paper = await playground.page.evaluate(
          () => getComputedStyle(document.documentElement).backgroundColor,
        );
        expect(paper).toBe({ light: 'rgb(251, 250, 247)', dark: 'rgb(20, 22, 26)' }[scheme]);
      });

      test('axe finds nothing on a trained page', async () => {
        expect(await violations(playground.page)).toEqual([]);
      });

      test('axe finds nothing where something was refused', async () => {
        await playground.type('learning-rate', 'fast');
        await playground.complaint('learning-rate');
        expect(await violations(playground.page)).toEqual([]);
        await playground.type('learning-rate', '0.1');
      });

      test('axe finds nothing in the import dialog', async () => {
        await playground.dropText('width,height,kind\n1,2,a\n3,4,b\n5,6,a\n7,8,b\n');
        await playground.control('use-data');
        expect(await violations(playground.page)).toEqual([]);
        await playground.press('import-cancel');
      });

      test('axe finds nothing on a phone', async () => {
        await playground.page.setViewport(PHONE);
        for (const tab of Object.keys(TABS)) {
          await playground.press(tab);
          expect(await violations(playground.page), tab).toEqual([]);
        }
      });
    },
    { dark: scheme === 'dark' },
  );
}

inEveryBrowser('a theme chosen on the page', (browser) => {
  test('wins over the system, and the pictures follow', async () => {
    const site = await serveSite();
    const playground = await Playground.open(browser, site.url);
    try {
      await playground.choose('theme', 'dark');
      await playground.waitFor(
        () => getComputedStyle(document.documentElement).backgroundColor === 'rgb(20, 22, 26)',
      );
      // Biases are zero before the first step: the neutral middle of the dark theme.
      await playground.waitFor((root) => {
        const canvas = root.querySelector('nw-heatmap').shadowRoot.querySelector('canvas.bias');
        const [r, g, b] = canvas.getContext('2d').getImageData(0, 0, 1, 1).data;
        return r === 0x2a && g === 0x2e && b === 0x36;
      });
      playground.expectNoProblems();
    } finally {
      await playground.close();
      await site.close();
    }
  });
});
