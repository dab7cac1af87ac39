/** The points on a decision map: one outline for each look instead of one a point, and how it is drawn. */
import { classMark, traceMark } from './classes.js';
import { colorIndex } from './colormap.js';
import { toUnitSquare } from './decision-map.js';

const MARK_PX = 3.2;
const CROWD = 1600; // coordinates; from here on marks are smaller
const MOST_POINTS = 1500; // more would hide the map: then evenly chosen ones are drawn
const REGRESSION_SHADES = 16;

/**
 * @typedef {object} MapPoints
 * @property {{ inputs: ArrayLike<number>, targets: ArrayLike<number>, trainRows: ArrayLike<number>, testRows: ArrayLike<number>, classes: number }} data
 *   inputs [rows, 2]
 * @property {{ xMin: number, xMax: number, yMin: number, yMax: number }} extent
 * @property {boolean} showTest
 * @property {readonly string[]} colors     one a class
 * @property {import('./colormap.js').Colormap} colormap  for regression targets
 * @property {{ raised: string, faint: string }} theme
 */

/**
 * Filled marks train, outlined ones test.
 *
 * @template Path  Path2D on a canvas, SvgPath in a figure
 * @param {MapPoints} points
 * @param {number} side                px of the map
 * @param {() => Path} makePath
 * @returns {{ path: Path, fill: string, stroke: string, strokeWidth: number }[]}  in the order of drawing
 */
export function mapMarks({ data, extent, showTest, colors, colormap, theme }, side, makePath) {
  const unit = toUnitSquare(data.inputs, extent);
  const crowd = data.inputs.length > CROWD;
  const radius = crowd ? MARK_PX * 0.7 : MARK_PX;
  const ring = crowd ? 0.5 : 1;
  const layers = [];
  const add = (/** @type {ArrayLike<number>} */ rows, /** @type {boolean} */ filled) => {
    for (const [look, path] of pathsByLook(rows, unit, data, side, radius, makePath)) {
      const color = data.classes ? colors[look] : shade(colormap, look);
      const rim = data.classes ? theme.raised : theme.faint; // a target of 0 is as pale as the map
      layers.push({
        path,
        fill: filled ? color : theme.raised,
        stroke: filled ? rim : color,
        strokeWidth: filled ? ring : 1.5 * ring,
      });
    }
  };
  if (showTest) add(data.testRows, false);
  add(data.trainRows, true);
  return layers;
}

/** One path for each look: a class, or a shade of a target. */
function pathsByLook(rows, unit, data, side, radius, makePath) {
  const stride = Math.max(1, Math.ceil(rows.length / MOST_POINTS));
  const paths = new Map();
  const largest = data.classes ? 1 : largestOf(data.targets);
  for (let i = 0; i < rows.length; i += stride) {
    const row = rows[i];
    const target = data.targets[row];
    const key = data.classes ? target : Math.round((target / largest) * REGRESSION_SHADES);
    const mark = data.classes ? classMark(key) : classMark(target < 0 ? 0 : 1);
    const path = paths.get(key) ?? paths.set(key, makePath()).get(key);
    traceMark(path, mark, unit[2 * row] * side, unit[2 * row + 1] * side, radius);
  }
  return paths;
}

const largestOf = (/** @type {ArrayLike<number>} */ values) => {
  let largest = 0;
  for (let i = 0; i < values.length; i++) largest = Math.max(largest, Math.abs(values[i]));
  return largest || 1;
};

/** @param {import('./colormap.js').Colormap} colormap @param {number} key */
function shade(colormap, key) {
  const [r, g, b] = colormap.lut.subarray(3 * colorIndex(key / REGRESSION_SHADES));
  return `rgb(${r}, ${g}, ${b})`;
}
