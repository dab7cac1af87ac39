/** The heatmap's numbers in other forms: a table to read, files to keep. */
import { html } from 'lit';
import { formatCount, formatNumber, formatShort, t } from '../messages/index.js';
import { divergingColormap } from '../render/colormap.js';
import { heatmapFigure } from '../render/heatmap-figure.js';
import { matrixCsv } from '../render/matrix-csv.js';
import { saveAs } from './download.js';

// A table larger than this is no help to a reader and slow for a browser; the CSV has everything.
const TABLE_CELLS = 4096;

/** @typedef {import('./heatmap-source.js').ExactWeights} ExactWeights */

/**
 * @param {ExactWeights & { inputNames: readonly string[], heading: string }} weights
 */
export function heatmapTable({ kernel, bias, inputs, units, step, inputNames, heading }) {
  const cols = Math.min(inputs, TABLE_CELLS);
  const rows = Math.max(1, Math.min(units, Math.floor(TABLE_CELLS / cols)));
  const cut = rows < units || cols < inputs;
  const caption = step === null ? heading : t('heatmap.tableCaption', { heading, step: formatCount(step) });
  return html`
    <div class="scroll" tabindex="0" role="group" aria-label=${caption}>
      <table>
        <caption>
          ${caption}
        </caption>
        <thead>
          <tr>
            <th scope="col">${t('heatmap.unit')}</th>
            ${Array.from({ length: cols }, (_, i) => html`<th scope="col">${inputNames[i]}</th>`)}
            <th scope="col">${t('heatmap.bias')}</th>
          </tr>
        </thead>
        <tbody>
          ${Array.from(
            { length: rows },
            (_, unit) =>
              html`<tr>
                <th scope="row">${unit + 1}</th>
                ${Array.from({ length: cols }, (__, i) => html`<td>${formatNumber(kernel[i * units + unit])}</td>`)}
                <td>${formatNumber(bias[unit])}</td>
              </tr>`,
          )}
        </tbody>
      </table>
    </div>
    ${cut ? html`<p class="note">${t('heatmap.tableCut', { rows, units })}</p>` : null}
  `;
}

/**
 * @param {'png' | 'svg' | 'csv'} kind
 * @param {object} picture
 * @param {ExactWeights} picture.weights
 * @param {string} picture.heading
 * @param {string} picture.name              of the file, without its ending
 * @param {readonly string[]} picture.inputNames
 * @param {number} picture.limit
 * @param {import('./theme.js').Theme} picture.theme
 */
export async function exportHeatmap(kind, { weights, heading, name, inputNames, limit, theme }) {
  const { kernel, bias, inputs, units, step } = weights;
  const file = step === null ? name : `${name}-step-${step}`;
  const title = step === null ? heading : t('heatmap.tableCaption', { heading, step: formatCount(step) });
  const figure = () =>
    heatmapFigure(
      { kernel, bias, inputs, units, limit, title, biasName: t('heatmap.biasShort'), format: formatShort },
      divergingColormap(theme),
      { paper: theme.raised, ink: theme.ink },
    );
  await saveAs(kind, file, { figure, csv: () => layerCsv(weights, inputNames) });
}

/**
 * One row a unit, one column an input, the bias last.
 *
 * @param {ExactWeights} weights
 * @param {readonly string[]} inputNames
 */
export function layerCsv({ kernel, bias, inputs, units }, inputNames) {
  const values = new Float32Array(units * (inputs + 1));
  for (let unit = 0; unit < units; unit++) {
    for (let i = 0; i < inputs; i++) values[unit * (inputs + 1) + i] = kernel[i * units + unit];
    values[unit * (inputs + 1) + inputs] = bias[unit];
  }
  const colNames = [...Array.from({ length: inputs }, (_, i) => inputNames[i] ?? `x${i + 1}`), 'bias'];
  return matrixCsv({
    values,
    rowNames: Array.from({ length: units }, (_, i) => String(i + 1)),
    colNames,
    corner: 'unit',
  });
}
