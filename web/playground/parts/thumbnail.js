/** A data set as a small picture: points by sign or class, each with a mark of its own, so that they are told apart without color. */
import { css, html, svg } from 'lit';
import { NwElement } from '../../elements/nw-element.js';
import { classColors } from '../../render/classes.js';
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
    const { theme } = this;
    const { color } = divergingColormap(theme);
    const { classes, paths } = thumbnailPaths(this.name, POINTS, SIDE);
    const colors = classColors(classes, theme.dark ? 'dark' : 'light', theme);
    return html`<svg viewBox="0 0 ${SIDE} ${SIDE}" aria-hidden="true">
      ${paths.map(({ t, d }) => svg`<path fill=${classes ? colors[t] : toHex(color(t))} d=${d}></path>`)}
    </svg>`;
  }
}
