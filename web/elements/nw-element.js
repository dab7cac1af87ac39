/**
 * What every element of this project shares: tokens, language, theme, and knowing whether it can be seen.
 *
 * An element asks the engine for numbers only while it is on the screen (DESIGN section 2: elements pause when hidden
 * or off-screen); `run-when-hidden` turns that off.
 */
import { LitElement } from 'lit';
import { onLanguageChange } from '../messages/index.js';
import { onThemeChange, readTheme } from './theme.js';
import { tokens } from './tokens.js';

export class NwElement extends LitElement {
  /** @type {import('lit').CSSResultGroup} */
  static styles = [tokens];

  /** @type {import('lit').PropertyDeclarations} */
  static properties = {
    runWhenHidden: { type: Boolean, attribute: 'run-when-hidden' },
  };

  /** @type {(() => void)[]} */
  #stops = [];
  /** @type {import('./theme.js').Theme | null} */
  #theme = null;
  #onScreen = false;

  constructor() {
    super();
    this.runWhenHidden = false;
  }

  connectedCallback() {
    super.connectedCallback();
    const seen = new IntersectionObserver(
      (entries) => {
        this.#onScreen = entries[entries.length - 1].isIntersecting;
        this.visibilityChanged();
      },
      { rootMargin: '64px' },
    );
    seen.observe(this);
    this.#stops = [
      () => seen.disconnect(),
      onLanguageChange(() => this.requestUpdate()),
      onThemeChange(() => {
        this.#theme = null;
        this.themeChanged();
      }),
    ];
  }

  disconnectedCallback() {
    super.disconnectedCallback();
    for (const stop of this.#stops) stop();
    this.#stops = [];
    this.#theme = null;
    this.#onScreen = false;
    this.visibilityChanged();
  }

  /** Whether numbers should come. */
  get watching() {
    return this.isConnected && (this.#onScreen || this.runWhenHidden);
  }

  /** The colors in force here. Needs the first rendering to have happened. */
  get theme() {
    this.#theme ??= readTheme(/** @type {ShadowRoot} */ (this.renderRoot));
    return this.#theme;
  }

  /** For subclasses: came on the screen, or left it. */
  visibilityChanged() {}

  /** For subclasses: colors are to be read and painted anew. */
  themeChanged() {
    this.requestUpdate();
  }
}
