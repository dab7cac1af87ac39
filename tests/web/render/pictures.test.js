import { describe, expect, test } from 'vitest';
import { GENERATORS } from '../../../web/schema/catalog.js';
import { classColors, classMark, MARKS, traceMark } from '../../../web/render/classes.js';
import { divergingColormap, THEMES } from '../../../web/render/colormap.js';
import { figureToSvg, heatmapFigure } from '../../../web/render/heatmap-figure.js';
import { lossColumns, spread } from '../../../web/render/loss-columns.js';
import { matrixCsv } from '../../../web/render/matrix-csv.js';
import { contrast, parseColor, rgbToOklab, toHex } from '../../../web/render/oklab.js';
import { SvgPath } from '../../../web/render/svg-path.js';
import { thumbnailPaths, thumbnailPoints, THUMBNAILS } from '../../../web/render/thumbnails.js';

describe('classes', () => {
  test('two classes are the two signs', () => {
    expect(classColors(2, 'light', THEMES.light)).toEqual([THEMES.light.negative, THEMES.light.positive]);
  });

  test.each(['light', 'dark'])(
    'ten classes, %s: all can be told from each other and from the signs',
    (theme) => {
      const signs = THEMES[theme];
      const colors = classColors(10, /** @type {any} */ (theme), signs);
      const labs = [...colors, signs.positive, signs.negative].map((color) => rgbToOklab(parseColor(color)));
      for (let i = 0; i < labs.length; i++)
        for (let j = 0; j < i; j++) {
          const distance = Math.hypot(...labs[i].map((value, k) => value - labs[j][k]));
          expect(distance, `${i} and ${j}`).toBeGreaterThan(0.06);
        }
      for (const color of colors)
        expect(contrast(parseColor(color), parseColor(signs.zero))).toBeGreaterThan(2.5);
    },
  );

  test('ten classes have ten marks, each drawn within its place', () => {
    expect(new Set(Array.from({ length: 10 }, (_, i) => classMark(i))).size).toBe(10);
    for (const mark of MARKS) {
      const points = [];
      const path = {
        moveTo: (x, y) => points.push([x, y]),
        lineTo: (x, y) => points.push([x, y]),
        arc: (x, y, r) => points.push([x - r, y - r], [x + r, y + r]),
        closePath: () => points.push('closed'),
      };
      traceMark(path, mark, 10, 20, 4);
      expect(points.pop(), mark).toBe('closed');
      for (const [x, y] of points) expect(Math.hypot(x - 10, y - 20), mark).toBeLessThanOrEqual(4 * 1.5);
    }
  });
});

describe('thumbnails', () => {
  test('every generator has a picture, and nothing else has', () => {
    expect([...THUMBNAILS].sort()).toEqual(Object.keys(GENERATORS).sort());
  });

  test.each([...THUMBNAILS])(
    '%s: stays in its frame, is the same every time and has all its labels',
    (name) => {
      const { points, labels, classes } = thumbnailPoints(name, 200);
      expect(thumbnailPoints(name, 200).points).toEqual(points);
      for (const value of points) expect(Math.abs(value)).toBeLessThanOrEqual(6.2);
      expect(classes).toBe(GENERATORS[name].fields.classes?.default ?? 0);
      if (classes) return expect([...new Set(labels)].sort()).toEqual([0, 1, 2]);
      for (const label of labels) expect(Math.abs(label)).toBeLessThanOrEqual(1.1);
      expect(Math.min(...labels)).toBeLessThan(-0.3);
      expect(Math.max(...labels)).toBeGreaterThan(0.3);
    },
  );

  test('classes are told apart by color and by mark', () => {
    const signed = thumbnailPaths('moons', 60, 50);
    expect(signed).toMatchObject({ classes: 0, paths: [{ t: -1 }, { t: 1 }] });
    const classes = thumbnailPaths('rings', 60, 50);
    expect(classes).toMatchObject({ classes: 3, paths: [{ t: 0 }, { t: 1 }, { t: 2 }] });
    // A circle is arcs, a square has four corners, a triangle three.
    const corners = classes.paths.map(({ d }) => d.split('M')[1].match(/[LAa]/g));
    expect(new Set(corners.map(String)).size).toBe(3);
    for (const { d } of classes.paths) expect(d.match(/Z/g)).toHaveLength(20);
  });

  test('labels follow the definitions of the sets', () => {
    const check = (name, rule) => {
      const { points, labels } = thumbnailPoints(name, 150);
      labels.forEach((label, i) => rule(points[2 * i], points[2 * i + 1], label));
    };
    check('circle', (x, y, label) => expect(label).toBe(Math.hypot(x, y) < 2.5 ? 1 : -1));
    check('xor', (x, y, label) => expect(label).toBe(x * y >= 0 ? 1 : -1));
    check('rings', (x, y, label) => expect(Math.floor(Math.hypot(x, y) / 1.875)).toBe(label));
    check('blobs', (x, y, label) => {
      const turns = (Math.atan2(x, y) / (2 * Math.PI) + 1) % 1;
      expect(Math.round(turns * 3) % 3).toBe(label);
    });
    check('moons', (x, y, label) => expect(Math.hypot(x - 2 * label, y - label)).toBeCloseTo(4, 4));
    check('spirals', (x, y, label) => {
      const along = Math.hypot(x, y) / 5;
      const turns = (Math.atan2(x, y) / (2 * Math.PI) - along - label / 3 + 4) % 1;
      if (along > 0) expect(Math.min(turns, 1 - turns)).toBeLessThan(1e-4);
    });
    check('plane', (x, y, label) => expect(label).toBeCloseTo((x + y) / 10, 5));
  });
});

describe('lossColumns', () => {
  const points = [
    { step: 0, train: { loss: 1, accuracy: null }, test: { loss: 2, accuracy: 0.5 } },
    { step: 5, train: { loss: 0 }, test: null },
    { step: 9, train: { loss: NaN }, test: { loss: Infinity } },
  ];

  test('what is missing or not finite leaves a gap', () => {
    expect(lossColumns(points)).toEqual([
      [0, 5, 9],
      [1, 0, null],
      [2, null, null],
    ]);
    expect(lossColumns(points, 'accuracy')).toEqual([
      [0, 5, 9],
      [null, null, null],
      [0.5, null, null],
    ]);
  });

  test('zero has no place on a logarithmic axis', () => {
    expect(lossColumns(points, 'loss', { log: true })[1]).toEqual([1, null, null]);
  });
});

test('spread: keeps both ends and the order', () => {
  const numbers = Array.from({ length: 1000 }, (_, i) => i);
  const few = spread(numbers, 20);
  expect([few.length, few[0], few[19]]).toEqual([20, 0, 999]);
  expect([...few].sort((a, b) => a - b)).toEqual(few);
  expect(spread([1, 2], 20)).toEqual([1, 2]);
});

test('matrixCsv: quotes what needs it and keeps every digit of a float', () => {
  const values = Float32Array.of(0.1, -2, 1e-9, 3);
  const csv = matrixCsv({ values, rowNames: ['1', '2'], colNames: ['a,b', 'say "x"'], corner: 'unit' });
  const lines = csv.split('\r\n');
  expect(lines[0]).toBe('unit,"a,b","say ""x"""');
  expect(lines).toHaveLength(4);
  const numbers = lines.slice(1, 3).flatMap((line) => line.split(',').slice(1).map(Number));
  expect(Float32Array.from(numbers)).toEqual(values);
});

describe('heatmapFigure', () => {
  const map = divergingColormap(THEMES.light);
  const layer = {
    kernel: Float32Array.of(1, -1, NaN, 0.5, 0, -0.5),
    inputs: 3,
    units: 2,
    limit: 1,
    title: 'Hidden <1>',
    biasName: 'b',
  };
  const figure = heatmapFigure({ ...layer, bias: Float32Array.of(1, 0), format: String }, map, {
    paper: '#ffffff',
    ink: '#000000',
  });

  test('kernel and bias are drawn with one row a unit, all inside the figure', () => {
    expect(figure.pictures.slice(0, 2).map(({ width, height }) => [width, height])).toEqual([
      [3, 2],
      [1, 2],
    ]);
    for (const { x, y, width, height, cell } of figure.pictures) {
      expect(x + width * cell).toBeLessThanOrEqual(figure.width);
      expect(y + height * cell).toBeLessThanOrEqual(figure.height);
    }
  });

  test('the SVG has each cell once in its color, the broken one hatched, and its title escaped', () => {
    const svg = figureToSvg(figure);
    const kernel = figure.pictures[0];
    const fills = [...svg.matchAll(/<path fill="([^"]+)" d="([^"]+)"/g)];
    const cellsOf = (fill) => fills.filter(([, f]) => f === fill).flatMap(([, , d]) => d.match(/M[^M]+/g));
    const at = (row, col) => `M${kernel.x + col * kernel.cell} ${kernel.y + row * kernel.cell}h`;
    const has = (fill, row, col) => cellsOf(fill).some((d) => d.startsWith(at(row, col)));
    expect(has(toHex(map.color(1)), 0, 0)).toBe(true); // kernel[0][0]: input 1 → unit 1
    expect(has(toHex(map.color(-1)), 1, 0)).toBe(true);
    expect(has('url(#nw-hatch)', 0, 1)).toBe(true);
    expect(has(toHex(map.color(-0.5)), 1, 2)).toBe(true);
    expect(svg).toContain('Hidden &lt;1&gt;');
    expect(svg).not.toContain('style=');
  });
});

test('SvgPath: two circles and a polygon become one path of closed parts', () => {
  const path = new SvgPath();
  traceMark(path, 'circle', 5, 5, 2);
  traceMark(path, 'square', 1, 1, 1);
  expect(String(path).match(/Z/g)).toHaveLength(2);
  expect(String(path)).not.toContain('NaN');
});
