import { describe, expect, test } from 'vitest';
import { divergingColormap } from '../../../web/render/colormap.js';
import { figureToSvg } from '../../../web/render/figure.js';
import { lossColumns } from '../../../web/render/loss-columns.js';
import { lossFigure } from '../../../web/render/loss-figure.js';
import { mapFigure } from '../../../web/render/map-figure.js';
import { columnsCsv } from '../../../web/render/matrix-csv.js';
import { logTicks, ticks } from '../../../web/render/ticks.js';

describe('ticks', () => {
  test.each([
    [0, 1, 5, [0, 0.2, 0.4, 0.6, 0.8, 1]],
    [0, 0.31, 5, [0, 0.1, 0.2, 0.3]],
    [-3, 7, 4, [0, 5]],
    [0, 12000, 6, [0, 2000, 4000, 6000, 8000, 10000, 12000]],
  ])('%d to %d, about %d', (low, high, count, want) => expect(ticks(low, high, count)).toEqual(want));

  test('logarithmic: powers of ten, and 2 and 5 between few', () => {
    expect(logTicks(0.01, 100)).toEqual([0.01, 0.1, 1, 10, 100]);
    expect(logTicks(0.03, 1)).toEqual([0.05, 0.1, 0.2, 0.5, 1]);
  });
});

const colors = { paper: '#fff', ink: '#111', second: '#555', line: '#ddd' };

describe('lossFigure', () => {
  const split = (loss) => ({ loss, accuracy: null });
  const points = [
    { step: 0, train: split(1), test: split(0.8) },
    { step: 50, train: split(0.5), test: null },
    { step: 100, train: split(0.25), test: split(0.4) },
  ];
  const words = {
    title: 'Loss',
    step: 'Step',
    train: 'train',
    test: 'test',
    format: String,
    formatStep: String,
  };
  const curvesOf = (log) =>
    lossFigure(lossColumns(points, 'loss', { log }), { ...words, log }, colors).paths.filter(
      ({ strokeWidth }) => strokeWidth === 1.5,
    );
  const heights = ({ d }) => [...d.matchAll(/[ML]\S+ (\S+?)(?=[ML]|$)/g)].map(([, y]) => Number(y));

  test('a line through every point, at heights that follow the numbers', () => {
    const [train, test_] = curvesOf(false);
    const [first, second, third] = heights(train);
    expect(first).toBeLessThan(second); // downward on a screen
    expect((second - first) / (third - second)).toBeCloseTo(2, 1);
    expect(test_.d.match(/M/g)).toHaveLength(2); // a gap where there is no number
    expect(test_.dash).toEqual([5, 4]);
  });

  test('on a logarithmic axis equal ratios are equal distances', () => {
    const [train] = curvesOf(true);
    const [first, second, third] = heights(train);
    expect((second - first) / (third - second)).toBeCloseTo(1, 2);
  });

  test('becomes SVG with title, numbers and key', () => {
    const svg = figureToSvg(lossFigure(lossColumns(points), { ...words, log: false }, colors));
    for (const text of ['Loss', 'Step', 'train', 'test', '0.4', '100'])
      expect(svg).toContain(`>${text}</text>`);
    expect(svg).toContain('stroke-dasharray="5 4"');
    expect(svg).not.toContain('NaN');
  });

  test('no points give empty axes, not NaN', () => {
    const svg = figureToSvg(lossFigure(lossColumns([]), { ...words, log: true }, colors));
    expect(svg).not.toMatch(/NaN|Infinity/);
  });
});

describe('mapFigure', () => {
  const colormap = divergingColormap({ positive: '#1170aa', zero: '#f2f0ec', negative: '#c85200' });
  const data = {
    inputs: Float32Array.of(0, 0, 2, 4),
    targets: Float32Array.of(0, 1),
    trainRows: [0],
    testRows: [1],
    classes: 2,
  };
  const points = (showTest) => ({
    data,
    extent: { xMin: 0, xMax: 2, yMin: 0, yMax: 4 },
    showTest,
    colors: ['#c85200', '#1170aa'],
    colormap,
    theme: { raised: '#fff', faint: '#999' },
  });
  const pixels = new Uint8ClampedArray(4 * 4).fill(255);
  const figure = (showTest) =>
    mapFigure(
      {
        cells: { pixels, width: 2, height: 2 },
        lines: [0, 1, 2, 1],
        points: points(showTest),
        key: [{ mark: 'circle', color: '#c85200', name: 'class 0' }],
        title: 'Decision map',
        xName: 'a',
        yName: 'b',
        format: String,
      },
      colors,
    );

  test('points stand at their places: the origin at the lower left corner of the cells', () => {
    const { pictures, paths } = figure(false);
    const [{ x, y, cell, width, height }] = pictures;
    const [mark] = paths;
    const [, left, middle] = /M(\S+) ([^\sM]+)a/.exec(mark.d).map(Number);
    expect(left).toBeCloseTo(x + 3.2, 1); // a circle begins at its right end
    expect(middle).toBeCloseTo(y + height * cell, 1);
    expect(mark.fill).toBe('#c85200');
    expect(width * cell).toBe(480);
  });

  test('test rows only when asked; the boundary crosses the middle', () => {
    expect(figure(true).paths.length).toBe(figure(false).paths.length + 1);
    const boundary = figure(false).paths.find(({ strokeWidth }) => strokeWidth === 1.25);
    expect(boundary.d).toBe('M64 284L544 284');
  });

  test('becomes SVG with names, numbers and key', () => {
    const svg = figureToSvg(figure(true));
    for (const text of ['Decision map', 'a', 'b', '2', '4', 'class 0'])
      expect(svg).toContain(`>${text}</text>`);
  });
});

test('columnsCsv: names with commas are quoted, null is empty', () => {
  expect(columnsCsv(['a,b', 'c'], [1, null, 0.5, 2])).toBe('"a,b",c\r\n1,\r\n0.5,2\r\n');
});
