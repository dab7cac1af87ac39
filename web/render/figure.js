/**
 * A figure to keep, as plain data: one description becomes SVG here and PNG on a canvas elsewhere (elements/download.js).
 * Pictures are drawn first, then paths, then texts.
 *
 * Tests    tests/web/render/pictures.test.js
 */
import { short } from './svg-path.js';

export const FONT = 'system-ui, sans-serif';

/**
 * @typedef {object} Picture   cells of one color each
 * @property {number} x @property {number} y @property {number} cell  px
 * @property {number} width @property {number} height  cells
 * @property {Uint8ClampedArray} pixels  RGBA, transparent = not a number
 *
 * @typedef {object} Line      an outline, filled or not
 * @property {string} d        as in SVG
 * @property {string} [fill] @property {string} [stroke]   none unless told
 * @property {number} [strokeWidth]  px, 1 unless told
 * @property {number[]} [dash]       px
 *
 * @typedef {object} Figure
 * @property {number} width @property {number} height
 * @property {string} paper @property {string} ink
 * @property {Picture[]} pictures
 * @property {Line[]} paths
 * @property {{ x: number, y: number, text: string, size: number, anchor: "start"|"middle"|"end" }[]} texts
 */

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

/** @param {Line} line */
function line({ d, fill = 'none', stroke = 'none', strokeWidth = 1, dash }) {
  const dashes = dash ? ` stroke-dasharray="${dash.join(' ')}"` : '';
  return `<path d="${d}" fill="${fill}" stroke="${stroke}" stroke-width="${strokeWidth}"${dashes}/>`;
}

/** @param {Figure} figure @returns {string}  a whole SVG document */
export function figureToSvg({ width, height, paper, ink, pictures, paths, texts }) {
  const hatch =
    `<defs><pattern id="nw-hatch" width="6" height="6" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">` +
    `<path d="M0 0h6v6h-6z" fill="${paper}"/><path d="M0 0h2v6h-2z" fill="${ink}"/></pattern></defs>`;
  const words = texts.map(
    ({ x, y, text, size, anchor }) =>
      `<text x="${short(x)}" y="${short(y)}" font-size="${size}" text-anchor="${anchor}">${escape(text)}</text>`,
  );
  return (
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${short(width)} ${short(height)}" ` +
    `width="${short(width)}" height="${short(height)}">${hatch}` +
    `<path d="M0 0h${short(width)}v${short(height)}h${short(-width)}z" fill="${paper}"/>` +
    `<g shape-rendering="crispEdges">${pictures.flatMap(picturePaths).join('')}</g>` +
    paths.map(line).join('') +
    `<g font-family="${FONT}" fill="${ink}">${words.join('')}</g></svg>`
  );
}
