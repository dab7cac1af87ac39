/** What has been learned: the decision map, the loss, the numbers. */
import { html, nothing } from 'lit';
import { formatCount, formatNumber, formatPercent, t } from '../../messages/index.js';
import { checkField, choiceField } from './fields.js';
import { Part } from './light.js';

export class NwResultsPanel extends Part {
  static follows = /** @type {const} */ (['changed', 'progress']);

  static properties = {
    ...Part.properties,
    discrete: { state: true },
    showTest: { state: true },
    log: { state: true },
    measure: { state: true },
  };

  constructor() {
    super();
    this.discrete = false;
    this.showTest = false;
    this.log = false;
    /** @type {'loss' | 'accuracy'} */
    this.measure = 'loss';
  }

  render() {
    return html`<h2 class="visually-hidden">${t('results.title')}</h2>
      ${this.#map()} ${this.#curve()} ${this.#metrics()}`;
  }

  #map() {
    const { run, rows, dataset } = this.session;
    return html`
      <section aria-labelledby="h-map">
        <div class="map-head">
          <h3 id="h-map">${t('results.map')}</h3>
          ${
            rows
              ? html`<div class="checks">
                  ${checkField({ control: 'show-test', label: t('results.showTest'), checked: this.showTest, onChange: (on) => (this.showTest = on) })}
                  ${checkField({ control: 'discretize', label: t('results.discretize'), checked: this.discrete, onChange: (on) => (this.discrete = on) })}
                </div>`
              : nothing
          }
        </div>
        ${
          rows
            ? html`<nw-decision-map
                .run=${run}
                .data=${rows}
                ?discrete=${this.discrete}
                ?show-test=${this.showTest}
              ></nw-decision-map>`
            : html`<p class="note">
                ${dataset ? t('results.noMap', { inputs: dataset.inputs }) : t('map.empty')}
              </p>`
        }
      </section>
    `;
  }

  #curve() {
    const { run, dataset } = this.session;
    const classifies = (dataset?.classes ?? 0) > 0;
    const measure = classifies ? this.measure : 'loss';
    return html`
      <section aria-labelledby="h-curve">
        <h3 id="h-curve">${t('results.curve')}</h3>
        <div class="curve-tools">
          ${
            classifies
              ? choiceField({
                  control: 'measure',
                  label: t('results.measure'),
                  hideLabel: true,
                  value: measure,
                  options: ['loss', 'accuracy'].map((value) => ({ value, label: t(`curve.${value}`) })),
                  onChange: (value) => (this.measure = /** @type {'loss' | 'accuracy'} */ (value)),
                })
              : nothing
          }
          ${
            measure === 'loss'
              ? checkField({
                  control: 'log-scale',
                  label: t('results.log'),
                  checked: this.log,
                  onChange: (on) => (this.log = on),
                })
              : nothing
          }
        </div>
        <nw-loss-curve .run=${run} measure=${measure} ?log=${this.log && measure === 'loss'}></nw-loss-curve>
      </section>
    `;
  }

  #metrics() {
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
