/** What runs underneath, language and colors. */
import { html, nothing } from 'lit';
import { getLanguage, LANGUAGES, setLanguage, t } from '../../messages/index.js';
import { remember } from '../preferences.js';
import { selectField } from './fields.js';
import { Part } from './light.js';

const THEMES = ['auto', 'light', 'dark'];

/** @type {import('./fields.js').Errors} */
const NO_ERRORS = new Map();

export class NwPageFooter extends Part {
  static properties = { ...Part.properties, theme: { state: true } };

  constructor() {
    super();
    this.theme = document.documentElement.dataset.theme ?? 'auto';
  }

  /** @param {string} theme */
  #setTheme(theme) {
    this.theme = theme;
    if (theme === 'auto') delete document.documentElement.dataset.theme;
    else document.documentElement.dataset.theme = theme;
    remember('theme', theme);
  }

  /** @param {string} language */
  #setLanguage(language) {
    setLanguage(language);
    document.documentElement.lang = language;
    remember('language', language);
  }

  render() {
    const info = this.session.engine?.info;
    return html`
      <p class="engine" data-value="engine">
        ${info ? t('footer.engine', { variant: info.variant, threads: info.threads }) : nothing}
        ${
          info && info.threads === 1 && !crossOriginIsolated
            ? html`<span class="notice" data-notice="not-isolated">${t('footer.notIsolated')}</span>`
            : nothing
        }
      </p>
      <div class="preferences">
        ${selectField({
          control: 'language',
          label: t('footer.language'),
          value: getLanguage(),
          errors: NO_ERRORS,
          options: Object.entries(LANGUAGES).map(([value, label]) => ({ value, label })),
          onChange: (language) => this.#setLanguage(language),
        })}
        ${selectField({
          control: 'theme',
          label: t('footer.theme'),
          value: this.theme,
          errors: NO_ERRORS,
          options: THEMES.map((value) => ({ value, label: t(`footer.theme.${value}`) })),
          onChange: (theme) => this.#setTheme(theme),
        })}
      </div>
    `;
  }
}
