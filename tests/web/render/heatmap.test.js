import { describe, expect, test } from 'vitest';
import { NeuronWeightsError } from '../../../web/errors/neuron-weights-error.js';
import { divergingColormap, THEMES } from '../../../web/render/colormap.js';
import { describeMatrix, paintHeatmap } from '../../../web/render/heatmap.js';

const map = divergingColormap(THEMES.light);
const pixel = ({ pixels, width }, row, col) => [
  ...pixels.slice(4 * (row * width + col), 4 * (row * width + col) + 4),
];

describe('paintHeatmap', () => {
  const values = Float32Array.of(-2, -1, 0, 0.5, 1, 2); // [2, 3]

  test('one pixel a cell, each in the color of its value', () => {
    const picture = paintHeatmap(values, { rows: 2, cols: 3, limit: 2 }, map);
    expect([picture.width, picture.height]).toEqual([3, 2]);
    for (let row = 0; row < 2; row++)
      for (let col = 0; col < 3; col++)
        expect(pixel(picture, row, col)).toEqual([...map.color(values[row * 3 + col] / 2), 255]);
  });

  test('transposed: rows and columns change places and nothing else', () => {
    const plain = paintHeatmap(values, { rows: 2, cols: 3, limit: 1.5 }, map);
    const turned = paintHeatmap(values, { rows: 2, cols: 3, limit: 1.5, transpose: true }, map);
    expect([turned.width, turned.height]).toEqual([2, 3]);
    for (let row = 0; row < 2; row++)
      for (let col = 0; col < 3; col++) expect(pixel(turned, col, row)).toEqual(pixel(plain, row, col));
  });

  test('values beyond the limit saturate, a limit of 0 shows zero', () => {
    const wide = paintHeatmap(values, { rows: 1, cols: 6, limit: 0.25 }, map);
    expect(pixel(wide, 0, 0)).toEqual([...map.color(-1), 255]);
    expect(pixel(wide, 0, 5)).toEqual([...map.color(1), 255]);
    const none = paintHeatmap(values, { rows: 1, cols: 6, limit: 0 }, map);
    expect(pixel(none, 0, 5)).toEqual([...map.color(0), 255]);
  });

  test('what is not finite has no color at all and spoils its own cell only', () => {
    const broken = paintHeatmap(
      Float32Array.of(NaN, Infinity, -Infinity, 1),
      { rows: 1, cols: 4, limit: 1 },
      map,
    );
    for (const col of [0, 1, 2]) expect(pixel(broken, 0, col)).toEqual([0, 0, 0, 0]);
    expect(pixel(broken, 0, 3)).toEqual([...map.color(1), 255]);
  });

  test('opposite weights never look alike, and sign decides the side', () => {
    for (const w of [0.01, 0.1, 0.5, 1]) {
      const [[r, , b], [r2, , b2]] = [map.color(w), map.color(-w)];
      expect(b - r).toBeGreaterThan(b2 - r2);
    }
  });

  test('refuses an array that its shape does not describe', () => {
    const wrong = () => paintHeatmap(values, { rows: 2, cols: 2, limit: 1 }, map);
    expect(wrong).toThrow(NeuronWeightsError);
    expect(wrong).toThrow(
      expect.objectContaining({
        code: 'bad_shape',
        details: expect.objectContaining({ expected: 4, actual: 6 }),
      }),
    );
  });
});

describe('describeMatrix', () => {
  test('counts signs and finds the extremes and their places', () => {
    const about = describeMatrix(Float32Array.of(0.5, -3, 0, 2));
    expect(about).toEqual({
      count: 4,
      finite: 4,
      min: -3,
      max: 2,
      maxAbs: 3,
      positive: 2,
      negative: 1,
      minIndex: 1,
      maxIndex: 3,
    });
  });

  test('leaves out what is not finite, and says so by its counts', () => {
    const about = describeMatrix([NaN, 1, Infinity]);
    expect([about.count, about.finite, about.min, about.max]).toEqual([3, 1, 1, 1]);
    const nothing = describeMatrix([NaN]);
    expect([nothing.finite, nothing.min, nothing.maxAbs]).toEqual([0, NaN, 0]);
  });
});
