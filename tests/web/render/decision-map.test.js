import { describe, expect, test } from 'vitest';
import { divergingColormap, THEMES } from '../../../web/render/colormap.js';
import {
  classShades,
  decisionLines,
  outputRange,
  paintClassMap,
  paintSignedMap,
  toUnitSquare,
  zeroLines,
} from '../../../web/render/decision-map.js';
import { parseColor } from '../../../web/render/oklab.js';

const map = divergingColormap(THEMES.dark);
const pixel = ({ pixels }, i) => [...pixels.slice(4 * i, 4 * i + 4)];
const shape = { rows: 1, cols: 3, low: 0, high: 1 };

describe('paintSignedMap', () => {
  test('low is fully negative, high fully positive, their middle zero', () => {
    const picture = paintSignedMap([0, 0.5, 1], shape, map);
    expect([0, 1, 2].map((i) => pixel(picture, i))).toEqual([-1, 0, 1].map((t) => [...map.color(t), 255]));
  });

  test('discrete shows the side alone; strength takes a share of the colors', () => {
    const discrete = paintSignedMap([0.4, 0.5, 0.6], { ...shape, discrete: true }, map);
    expect([0, 1, 2].map((i) => pixel(discrete, i))).toEqual([-1, 0, 1].map((t) => [...map.color(t), 255]));
    expect(pixel(paintSignedMap([0, 0, 9], { ...shape, strength: 0.5 }, map), 2)).toEqual([
      ...map.color(0.5),
      255,
    ]);
  });

  test('a value that is not finite is transparent', () => {
    expect(pixel(paintSignedMap([NaN, 0, Infinity], shape, map), 0)).toEqual([0, 0, 0, 0]);
    expect(pixel(paintSignedMap([NaN, 0, Infinity], shape, map), 2)).toEqual([0, 0, 0, 0]);
  });
});

describe('paintClassMap', () => {
  const colors = ['#0b7f7a', '#b23a7f', '#8a5a34'];
  const shades = classShades(colors, '#f2f0ec');
  // [planes, cells]: certain of 0, certain of 2, undecided, broken.
  const values = [1, 0, 1 / 3, 0.1, 0, 0, 1 / 3, NaN, 0, 1, 1 / 3, 0.2];

  test('the winner colors a place, the closer the race the paler', () => {
    const picture = paintClassMap(values, { rows: 2, cols: 2, planes: 3 }, shades);
    expect(pixel(picture, 0)).toEqual([...parseColor(colors[0]), 255]);
    expect(pixel(picture, 1)).toEqual([...parseColor(colors[2]), 255]);
    expect(pixel(picture, 2)).toEqual([...parseColor('#f2f0ec'), 255]);
    expect(pixel(picture, 3)).toEqual([0, 0, 0, 0]);
  });

  test('refuses planes that are not there', () => {
    expect(() => paintClassMap(values, { rows: 2, cols: 2, planes: 2 }, shades)).toThrow(
      expect.objectContaining({ code: 'bad_shape' }),
    );
  });
});

describe('zeroLines', () => {
  const segments = (lines) =>
    Array.from({ length: lines.length / 4 }, (_, i) => lines.slice(4 * i, 4 * i + 4));

  test('every end lies where a straight field is zero', () => {
    const field = (r, c) => 0.7 * c - 1.3 * r + 2.1;
    const found = segments(zeroLines(field, 12, 12));
    expect(found.length).toBeGreaterThan(8);
    for (const [x0, y0, x1, y1] of found)
      for (const [x, y] of [
        [x0, y0],
        [x1, y1],
      ])
        expect(field(y - 0.5, x - 0.5)).toBeCloseTo(0, 9);
  });

  test('a circle is closed: every end is the end of exactly two pieces', () => {
    const lines = segments(zeroLines((r, c) => Math.hypot(r - 10, c - 10) - 6.3, 21, 21));
    const ends = new Map();
    for (const [x0, y0, x1, y1] of lines)
      for (const end of [`${x0.toFixed(9)} ${y0.toFixed(9)}`, `${x1.toFixed(9)} ${y1.toFixed(9)}`])
        ends.set(end, (ends.get(end) ?? 0) + 1);
    expect([...new Set(ends.values())]).toEqual([2]);
    const length = lines.reduce((sum, [x0, y0, x1, y1]) => sum + Math.hypot(x1 - x0, y1 - y0), 0);
    expect(length).toBeCloseTo(2 * Math.PI * 6.3, 0);
  });

  test.each([
    [
      [
        [1, -1],
        [-1, 1],
      ],
      2,
    ],
    [
      [
        [-1, 1],
        [1, -1],
      ],
      2,
    ],
    [
      [
        [3, -1],
        [-1, 3],
      ],
      2,
    ],
    [
      [
        [-3, 1],
        [1, -3],
      ],
      2,
    ],
    [
      [
        [1, 1],
        [1, 1],
      ],
      0,
    ],
    [
      [
        [1, NaN],
        [-1, 1],
      ],
      0,
    ],
  ])('square %j has %i pieces', (values, pieces) => {
    expect(segments(zeroLines((r, c) => values[r][c], 2, 2))).toHaveLength(pieces);
  });

  test('a saddle keeps the corners of its mean together', () => {
    // Mean positive: the two positive corners are joined, so each piece cuts off one negative corner.
    const lines = segments(
      zeroLines(
        (r, c) =>
          [
            [3, -1],
            [-1, 3],
          ][r][c],
        2,
        2,
      ),
    );
    for (const [x0, y0, x1, y1] of lines) {
      const middle = [(x0 + x1) / 2, (y0 + y1) / 2];
      const nearest = Math.min(
        Math.hypot(middle[0] - 1.5, middle[1] - 0.5),
        Math.hypot(middle[0] - 0.5, middle[1] - 1.5),
      );
      expect(nearest).toBeLessThan(0.3);
    }
  });
});

describe('decisionLines', () => {
  test('one plane: the line lies at the middle of low and high', () => {
    const values = Float32Array.from({ length: 25 }, (_, i) => (i % 5) / 4);
    for (const [i, x] of decisionLines(values, { rows: 5, cols: 5, planes: 1, low: 0, high: 1 }).entries())
      if (i % 2 === 0) expect(x).toBeCloseTo(2.5, 6);
  });

  test('several planes: lines lie where the two best are equal', () => {
    const rows = 9;
    const plane = (f) =>
      Float32Array.from({ length: rows * rows }, (_, i) => f(i % rows, Math.floor(i / rows)));
    const values = [...plane((x) => x), ...plane((x) => 8 - x), ...plane(() => -5)];
    const lines = decisionLines(values, { rows, cols: rows, planes: 3 });
    expect(lines.length).toBeGreaterThan(0);
    for (let i = 0; i < lines.length; i += 2) expect(lines[i]).toBeCloseTo(4.5, 6);
  });
});

describe('outputRange', () => {
  const spec = (loss, activation) => ({ loss, layers: [{ activation: 'relu' }, { activation }] });

  test.each([
    ['binaryCrossentropy', 'sigmoid', { low: 0, high: 1 }],
    ['meanSquaredError', 'tanh', { low: -1, high: 1 }],
    ['meanSquaredError', 'linear', { low: -1, high: 1 }],
    ['meanSquaredError', 'sigmoid', { low: 0, high: 1 }],
  ])('%s on %s', (loss, activation, range) => {
    expect(outputRange(spec(loss, activation), { classes: 2, targets: [0, 1] })).toEqual(range);
  });

  test('a regression spans its largest target both ways', () => {
    expect(outputRange(null, { classes: 0, targets: [0.5, -3] })).toEqual({ low: -3, high: 3 });
    expect(outputRange(null, { classes: 0, targets: [0] })).toEqual({ low: -1, high: 1 });
  });
});

test('toUnitSquare: top left is the smallest x and the largest y', () => {
  const unit = toUnitSquare([-1, 3, 1, 1], { xMin: -1, xMax: 1, yMin: 1, yMax: 3 });
  expect([...unit]).toEqual([0, 0, 1, 1]);
});
