/**
 * Colors between sRGB bytes and OKLab, where equal distances look about equally different.
 *
 * Source   Björn Ottosson, "A perceptual color space for image processing" (2020); the sRGB transfer
 *          function is IEC 61966-2-1.
 * Tests    tests/web/render/oklab.test.js
 */

const toLinear = (byte) => {
  const c = byte / 255;
  return c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4;
};

const toByte = (linear) => {
  const c = linear <= 0.0031308 ? 12.92 * linear : 1.055 * linear ** (1 / 2.4) - 0.055;
  return Math.round(Math.min(1, Math.max(0, c)) * 255);
};

/**
 * @param {string} color  `#rgb`, `#rrggbb` or `rgb(r, g, b)` (what getComputedStyle answers)
 * @returns {[number, number, number]}  sRGB bytes
 */
export function parseColor(color) {
  const text = color.trim();
  const numbers = /^rgba?\(\s*([\d.]+)[\s,]+([\d.]+)[\s,]+([\d.]+)/.exec(text);
  if (numbers) return [Number(numbers[1]), Number(numbers[2]), Number(numbers[3])];
  const short = /^#([\da-f])([\da-f])([\da-f])$/i.exec(text);
  const hex = short
    ? short.slice(1).map((d) => d + d)
    : (/^#([\da-f]{2})([\da-f]{2})([\da-f]{2})$/i.exec(text) ?? []).slice(1);
  if (hex.length !== 3) throw new TypeError(`not a color: ${color}`);
  return [parseInt(hex[0], 16), parseInt(hex[1], 16), parseInt(hex[2], 16)];
}

/** @param {readonly number[]} rgb  bytes → `#rrggbb` */
export const toHex = (rgb) => '#' + rgb.map((byte) => byte.toString(16).padStart(2, '0')).join('');

/** @param {readonly number[]} rgb  three sRGB bytes → OKLab [L, a, b], L in 0..1 */
export function rgbToOklab([red, green, blue]) {
  const r = toLinear(red);
  const g = toLinear(green);
  const b = toLinear(blue);
  const l = Math.cbrt(0.4122214708 * r + 0.5363325363 * g + 0.0514459929 * b);
  const m = Math.cbrt(0.2119034982 * r + 0.6806995451 * g + 0.1073969566 * b);
  const s = Math.cbrt(0.0883024619 * r + 0.2817188376 * g + 0.6299787005 * b);
  return [
    0.2104542553 * l + 0.793617785 * m - 0.0040720468 * s,
    1.9779984951 * l - 2.428592205 * m + 0.4505937099 * s,
    0.0259040371 * l + 0.7827717662 * m - 0.808675766 * s,
  ];
}

/**
 * @param {readonly number[]} lab
 * @returns {[number, number, number]}  sRGB bytes, clipped to the gamut
 */
export function oklabToRgb([L, a, b]) {
  const l = (L + 0.3963377774 * a + 0.2158037573 * b) ** 3;
  const m = (L - 0.1055613458 * a - 0.0638541728 * b) ** 3;
  const s = (L - 0.0894841775 * a - 1.291485548 * b) ** 3;
  return [
    toByte(4.0767416621 * l - 3.3077115913 * m + 0.2309699292 * s),
    toByte(-1.2684380046 * l + 2.6097574011 * m - 0.3413193965 * s),
    toByte(-0.0041960863 * l - 0.7034186147 * m + 1.707614701 * s),
  ];
}

/**
 * Mixes two sRGB colors in OKLab; t = 0 is exactly `from`, t = 1 exactly `to`.
 *
 * @param {readonly number[]} from @param {readonly number[]} to @param {number} t
 * @returns {[number, number, number]}
 */
export function mixOklab(from, to, t) {
  if (t <= 0) return /** @type {[number, number, number]} */ ([...from]);
  if (t >= 1) return /** @type {[number, number, number]} */ ([...to]);
  const a = rgbToOklab(from);
  const b = rgbToOklab(to);
  return oklabToRgb([a[0] + (b[0] - a[0]) * t, a[1] + (b[1] - a[1]) * t, a[2] + (b[2] - a[2]) * t]);
}

/** Relative luminance of three sRGB bytes, 0..1 (WCAG 2.2). @param {readonly number[]} rgb */
export const luminance = ([r, g, b]) => 0.2126 * toLinear(r) + 0.7152 * toLinear(g) + 0.0722 * toLinear(b);

/**
 * Contrast ratio of two sRGB colors, 1..21 (WCAG 2.2).
 *
 * @param {readonly number[]} one @param {readonly number[]} other
 */
export function contrast(one, other) {
  const a = luminance(one);
  const b = luminance(other);
  return (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
}
