/** Every pixel of a heatmap has the color of the weight that the API reports at that step. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { inEveryBrowser } from './support/browsers.js';
import { THEME, expectedColors } from './support/expected-colors.js';
import { Playground } from './support/page-driver.js';
import { serveSite } from './support/site.js';

/** What the heatmap of a layer shows, and what the API says: read in one go, in the page. */
const readHeatmap = async (root, layer) => {
  const heatmap = root.querySelector(`nw-heatmap[data-layer="${layer}"]`);
  const pixels = (name) => {
    const canvas = heatmap.shadowRoot.querySelector(`canvas.${name}`);
    const { width, height } = canvas;
    return { width, height, data: [...canvas.getContext('2d').getImageData(0, 0, width, height).data] };
  };
  const [kernel, bias] = await Promise.all(
    ['kernel', 'bias'].map((name) => root.run.getWeights(`dense_${layer}/${name}`)),
  );
  return {
    step: heatmap.step,
    limit: heatmap.limit,
    exact: heatmap.exact,
    pictures: { kernel: pixels('kernel'), bias: pixels('bias') },
    weights: { step: kernel.step, kernel: [...kernel.data], shape: kernel.shape, bias: [...bias.data] },
  };
};

function expectColors({ limit, pictures, weights }, theme) {
  const [inputs, units] = weights.shape;
  expect(pictures.kernel).toMatchObject({ width: inputs, height: units });
  expect(pictures.bias).toMatchObject({ width: 1, height: units });
  const wrong = [];
  const check = ({ data, width }, row, column, weight, name) => {
    const at = 4 * (row * width + column);
    const [r, g, b, a] = data.slice(at, at + 4);
    const wanted = expectedColors(weight, limit, theme);
    const right = a === 255 && wanted.some(([wr, wg, wb]) => r === wr && g === wg && b === wb);
    if (!right) wrong.push({ name, row, column, weight, got: [r, g, b, a], wanted });
  };
  for (let unit = 0; unit < units; unit++) {
    for (let input = 0; input < inputs; input++) {
      // Kernel [in, out]; the picture has a row for each unit.
      check(pictures.kernel, unit, input, weights.kernel[input * units + unit], 'kernel');
    }
    check(pictures.bias, unit, 0, weights.bias[unit], 'bias');
  }
  expect(wrong).toEqual([]);
}

/** No cell beyond the scale's end, and the scale not so wide that all colors would be pale. */
function expectFittingScale({ limit, weights }) {
  const largest = Math.max(...weights.kernel.map(Math.abs), ...weights.bias.map(Math.abs));
  expect(limit).toBeGreaterThanOrEqual(largest);
  expect(limit).toBeLessThanOrEqual(largest * 2);
}

for (const scheme of ['light', 'dark']) {
  inEveryBrowser(
    `heatmap pixels, ${scheme}`,
    (browser) => {
      let site, playground;
      beforeAll(async () => {
        site = await serveSite();
        playground = await Playground.open(browser, site.url);
      });
      afterAll(async () => {
        await playground?.close();
        await site?.close();
      });

      /** Both at the same step: a picture follows while it is on the screen, and may be a frame behind the run. */
      async function heatmapAtRest(layer) {
        await playground.evaluate((root, number) => {
          root.querySelector(`nw-heatmap[data-layer="${number}"]`).scrollIntoView({ block: 'center' });
        }, layer);
        await playground.waitFor(
          (root, number) =>
            root.querySelector(`nw-heatmap[data-layer="${number}"]`)?.step === root.run.state.step,
          layer,
        );
        await playground.page.evaluate(
          () => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done))),
        );
        const shown = await playground.evaluate(readHeatmap, layer);
        expect(shown.step).toBe(shown.weights.step);
        expect(shown.exact).toBe(true);
        return shown;
      }

      test('before the first step', async () => {
        const shown = await heatmapAtRest(1);
        expect(shown.step).toBe(0);
        expectColors(shown, THEME[scheme]);
        expectFittingScale(shown);
        // Biases start at zero: the neutral middle, exactly.
        expect(shown.weights.bias.every((bias) => bias === 0)).toBe(true);
      });

      test('paused in the middle of training, every layer', async () => {
        await playground.playFor(150);
        const { step } = await playground.pause();
        const layers = await playground.evaluate((root) => root.spec.layers.length);
        for (let layer = 1; layer <= layers; layer++) {
          const shown = await heatmapAtRest(layer);
          expect(shown.step).toBe(step);
          expectColors(shown, THEME[scheme]);
          expectFittingScale(shown);
        }
      });

      test('on one scale for the whole run', async () => {
        const option = await playground.page.waitForSelector('>>> [data-control="scale-run"]');
        await option.evaluate((input) => input.closest('label').click());
        const layers = await playground.evaluate((root) => root.spec.layers.length);
        const numbers = Array.from({ length: layers }, (_, index) => index + 1);
        for (const number of numbers) await heatmapAtRest(number); // each tells the others its largest weight
        const shown = [];
        for (const number of numbers) shown.push(await heatmapAtRest(number));
        expect(new Set(shown.map(({ limit }) => limit)).size).toBe(1);
        for (const each of shown) expectColors(each, THEME[scheme]);
      });
    },
    { dark: scheme === 'dark' },
  );
}
