import { describe, expect, test } from 'vitest';
import { IMAGE_GENERATORS } from '../../../web/schema/catalog.js';
import { checkSource } from '../../../web/schema/data-source.js';
import { errorOf } from '../support/errors.js';

const table = () => ({
  kind: /** @type {const} */ ('table'),
  inputs: new Float32Array([1, 2, 3, 4, 5, 6]),
  rows: 3,
  columns: 2,
  targets: new Float32Array([0, 1, 1]),
  classes: 2,
});

describe('checkSource', () => {
  test('fills in the defaults of generated data', () => {
    expect(checkSource({ kind: 'generated', name: 'spiral' })).toEqual({
      kind: 'generated',
      name: 'spiral',
      samples: 500,
      noise: 0,
      seed: 1,
      classes: 0,
      split: { kind: 'everyFifth', testShare: 0.2, seed: 1 },
    });
    expect(checkSource({ kind: 'generated', name: 'plane' })).toMatchObject({ samples: 1200 });
  });

  test('sets of as many classes as wanted', () => {
    for (const name of ['blobs', 'spirals', 'rings']) {
      expect(checkSource({ kind: 'generated', name })).toMatchObject({ classes: 3, samples: 500 });
      expect(checkSource({ kind: 'generated', name, classes: 10 })).toMatchObject({ classes: 10 });
    }
    expect(checkSource({ kind: 'generated', name: 'moons', classes: 0 })).toMatchObject({ classes: 0 });
  });

  test('fills in the defaults of images', () => {
    for (const name of Object.keys(IMAGE_GENERATORS)) {
      const source = checkSource({ kind: 'images', name });
      expect(source).toEqual({
        kind: 'images',
        name,
        samples: 2000,
        noise: 0,
        seed: 1,
        split: { kind: 'everyFifth', testShare: 0.2, seed: 1 },
      });
      expect(checkSource(source)).toEqual(source);
    }
  });

  test('a complete source comes back equal, and arrays are not copied', () => {
    const once = checkSource({
      kind: 'generated',
      name: 'xor',
      split: { kind: 'shuffle', testShare: 0.5, seed: 3 },
    });
    expect(checkSource(once)).toEqual(once);
    const source = table();
    const checked = /** @type {any} */ (checkSource(source));
    expect(checked.inputs).toBe(source.inputs);
    expect(checked).toMatchObject({ targetColumns: 1, scaling: 'none', split: { kind: 'everyFifth' } });
  });

  test.each([
    ['an unknown generator', { kind: 'generated', name: 'moon' }, 'bad_option', 'data.name'],
    ['points as images', { kind: 'images', name: 'circle' }, 'bad_option', 'data.name'],
    ['images as points', { kind: 'generated', name: 'edges' }, 'bad_option', 'data.name'],
    ['no name', { kind: 'images' }, 'bad_data', 'data.name'],
    ['one class of blobs', { kind: 'generated', name: 'blobs', classes: 1 }, 'bad_value', 'data.classes'],
    ['eleven rings', { kind: 'generated', name: 'rings', classes: 11 }, 'bad_value', 'data.classes'],
    ['three moons', { kind: 'generated', name: 'moons', classes: 3 }, 'bad_value', 'data.classes'],
    ['classes of images', { kind: 'images', name: 'edges', classes: 3 }, 'bad_data', 'data.classes'],
    ['noise of images', { kind: 'images', name: 'edges', noise: -1 }, 'bad_value', 'data.noise'],
    ['too much noise', { kind: 'generated', name: 'xor', noise: 2 }, 'bad_value', 'data.noise'],
    ['too few samples', { kind: 'generated', name: 'xor', samples: 1 }, 'bad_value', 'data.samples'],
    ['an unknown field', { kind: 'generated', name: 'xor', sample: 100 }, 'bad_data', 'data.sample'],
    ['an unknown split', { kind: 'generated', name: 'xor', split: 'half' }, 'bad_option', 'data.split.kind'],
    ['no kind', {}, 'bad_option', 'data.kind'],
    ['too few inputs', { ...table(), rows: 4 }, 'bad_shape', 'data.inputs'],
    ['too few targets', { ...table(), targets: new Float32Array(2) }, 'bad_shape', 'data.targets'],
    ['plain arrays', { ...table(), inputs: [1, 2, 3, 4, 5, 6] }, 'bad_data', 'data.inputs'],
    [
      'NaN among the inputs',
      { ...table(), inputs: new Float32Array([1, 2, NaN, 4, 5, 6]) },
      'bad_data',
      'data.inputs[2]',
    ],
    ['one class only', { ...table(), targets: new Float32Array(3) }, 'one_class', undefined],
    [
      'a class that is none',
      { ...table(), targets: new Float32Array([0, 1, 2]) },
      'bad_value',
      'data.targets',
    ],
    ['half a class', { ...table(), targets: new Float32Array([0, 1, 0.5]) }, 'bad_value', 'data.targets'],
    ['an unknown scaling', { ...table(), scaling: 'log' }, 'bad_option', 'data.scaling'],
  ])('refuses %s', async (_, source, code, field) => {
    const error = await errorOf(() => checkSource(/** @type {any} */ (source)));
    expect([error.code, error.details.field]).toEqual([code, field]);
  });
});
