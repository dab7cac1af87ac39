/**
 * The colors a heatmap must have, worked out here from what is documented and from nothing of `web/render`:
 * t = w / limit, clipped to -1 … 1, rounded to 1/256; from the neutral middle to the end color by a straight line
 * in OKLab; sRGB bytes by rounding.
 *
 * Source   OKLab: B. Ottosson, "A perceptual color space for image processing" (2020), its two matrices.
 */

const LMS = [
  [0.4122214708, 0.5363325363, 0.0514459929],
  [0.2119034982, 0.6806995451, 0.1073969566],
  [0.0883024619, 0.2817188376, 0.6299787005],
];
const LAB = [
  [0.2104542553, 0.793617785, -0.0040720468],
  [1.9779984951, -2.428592205, 0.4505937099],
  [0.0259040371, 0.7827717662, -0.808675766],
];

const times = (matrix, vector) => matrix.map((row) => row.reduce((sum, m, i) => sum + m * vector[i], 0));

/**
 * Inverse of a 3 x 3 matrix by cofactors, so that no rounded table of the way back is needed.
 *
 * @param {number[][]} matrix
 */
function inverse(matrix) {
  const [[a, b, c], [d, e, f], [g, h, i]] = matrix;
  const det = a * (e * i - f * h) - b * (d * i - f * g) + c * (d * h - e * g);
  return [
    [e * i - f * h, c * h - b * i, b * f - c * e],
    [f * g - d * i, a * i - c * g, c * d - a * f],
    [d * h - e * g, b * g - a * h, a * e - b * d],
  ].map((row) => row.map((value) => value / det));
}

const fromHex = (hex) => [1, 3, 5].map((at) => Number.parseInt(hex.slice(at, at + 2), 16) / 255);
const toLinear = (c) => (c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4);
const toGamma = (c) => (c <= 0.0031308 ? 12.92 * c : 1.055 * c ** (1 / 2.4) - 0.055);

const toLab = (hex) => times(LAB, times(LMS, fromHex(hex).map(toLinear)).map(Math.cbrt));
const toBytes = (lab) =>
  times(
    inverse(LMS),
    times(inverse(LAB), lab).map((v) => v ** 3),
  ).map((c) => Math.round(255 * toGamma(Math.min(1, Math.max(0, c)))));

/** The documented ends of the scale. */
export const THEME = {
  light: { positive: '#1170aa', zero: '#f2f0ec', negative: '#c85200' },
  dark: { positive: '#5ab0e8', zero: '#2a2e36', negative: '#f2924a' },
};

/**
 * The sRGB bytes that a weight may have: one color, or two where the weight lies so exactly between two entries of
 * the table that a rounding of the last bit decides.
 *
 * @param {number} weight  finite
 * @param {number} limit   > 0
 * @param {{ positive: string, zero: string, negative: string }} theme
 * @returns {number[][]}
 */
export function expectedColors(weight, limit, theme) {
  const place = Math.max(-1, Math.min(1, weight / limit)) * 256;
  const entries = new Set([Math.floor(place + 0.5 - 1e-7), Math.floor(place + 0.5 + 1e-7)]);
  const middle = toLab(theme.zero);
  return [...entries].map((entry) => {
    const end = toLab(entry < 0 ? theme.negative : theme.positive);
    const share = Math.abs(entry) / 256;
    return toBytes(middle.map((m, i) => m + share * (end[i] - m)));
  });
}
