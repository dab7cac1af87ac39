/** The bar on top (on a phone: partly at the bottom): run controls, counters, losses. */
import { html, nothing } from 'lit';
import { formatCount, formatNumber, formatPercent, t } from '../../messages/index.js';
import { SPEEDS } from '../speeds.js';
import { numberField, selectField } from './fields.js';
import { icon } from './icons.js';
import { Part } from './light.js';

const COUNTER_DIGITS = 6;

export class NwRunBar extends Part {
  static showsProgress = true;

  render() {
    return html`
      <div class="brand">
        <h1>Neuron Weights</h1>
      </div>
      ${this.#controls()} ${this.#pace()}
      <div class="readings">${this.#counters()} ${this.#losses()}</div>
    `;
  }

  #controls() {
    const { session } = this;
    const { playing, status } = session;
    const idle = !session.run || status === 'lost';
    const button = (
      /** @type {string} */ control,
      /** @type {any} */ name,
      /** @type {() => void} */ action,
      extra = '',
    ) =>
      html`<button
        type="button"
        class="run-button ${extra}"
        data-control=${control}
        ?disabled=${idle}
        title=${t(`run.${control}.title`)}
        @click=${action}
      >
        ${icon(name)}<span class="long">${t(`run.${control}`)}</span
        ><span class="short" aria-hidden="true">${t(`run.${control}.short`)}</span>
      </button>`;
    return html`
      <div class="run-controls" role="group" aria-label=${t('run.controls')}>
        ${button('reset', 'reset', () => session.reset())}
        ${
          playing
            ? button('pause', 'pause', () => session.pause(), 'primary')
            : button('play', 'play', () => session.play(), 'primary')
        }
        ${button('step', 'step', () => session.step())} ${button('epoch', 'epoch', () => session.epoch())}
        ${button('reseed', 'dice', () => session.reseed())}
      </div>
    `;
  }

  #pace() {
    const { session } = this;
    return html`
      <div class="pace">
        ${selectField({
          control: 'speed',
          label: t('run.speed'),
          value: session.speed,
          options: SPEEDS.map((value) => ({ value, label: t(`run.speed.${value}`) })),
          errors: session.errors,
          onChange: (speed) => session.setSpeed(speed),
        })}
        ${numberField({
          control: 'stop-epochs',
          label: t('run.stopAfter'),
          value: session.stopEpochs,
          placeholder: '∞',
          errors: session.errors,
          onChange: (value, text) => session.setStopEpochs(text.trim() === '' ? null : value, text),
        })}
      </div>
    `;
  }

  #counters() {
    const state = this.session.run?.state;
    return html`
      <dl class="counters">
        <div>
          <dt>${t('run.epochCount')}</dt>
          <dd data-value="epoch">${padded(state?.epoch ?? 0)}</dd>
        </div>
        <div>
          <dt>${t('run.stepCount')}</dt>
          <dd data-value="step">${padded(state?.step ?? 0)}</dd>
        </div>
      </dl>
    `;
  }

  #losses() {
    const { point } = this.session;
    const split = (/** @type {'train' | 'test'} */ name) => {
      const metrics = point?.[name];
      const accuracy = metrics && metrics.accuracy !== null ? formatPercent(metrics.accuracy) : null;
      return html`<div>
        <dt>
          ${t(`run.${name}`)}
          ${accuracy ? html`<span data-value="${name}-accuracy">${accuracy}</span>` : nothing}
        </dt>
        <dd data-value="${name}-loss">${metrics ? formatNumber(metrics.loss) : '–'}</dd>
      </div>`;
    };
    return html`<dl class="losses">${split('train')} ${split('test')}</dl>`;
  }
}

/** A counter of constant width: the zeros before it are faint. @param {number} value */
function padded(value) {
  const text = formatCount(value);
  const digits = text.replace(/\D/g, '').length;
  const zeros = '0'.repeat(Math.max(0, COUNTER_DIGITS - digits));
  return html`<span class="padded" data-zeros=${zeros}>${text}</span>`;
}
