/** A data set as a small picture: points by sign, circles and squares, so that the two are told apart without color. */
import { css, html, svg } from 'lit';
import { NwElement } from '../../elements/nw-element.js';
import { divergingColormap } from '../../render/colormap.js';
import { toHex } from '../../render/oklab.js';
import { thumbnailPaths } from '../../render/thumbnails.js';

const SIDE = 56; // px
const POINTS = 110;

export class NwThumbnail extends NwElement {
  static properties = { name: { type: String } };

  static styles = [
    NwElement.styles,
    css`
      svg {
        display: block;
        width: 100%;
        aspect-ratio: 1;
      }
    `,
  ];

  constructor() {
    super();
    this.name = '';
  }

  render() {
    const { color } = divergingColormap(this.theme);
    return html`<svg viewBox="0 0 ${SIDE} ${SIDE}" aria-hidden="true">
      ${thumbnailPaths(this.name, POINTS, SIDE).map(
        ({ t, d }) => svg`<path fill=${toHex(color(t))} d=${d}></path>`,
      )}
    </svg>`;
  }
}
