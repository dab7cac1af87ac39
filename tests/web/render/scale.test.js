import { describe, expect, test } from 'vitest';
import { extentOf, fitCells, followLimit, niceLimit, symmetricTicks } from '../../../web/render/scale.js';

describe('niceLimit', () => {
  test('is never less than the value and at most one and a half times it', () => {
    for (let i = 0; i < 4000; i++) {
      const value = 1e-6 * 1.008 ** i;
      const limit = niceLimit(value);
      expect(limit).toBeGreaterThanOrEqual(value);
      expect(limit).toBeLessThanOrEqual(value * 1.5 * (1 + 1e-12));
    }
  });

  test('leaves numbers that are nice already, also where a logarithm would be off by one', () => {
    for (const nice of [1e-3, 0.1, 0.15, 1, 1.5, 10, 1000, 1e15]) expect(niceLimit(nice)).toBe(nice);
  });

  test('is 1 where there is nothing to show', () => {
    for (const nothing of [0, NaN, Infinity, -1]) expect(niceLimit(nothing)).toBe(1);
  });
});

describe('followLimit', () => {
  test('grows at once', () => expect(followLimit(1, 1.2)).toBe(1.5));

  test('does not flicker while a weight wavers around a step', () => {
    let limit = followLimit(null, 1);
    const seen = new Set();
    for (let i = 0; i < 100; i++) seen.add((limit = followLimit(limit, i % 2 ? 0.99 : 1.01)));
    expect([...seen]).toEqual([1.5]);
  });

  test('shrinks when the weights have become much smaller', () => expect(followLimit(10, 0.9)).toBe(1));
});

test('symmetricTicks: both ends, halves and zero', () => {
  expect(symmetricTicks(3)).toEqual([-3, -1.5, 0, 1.5, 3]);
});

describe('fitCells', () => {
  const sizes = [1, 2, 3, 7, 10, 24, 64, 100, 784, 5000];

  test('never leaves the room it has', () => {
    for (const rows of sizes)
      for (const cols of sizes) {
        const { width, height } = fitCells({ rows, cols, maxWidth: 300, maxHeight: 200 });
        expect(width).toBeLessThanOrEqual(300 + 1e-9);
        expect(height).toBeLessThanOrEqual(200 + 1e-9);
        expect(Math.min(width, height)).toBeGreaterThan(0);
      }
  });

  test('cells of two pixels and more are whole pixels, so that all are alike', () => {
    for (const rows of sizes)
      for (const cols of sizes) {
        const { cellWidth, cellHeight } = fitCells({ rows, cols, maxWidth: 317, maxHeight: 203 });
        for (const side of [cellWidth, cellHeight]) if (side >= 2) expect(side).toBe(Math.floor(side));
      }
  });

  test('a tiny matrix does not become a poster', () => {
    expect(fitCells({ rows: 2, cols: 1, maxWidth: 900, maxHeight: 900, maxCell: 36 })).toEqual({
      width: 36,
      height: 72,
      cellWidth: 36,
      cellHeight: 36,
    });
  });
});

describe('extentOf', () => {
  test('holds all points with a margin', () => {
    expect(extentOf([0, 0, 10, 5], 0.1)).toEqual({ xMin: -1, xMax: 11, yMin: -0.5, yMax: 5.5 });
  });

  test('a constant column and no points at all still have an extent', () => {
    expect(extentOf([3, 1, 3, 2], 0)).toEqual({ xMin: 2, xMax: 4, yMin: 1, yMax: 2 });
    expect(extentOf([])).toEqual({ xMin: -1, xMax: 1, yMin: -1, yMax: 1 });
  });
});
