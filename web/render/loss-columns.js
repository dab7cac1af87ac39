/**
 * Points of a run's history as the columns that a chart wants.
 *
 * Tests    tests/web/render/loss-columns.test.js
 */

// A loss beyond this is off every chart; drawing it would flatten all that came before.
const OFF_THE_CHART = 1e12;

/**
 * @typedef {{ loss: number, dataLoss?: number, accuracy?: number | null }} SplitMetrics
 * @typedef {{ step: number, epoch?: number, train?: SplitMetrics | null, test?: SplitMetrics | null }} HistoryPoint
 */

/**
 * @param {readonly HistoryPoint[]} points  ascending by step
 * @param {'loss' | 'dataLoss' | 'accuracy'} [measure]
 * @param {{ log?: boolean }} [options]     on a logarithmic axis what is not above zero has no place
 * @returns {[number[], (number | null)[], (number | null)[]]}  steps, train, test; null where nothing can be drawn
 */
export function lossColumns(points, measure = 'loss', { log = false } = {}) {
  const value = (/** @type {SplitMetrics | null | undefined} */ split) => {
    const number = split?.[measure];
    if (typeof number !== 'number' || !(Math.abs(number) < OFF_THE_CHART)) return null;
    return log && number <= 0 ? null : number;
  };
  return [points.map((p) => p.step), points.map((p) => value(p.train)), points.map((p) => value(p.test))];
}

/**
 * At most `count` of the points, evenly spread, the first and the last among them: for a table that can be read.
 *
 * @template T
 * @param {readonly T[]} points
 * @param {number} count  at least 2
 * @returns {T[]}
 */
export function spread(points, count) {
  if (points.length <= count) return [...points];
  return Array.from({ length: count }, (_, i) => points[Math.round((i * (points.length - 1)) / (count - 1))]);
}
