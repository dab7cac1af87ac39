/** A decision map in words and as a table. */
import { html } from 'lit';
import { formatCount, formatNumber, formatPercent, t } from '../messages/index.js';

const TABLE_SIDE = 9;

/** @typedef {{ data: Float32Array, rows: number, cols: number, planes: number, step: number }} MapFrame */

/** The class that wins at a cell; with one plane the side of the middle it lies on. */
function answerOf({ data, rows, cols, planes }, cell, middle) {
  if (planes === 1) return data[cell] > middle ? 1 : 0;
  let best = 0;
  for (let p = 1; p < planes; p++)
    if (data[p * rows * cols + cell] > data[best * rows * cols + cell]) best = p;
  return best;
}

/**
 * @param {MapFrame} frame
 * @param {{ range: { low: number, high: number }, names: readonly string[], classes: number }} meaning
 */
export function describeAnswers(frame, { range, names, classes }) {
  const cells = frame.rows * frame.cols;
  const step = formatCount(frame.step);
  if (!classes) {
    let [min, max] = [Infinity, -Infinity];
    for (let i = 0; i < cells; i++) {
      min = Math.min(min, frame.data[i]);
      max = Math.max(max, frame.data[i]);
    }
    return t('map.summaryRegression', { step, min: formatNumber(min), max: formatNumber(max) });
  }
  const counts = new Array(names.length).fill(0);
  for (let i = 0; i < cells; i++) counts[answerOf(frame, i, (range.low + range.high) / 2)]++;
  const shares = names.map((name, i) => t('map.share', { name, share: formatPercent(counts[i] / cells, 0) }));
  return t('map.summary', { step, shares: shares.join(', ') });
}

/**
 * The answers at a coarse grid of places.
 *
 * @param {MapFrame} frame
 * @param {{ xMin: number, xMax: number, yMin: number, yMax: number }} extent
 * @param {{ xName: string, yName: string, name: (index: number) => string }} names
 */
export function answersTable(frame, { xMin, xMax, yMin, yMax }, { xName, yName, name }) {
  if (!frame.rows) return null;
  const places = Array.from({ length: TABLE_SIDE }, (_, i) => (i + 0.5) / TABLE_SIDE);
  const answer = (/** @type {number} */ x, /** @type {number} */ y) => {
    const cell = Math.floor(y * frame.rows) * frame.cols + Math.floor(x * frame.cols);
    return frame.planes === 1 ? formatNumber(frame.data[cell]) : name(answerOf(frame, cell, 0));
  };
  const corner = `${yName} \\ ${xName}`;
  return html`
    <div class="scroll" tabindex="0" role="group" aria-label=${t('map.table')}>
      <table>
        <thead>
          <tr>
            <th scope="col">${corner}</th>
            ${places.map((x) => html`<th scope="col">${formatNumber(xMin + x * (xMax - xMin))}</th>`)}
          </tr>
        </thead>
        <tbody>
          ${places.map(
            (y) =>
              html`<tr>
                <th scope="row">${formatNumber(yMax - y * (yMax - yMin))}</th>
                ${places.map((x) => html`<td>${answer(x, y)}</td>`)}
              </tr>`,
          )}
        </tbody>
      </table>
    </div>
  `;
}
