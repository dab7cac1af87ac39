/**
 * What a network answers over the plane, as pixels and as boundary lines.
 *
 * Values come as the engine sends them: [planes, rows, cols], one plane an output unit, top row = yMax.
 * A *signed* map has one plane and a color by sign; a *class* map has a plane a class and the color of the
 * class that wins, paler the closer the race.
 *
 * Tests    tests/web/render/decision-map.test.js
 */
import { colorIndex } from './colormap.js';
import { mixOklab, parseColor } from './oklab.js';
import { badShape } from './shapes.js';

const SHADES = 64; // steps between "undecided" and "certain" in a class map; finer cannot be seen

/**
 * @param {ArrayLike<number>} values  [rows, cols]
 * @param {{ rows: number, cols: number, low: number, high: number, discrete?: boolean, strength?: number }} shape
 *   `low` is drawn as fully negative, `high` as fully positive, their middle as zero; `discrete` shows the sign alone;
 *   `strength` in 0..1 is the share of the map's colors that is used
 * @param {import("./colormap.js").Colormap} colormap
 * @returns {{ pixels: Uint8ClampedArray<ArrayBuffer>, width: number, height: number }}
 */
export function paintSignedMap(values, { rows, cols, low, high, discrete = false, strength = 1 }, colormap) {
  if (values.length !== rows * cols) throw badShape(rows * cols, values.length);
  const pixels = new Uint8ClampedArray(values.length * 4);
  const words = new Uint32Array(pixels.buffer);
  const middle = (low + high) / 2;
  const scale = 2 / (high - low);
  for (let i = 0; i < values.length; i++) {
    const t = (values[i] - middle) * scale;
    if (!Number.isFinite(t)) continue; // stays transparent: the hatching shows
    const shown = discrete ? Math.sign(t) : Math.max(-1, Math.min(1, t));
    words[i] = colormap.packed[colorIndex(shown * strength)];
  }
  return { pixels, width: cols, height: rows };
}

/**
 * The colors of a class map, made once for a theme.
 *
 * @param {string[]} colors  one a class
 * @param {string} zero      the color of "undecided"
 * @param {number} [strength] share of a class's color that "certain" gets, 0..1
 * @returns {Uint32Array}    [classes, 65] little-endian RGBA words
 */
export function classShades(colors, zero, strength = 1) {
  const from = parseColor(zero);
  const words = new Uint32Array(colors.length * (SHADES + 1));
  colors.forEach((color, index) => {
    const to = parseColor(color);
    for (let s = 0; s <= SHADES; s++) {
      const [r, g, b] = mixOklab(from, to, (strength * s) / SHADES);
      words[index * (SHADES + 1) + s] = (255 << 24) | (b << 16) | (g << 8) | r;
    }
  });
  return words;
}

/**
 * @param {ArrayLike<number>} values  [planes, rows, cols]; probabilities or scores in 0..1
 * @param {{ rows: number, cols: number, planes: number, discrete?: boolean }} shape
 * @param {Uint32Array} shades        of classShades, for at least `planes` classes
 * @returns {{ pixels: Uint8ClampedArray<ArrayBuffer>, width: number, height: number }}
 */
export function paintClassMap(values, { rows, cols, planes, discrete = false }, shades) {
  const cells = rows * cols;
  if (values.length !== cells * planes) throw badShape(cells * planes, values.length);
  const pixels = new Uint8ClampedArray(cells * 4);
  const words = new Uint32Array(pixels.buffer);
  const even = 1 / planes;
  for (let i = 0; i < cells; i++) {
    const best = winner(values, i, cells, planes);
    if (best < 0) continue;
    const sure = (values[best * cells + i] - even) / (1 - even);
    const shade = discrete ? SHADES : Math.round(Math.min(1, Math.max(0, sure)) * SHADES);
    words[i] = shades[best * (SHADES + 1) + shade];
  }
  return { pixels, width: cols, height: rows };
}

/** The plane with the largest value at cell i, -1 when one of them is not finite. */
function winner(values, i, cells, planes) {
  let best = 0;
  for (let p = 0; p < planes; p++) {
    const value = values[p * cells + i];
    if (!Number.isFinite(value)) return -1;
    if (value > values[best * cells + i]) best = p;
  }
  return best;
}

/**
 * Where a field is zero: marching squares over the centers of the cells, lines straight within a square.
 * The saddle (opposite corners of one sign) is cut by its mean, as in Lorensen and Cline's 2-D case.
 *
 * @param {(row: number, col: number) => number} field
 * @param {number} rows @param {number} cols
 * @returns {number[]}  x0, y0, x1, y1, … in cells from the top left corner of the picture
 */
export function zeroLines(field, rows, cols) {
  const lines = [];
  const cut = (a, b) => a / (a - b); // share of the way from a to b at which zero lies
  for (let r = 0; r + 1 < rows; r++) {
    for (let c = 0; c + 1 < cols; c++) {
      const [a, b, d, e] = [field(r, c), field(r, c + 1), field(r + 1, c + 1), field(r + 1, c)];
      const kind = (a > 0 ? 1 : 0) | (b > 0 ? 2 : 0) | (d > 0 ? 4 : 0) | (e > 0 ? 8 : 0);
      if (kind === 0 || kind === 15 || !Number.isFinite(a + b + d + e)) continue;
      const [x, y] = [c + 0.5, r + 0.5];
      const top = () => lines.push(x + cut(a, b), y);
      const right = () => lines.push(x + 1, y + cut(b, d));
      const bottom = () => lines.push(x + cut(e, d), y + 1);
      const left = () => lines.push(x, y + cut(a, e));
      const join = (...sides) => sides.forEach((side) => side());
      const centerPositive = a + b + d + e > 0;
      if (kind === 5 || kind === 10) {
        const cornersBelow = (kind === 5) === centerPositive;
        if (cornersBelow) join(top, right, left, bottom);
        else join(top, left, right, bottom);
      } else if (kind === 1 || kind === 14) join(left, top);
      else if (kind === 2 || kind === 13) join(top, right);
      else if (kind === 4 || kind === 11) join(right, bottom);
      else if (kind === 8 || kind === 7) join(bottom, left);
      else if (kind === 3 || kind === 12) join(left, right);
      else join(top, bottom);
    }
  }
  return lines;
}

/**
 * The lines at which a decision map changes its mind.
 *
 * @param {ArrayLike<number>} values  [planes, rows, cols]
 * @param {{ rows: number, cols: number, planes: number, low?: number, high?: number }} shape  with one plane
 *   the line lies at the middle of low and high
 * @returns {number[]}  as zeroLines
 */
export function decisionLines(values, { rows, cols, planes, low = 0, high = 1 }) {
  const cells = rows * cols;
  if (planes === 1) return zeroLines((r, c) => values[r * cols + c] - (low + high) / 2, rows, cols);
  const lines = [];
  for (let p = 0; p < planes; p++) {
    const margin = (r, c) => {
      let rival = -Infinity;
      const at = r * cols + c;
      for (let q = 0; q < planes; q++) if (q !== p) rival = Math.max(rival, values[q * cells + at]);
      return values[p * cells + at] - rival;
    };
    for (const end of zeroLines(margin, rows, cols)) lines.push(end);
  }
  return lines;
}

/** Plane positions of points, for drawing them on a map: [n, 2] in data units → [n, 2] in 0..1, y downward. */
export function toUnitSquare(points, { xMin, xMax, yMin, yMax }) {
  const unit = new Float32Array(points.length);
  for (let i = 0; i + 1 < points.length; i += 2) {
    unit[i] = (points[i] - xMin) / (xMax - xMin);
    unit[i + 1] = (yMax - points[i + 1]) / (yMax - yMin);
  }
  return unit;
}

/**
 * The outputs that are drawn as fully negative and fully positive.
 *
 * A class answered with one unit lies between the two numbers that stand for its classes (engine/model/losses: 0 and 1, or
 * −1 and 1 with squared error on a tanh or linear unit); a regression spans its largest target, the same to both sides of 0.
 *
 * @param {{ loss: string, layers: readonly { activation: string }[] } | null} spec
 * @param {{ classes: number, targets: ArrayLike<number> }} data
 * @returns {{ low: number, high: number }}
 */
export function outputRange(spec, { classes, targets }) {
  if (classes === 0) {
    let largest = 0;
    for (let i = 0; i < targets.length; i++) largest = Math.max(largest, Math.abs(targets[i]));
    return { low: -(largest || 1), high: largest || 1 };
  }
  const last = spec?.layers[spec.layers.length - 1]?.activation;
  const signed = spec?.loss === 'meanSquaredError' && (last === 'tanh' || last === 'linear');
  return { low: signed ? -1 : 0, high: 1 };
}
