/**
 * The heatmap of a layer as a figure to keep: title, kernel, bias column, names, legend with numbers.
 *
 * Tests    tests/web/render/heatmap-figure.test.js
 */
import { paintHeatmap } from './heatmap.js';
import { symmetricTicks } from './scale.js';

const MARGIN = 16;
const TITLE = 28;
const NAMES = 18;
const GAP = 10;
const LEGEND = 44;

/**
 * @param {object} layer
 * @param {ArrayLike<number>} layer.kernel  [inputs, units]
 * @param {ArrayLike<number>} [layer.bias]  [units]
 * @param {number} layer.inputs
 * @param {number} layer.units
 * @param {number} layer.limit
 * @param {string} layer.title
 * @param {string} layer.biasName           what stands over the bias column
 * @param {(value: number) => string} layer.format
 * @param {import("./colormap.js").Colormap} colormap
 * @param {{ paper: string, ink: string }} colors
 * @returns {import('./figure.js').Figure}
 */
export function heatmapFigure(
  { kernel, bias, inputs, units, limit, title, biasName, format },
  colormap,
  colors,
) {
  const cell = Math.max(1, Math.min(24, Math.floor(960 / inputs), Math.floor(960 / units)));
  const left = MARGIN;
  const top = MARGIN + TITLE + NAMES;
  const pictures = [
    {
      x: left,
      y: top,
      cell,
      ...paintHeatmap(kernel, { rows: inputs, cols: units, limit, transpose: true }, colormap),
    },
  ];
  let right = left + inputs * cell;
  /** @type {import('./figure.js').Figure['texts']} */
  const texts = [{ x: left, y: MARGIN + 14, text: title, size: 15, anchor: 'start' }];
  if (bias) {
    right += GAP;
    pictures.push({
      x: right,
      y: top,
      cell,
      ...paintHeatmap(bias, { rows: units, cols: 1, limit }, colormap),
    });
    texts.push({ x: right + cell / 2, y: top - 5, text: biasName, size: 11, anchor: 'middle' });
    right += cell;
  }
  const legendTop = top + units * cell + GAP + 4;
  const legendWidth = 240;
  const ramp = Float32Array.from({ length: legendWidth }, (_, i) => -1 + (2 * i) / (legendWidth - 1));
  for (let row = 0; row < 10; row++) {
    const strip = paintHeatmap(ramp, { rows: 1, cols: legendWidth, limit: 1 }, colormap);
    pictures.push({ x: left, y: legendTop + row, cell: 1, ...strip });
  }
  const ticks = symmetricTicks(limit);
  ticks.forEach((tick, i) => {
    const anchor = i === 0 ? 'start' : i === ticks.length - 1 ? 'end' : 'middle';
    const x = left + (legendWidth * i) / (ticks.length - 1);
    texts.push({ x, y: legendTop + 24, text: format(tick), size: 11, anchor });
  });
  const width = Math.max(right, left + legendWidth, left + title.length * 8) + MARGIN;
  return { width, height: legendTop + LEGEND, ...colors, pictures, paths: [], texts };
}
