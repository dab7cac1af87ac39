/** A table pasted as text. */
import { html } from 'lit';
import { t } from '../../messages/index.js';
import { icon } from './icons.js';
import { Part } from './light.js';

export class NwPasteDialog extends Part {
  get #dialog() {
    return /** @type {HTMLDialogElement} */ (this.querySelector('dialog'));
  }

  open() {
    this.#dialog.showModal();
  }

  #use() {
    const { value } = /** @type {HTMLTextAreaElement} */ (this.querySelector('textarea'));
    this.#dialog.close();
    this.dispatchEvent(new CustomEvent('text-pasted', { detail: value, bubbles: true }));
  }

  render() {
    return html`
      <dialog class="import" aria-labelledby="h-paste">
        <header>
          <h2 id="h-paste">${t('paste.title')}</h2>
          <button
            type="button"
            class="square quiet"
            data-control="paste-close"
            aria-label=${t('import.close')}
            @click=${() => this.#dialog.close()}
          >
            ${icon('close')}
          </button>
        </header>
        <div class="body">
          <label class="label" for="c-csv-text">${t('paste.label')}</label>
          <textarea
            id="c-csv-text"
            data-control="csv-text"
            rows="10"
            spellcheck="false"
            autocomplete="off"
          ></textarea>
        </div>
        <footer>
          <button type="button" data-control="paste-cancel" @click=${() => this.#dialog.close()}>
            ${t('import.cancel')}
          </button>
          <button type="button" class="primary" data-control="paste-use" @click=${() => this.#use()}>
            ${t('paste.use')}
          </button>
        </footer>
      </dialog>
    `;
  }
}
