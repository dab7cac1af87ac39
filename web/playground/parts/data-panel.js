/** What the network learns from: generated sets, or a table of one's own. */
import { html, nothing } from 'lit';
import { formatCount, formatPercent, t } from '../../messages/index.js';
import { GENERATORS } from '../../schema/catalog.js';
import { generatorChange } from '../settings.js';
import { complaint, effectNote, numberField, rangeField } from './fields.js';
import { icon } from './icons.js';
import { Part } from './light.js';

const NOTE = 'note-data';

/** @param {'classification' | 'regression'} problem */
const namesOf = (problem) => Object.keys(GENERATORS).filter((name) => GENERATORS[name].problem === problem);

export class NwDataPanel extends Part {
  render() {
    const { data } = this.session.settings;
    return html`
      <header>
        <h2>${t('data.title')}</h2>
        ${effectNote('renews', NOTE, t('effect.renews'))}
      </header>
      ${this.#sets('classification')} ${this.#sets('regression')}
      ${data.kind === 'generated' ? this.#generated(data) : this.#table(data)} ${this.#own()}
    `;
  }

  /** @param {import('../settings.js').GeneratedSettings | null} change @param {string} control @param {string} [text] */
  #set(change, control, text) {
    return this.session.rebuild(
      control,
      (settings) => {
        const generated = { ...settings.generated, ...change };
        return { ...settings, data: generated, generated };
      },
      text,
    );
  }

  /** @param {'classification' | 'regression'} problem */
  #sets(problem) {
    const { data } = this.session.settings;
    return html`
      <fieldset class="sets">
        <legend>${t(`data.${problem}`)}</legend>
        <div class="thumbnails">
          ${namesOf(problem).map((name) => {
            const change = /** @type {any} */ (generatorChange(name));
            return html`<button
              type="button"
              class="thumbnail"
              data-control="dataset-${name}"
              aria-describedby=${NOTE}
              aria-pressed=${String(data.kind === 'generated' && data.name === name)}
              @click=${() => this.#set(change, `dataset-${name}`)}
            >
              <nw-thumbnail .name=${name}></nw-thumbnail>
              <span>${t(`data.set.${name}`)}</span>
            </button>`;
          })}
        </div>
        ${namesOf(problem).map((name) => complaint(`dataset-${name}`, this.session.errors))}
      </fieldset>
    `;
  }

  /** @param {import('../settings.js').GeneratedSettings} data */
  #generated({ name, noise, samples, classes, testShare, seed }) {
    const { errors } = this.session;
    const percent = (/** @type {number} */ share) => formatPercent(share, 0);
    return html`
      ${rangeField({
        control: 'noise',
        label: t('data.noise'),
        value: noise,
        min: 0,
        max: 0.5,
        step: 0.05,
        format: percent,
        errors,
        note: NOTE,
        onChange: (value) => this.#set(/** @type {any} */ ({ noise: value }), 'noise'),
      })}
      ${rangeField({
        control: 'test-share',
        label: t('data.testShare'),
        value: testShare,
        min: 0.1,
        max: 0.9,
        step: 0.1,
        format: percent,
        errors,
        note: NOTE,
        onChange: (value) => this.#set(/** @type {any} */ ({ testShare: value }), 'test-share'),
      })}
      <div class="pair">
        ${numberField({
          control: 'samples',
          label: t('data.samples'),
          value: samples,
          errors,
          note: NOTE,
          stepBy: (value, up) => Math.max(10, value + (up ? 100 : -100)),
          onChange: (value, text) => this.#set(/** @type {any} */ ({ samples: value }), 'samples', text),
        })}
        ${numberField({
          control: 'data-seed',
          label: t('data.seed'),
          value: seed,
          errors,
          note: NOTE,
          stepBy: (value, up) => Math.max(0, value + (up ? 1 : -1)),
          onChange: (value, text) => this.#set(/** @type {any} */ ({ seed: value }), 'data-seed', text),
        })}
        ${
          'classes' in GENERATORS[name].fields
            ? numberField({
                control: 'classes',
                label: t('data.classes'),
                value: classes,
                errors,
                note: NOTE,
                stepBy: (value, up) => Math.min(10, Math.max(2, value + (up ? 1 : -1))),
                onChange: (value, text) =>
                  this.#set(/** @type {any} */ ({ classes: value }), 'classes', text),
              })
            : nothing
        }
      </div>
    `;
  }

  /** @param {import('../settings.js').TableSettings} data */
  #table({ source, title }) {
    const { dataset } = this.session;
    const classes = source.classes
      ? t('data.table.classes', { classes: source.classes })
      : t('data.table.regression');
    return html`
      <div class="own-data" data-value="own-data">
        <strong>${title}</strong>
        <span>${t('data.table.size', { rows: source.rows, columns: source.columns })}</span>
        <span
          >${t('data.table.split', { train: dataset?.trainRows ?? 0, test: dataset?.testRows ?? 0 })}</span
        >
        <span>${classes} · ${t(`import.scaling.${source.scaling ?? 'none'}`)}</span>
      </div>
    `;
  }

  #own() {
    const send = (/** @type {string} */ name) => this.dispatchEvent(new CustomEvent(name, { bubbles: true }));
    return html`
      <fieldset class="own">
        <legend>${t('data.own')}</legend>
        <div class="buttons">
          <button type="button" data-control="csv-choose" @click=${() => send('file-wanted')}>
            ${icon('file')}<span>${t('data.choose')}</span>
          </button>
          <button type="button" data-control="csv-paste" @click=${() => send('paste-wanted')}>
            ${icon('paste')}<span>${t('data.paste')}</span>
          </button>
        </div>
        <p class="note">${t('data.drop', { limit: formatCount(50) })}</p>
        ${complaint('csv', this.session.errors)}
      </fieldset>
    `;
  }
}
