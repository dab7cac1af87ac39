/** What the page remembers of a reader: language and colors. A browser that forbids storage forgets them, no more. */
import { setLanguage } from '../messages/index.js';

const PREFIX = 'neuron-weights.';

/** @param {string} name @param {string} value */
export function remember(name, value) {
  try {
    localStorage.setItem(PREFIX + name, value);
  } catch {
    // Private windows and sandboxed frames.
  }
}

/** @param {string} name @returns {string | null} */
export function recall(name) {
  try {
    return localStorage.getItem(PREFIX + name);
  } catch {
    return null;
  }
}

/** Before the first drawing: the language remembered or else the browser's, and the colors. */
export function applyPreferences() {
  const wanted = [recall('language'), ...navigator.languages].filter((tag) => tag !== null);
  const language = wanted.find((tag) => setLanguage(tag));
  document.documentElement.lang = (language ?? 'en').split('-')[0].toLowerCase();
  const theme = recall('theme');
  if (theme === 'light' || theme === 'dark') document.documentElement.dataset.theme = theme;
}
