/** Boundary, points and cross-hair of a decision map, on a canvas as fine as the screen. */
import { svg, html } from 'lit';
import { traceMark } from '../render/classes.js';
import { mapMarks } from '../render/map-marks.js';
import { SvgPath } from '../render/svg-path.js';

/**
 * What does not change from frame to frame.
 *
 * @typedef {import('../render/map-marks.js').MapPoints & { theme: import('./theme.js').Theme }} Points
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
  #drawPoints(points, side, pixels, ratio) {
    const { data, showTest, colormap } = points;
    const key = [data, showTest, colormap, pixels];
    if (key.every((value, i) => value === this.#drawn[i])) return;
    this.#drawn = key;
    Object.assign(this.#points, { width: pixels, height: pixels });
    const context = /** @type {CanvasRenderingContext2D} */ (this.#points.getContext('2d'));
    context.setTransform(ratio, 0, 0, ratio, 0, 0);
    for (const { path, fill, stroke, strokeWidth } of mapMarks(points, side, () => new Path2D())) {
      context.fillStyle = fill;
      context.strokeStyle = stroke;
      context.lineWidth = strokeWidth;
      context.fill(path);
      context.stroke(path);
    }
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
