/**
 * A decision map as a figure to keep: cells, boundary, points, axes with numbers, a key.
 *
 * Tests    tests/web/render/figures.test.js
 */
import { traceMark } from './classes.js';
import { mapMarks } from './map-marks.js';
import { short, SvgPath } from './svg-path.js';

const SIDE = 480;
const LEFT = 64;
const TOP = 44;
const KEY_ROW = 20;

/**
 * @param {object} map
 * @param {{ pixels: Uint8ClampedArray, width: number, height: number }} map.cells   as many rows as columns
 * @param {readonly number[]} map.lines    of decisionLines
 * @param {import('./map-marks.js').MapPoints} map.points
 * @param {readonly { mark: string, color: string, name: string }[]} map.key
 * @param {string} map.title @param {string} map.xName @param {string} map.yName
 * @param {(value: number) => string} map.format
 * @param {{ paper: string, ink: string }} colors
 * @returns {import('./figure.js').Figure}
 */
export function mapFigure({ cells, lines, points, key, title, xName, yName, format }, colors) {
  const cell = SIDE / cells.width;
  const bottom = TOP + SIDE;
  const at = (/** @type {number} */ i) => short((i % 2 ? TOP : LEFT) + lines[i] * cell);
  let boundary = '';
  for (let i = 0; i < lines.length; i += 4) boundary += `M${at(i)} ${at(i + 1)}L${at(i + 2)} ${at(i + 3)}`;
  /** @type {import('./figure.js').Line[]} */
  const paths = mapMarks(points, SIDE, () => new SvgPath(LEFT, TOP)).map(
    ({ path, fill, stroke, strokeWidth }) => ({ d: String(path), fill, stroke, strokeWidth }),
  );
  if (boundary) paths.push({ d: boundary, stroke: colors.ink, strokeWidth: 1.25 });

  const { xMin, xMax, yMin, yMax } = points.extent;
  const middle = LEFT + SIDE / 2;
  /** @type {import('./figure.js').Figure['texts']} */
  const texts = [
    { x: 16, y: 26, text: title, size: 15, anchor: 'start' },
    { x: LEFT - 8, y: TOP + 10, text: format(yMax), size: 11, anchor: 'end' },
    { x: LEFT - 8, y: TOP + SIDE / 2, text: yName, size: 13, anchor: 'end' },
    { x: LEFT - 8, y: bottom, text: format(yMin), size: 11, anchor: 'end' },
    { x: LEFT, y: bottom + 16, text: format(xMin), size: 11, anchor: 'start' },
    { x: middle, y: bottom + 18, text: xName, size: 13, anchor: 'middle' },
    { x: LEFT + SIDE, y: bottom + 16, text: format(xMax), size: 11, anchor: 'end' },
  ];
  key.forEach(({ mark, color, name }, index) => {
    const y = bottom + 40 + index * KEY_ROW;
    const path = new SvgPath();
    traceMark(path, mark, LEFT + 6, y - 5, 5);
    paths.push({ d: String(path), fill: color });
    texts.push({ x: LEFT + 20, y, text: name, size: 13, anchor: 'start' });
  });
  const { paper, ink } = colors;
  const picture = { x: LEFT, y: TOP, cell, ...cells };
  const height = bottom + 40 + key.length * KEY_ROW;
  return { width: LEFT + SIDE + 24, height, paper, ink, pictures: [picture], paths, texts };
}
