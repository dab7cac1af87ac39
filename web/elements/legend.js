/**
 * The scale of a picture of weights: a strip of its colors with numbers below, and the scale's name.
 *
 * @element nw-legend
 * @attr {number} limit      the value of the outermost colors
 * @prop {string} caption    what the scale belongs to, e.g. "scale of this layer"
 * @csspart strip, ticks, caption
 */
import { css, html } from 'lit';
import { formatNumber, formatShort, t } from '../messages/index.js';
import { symmetricTicks } from '../render/scale.js';
import { NwElement } from './nw-element.js';

export class NwLegend extends NwElement {
  static properties = {
    limit: { type: Number },
    caption: { type: String },
  };

  static styles = [
    NwElement.styles,
    css`
      :host {
        font-size: 13px;
        color: var(--_second);
        max-width: 260px;
      }
      /* Interpolated in OKLab like the pictures themselves. */
      .strip {
        height: 8px;
        border-radius: 2px;
        background: linear-gradient(to right in oklab, var(--_negative), var(--_zero), var(--_positive));
      }
      .scale {
        container-type: inline-size;
      }
      .ticks {
        display: flex;
        justify-content: space-between;
        margin-top: 4px;
        line-height: 1.25;
      }
      /* Each number is centered under its place on the strip; the outer two stay within it. */
      .ticks span {
        display: flex;
        justify-content: center;
        width: 0;
      }
      .ticks span:first-child {
        justify-content: start;
      }
      .ticks span:last-child {
        justify-content: end;
      }
      /* Too narrow for five numbers: the ends and zero are enough. */
      @container (max-width: 240px) {
        .ticks span:nth-child(even) {
          display: none;
        }
      }
      .caption {
        margin-top: 2px;
        line-height: 1.25;
      }
    `,
  ];

  constructor() {
    super();
    this.limit = 1;
    this.caption = '';
  }

  render() {
    const ticks = symmetricTicks(this.limit);
    const label = t('legend.label', { low: formatNumber(-this.limit), high: formatNumber(this.limit) });
    return html`
      <div class="scale">
        <div class="strip" part="strip" role="img" aria-label=${label}></div>
        <div class="ticks" part="ticks" aria-hidden="true">
          ${ticks.map((tick) => html`<span>${formatShort(tick)}</span>`)}
        </div>
      </div>
      ${this.caption ? html`<div class="caption" part="caption">${this.caption}</div>` : null}
    `;
  }
}
