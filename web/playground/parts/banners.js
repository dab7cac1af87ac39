/** What has gone wrong and how to go on; nothing as long as all is well. */
import { html, nothing } from 'lit';
import { errorText, formatSetting, t } from '../../messages/index.js';
import { complaint } from './fields.js';
import { Part } from './light.js';

export class NwBanners extends Part {
  render() {
    const { session } = this;
    const banners = {
      failed: () => this.#failed(),
      lost: () => this.#lost(),
      diverged: () => this.#diverged(),
    };
    const banner = Object.hasOwn(banners, session.status)
      ? banners[/** @type {keyof typeof banners} */ (session.status)]()
      : nothing;
    return html`${banner} ${complaint('run', session.errors)}`;
  }

  #failed() {
    return this.#banner(
      'failed',
      t('banner.failed.title'),
      errorText(this.session.trouble?.error),
      html`
        <button type="button" class="primary" data-control="retry" @click=${() => this.session.start()}>
          ${t('banner.retry')}
        </button>
      `,
    );
  }

  #lost() {
    const step = this.session.trouble?.step ?? 0;
    return this.#banner(
      'lost',
      t('banner.lost.title'),
      t('banner.lost', { step }),
      html`
        <button type="button" class="primary" data-control="recover" @click=${() => this.session.recover()}>
          ${t('banner.recover', { step })}
        </button>
      `,
    );
  }

  #diverged() {
    const { session } = this;
    const { error, step = 0 } = session.trouble ?? {};
    const rate = formatSetting(session.lowerRate);
    return this.#banner(
      'diverged',
      t('banner.diverged.title', { step }),
      `${error ? errorText(error) : ''} ${t('banner.diverged')}`.trim(),
      html`
        <button
          type="button"
          class="primary"
          data-control="restart-lower-rate"
          @click=${() => session.restartWithLowerRate()}
        >
          ${t('banner.restartLower', { rate })}
        </button>
        <button type="button" data-control="lower-rate" @click=${() => session.continueWithLowerRate()}>
          ${t('banner.lowerRate', { rate })}
        </button>
      `,
    );
  }

  /** @param {string} name @param {string} title @param {string} text @param {unknown} actions */
  #banner(name, title, text, actions) {
    return html`<section class="banner" data-banner=${name} aria-label=${title}>
      <div>
        <h2>${title}</h2>
        <p>${text}</p>
      </div>
      <div class="buttons">${actions}</div>
    </section>`;
  }
}
