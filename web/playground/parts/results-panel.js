/** What has been learned: the decision map, the learning curve, the numbers. */
import { html, nothing } from 'lit';
import { t } from '../../messages/index.js';
import { checkField, choiceField } from './fields.js';
import { Part } from './light.js';

export class NwResultsPanel extends Part {
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
      ${this.#map()} ${this.#curve()} <nw-metrics .session=${this.session}></nw-metrics>`;
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
}
