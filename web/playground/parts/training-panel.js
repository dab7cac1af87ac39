/** How the network learns. What keeps the weights and what does not stands in two groups. */
import { html } from 'lit';
import { t } from '../../messages/index.js';
import { OPTIMIZERS } from '../../schema/catalog.js';
import { optimizerFields } from '../settings.js';
import { effectNote, numberField, selectField, stepLogarithmic } from './fields.js';
import { Part } from './light.js';

const KEEPS = 'note-training';
const RENEWS = 'note-seed';

export class NwTrainingPanel extends Part {
  render() {
    const { session } = this;
    const { settings, errors } = session;
    const tuned = (
      /** @type {string} */ control,
      /** @type {'learningRate' | 'l1' | 'l2'} */ name,
      /** @type {string} */ label,
    ) =>
      numberField({
        control,
        label,
        value: settings[name],
        errors,
        note: KEEPS,
        stepBy: stepLogarithmic,
        onChange: (value, text) => session.tune(control, { [name]: value }, text),
      });
    return html`
      <header>
        <h2>${t('training.title')}</h2>
        ${effectNote('keeps', KEEPS, t('effect.keeps'))}
      </header>
      <div class="pair">
        ${selectField({
          control: 'optimizer',
          label: t('training.optimizer'),
          value: settings.optimizer,
          errors,
          note: KEEPS,
          options: Object.keys(OPTIMIZERS).map((value) => ({ value, label: t(`optimizer.${value}`) })),
          onChange: (optimizer) => session.tune('optimizer', { optimizer }),
        })}
        ${tuned('learning-rate', 'learningRate', t('training.rate'))} ${this.#own()}
        ${tuned('l1', 'l1', 'L1')} ${tuned('l2', 'l2', 'L2')}
        ${numberField({
          control: 'batch-size',
          label: t('training.batchSize'),
          value: settings.batchSize,
          errors,
          note: KEEPS,
          stepBy: (value, up) => (up ? value * 2 : Math.max(1, Math.floor(value / 2))),
          onChange: (batchSize, text) => session.tune('batch-size', { batchSize }, text),
        })}
      </div>
      <div class="renewing">
        ${effectNote('renews', RENEWS, t('effect.renews'))}
        ${numberField({
          control: 'seed',
          label: t('training.seed'),
          value: settings.seed,
          errors,
          note: RENEWS,
          stepBy: (value, up) => Math.max(0, value + (up ? 1 : -1)),
          onChange: (seed, text) => session.rebuild('seed', (s) => ({ ...s, seed }), text),
        })}
      </div>
    `;
  }
  /** Numbers that only the chosen optimizer has. */
  #own() {
    const { session } = this;
    const { settings, errors } = session;
    return Object.entries(optimizerFields(settings)).map(([name, value]) =>
      numberField({
        control: `optimizer-${name}`,
        label: t(`optimizer.field.${name}`),
        value,
        errors,
        note: KEEPS,
        onChange: (number, text) =>
          session.tune(`optimizer-${name}`, { tuned: { ...settings.tuned, [name]: number } }, text),
      }),
    );
  }
}
