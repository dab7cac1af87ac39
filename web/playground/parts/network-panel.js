/** The network as it is built: a card a layer, its weights below. */
import { html, nothing } from 'lit';
import { formatCount, t } from '../../messages/index.js';
import { countWeights, dataShape, outputLayer, withAddedLayer } from '../settings.js';
import { choiceField, complaint, effectNote } from './fields.js';
import { icon } from './icons.js';
import { Part } from './light.js';

export const NETWORK_NOTE = 'note-network';

const NAMES_SHOWN = 6;

export class NwNetworkPanel extends Part {
  static properties = { ...Part.properties, scale: { state: true } };

  constructor() {
    super();
    /** @type {'layer' | 'run'} */
    this.scale = 'layer';
  }

  render() {
    const { session } = this;
    const { settings, run } = session;
    const { inputs, featureNames } = dataShape(settings.data);
    const sizes = [inputs, ...settings.layers.map((layer) => layer.units), outputLayer(settings).units];
    return html`
      <header>
        <h2>${t('network.title')}</h2>
        ${effectNote('renews', NETWORK_NOTE, t('effect.renews'))}
      </header>
      <div class="network-line">
        <div class="sizes">
          <p>
            <strong>${sizes.map(formatCount).join(' → ')}</strong>
            <span>${t('network.weights', { count: countWeights(settings) })}</span>
          </p>
          <p>${t('network.inputs', { names: shortList(featureNames, inputs) })}</p>
        </div>
        ${choiceField({
          control: 'scale',
          label: t('network.scale'),
          value: this.scale,
          options: ['layer', 'run'].map((value) => ({ value, label: t(`network.scale.${value}`) })),
          onChange: (value) => (this.scale = /** @type {'layer' | 'run'} */ (value)),
        })}
        <button
          type="button"
          data-control="add-layer"
          aria-describedby=${NETWORK_NOTE}
          @click=${() => session.rebuild('add-layer', withAddedLayer)}
        >
          ${icon('plus')}<span>${t('network.addLayer')}</span>
        </button>
      </div>
      ${complaint('add-layer', session.errors)}
      <ol class="cards">
        ${Array.from(
          { length: settings.layers.length + 1 },
          (_, index) =>
            html`<li class=${sizes[index] > 24 ? 'wide' : ''}>
              <nw-layer-card
                .session=${session}
                .index=${index}
                .run=${run}
                .scale=${this.scale}
              ></nw-layer-card>
            </li>`,
        )}
      </ol>
      ${run ? nothing : html`<p class="note" role="status">${t(`status.${session.status}`)}</p>`}
    `;
  }
}

/** @param {readonly string[]} names @param {number} count */
function shortList(names, count) {
  const shown = Array.from({ length: Math.min(count, NAMES_SHOWN) }, (_, i) => names[i] ?? `x${i + 1}`);
  const more = count - shown.length;
  return more > 0 ? t('network.more', { names: shown.join(', '), more }) : shown.join(', ');
}
