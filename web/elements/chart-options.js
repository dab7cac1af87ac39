/** How a loss curve looks, in the terms of uPlot. */
import { formatCount, formatPercent, formatShort, t } from '../messages/index.js';

const FONT = '13px system-ui, sans-serif';
const MIN_LOG_TICKS = 3;

/** @param {number} value */
const stepTick = (value) => (value >= 10000 ? `${formatShort(value / 1000)}k` : formatCount(value));

/**
 * A logarithmic axis over less than a few powers of ten shows too few numbers with uPlot's own rule (powers only):
 * then 1, 2 and 5 of each are named.
 *
 * @param {readonly number[]} splits
 */
function logTicks(splits) {
  const lead = (/** @type {number} */ v) => Number(v.toExponential().split('e')[0]);
  const powers = splits.filter((v) => Math.abs(lead(v) - 1) < 1e-9).length;
  const named = powers >= MIN_LOG_TICKS ? [1] : [1, 2, 5];
  return splits.map((v) => (named.some((n) => Math.abs(lead(v) - n) < 1e-9) ? formatShort(v) : ''));
}

/**
 * @param {object} chart
 * @param {number} chart.width @param {number} chart.height  px
 * @param {boolean} chart.log
 * @param {'loss' | 'accuracy'} chart.measure
 * @param {import('./theme.js').Theme} chart.theme
 * @param {(index: number | null) => void} chart.onCursor
 * @returns {import('uplot').Options}
 */
export function chartOptions({ width, height, log, measure, theme, onCursor }) {
  const accuracy = measure === 'accuracy';
  const axis = {
    stroke: theme.second,
    font: FONT,
    grid: { stroke: theme.line, width: 1 },
    ticks: { show: false },
  };
  const line = { width: 1.5, points: { show: false }, spanGaps: false };
  return {
    width,
    height,
    padding: [8, 20, 0, 0],
    legend: { show: false },
    cursor: {
      y: false,
      drag: { setScale: false },
      points: { size: 7, fill: theme.raised, stroke: theme.ink, width: 1.5 },
    },
    scales: {
      x: { time: false },
      y: log
        ? { distr: 3 }
        : { range: (_, min, max) => (accuracy ? [Math.min(min, 0.5), 1] : [0, max > 0 ? max * 1.05 : 1]) },
    },
    axes: [
      {
        ...axis,
        size: 28,
        space: 60,
        values: (_, splits) => splits.map((v) => (Number.isInteger(v) ? stepTick(v) : '')),
      },
      {
        ...axis,
        size: 48,
        space: 32,
        values: (_, splits) =>
          log ? logTicks(splits) : splits.map((v) => (accuracy ? formatPercent(v, 0) : formatShort(v))),
      },
    ],
    series: [
      { label: t('curve.step') },
      { ...line, label: t('curve.train'), stroke: theme.ink },
      { ...line, label: t('curve.test'), stroke: theme.second, dash: [5, 4] },
    ],
    hooks: { setCursor: [(chart) => onCursor(chart.cursor.idx ?? null)] },
  };
}
