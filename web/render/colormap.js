/**
 * The diverging color map of every picture of weights: zero is always the neutral middle.
 *
 * A map is a table of 513 colors for t = -1 … 1 in steps of 1/256, so that zero has an entry of its own
 * and painting a cell is one look-up. What is not finite has no color: it is painted transparent, and the
 * hatching that lies behind the canvas shows through. A broken run must look broken.
 *
 * Tests    tests/web/render/colormap.test.js
 */
import { mixOklab, parseColor } from './oklab.js';

const HALF = 256;
const ENTRIES = 2 * HALF + 1;

/** RGBA of a cell that is NaN or infinite: nothing, so that the hatching behind the picture is seen. */
export const NAN_PIXEL = Object.freeze([0, 0, 0, 0]);

/** The colors of LOOK: positive blue, negative orange, as data in a picture (never as text). */
export const THEMES = Object.freeze({
  light: Object.freeze({ positive: '#1170aa', zero: '#f2f0ec', negative: '#c85200' }),
  dark: Object.freeze({ positive: '#5ab0e8', zero: '#2a2e36', negative: '#f2924a' }),
});

/**
 * @typedef {object} Colormap
 * @property {Uint8Array} lut       [513, 3] sRGB bytes
 * @property {Uint32Array} packed   [513] the same as little-endian RGBA words, alpha 255
 * @property {(t: number) => [number, number, number]} color   t in [-1, 1], clipped
 */

/** Index of t in a map's table; t is clipped to [-1, 1] and must not be NaN. */
export const colorIndex = (t) => Math.round((t < -1 ? -1 : t > 1 ? 1 : t) * HALF) + HALF;

/** @returns {Colormap} */
function fromTable(lut) {
  const packed = new Uint32Array(ENTRIES);
  for (let i = 0; i < ENTRIES; i++) {
    packed[i] = (255 << 24) | (lut[3 * i + 2] << 16) | (lut[3 * i + 1] << 8) | lut[3 * i];
  }
  const color = (t) => {
    const i = 3 * colorIndex(t);
    return /** @type {[number, number, number]} */ ([lut[i], lut[i + 1], lut[i + 2]]);
  };
  return { lut, packed, color };
}

/**
 * @param {{ positive: string, zero: string, negative: string }} colors  CSS hex or rgb() colors
 * @returns {Colormap}
 */
export function divergingColormap({ positive, zero, negative }) {
  const middle = parseColor(zero);
  const ends = [parseColor(negative), parseColor(positive)];
  const lut = new Uint8Array(ENTRIES * 3);
  for (let i = 0; i < ENTRIES; i++) {
    const t = (i - HALF) / HALF;
    lut.set(mixOklab(middle, ends[t < 0 ? 0 : 1], Math.abs(t)), 3 * i);
  }
  return fromTable(lut);
}
