/** A decision map as a file: the picture, or the answers behind it. */
import { formatCount, formatNumber, t } from '../messages/index.js';
import { mapFigure } from '../render/map-figure.js';
import { columnsCsv } from '../render/matrix-csv.js';
import { saveAs } from './download.js';

/**
 * @param {'png' | 'svg' | 'csv'} kind
 * @param {Omit<Parameters<typeof mapFigure>[0], 'title' | 'format'> & {
 *   frame: import('./decision-text.js').MapFrame, names: readonly string[] }} map
 *   names: of the planes
 * @param {import('./theme.js').Theme} theme
 */
export function exportMap(kind, { frame, names, ...map }, theme) {
  const title = t('map.figure', { step: formatCount(frame.step) });
  return saveAs(kind, `decision-map-step-${frame.step}`, {
    figure: () => mapFigure({ ...map, title, format: formatNumber }, { paper: theme.raised, ink: theme.ink }),
    csv: () => answersCsv(frame, map.points.extent, [map.xName, map.yName, ...names]),
  });
}

/**
 * One line a cell: its center, and the answer of every output there.
 *
 * @param {import('./decision-text.js').MapFrame} frame
 * @param {{ xMin: number, xMax: number, yMin: number, yMax: number }} extent
 * @param {readonly string[]} columns
 */
export function answersCsv({ data, rows, cols, planes }, { xMin, xMax, yMin, yMax }, columns) {
  const values = [];
  for (let cell = 0; cell < rows * cols; cell++) {
    values.push(xMin + (((cell % cols) + 0.5) / cols) * (xMax - xMin));
    values.push(yMax - ((Math.floor(cell / cols) + 0.5) / rows) * (yMax - yMin));
    for (let plane = 0; plane < planes; plane++) values.push(data[plane * rows * cols + cell]);
  }
  return columnsCsv(columns, values);
}
