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
import { divergingColormap } from '../render/colormap.js';
import { paintHeatmap } from '../render/heatmap.js';
import { symmetricTicks } from '../render/scale.js';
import { NwElement } from './nw-element.js';

const CELLS = 129; // odd, so that zero has a cell of its own

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
      canvas {
        width: 100%;
        height: 8px;
        border-radius: 2px;
      }
      .ticks {
        display: grid;
        grid-template-columns: repeat(5, 1fr);
        margin: 4px -10% 0;
        line-height: 1.25;
      }
      .ticks span {
        text-align: center;
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
      <canvas part="strip" width=${CELLS} height="1" role="img" aria-label=${label}></canvas>
      <div class="ticks" part="ticks" aria-hidden="true">
        ${ticks.map((tick) => html`<span>${formatShort(tick)}</span>`)}
      </div>
      ${this.caption ? html`<div class="caption" part="caption">${this.caption}</div>` : null}
    `;
  }

  updated() {
    const canvas = /** @type {HTMLCanvasElement} */ (this.renderRoot.querySelector('canvas'));
    const ramp = Float32Array.from({ length: CELLS }, (_, i) => (2 * i) / (CELLS - 1) - 1);
    const { pixels, width, height } = paintHeatmap(
      ramp,
      { rows: 1, cols: CELLS, limit: 1 },
      divergingColormap(this.theme),
    );
    canvas.getContext('2d')?.putImageData(new ImageData(pixels, width, height), 0, 0);
  }
}
