/** A part of the page: drawn into the page itself, redrawn when the session changes. */
import { LitElement } from 'lit';
import { onLanguageChange } from '../../messages/index.js';

export class Part extends LitElement {
  static properties = { session: { attribute: false } };

  /** Events of the session that redraw this part. @type {readonly ('changed' | 'progress')[]} */
  static follows = ['changed'];

  /** @type {(() => void)[]} */
  #stops = [];

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
    this.#follow();
  }

  disconnectedCallback() {
    super.disconnectedCallback();
    for (const stop of this.#stops) stop();
    this.#stops = [];
  }

  /** @param {Map<string, unknown>} changed */
  willUpdate(changed) {
    if (changed.has('session') && this.#stops.length === 1) this.#follow();
  }

  #follow() {
    if (!this.session) return;
    const { follows } = /** @type {typeof Part} */ (this.constructor);
    for (const name of follows) this.#stops.push(this.session.on(name, () => this.requestUpdate()));
  }
}
