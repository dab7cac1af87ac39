/**
 * The heatmap of a layer as a figure to keep: title, kernel, bias column, names, legend with numbers.
 *
 * The layout is plain data, so that one description becomes SVG here and PNG on a canvas elsewhere.
 *
 * Tests    tests/web/render/heatmap-figure.test.js
 */
import { paintHeatmap } from './heatmap.js';
import { symmetricTicks } from './scale.js';
import { short } from './svg-path.js';

const MARGIN = 16;
const TITLE = 28;
const NAMES = 18;
const GAP = 10;
const LEGEND = 44;
const FONT = 'system-ui, sans-serif';

/**
 * @typedef {object} Picture   cells of one color each
 * @property {number} x @property {number} y @property {number} cell  px
 * @property {number} width @property {number} height  cells
 * @property {Uint8ClampedArray} pixels  RGBA, transparent = not a number
 *
 * @typedef {object} Figure
 * @property {number} width @property {number} height
 * @property {string} paper @property {string} ink
 * @property {Picture[]} pictures
 * @property {{ x: number, y: number, text: string, size: number, anchor: "start"|"middle"|"end" }[]} texts
 */

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
 * @returns {Figure}
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
  /** @type {Figure['texts']} */
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
  return { width, height: legendTop + LEGEND, ...colors, pictures, texts };
}

const escape = (text) =>
  text.replace(/[&<>"]/g, (c) => ({ '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' })[c]);

/** Cells of one color become one path: at most 513 paths a picture, whatever its size. */
function picturePaths({ x, y, cell, width, height, pixels }) {
  const byColor = new Map();
  const words = new Uint32Array(pixels.buffer);
  for (let row = 0; row < height; row++) {
    for (let col = 0; col < width; col++) {
      const word = words[row * width + col];
      const rects = byColor.get(word) ?? byColor.set(word, []).get(word);
      rects.push(
        `M${short(x + col * cell)} ${short(y + row * cell)}h${short(cell)}v${short(cell)}h${short(-cell)}z`,
      );
    }
  }
  return [...byColor].map(([word, rects]) => {
    const hex = ((word & 0xff) << 16) | (word & 0xff00) | ((word >> 16) & 0xff);
    const fill = word === 0 ? 'url(#nw-hatch)' : `#${hex.toString(16).padStart(6, '0')}`;
    return `<path fill="${fill}" d="${rects.join('')}"/>`;
  });
}

/** @param {Figure} figure @returns {string}  a whole SVG document */
export function figureToSvg({ width, height, paper, ink, pictures, texts }) {
  const hatch =
    `<defs><pattern id="nw-hatch" width="6" height="6" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">` +
    `<path d="M0 0h6v6h-6z" fill="${paper}"/><path d="M0 0h2v6h-2z" fill="${ink}"/></pattern></defs>`;
  const words = texts.map(
    ({ x, y, text, size, anchor }) =>
      `<text x="${short(x)}" y="${short(y)}" font-size="${size}" text-anchor="${anchor}">${escape(text)}</text>`,
  );
  return (
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${short(width)} ${short(height)}" ` +
    `width="${short(width)}" height="${short(height)}" shape-rendering="crispEdges">${hatch}` +
    `<path d="M0 0h${short(width)}v${short(height)}h${short(-width)}z" fill="${paper}"/>` +
    pictures.flatMap(picturePaths).join('') +
    `<g font-family="${FONT}" fill="${ink}">${words.join('')}</g></svg>`
  );
}
