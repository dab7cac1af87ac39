/** A table is looked at before it is used: what was recognized, what is to be learned, how it is scaled and split. */
import { html, nothing } from 'lit';
import { live } from 'lit/directives/live.js';
import { formatPercent, formatSetting, t } from '../../messages/index.js';
import { SCALINGS, SPLITS } from '../../schema/catalog.js';
import { choiceField, rangeField, selectField } from './fields.js';
import { icon } from './icons.js';
import { Part } from './light.js';

const PREVIEW_ROWS = 6;
const PREVIEW_COLUMNS = 40;

/** @type {import('./fields.js').Errors} */
const NO_ERRORS = new Map();

export class NwImportDialog extends Part {
  static properties = { ...Part.properties, csv: { attribute: false } };

  constructor() {
    super();
    /** @type {import('../csv-import.js').CsvImport} */
    this.csv = /** @type {any} */ (null);
  }

  updated() {
    const dialog = /** @type {HTMLDialogElement | null} */ (this.querySelector('dialog'));
    if (!dialog) return;
    const open = this.csv.state !== 'closed';
    if (open && !dialog.open) dialog.showModal();
    if (!open && dialog.open) dialog.close();
  }

  render() {
    const { csv } = this;
    return html`
      <dialog class="import" aria-labelledby="h-import" @close=${() => csv.state !== 'closed' && csv.close()}>
        <header>
          <h2 id="h-import" tabindex="-1" autofocus>${csv.title || t('import.title')}</h2>
          <button
            type="button"
            class="square quiet"
            data-control="import-close"
            aria-label=${t('import.close')}
            @click=${() => csv.close()}
          >
            ${icon('close')}
          </button>
        </header>
        ${csv.state === 'reading' ? this.#reading() : nothing}
        ${csv.state === 'refused' ? this.#refused() : nothing}
        ${csv.state === 'ready' ? this.#ready() : nothing}
      </dialog>
    `;
  }

  #reading() {
    const share = this.csv.progress;
    return html`<div class="body">
      <p role="status">${t('import.reading')}</p>
      <progress max="1" .value=${share} aria-label=${t('import.reading')}></progress>
    </div>`;
  }

  #refused() {
    return html`
      <div class="body">
        <h3>${t('import.refused')}</h3>
        ${this.#error()}
        <p class="note">${t('import.untouched')}</p>
      </div>
      <footer>
        <button
          type="button"
          data-control="import-other"
          @click=${() => this.dispatchEvent(new CustomEvent('file-wanted', { bubbles: true }))}
        >
          ${t('import.other')}
        </button>
        <button type="button" class="primary" data-control="import-cancel" @click=${() => this.csv.close()}>
          ${t('import.back')}
        </button>
      </footer>
    `;
  }

  #error() {
    const { error } = this.csv;
    return error
      ? html`<p class="complaint" role="alert" data-error="csv" data-code=${error.code}>${error.message}</p>`
      : nothing;
  }

  #ready() {
    const table = /** @type {import('../../formats/csv.js').Table} */ (this.csv.table);
    const header = table.preamble ? 'import.preamble' : table.header ? 'import.header' : 'import.noHeader';
    return html`
      <div class="body">
        <p class="recognized" data-value="recognized">
          ${t('import.size', { rows: table.rows, columns: table.columns.length })} · ${t(header)}
        </p>
        ${this.#preview(table)} ${this.#options(table)}
      </div>
      <footer>
        ${this.#error()}
        <button type="button" data-control="import-cancel" @click=${() => this.csv.close()}>
          ${t('import.cancel')}
        </button>
        <button type="button" class="primary" data-control="use-data" @click=${() => this.#use()}>
          ${t('import.use')}
        </button>
      </footer>
    `;
  }

  /** @param {import('../../formats/csv.js').Table} table */
  #preview({ columns, rows }) {
    const { label, features } = this.csv.options;
    const shown = columns.slice(0, PREVIEW_COLUMNS);
    const role = (/** @type {number} */ i) =>
      i === label ? 'label' : features.includes(i) ? 'feature' : 'unused';
    const text = (/** @type {any} */ value) => (typeof value === 'number' ? formatSetting(value) : value);
    return html`
      <div class="preview" tabindex="0" role="group" aria-label=${t('import.preview')}>
        <table>
          <thead>
            <tr class="names">
              ${shown.map(({ name }, i) => html`<th scope="col" class=${role(i)}>${name}</th>`)}
            </tr>
            <tr class="roles">
              ${shown.map(
                ({ kind, name }, i) =>
                  html`<td class=${role(i)}>
                    <span>${t(`import.kind.${kind}`)}</span>
                    ${
                      i === label
                        ? html`<b>${t('import.isLabel')}</b>`
                        : html`<label class="check"
                            ><input
                              type="checkbox"
                              data-control="feature-${i + 1}"
                              aria-label=${t('import.useColumn', { name })}
                              .checked=${live(features.includes(i))}
                              @change=${(/** @type {Event} */ e) => this.csv.useColumn(i, /** @type {HTMLInputElement} */ (e.target).checked)}
                            /><span>${t('import.isFeature')}</span></label
                          >`
                    }
                  </td>`,
              )}
            </tr>
          </thead>
          <tbody>
            ${Array.from(
              { length: Math.min(PREVIEW_ROWS, rows) },
              (_, row) =>
                html`<tr>
                  ${shown.map(({ values, kind }, i) => html`<td class="${role(i)} ${kind}">${text(values[row])}</td>`)}
                </tr>`,
            )}
          </tbody>
        </table>
      </div>
      ${columns.length > shown.length ? html`<p class="note">${t('import.moreColumns', { more: columns.length - shown.length })}</p>` : nothing}
    `;
  }

  /** @param {import('../../formats/csv.js').Table} table */
  #options({ columns }) {
    const { csv } = this;
    const { label, problem, scaling, split, testShare } = csv.options;
    return html`
      <div class="import-options">
        ${selectField({
          control: 'label-column',
          label: t('import.label'),
          value: String(label),
          errors: NO_ERRORS,
          options: columns.map(({ name }, i) => ({ value: String(i), label: name })),
          onChange: (value) => csv.chooseLabel(Number(value)),
        })}
        ${choiceField({
          control: 'problem',
          label: t('import.problem'),
          value: problem,
          options: ['classification', 'regression'].map((value) => ({ value, label: t(`data.${value}`) })),
          onChange: (value) => csv.choose({ problem: /** @type {any} */ (value) }),
        })}
        ${selectField({
          control: 'scaling',
          label: t('import.scaling'),
          value: scaling,
          errors: NO_ERRORS,
          options: Object.keys(SCALINGS).map((value) => ({ value, label: t(`import.scaling.${value}`) })),
          onChange: (value) => csv.choose({ scaling: /** @type {any} */ (value) }),
        })}
        ${selectField({
          control: 'split',
          label: t('import.split'),
          value: split,
          errors: NO_ERRORS,
          options: Object.keys(SPLITS).map((value) => ({ value, label: t(`import.split.${value}`) })),
          onChange: (value) => csv.choose({ split: /** @type {any} */ (value) }),
        })}
        ${
          split === 'shuffle'
            ? rangeField({
                control: 'split-share',
                label: t('data.testShare'),
                value: testShare,
                min: 0.1,
                max: 0.9,
                step: 0.05,
                format: (share) => formatPercent(share, 0),
                errors: NO_ERRORS,
                onChange: (value) => csv.choose({ testShare: value }),
              })
            : nothing
        }
      </div>
    `;
  }

  async #use() {
    const { csv, session } = this;
    const source = await csv.source();
    if (!source) return;
    const title = csv.title;
    const done = await session.rebuild('csv', (settings) => ({
      ...settings,
      data: { kind: 'table', source, title },
    }));
    if (done) return csv.close();
    // The complaint belongs where the decision was made, not behind the dialog.
    const refused = session.errors.get('csv');
    session.errors.delete('csv');
    csv.complain(refused);
  }
}
