/** Round numbers for an axis. */

const LADDER = [1, 2, 5, 10];

/**
 * Multiples of 1, 2 or 5 times a power of ten within a range: about `count` of them.
 *
 * @param {number} low @param {number} high  low < high
 * @param {number} count
 * @returns {number[]}
 */
export function ticks(low, high, count) {
  const rough = (high - low) / count;
  const exponent = Number(rough.toExponential().split('e')[1]);
  const step = LADDER.map((factor) => Number(`${factor}e${exponent}`)).find((s) => s >= rough) ?? rough;
  const first = Math.ceil(low / step - 1e-9);
  const last = Math.floor(high / step + 1e-9);
  // Rounded, so that 3 · 0.1 is 0.3.
  return Array.from({ length: last - first + 1 }, (_, i) => Number(((first + i) * step).toPrecision(12)));
}

/**
 * Powers of ten within a range, and 2 and 5 times them where there are few.
 *
 * @param {number} low @param {number} high  0 < low < high
 * @returns {number[]}
 */
export function logTicks(low, high) {
  const exponent = (/** @type {number} */ v) => Number(v.toExponential().split('e')[1]);
  const [first, last] = [exponent(low), exponent(high)];
  const factors = last - first >= 3 ? [1] : [1, 2, 5];
  const all = [];
  for (let e = first; e <= last; e++) for (const factor of factors) all.push(Number(`${factor}e${e}`));
  return all.filter((v) => v >= low && v <= high);
}
