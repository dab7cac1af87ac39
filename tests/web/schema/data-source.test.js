import { describe, expect, test } from 'vitest';
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
      split: { kind: 'everyFifth', testShare: 0.2, seed: 1 },
    });
    expect(checkSource({ kind: 'generated', name: 'plane' })).toMatchObject({ samples: 1200 });
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
    ['an unknown generator', { kind: 'generated', name: 'moons' }, 'bad_option', 'data.name'],
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
