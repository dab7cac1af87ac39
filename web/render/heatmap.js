/**
 * Weights to pixels, one pixel a cell. The page enlarges the picture with `image-rendering: pixelated`, so
 * what is on the screen can be compared with the numbers cell by cell.
 *
 * Tests    tests/web/render/heatmap.test.js
 */
import { badShape } from './shapes.js';
import { colorIndex } from './colormap.js';

/**
 * Paints one matrix. Pure: same input, same bytes; no DOM, no clock.
 *
 * The scale is symmetric and zero is its middle, so sign can be read from hue alone. NaN and ±infinity
 * become transparent (see colormap.js).
 *
 * @param {ArrayLike<number>} values   [rows, cols], row-major, unitless
 * @param {object} shape
 * @param {number} shape.rows
 * @param {number} shape.cols
 * @param {number} shape.limit         |w| >= limit saturates; 0 paints every finite cell as zero
 * @param {boolean} [shape.transpose]  draw columns as rows: a kernel is [in, out], its picture has one row a unit
 * @param {import("./colormap.js").Colormap} colormap
 * @returns {{ pixels: Uint8ClampedArray<ArrayBuffer>, width: number, height: number }}  ready for ImageData
 * @throws {NeuronWeightsError} `bad_shape` when values.length !== rows * cols
 */
export function paintHeatmap(values, { rows, cols, limit, transpose = false }, colormap) {
  if (values.length !== rows * cols) throw badShape(rows * cols, values.length);
  const width = transpose ? rows : cols;
  const height = transpose ? cols : rows;
  const pixels = new Uint8ClampedArray(values.length * 4);
  const words = new Uint32Array(pixels.buffer);
  const scale = limit > 0 ? 1 / limit : 0;
  for (let row = 0; row < rows; row++) {
    for (let col = 0; col < cols; col++) {
      const value = values[row * cols + col];
      const at = transpose ? col * rows + row : row * cols + col;
      words[at] = Number.isFinite(value) ? colormap.packed[colorIndex(value * scale)] : 0;
    }
  }
  return { pixels, width, height };
}

/**
 * What a reader wants to know of a matrix in one line, and what the text summary says.
 *
 * @param {ArrayLike<number>} values
 * @returns {{ count: number, finite: number, min: number, max: number, maxAbs: number, positive: number,
 *   negative: number, minIndex: number, maxIndex: number }}  of the finite values; NaN limits when there are none
 */
export function describeMatrix(values) {
  let [min, max, maxAbs] = [NaN, NaN, 0];
  let [finite, positive, negative, minIndex, maxIndex] = [0, 0, 0, -1, -1];
  for (let i = 0; i < values.length; i++) {
    const value = values[i];
    if (!Number.isFinite(value)) continue;
    finite++;
    if (value > 0) positive++;
    if (value < 0) negative++;
    if (!(value >= min)) [min, minIndex] = [value, i];
    if (!(value <= max)) [max, maxIndex] = [value, i];
    if (Math.abs(value) > maxAbs) maxAbs = Math.abs(value);
  }
  return { count: values.length, finite, min, max, maxAbs, positive, negative, minIndex, maxIndex };
}
