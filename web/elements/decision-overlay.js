/** Boundary, points and cross-hair of a decision map, on a canvas as fine as the screen. */
import { svg, html } from 'lit';
import { classMark, traceMark } from '../render/classes.js';
import { colorIndex } from '../render/colormap.js';
import { toUnitSquare } from '../render/decision-map.js';
import { SvgPath } from '../render/svg-path.js';

const MARK_PX = 3.2;

/**
 * @param {HTMLCanvasElement} canvas
 * @param {object} picture
 * @param {import('./decision-map.js').MapData} picture.data
 * @param {{ xMin: number, xMax: number, yMin: number, yMax: number }} picture.extent
 * @param {readonly number[]} picture.lines      of decisionLines
 * @param {{ rows: number, cols: number }} picture.cells
 * @param {boolean} picture.showTest
 * @param {readonly string[]} picture.colors     one a class
 * @param {import('../render/colormap.js').Colormap} picture.colormap  for regression targets
 * @param {import('./theme.js').Theme} picture.theme
 * @param {{ x: number, y: number } | null} picture.at
 */
export function drawOverlay(canvas, { data, extent, lines, cells, showTest, colors, colormap, theme, at }) {
  const side = canvas.clientWidth;
  if (!side) return;
  const ratio = Math.min(2, devicePixelRatio);
  const pixels = Math.round(side * ratio);
  if (canvas.width !== pixels) Object.assign(canvas, { width: pixels, height: pixels });
  const context = /** @type {CanvasRenderingContext2D} */ (canvas.getContext('2d'));
  context.setTransform(ratio, 0, 0, ratio, 0, 0);
  context.clearRect(0, 0, side, side);

  context.beginPath();
  for (let i = 0; i < lines.length; i += 4) {
    context.moveTo((lines[i] / cells.cols) * side, (lines[i + 1] / cells.rows) * side);
    context.lineTo((lines[i + 2] / cells.cols) * side, (lines[i + 3] / cells.rows) * side);
  }
  context.strokeStyle = theme.ink;
  context.lineWidth = 1.25;
  context.stroke();

  const unit = toUnitSquare(data.inputs, extent);
  // More points than the picture can hold would hide the map: then evenly chosen ones are drawn.
  const radius = data.inputs.length > 1600 ? MARK_PX * 0.75 : MARK_PX;
  const drawRows = (/** @type {ArrayLike<number>} */ rows, /** @type {boolean} */ filled) => {
    const stride = Math.max(1, Math.ceil(rows.length / 1500));
    for (const [key, path] of pathsByLook(rows, stride, unit, data, side, radius)) {
      const color = data.classes ? colors[key] : shade(colormap, key);
      context.fillStyle = filled ? color : theme.raised;
      context.strokeStyle = filled ? theme.raised : color;
      context.lineWidth = filled ? 1 : 1.5;
      context.fill(path);
      context.stroke(path);
    }
  };
  if (showTest) drawRows(data.testRows, false);
  drawRows(data.trainRows, true);

  if (!at) return;
  context.strokeStyle = theme.focus;
  context.lineWidth = 1;
  context.beginPath();
  context.moveTo(at.x * side, 0);
  context.lineTo(at.x * side, side);
  context.moveTo(0, at.y * side);
  context.lineTo(side, at.y * side);
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
