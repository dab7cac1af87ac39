/** A part of the page: drawn into the page itself, redrawn when the session changes. */
import { LitElement } from 'lit';
import { Throttle } from '../../elements/throttle.js';
import { onLanguageChange } from '../../messages/index.js';

// Numbers that change faster than this cannot be read, and each change costs the layout a part of a frame.
const PROGRESS_MS = 66;

export class Part extends LitElement {
  static properties = { session: { attribute: false } };

  /** Whether this part shows numbers of a run in progress. */
  static showsProgress = false;

  /** @type {(() => void)[]} */
  #stops = [];
  #progress = new Throttle(PROGRESS_MS, () => this.requestUpdate());

  constructor() {
    super();
    /** @type {import('../session.js').Session} */
    this.session = /** @type {any} */ (null);
  }

  // In the page's own tree: its styles, labels and ids work across parts.
  createRenderRoot() {
    return this;
  }

  connectedCallback() {
    super.connectedCallback();
    this.#stops = [onLanguageChange(() => this.requestUpdate())];
    if (this.session) this.#follow();
  }

  disconnectedCallback() {
    super.disconnectedCallback();
    for (const stop of this.#stops) stop();
    this.#stops = [];
    this.#progress.cancel();
  }

  /** @param {Map<string, unknown>} changed */
  willUpdate(changed) {
    // The session comes with the first drawing and stays: following starts once.
    if (changed.has('session') && this.#stops.length === 1) this.#follow();
  }

  #follow() {
    this.#stops.push(this.session.on('changed', () => this.requestUpdate()));
    const { showsProgress } = /** @type {typeof Part} */ (this.constructor);
    if (showsProgress) this.#stops.push(this.session.on('progress', () => this.#progress.ask()));
  }
}
