/** One layer: what it is made of, and its live weights. */
import { html, nothing } from 'lit';
import { t } from '../../messages/index.js';
import { ACTIVATIONS, INITIALIZERS } from '../../schema/catalog.js';
import {
  dataShape,
  fittingLosses,
  initializerOf,
  lossFor,
  outputLayer,
  withLayer,
  withoutLayer,
} from '../settings.js';
import { complaint, numberField, selectField } from './fields.js';
import { icon } from './icons.js';
import { Part } from './light.js';
import { NETWORK_NOTE } from './network-panel.js';

// Softmax makes sense at the output alone, where the loss asks for it.
const HIDDEN_ACTIVATIONS = Object.keys(ACTIVATIONS).filter((name) => name !== 'softmax');

export class NwLayerCard extends Part {
  static properties = {
    ...Part.properties,
    index: { type: Number },
    run: { attribute: false },
    scale: { type: String },
  };

  constructor() {
    super();
    this.index = 0;
    /** @type {any} */
    this.run = null;
    /** @type {'layer' | 'run'} */
    this.scale = 'layer';
  }

  render() {
    const { settings } = this.session;
    // Removing a layer redraws the panel and its cards in one go; a card of a layer that is gone draws nothing.
    if (this.index > settings.layers.length) return nothing;
    const isOutput = this.index === settings.layers.length;
    const title = isOutput ? t('network.output') : t('network.hidden', { number: this.index + 1 });
    return html`
      <article class="card" aria-label=${title}>
        <header>
          <h3>${title}</h3>
          ${isOutput ? this.#follows() : this.#remove()}
        </header>
        ${isOutput ? this.#output() : this.#hidden()}
        <nw-heatmap
          data-layer=${this.index + 1}
          layer="dense_${this.index + 1}"
          .run=${this.run}
          .heading=${title}
          .scale=${this.scale}
          .inputNames=${this.#inputNames()}
          max-height=${this.#wide ? 420 : 300}
        ></nw-heatmap>
      </article>
    `;
  }

  get #wide() {
    return this.#inputs > 24;
  }

  get #inputs() {
    const { settings } = this.session;
    return this.index ? (settings.layers[this.index - 1]?.units ?? 0) : dataShape(settings.data).inputs;
  }

  #inputNames() {
    if (this.index) return Array.from({ length: this.#inputs }, (_, i) => String(i + 1));
    return dataShape(this.session.settings.data).featureNames;
  }

  #remove() {
    const number = this.index + 1;
    return html`<button
      type="button"
      class="square quiet"
      data-control="remove-layer-${number}"
      title=${t('network.remove')}
      aria-label=${t('network.removeLayer', { number })}
      aria-describedby=${NETWORK_NOTE}
      @click=${() => this.session.rebuild('add-layer', (settings) => withoutLayer(settings, this.index))}
    >
      ${icon('close')}
    </button>`;
  }

  #hidden() {
    const { session, index } = this;
    const layer = session.settings.layers[index];
    const number = index + 1;
    return html`
      <div class="layer-fields">
        ${numberField({
          control: `units-${number}`,
          label: t('network.units'),
          value: layer.units,
          errors: session.errors,
          note: NETWORK_NOTE,
          buttons: true,
          buttonLabels: [t('network.fewer'), t('network.moreUnits')],
          stepBy: (value, up) => Math.max(1, value + (up ? 1 : -1)),
          onChange: (units, text) =>
            session.rebuild(`units-${number}`, (s) => withLayer(s, index, { units }), text),
        })}
        ${selectField({
          control: `activation-${number}`,
          label: t('network.activation'),
          value: layer.activation,
          errors: session.errors,
          note: NETWORK_NOTE,
          options: HIDDEN_ACTIVATIONS.map((value) => ({ value, label: t(`activation.${value}`) })),
          onChange: (activation) =>
            session.rebuild(`activation-${number}`, (s) => withLayer(s, index, { activation })),
        })}
        ${this.#initializer(layer.kernelInitializer, String(number), (kernelInitializer) => (s) => withLayer(s, index, { kernelInitializer }))}
      </div>
    `;
  }

  /** Units and activation of the output follow from the data and the loss: no control, only a fact. */
  #follows() {
    const { units, activation } = outputLayer(this.session.settings);
    return html`<p class="follows" data-value="output-layer">
      ${t('network.follows', { units, activation: t(`activation.${activation}`) })}
    </p>`;
  }

  #output() {
    const { session } = this;
    const { settings } = session;
    return html`
      <div class="layer-fields">
        ${selectField({
          control: 'loss',
          spread: true,
          label: t('network.loss'),
          value: lossFor(settings),
          errors: session.errors,
          note: NETWORK_NOTE,
          options: fittingLosses(dataShape(settings.data)).map((value) => ({
            value,
            label: t(`loss.${value}`),
          })),
          onChange: (loss) => session.rebuild('loss', (s) => ({ ...s, loss })),
        })}
        ${this.#initializer(settings.outputInitializer, 'output', (outputInitializer) => (s) => ({ ...s, outputInitializer }))}
      </div>
    `;
  }

  /**
   * @param {import('../settings.js').Initializer} initializer
   * @param {string} name  of the layer in control names
   * @param {(initializer: import('../settings.js').Initializer) => (s: import('../settings.js').Settings) => import('../settings.js').Settings} change
   */
  #initializer(initializer, name, change) {
    const { session } = this;
    const control = `initializer-${name}`;
    return html`
      ${selectField({
        control,
        spread: true,
        label: t('network.initializer'),
        value: initializer.type,
        errors: session.errors,
        note: NETWORK_NOTE,
        options: Object.keys(INITIALIZERS).map((value) => ({ value, label: t(`initializer.${value}`) })),
        onChange: (type) => session.rebuild(control, change(initializerOf(type))),
      })}
      ${Object.entries(INITIALIZERS[initializer.type].fields).map(([field, { options }]) => {
        const common = {
          control: `${field}-${name}`,
          label: t(`initializer.field.${field}`),
          errors: session.errors,
          note: NETWORK_NOTE,
        };
        const set = (/** @type {number | string} */ value, /** @type {string} */ text) =>
          session.rebuild(common.control, change({ ...initializer, [field]: value }), text);
        if (!options) return numberField({ ...common, value: Number(initializer[field]), onChange: set });
        return selectField({
          ...common,
          value: String(initializer[field]),
          options: options.map((value) => ({ value, label: t(`initializer.option.${value}`) })),
          onChange: (value) => set(value, ''),
        });
      })}
      ${name === 'output' ? nothing : complaint(`remove-layer-${name}`, session.errors)}
    `;
  }
}
