/** Data sets of images: their shape, the parts of what they show, and translations. */
import { describe, expect, test } from 'vitest';
import { createCore } from '../../../web/api/core.js';
import { createEngine, shiftImages } from '../../../web/api/index.js';
import { IMAGE_GENERATORS } from '../../../web/schema/catalog.js';
import { hasModule } from '../support/core.js';
import { errorOf } from '../support/errors.js';
import { circle } from '../support/specs.js';

const SHAPE = [4, 3, 2];
const pixels = Float32Array.from({ length: 2 * 24 }, (_, index) => index + 1);

test('shiftImages: every pixel comes from dx to its left and dy above, or is 0', () => {
  const at = (n, y, x, c) => ((n * 4 + y) * 3 + x) * 2 + c;
  for (let dy = -5; dy <= 5; dy++)
    for (let dx = -5; dx <= 5; dx++) {
      const wanted = new Float32Array(pixels.length);
      for (let n = 0; n < 2; n++)
        for (let y = 0; y < 4; y++)
          for (let x = 0; x < 3; x++)
            for (let c = 0; c < 2; c++) {
              const inside = y - dy >= 0 && y - dy < 4 && x - dx >= 0 && x - dx < 3;
              if (inside) wanted[at(n, y, x, c)] = pixels[at(n, y - dy, x - dx, c)];
            }
      expect(shiftImages(pixels, SHAPE, dx, dy), `${dx}, ${dy}`).toEqual(wanted);
    }
  expect(pixels[0]).toBe(1);
});

test.each([
  [[pixels.subarray(1), SHAPE, 1, 1], 'bad_shape', 'images'],
  [[pixels, [4, 3], 1, 1], 'bad_value', 'shape[2]'],
  [[pixels, [0, 3, 2], 1, 1], 'bad_value', 'shape[0]'],
  [[pixels, SHAPE, 0.5, 1], 'bad_value', 'dx'],
  [[pixels, SHAPE, 1, NaN], 'bad_value', 'dy'],
])('shiftImages refuses case %#', async (args, code, field) => {
  const error = await errorOf(() => shiftImages(.../** @type {[any, any, any, any]} */ (args)));
  expect([error.code, error.details.field]).toEqual([code, field]);
});

describe.skipIf(!hasModule('simd'))('data sets of images', () => {
  test.each(Object.entries(IMAGE_GENERATORS))(
    '%s: the catalog says what the engine draws',
    async (name, entry) => {
      const core = await createCore();
      const { info, imageShape } = core.createDataset({ kind: 'images', name, samples: 100 });
      expect(imageShape).toEqual(entry.imageShape);
      const [height, width, channels] = /** @type {number[]} */ (entry.imageShape);
      expect(info).toMatchObject({
        rows: 100,
        inputs: height * width * channels,
        classes: entry.classNames?.length,
      });
    },
  );

  test('the parts of an object cover what is seen of it, each where the object has it', async () => {
    const engine = await createEngine({ variant: 'simd' });
    const data = await engine.createDataset({
      kind: 'images',
      name: 'composedObjects',
      samples: 40,
      noise: 0,
    });
    const { inputs, targets } = await data.readRows();
    const { partNames = [], classNames = [] } = IMAGE_GENERATORS.composedObjects;
    const core = (await createCore()).createDataset(data.source);
    const row = targets.findIndex((target) => classNames[target] === 'face');
    const covered = new Float32Array(28 * 28);
    for (const part of partNames) {
      const mask = await data.partMask(row, part);
      expect(core.partMask(row, part)).toEqual(mask);
      mask.forEach((share, pixel) => (covered[pixel] += share));
      const own = ['head', 'eye', 'nose', 'mouth'].includes(part);
      expect(
        mask.some((share) => share > 0.5),
        part,
      ).toBe(own);
    }
    const image = inputs.subarray(row * 784, (row + 1) * 784);
    covered.forEach((share, pixel) => expect(image[pixel] > 0, `pixel ${pixel}`).toBe(share > 0));
    for (const [args, code, field] of [
      [[row, 'window pane'], 'bad_option', 'part'],
      [[40, 'head'], 'bad_value', 'row'],
    ]) {
      const error = await errorOf(() => data.partMask(.../** @type {[number, string]} */ (args)));
      expect([error.code, error.details.field]).toEqual([code, field]);
    }
    const points = await engine.createDataset(circle());
    expect(points.imageShape).toBeNull();
    expect((await errorOf(() => points.partMask(0, 'head'))).code).toBe('bad_option');
    engine.dispose();
  });

  test('a table of images knows their shape', async () => {
    const core = await createCore();
    const table = { kind: /** @type {const} */ ('table'), rows: 2, columns: 24, classes: 2 };
    const source = { ...table, inputs: pixels, targets: new Float32Array([0, 1]) };
    expect(core.createDataset({ ...source, imageShape: SHAPE }).imageShape).toEqual(SHAPE);
    expect(core.createDataset(source).imageShape).toBeNull();
    for (const imageShape of [[4, 3], [4, 3, 3], [-4, -3, 2], [1.5, 8, 2], 'square']) {
      const error = await errorOf(() =>
        core.createDataset({ ...source, imageShape: /** @type {any} */ (imageShape) }),
      );
      expect([error.code, error.details.field]).toEqual(['bad_shape', 'data.imageShape']);
    }
  });
});
