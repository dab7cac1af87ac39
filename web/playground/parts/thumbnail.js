/** A data set as a small picture: points by sign, circles and squares, so that the two are told apart without color. */
import { css, html } from 'lit';
import { NwElement } from '../../elements/nw-element.js';
import { traceMark } from '../../render/classes.js';
import { divergingColormap } from '../../render/colormap.js';
import { thumbnailPoints } from '../../render/thumbnails.js';

const SIDE = 56; // px
const POINTS = 110;
const SPAN = 6.2; // data units from the middle to the edge

export class NwThumbnail extends NwElement {
  static properties = { name: { type: String } };

  static styles = [
    NwElement.styles,
    css`
      canvas {
        width: 100%;
        aspect-ratio: 1;
        image-rendering: auto;
        background: none;
      }
    `,
  ];

  constructor() {
    super();
    this.name = '';
  }

  render() {
    return html`<canvas width=${2 * SIDE} height=${2 * SIDE} aria-hidden="true"></canvas>`;
  }

  updated() {
    const canvas = /** @type {HTMLCanvasElement} */ (this.renderRoot.querySelector('canvas'));
    const context = /** @type {CanvasRenderingContext2D} */ (canvas.getContext('2d'));
    context.setTransform(2, 0, 0, 2, 0, 0);
    context.clearRect(0, 0, SIDE, SIDE);
    const { points, labels } = thumbnailPoints(this.name, POINTS);
    const { color } = divergingColormap(this.theme);
    const place = (/** @type {number} */ v) => ((v + SPAN) / (2 * SPAN)) * SIDE;
    labels.forEach((label, i) => {
      const [r, g, b] = color(label);
      context.fillStyle = `rgb(${r}, ${g}, ${b})`;
      context.beginPath();
      traceMark(
        context,
        label < 0 ? 'circle' : 'square',
        place(points[2 * i]),
        place(-points[2 * i + 1]),
        1.7,
      );
      context.fill();
    });
  }
}
