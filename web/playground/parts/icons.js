/** The page's icons: one family, 20 px, lines of 1.6 px. They stand beside words, so they say nothing themselves. */
import { html, svg } from 'lit';

const SHAPES = {
  reset: svg`<path d="M4.500 10a5.500 5.500 0 1 0 1.700-4M6 2.800v3.400h3.400"/>`,
  play: svg`<path class="solid" d="M6.500 4.200v11.600l9-5.800z"/>`,
  pause: svg`<path class="solid" d="M5.800 4.500h2.800v11H5.800zM11.400 4.500h2.800v11h-2.800z"/>`,
  step: svg`<path class="solid" d="M5 4.500v11l7-5.500z"/><path d="M14.500 4.500v11"/>`,
  epoch: svg`<path class="solid" d="M3 4.500v11l5.500-5.500zM9 4.500v11l5.500-5.500z"/><path d="M16.500 4.500v11"/>`,
  dice: svg`<rect x="3.500" y="3.500" width="13" height="13" rx="2.500"/><path class="dots" d="M7 7h0M13 7h0M10 10h0M7 13h0M13 13h0"/>`,
  plus: svg`<path d="M10 4v12M4 10h12"/>`,
  minus: svg`<path d="M4 10h12"/>`,
  close: svg`<path d="M5 5l10 10M15 5L5 15"/>`,
  file: svg`<path d="M5 2.800h6.500L15 6.300v10.900H5zM11.300 2.800v3.700H15"/>`,
  paste: svg`<path d="M5 4.500h10v12.700H5zM7.500 4.500V2.800h5v1.700z"/>`,
  keep: svg`<path d="M4.500 10.500l3.500 3.500 7.500-8"/>`,
  renew: svg`<path d="M15.500 10a5.500 5.500 0 1 1-1.700-4M14 2.800v3.400h-3.400"/>`,
  theme: svg`<circle cx="10" cy="10" r="6"/><path class="solid" d="M10 4a6 6 0 0 1 0 12z"/>`,
};

/** @param {keyof typeof SHAPES} name */
export const icon = (name) =>
  html`<svg class="icon" viewBox="0 0 20 20" width="20" height="20" aria-hidden="true">${SHAPES[name]}</svg>`;
