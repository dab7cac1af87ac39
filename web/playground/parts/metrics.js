/** Losses and accuracy in numbers, training beside test. */
import { html } from 'lit';
import { formatCount, formatNumber, formatPercent, t } from '../../messages/index.js';
import { Part } from './light.js';

export class NwMetrics extends Part {
  static showsProgress = true;

  render() {
    const { point, dataset } = this.session;
    const kinds = /** @type {const} */ (['dataLoss', 'penalty', 'loss', 'accuracy']);
    const shown = kinds.filter((kind) => kind !== 'accuracy' || (dataset?.classes ?? 0) > 0);
    const cell = (/** @type {'train' | 'test'} */ split, /** @type {typeof kinds[number]} */ kind) => {
      const value = point?.[split]?.[kind];
      const known = typeof value === 'number' && Number.isFinite(value);
      return html`<td data-value="${split}-${kind}">
        ${!known ? '–' : kind === 'accuracy' ? formatPercent(value) : formatNumber(value)}
      </td>`;
    };
    return html`
      <section aria-labelledby="h-metrics">
        <h3 id="h-metrics">${t('results.metrics')}</h3>
        <table class="metrics">
          <thead>
            <tr>
              <td></td>
              <th scope="col">${t('curve.train')}</th>
              <th scope="col">${t('curve.test')}</th>
            </tr>
          </thead>
          <tbody>
            ${shown.map(
              (kind) =>
                html`<tr class=${kind}>
                  <th scope="row">${t(`results.${kind}`)}</th>
                  ${cell('train', kind)} ${cell('test', kind)}
                </tr>`,
            )}
            <tr>
              <th scope="row">${t('results.rows')}</th>
              <td>${dataset ? formatCount(dataset.trainRows) : '–'}</td>
              <td>${dataset ? formatCount(dataset.testRows) : '–'}</td>
            </tr>
          </tbody>
        </table>
      </section>
    `;
  }
}
