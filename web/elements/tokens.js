/**
 * The design's colors, sizes and type, for elements on any page.
 *
 * An element reads `--nw-…` where the page sets it and falls back to the values here, so it looks right alone and
 * can be themed from outside. `light-dark()` follows the color scheme of the place it stands in. The page's own
 * style sheet, tokens.css, holds the same values; tests/web/elements/tokens.test.js compares the two.
 */
import { css, unsafeCSS } from 'lit';

/** name → [light, dark] */
export const COLORS = Object.freeze({
  paper: ['#fbfaf7', '#14161a'],
  raised: ['#ffffff', '#1c1f25'],
  line: ['#dfe1e4', '#2e333c'],
  ink: ['#1b1f24', '#e9ebee'],
  second: ['#56606d', '#a3acb9'],
  faint: ['#7c8591', '#6d7683'],
  positive: ['#1170aa', '#5ab0e8'],
  zero: ['#f2f0ec', '#2a2e36'],
  negative: ['#c85200', '#f2924a'],
  'positive-text': ['#0f659a', '#5ab0e8'],
  'negative-text': ['#b04600', '#f2924a'],
  focus: ['#6b4fd8', '#a892ff'],
});

const declarations = Object.entries(COLORS)
  .map(([name, [light, dark]]) => `--_${name}: var(--nw-${name}, light-dark(${light}, ${dark}));`)
  .join('\n');

/** Private `--_…` properties of every element, and what all of them share. */
export const tokens = css`
  :host {
    ${unsafeCSS(declarations)}
    display: block;
    box-sizing: border-box;
    min-width: 0;
    color: var(--_ink);
    font-size: 15px;
    line-height: 1.5;
    font-variant-numeric: tabular-nums;
  }
  :host([hidden]) {
    display: none;
  }
  *,
  *::before,
  *::after {
    box-sizing: border-box;
  }
  canvas {
    display: block;
    image-rendering: pixelated;
    /* What is not a number is transparent in the canvas; this hatching shows through. */
    background: repeating-linear-gradient(45deg, var(--_ink) 0 1.5px, var(--_zero) 1.5px 6px);
  }
  :focus-visible {
    outline: 2px solid var(--_focus);
    outline-offset: 2px;
    border-radius: 2px;
  }
  button {
    font: inherit;
    font-size: 13px;
    line-height: 1.25;
    color: var(--_ink);
    min-height: 32px;
    padding: 4px 12px;
    border: 1px solid var(--_line);
    border-radius: 6px;
    background: var(--_raised);
    cursor: pointer;
  }
  button:hover {
    border-color: var(--_second);
  }
  @media (pointer: coarse) {
    button,
    summary {
      min-height: 44px;
    }
  }
  details > summary {
    cursor: pointer;
    width: fit-content;
    font-size: 13px;
    color: var(--_second);
    line-height: 32px;
  }
  details > summary:hover {
    color: var(--_ink);
  }
  .scroll {
    overflow: auto;
    max-height: 320px;
    border: 1px solid var(--_line);
    border-radius: 6px;
    background: var(--_raised);
  }
  table {
    min-width: 100%;
    border-collapse: collapse;
    font-size: 13px;
    line-height: 1.25;
  }
  th,
  td {
    padding: 4px 12px;
    text-align: right;
    white-space: nowrap;
    border-bottom: 1px solid var(--_line);
  }
  tr:last-child > * {
    border-bottom: 0;
  }
  th {
    font-weight: 500;
    color: var(--_second);
  }
  .visually-hidden {
    position: absolute;
    width: 1px;
    height: 1px;
    margin: -1px;
    overflow: hidden;
    clip-path: inset(50%);
    white-space: nowrap;
  }
`;
