/**
 * The loss curve as a figure to keep: both lines, axes with numbers, a key.
 *
 * Tests    tests/web/render/figures.test.js
 */
import { short } from './svg-path.js';
import { logTicks, ticks } from './ticks.js';

const WIDTH = 640;
const HEIGHT = 360;
const PLOT = { left: 64, top: 44, right: WIDTH - 20, bottom: HEIGHT - 64 };
const DASH = [5, 4];

/**
 * @param {ReturnType<typeof import('./loss-columns.js').lossColumns>} columns
 * @param {object} words
 * @param {string} words.title @param {string} words.step @param {string} words.train @param {string} words.test
 * @param {boolean} words.log
 * @param {(value: number) => string} words.format       of a loss
 * @param {(value: number) => string} words.formatStep
 * @param {{ paper: string, ink: string, second: string, line: string }} colors
 * @returns {import('./figure.js').Figure}
 */
export function lossFigure(columns, { title, step, train, test, log, format, formatStep }, colors) {
  const [steps, ...curves] = columns;
  const values = curves.flat().filter((value) => value !== null);
  const xs = { low: steps[0] ?? 0, high: Math.max(steps[steps.length - 1] ?? 1, (steps[0] ?? 0) + 1) };
  const ys = log ? logRange(values) : { low: Math.min(0, ...values), high: Math.max(...values, 1e-30) };
  const place = log ? Math.log : (/** @type {number} */ v) => v;
  const x = (/** @type {number} */ v) =>
    PLOT.left + ((v - xs.low) / (xs.high - xs.low)) * (PLOT.right - PLOT.left);
  const y = (/** @type {number} */ v) =>
    PLOT.bottom - ((place(v) - place(ys.low)) / (place(ys.high) - place(ys.low))) * (PLOT.bottom - PLOT.top);

  /** @type {import('./figure.js').Line[]} */
  const paths = [];
  /** @type {import('./figure.js').Figure['texts']} */
  const texts = [{ x: 16, y: 26, text: title, size: 15, anchor: 'start' }];
  for (const value of log ? logTicks(ys.low, ys.high) : ticks(ys.low, ys.high, 5)) {
    paths.push({ d: `M${PLOT.left} ${short(y(value))}H${PLOT.right}`, stroke: colors.line });
    texts.push({ x: PLOT.left - 8, y: y(value) + 4, text: format(value), size: 11, anchor: 'end' });
  }
  for (const value of ticks(xs.low, xs.high, 6)) {
    paths.push({ d: `M${short(x(value))} ${PLOT.top}V${PLOT.bottom}`, stroke: colors.line });
    texts.push({ x: x(value), y: PLOT.bottom + 16, text: formatStep(value), size: 11, anchor: 'middle' });
  }
  texts.push({ x: PLOT.right, y: PLOT.bottom + 32, text: step, size: 11, anchor: 'end' });
  const looks = [{ stroke: colors.ink }, { stroke: colors.second, dash: DASH }];
  curves.forEach((curve, index) => {
    const d = outline(steps, curve, x, y);
    if (d) paths.push({ d, strokeWidth: 1.5, ...looks[index] });
    const left = PLOT.left + 120 * index;
    const top = HEIGHT - 20;
    paths.push({ d: `M${left} ${top}h24`, strokeWidth: 2, ...looks[index] });
    texts.push({ x: left + 32, y: top + 4, text: [train, test][index], size: 13, anchor: 'start' });
  });
  const { paper, ink } = colors;
  return { width: WIDTH, height: HEIGHT, paper, ink, pictures: [], paths, texts };
}

/** @param {readonly number[]} values  above 0 */
function logRange(values) {
  const low = Math.min(...values, 1);
  return { low, high: Math.max(...values, low * 10) };
}

/** Straight lines between points; a gap where there is no number. */
function outline(steps, curve, x, y) {
  let d = '';
  let pen = 'M';
  curve.forEach((value, index) => {
    if (value !== null) d += `${pen}${short(x(steps[index]))} ${short(y(value))}`;
    pen = value === null ? 'M' : 'L';
  });
  return d;
}
