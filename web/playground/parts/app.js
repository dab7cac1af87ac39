/**
 * The playground's root: puts the parts together, takes files wherever they are dropped, and speaks to screen readers.
 *
 * @element nw-playground
 * @prop {import('../../api/index.js').Engine | null} engine   read only, like the next three: what the page works with
 * @prop {import('../../api/index.js').Run | null} run
 * @prop {import('../../schema/spec.js').NetworkSpec | null} spec
 * @prop {import('../../schema/data-source.js').DataSource | null} source
 */
import { html } from 'lit';
import { t } from '../../messages/index.js';
import { CsvImport } from '../csv-import.js';
import { Session } from '../session.js';
import { Part } from './light.js';

const TABS = /** @type {const} */ (['data', 'network', 'training', 'results']);
// A drag leaves one child when it enters the next; only when nothing follows has it left the page.
const DRAG_GONE_MS = 150;

export class NwPlayground extends Part {
  static properties = {
    ...Part.properties,
    tab: { type: String, reflect: true },
    dropping: { type: Boolean, reflect: true },
  };

  /** @type {ReturnType<typeof setTimeout> | undefined} */
  #dragTimer;

  constructor() {
    super();
    this.session = new Session();
    this.csv = new CsvImport(() => this.requestUpdate());
    /** The part that a narrow page shows. @type {typeof TABS[number]} */
    this.tab = 'network';
    this.dropping = false;
  }

  get engine() {
    return this.session.engine;
  }

  get run() {
    return this.session.run;
  }

  get spec() {
    return this.session.spec;
  }

  get source() {
    return this.session.source;
  }

  connectedCallback() {
    super.connectedCallback();
    this.replaceChildren(); // what the page showed while its script was on the way
    this.session.on('announced', (text) => this.#announce(text));
    addEventListener('dragover', this.#onDragOver);
    addEventListener('drop', this.#onDrop);
    addEventListener('paste', this.#onPaste);
    this.session.start();
  }

  disconnectedCallback() {
    super.disconnectedCallback();
    removeEventListener('dragover', this.#onDragOver);
    removeEventListener('drop', this.#onDrop);
    removeEventListener('paste', this.#onPaste);
    this.session.engine?.dispose();
  }

  /** @param {string} text */
  #announce(text) {
    const live = this.querySelector('#announcements');
    if (live) live.textContent = text;
  }

  #onDragOver = (/** @type {DragEvent} */ event) => {
    if (!event.dataTransfer?.types.includes('Files')) return;
    event.preventDefault();
    this.dropping = true;
    clearTimeout(this.#dragTimer);
    this.#dragTimer = setTimeout(() => (this.dropping = false), DRAG_GONE_MS);
  };

  #onDrop = (/** @type {DragEvent} */ event) => {
    this.dropping = false;
    const file = event.dataTransfer?.files[0];
    if (!file) return;
    event.preventDefault();
    this.csv.open(file, file.name);
  };

  /** A table on the clipboard is taken anywhere but in a field. */
  #onPaste = (/** @type {ClipboardEvent} */ event) => {
    const target = /** @type {Element} */ (event.target);
    if (target.closest('input, textarea, select, dialog')) return;
    const file = event.clipboardData?.files[0];
    const text = event.clipboardData?.getData('text/plain') ?? '';
    if (file) this.csv.open(file, file.name);
    else if (text.trim().includes('\n')) this.csv.open(text, t('paste.name'));
  };

  #chooseFile() {
    /** @type {HTMLInputElement} */ (this.querySelector('[data-control="csv-file"]')).click();
  }

  /** @param {Event} event */
  #fileChosen(event) {
    const input = /** @type {HTMLInputElement} */ (event.target);
    const file = input.files?.[0];
    input.value = ''; // so that the same file, mended, can be chosen again
    if (file) this.csv.open(file, file.name);
  }

  /** @param {KeyboardEvent} event */
  #onTabKey(event) {
    const move = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
    if (!move) return;
    event.preventDefault();
    this.tab = TABS[(TABS.indexOf(this.tab) + move + TABS.length) % TABS.length];
    this.updateComplete.then(() =>
      /** @type {HTMLElement} */ (this.querySelector(`[data-control="tab-${this.tab}"]`)).focus(),
    );
  }

  render() {
    const { session, csv } = this;
    return html`
      <nw-run-bar role="banner" .session=${session}></nw-run-bar>
      <nw-banners .session=${session}></nw-banners>
      <main
        @file-wanted=${this.#chooseFile}
        @paste-wanted=${() => /** @type {any} */ (this.querySelector('nw-paste-dialog')).open()}
      >
        <div class="tabs" role="tablist" aria-label=${t('tabs.label')} @keydown=${this.#onTabKey}>
          ${TABS.map(
            (name) =>
              html`<button
                type="button"
                role="tab"
                id="tab-${name}"
                data-control="tab-${name}"
                aria-controls="panel-${name}"
                aria-selected=${String(this.tab === name)}
                tabindex=${this.tab === name ? 0 : -1}
                @click=${() => (this.tab = name)}
              >
                ${t(`tabs.${name}`)}
              </button>`,
          )}
        </div>
        <div class="side">
          <nw-data-panel class="panel" id="panel-data" .session=${session}></nw-data-panel>
          <nw-training-panel class="panel" id="panel-training" .session=${session}></nw-training-panel>
        </div>
        <nw-network-panel class="panel" id="panel-network" .session=${session}></nw-network-panel>
        <nw-results-panel class="panel" id="panel-results" .session=${session}></nw-results-panel>
        <input
          type="file"
          class="visually-hidden"
          data-control="csv-file"
          tabindex="-1"
          aria-label=${t('data.choose')}
          accept=".csv,.tsv,.txt,.gz,text/csv,text/plain"
          @change=${this.#fileChosen}
        />
      </main>
      <nw-page-footer role="contentinfo" .session=${session}></nw-page-footer>
      <nw-import-dialog .session=${session} .csv=${csv} @file-wanted=${this.#chooseFile}></nw-import-dialog>
      <nw-paste-dialog
        .session=${session}
        @text-pasted=${(/** @type {CustomEvent} */ e) => csv.open(e.detail, t('paste.name'))}
      ></nw-paste-dialog>
      <div class="drop-veil" aria-hidden="true"><p>${t('data.dropHere')}</p></div>
      <p id="announcements" class="visually-hidden" role="status" aria-live="polite"></p>
    `;
  }

  /** The import dialog draws from an object that tells nobody but this part. */
  updated() {
    /** @type {any} */ (this.querySelector('nw-import-dialog'))?.requestUpdate();
  }
}
