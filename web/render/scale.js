/**
 * Limits and ticks of a symmetric scale around zero.
 *
 * Tests    tests/web/render/scale.test.js
 */

// Steps of a limit within one power of ten: each is at most 1.5 times the one before, so a picture uses at
// least two thirds of its colors, and the numbers in the legend stay short.
const STEPS = [1, 1.5, 2, 3, 4, 5, 6, 8, 10];

// A limit shrinks only when the weights would fit into this share of it; without that gap a weight that
// wavers around a step would make the whole picture flicker.
const SHRINK_BELOW = 0.6;

/**
 * The smallest short number that is not less than `maxAbs`.
 *
 * @param {number} maxAbs  >= 0
 * @returns {number}  > 0; 1 when maxAbs is 0 or not finite
 */
export function niceLimit(maxAbs) {
  if (!(maxAbs > 0) || !Number.isFinite(maxAbs)) return 1;
  // The exponent comes from the decimal text, where it is exact; Math.log10 is off by one at some powers of ten.
  const [, exponent] = maxAbs.toExponential().split('e');
  const limits = STEPS.map((step) => Number(`${step}e${exponent}`));
  return limits.find((limit) => limit >= maxAbs) ?? limits[limits.length - 1];
}

/**
 * The limit to draw with now, when the picture before was drawn with `previous`: grows at once, shrinks late.
 *
 * @param {number|null} previous
 * @param {number} maxAbs
 */
export function followLimit(previous, maxAbs) {
  const wanted = niceLimit(maxAbs);
  if (!previous || wanted > previous) return wanted;
  return wanted < previous * SHRINK_BELOW ? wanted : previous;
}

/** Legend ticks of a symmetric scale: its ends, its halves, zero. */
export const symmetricTicks = (limit) => [-limit, -limit / 2, 0, limit / 2, limit];

/**
 * The size in CSS pixels at which a matrix is shown: as large as fits, cells alike, whole pixels once a
 * cell is at least two pixels wide (then every cell has exactly the same size).
 *
 * @param {object} size
 * @param {number} size.rows
 * @param {number} size.cols
 * @param {number} size.maxWidth   px
 * @param {number} size.maxHeight  px
 * @param {number} [size.maxCell]  px; a tiny matrix does not become a poster
 * @returns {{ width: number, height: number, cellWidth: number, cellHeight: number }}
 */
export function fitCells({ rows, cols, maxWidth, maxHeight, maxCell = 36 }) {
  const whole = (px) => (px >= 2 ? Math.floor(px) : px);
  const cellHeight = whole(Math.min(maxCell, maxHeight / rows, Math.max(maxWidth / cols, 8)));
  const cellWidth = whole(Math.min(maxCell, maxWidth / cols, Math.max(cellHeight * 1.5, 2)));
  return { width: cellWidth * cols, height: cellHeight * rows, cellWidth, cellHeight };
}

/**
 * The extent of points with a margin on every side, each axis on its own scale.
 *
 * @param {ArrayLike<number>} points  [n, 2]
 * @param {number} [margin]           share of a side, on each end
 * @returns {{ xMin: number, xMax: number, yMin: number, yMax: number }}
 */
export function extentOf(points, margin = 0.06) {
  let [xMin, xMax, yMin, yMax] = [Infinity, -Infinity, Infinity, -Infinity];
  for (let i = 0; i + 1 < points.length; i += 2) {
    xMin = Math.min(xMin, points[i]);
    xMax = Math.max(xMax, points[i]);
    yMin = Math.min(yMin, points[i + 1]);
    yMax = Math.max(yMax, points[i + 1]);
  }
  if (!(xMax >= xMin) || !(yMax >= yMin)) return { xMin: -1, xMax: 1, yMin: -1, yMax: 1 };
  const pad = (side) => (side > 0 ? side * margin : 1); // a constant column still gets a picture
  const [xPad, yPad] = [pad(xMax - xMin), pad(yMax - yMin)];
  return { xMin: xMin - xPad, xMax: xMax + xPad, yMin: yMin - yPad, yMax: yMax + yPad };
}
