/**
 * What a canvas must know of the style around it: the colors in force, and when they change.
 *
 * A custom property is a text that nobody has resolved (`light-dark(…)`, `var(…)`), so each color is asked through
 * a real property of a probe inside the element.
 */
import { COLORS } from './tokens.js';

/**
 * @typedef {Record<keyof typeof COLORS, string> & { dark: boolean }} Theme  CSS colors as rgb()
 */

/**
 * @param {ShadowRoot} root  of an element that has `tokens` among its styles
 * @returns {Theme}
 */
export function readTheme(root) {
  const probe = document.createElement('span');
  probe.hidden = true;
  root.append(probe);
  const theme = /** @type {Theme} */ ({ dark: false });
  for (const name of /** @type {(keyof typeof COLORS)[]} */ (Object.keys(COLORS))) {
    probe.style.color = `var(--_${name})`;
    theme[name] = getComputedStyle(probe).color;
  }
  // Which of the two a `light-dark()` chose is what decides; a page may be dark on a light system.
  probe.style.color = 'light-dark(rgb(1, 1, 1), rgb(2, 2, 2))';
  theme.dark = getComputedStyle(probe).color === 'rgb(2, 2, 2)';
  probe.remove();
  return theme;
}

/** @type {Set<() => void>} */
const listeners = new Set();
let stop = () => {};

function start() {
  const query = matchMedia('(prefers-color-scheme: dark)');
  const tell = () => listeners.forEach((listener) => listener());
  query.addEventListener('change', tell);
  const observer = new MutationObserver(tell);
  observer.observe(document.documentElement, {
    attributes: true,
    attributeFilter: ['class', 'style', 'data-theme'],
  });
  stop = () => {
    query.removeEventListener('change', tell);
    observer.disconnect();
  };
}

/**
 * @param {() => void} listener  called when the system's or the page's color scheme may have changed
 * @returns {() => void}         stops it
 */
export function onThemeChange(listener) {
  if (!listeners.size) start();
  listeners.add(listener);
  return () => {
    listeners.delete(listener);
    if (!listeners.size) stop();
  };
}
