/** Boundary, points and cross-hair of a decision map, on a canvas as fine as the screen. */
import { svg, html } from 'lit';
import { classMark, traceMark } from '../render/classes.js';
import { colorIndex } from '../render/colormap.js';
import { toUnitSquare } from '../render/decision-map.js';
import { SvgPath } from '../render/svg-path.js';

const MARK_PX = 3.2;
const CROWD = 1600; // coordinates; from here on marks are smaller
const MOST_POINTS = 1500; // more would hide the map: then evenly chosen ones are drawn

/**
 * @typedef {object} Points    what does not change from frame to frame
 * @property {import('./decision-map.js').MapData} data
 * @property {{ xMin: number, xMax: number, yMin: number, yMax: number }} extent
 * @property {boolean} showTest
 * @property {readonly string[]} colors     one a class
 * @property {import('../render/colormap.js').Colormap} colormap  for regression targets
 * @property {import('./theme.js').Theme} theme
 *
 * @typedef {object} Lines     what does
 * @property {readonly number[]} lines      of decisionLines
 * @property {{ rows: number, cols: number }} cells
 * @property {{ x: number, y: number } | null} at
 */

/** Points are drawn once and then copied: hundreds of marks a frame would take the time the weights need. */
export class DecisionOverlay {
  #points = document.createElement('canvas');
  /** @type {readonly unknown[]} */
  #drawn = [];

  /** @param {HTMLCanvasElement} canvas @param {Points & Lines} picture */
  draw(canvas, { lines, cells, at, ...points }) {
    const side = canvas.clientWidth;
    if (!side) return;
    const ratio = Math.min(2, devicePixelRatio);
    const pixels = Math.round(side * ratio);
    this.#drawPoints(points, side, pixels, ratio);
    if (canvas.width !== pixels) Object.assign(canvas, { width: pixels, height: pixels });
    const context = /** @type {CanvasRenderingContext2D} */ (canvas.getContext('2d'));
    context.setTransform(1, 0, 0, 1, 0, 0);
    context.clearRect(0, 0, pixels, pixels);
    context.setTransform(pixels, 0, 0, pixels, 0, 0); // the picture is the unit square from here on
    context.drawImage(this.#points, 0, 0, 1, 1);
    context.beginPath();
    for (let i = 0; i < lines.length; i += 4) {
      context.moveTo(lines[i] / cells.cols, lines[i + 1] / cells.rows);
      context.lineTo(lines[i + 2] / cells.cols, lines[i + 3] / cells.rows);
    }
    context.strokeStyle = points.theme.ink;
    context.lineWidth = 1.25 / side;
    context.stroke();
    if (at) crossHair(context, at, points.theme.focus, 1 / side);
  }

  /** @param {Points} points @param {number} side @param {number} pixels @param {number} ratio */
  #drawPoints({ data, extent, showTest, colors, colormap, theme }, side, pixels, ratio) {
    const key = [data, showTest, colormap, pixels];
    if (key.every((value, i) => value === this.#drawn[i])) return;
    this.#drawn = key;
    Object.assign(this.#points, { width: pixels, height: pixels });
    const context = /** @type {CanvasRenderingContext2D} */ (this.#points.getContext('2d'));
    context.setTransform(ratio, 0, 0, ratio, 0, 0);
    const unit = toUnitSquare(data.inputs, extent);
    const crowd = data.inputs.length > CROWD;
    const radius = crowd ? MARK_PX * 0.7 : MARK_PX;
    const ring = crowd ? 0.5 : 1;
    const drawRows = (/** @type {ArrayLike<number>} */ rows, /** @type {boolean} */ filled) => {
      const stride = Math.max(1, Math.ceil(rows.length / MOST_POINTS));
      for (const [look, path] of pathsByLook(rows, stride, unit, data, side, radius)) {
        const color = data.classes ? colors[look] : shade(colormap, look);
        context.fillStyle = filled ? color : theme.raised;
        context.strokeStyle = !filled ? color : data.classes ? theme.raised : theme.faint; // a target of 0 is as pale as the map
        context.lineWidth = filled ? ring : 1.5 * ring;
        context.fill(path);
        context.stroke(path);
      }
    };
    if (showTest) drawRows(data.testRows, false);
    drawRows(data.trainRows, true);
  }
}

/** @param {CanvasRenderingContext2D} context @param {{ x: number, y: number }} at @param {string} color @param {number} width */
function crossHair(context, { x, y }, color, width) {
  context.strokeStyle = color;
  context.lineWidth = width;
  context.beginPath();
  context.moveTo(x, 0);
  context.lineTo(x, 1);
  context.moveTo(0, y);
  context.lineTo(1, y);
  context.stroke();
}

const REGRESSION_SHADES = 16;

/** One path for each look (class, or shade of a target): a few strokes instead of one a point. */
function pathsByLook(rows, stride, unit, data, side, radius) {
  /** @type {Map<number, Path2D>} */
  const paths = new Map();
  const largest = data.classes ? 1 : largestOf(data.targets);
  for (let i = 0; i < rows.length; i += stride) {
    const row = rows[i];
    const target = data.targets[row];
    const key = data.classes ? target : Math.round((target / largest) * REGRESSION_SHADES);
    const mark = data.classes ? classMark(key) : classMark(target < 0 ? 0 : 1);
    const path = paths.get(key) ?? paths.set(key, new Path2D()).get(key);
    traceMark(/** @type {Path2D} */ (path), mark, unit[2 * row] * side, unit[2 * row + 1] * side, radius);
  }
  return paths;
}

const largestOf = (/** @type {ArrayLike<number>} */ values) => {
  let largest = 0;
  for (let i = 0; i < values.length; i++) largest = Math.max(largest, Math.abs(values[i]));
  return largest || 1;
};

/** @param {import('../render/colormap.js').Colormap} colormap @param {number} key */
function shade(colormap, key) {
  const [r, g, b] = colormap.lut.subarray(3 * colorIndex(key / REGRESSION_SHADES));
  return `rgb(${r}, ${g}, ${b})`;
}

/**
 * A mark for a key.
 *
 * @param {string} mark @param {string} color
 */
export function markPicture(mark, color) {
  const path = new SvgPath();
  traceMark(path, mark, 7, 7, 4.5);
  return html`<svg viewBox="0 0 14 14" width="14" height="14" aria-hidden="true">
    ${svg`<path d=${String(path)} fill=${color}></path>`}
  </svg>`;
}
