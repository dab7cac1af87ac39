/**
 * Every visible text, in the language of the reader, and numbers as that language writes them.
 *
 * Tests    tests/web/messages/messages.test.js
 */
import { de } from './de.js';
import { en } from './en.js';

/** @type {Readonly<Record<string, Readonly<Record<string, string>>>>} */
const CATALOGS = { en, de };

/** Languages there are, each by its own name. */
export const LANGUAGES = Object.freeze({ en: 'English', de: 'Deutsch' });

let language = 'en';
const listeners = new Set();

export const getLanguage = () => language;

/**
 * @param {string} wanted  a language tag; `de-AT` counts as `de`, an unknown one changes nothing
 * @returns {boolean}      whether it is spoken here
 */
export function setLanguage(wanted) {
  const base = String(wanted).toLowerCase().split('-')[0];
  if (!Object.hasOwn(CATALOGS, base)) return false;
  if (base !== language) {
    language = base;
    formats.clear();
    for (const listener of [...listeners]) listener(language);
  }
  return true;
}

/** @param {(language: string) => void} listener @returns {() => void} stops it */
export function onLanguageChange(listener) {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

/** @param {string} key */
export const hasMessage = (key) => Object.hasOwn(CATALOGS[language], key) || Object.hasOwn(en, key);

/**
 * The text of a key, its `{placeholders}` filled. Numbers are written as the language writes them, and
 * `{count|unit|units}` puts the right one of two words behind its number; `{bytes:MB}` makes megabytes of
 * bytes. A key that does not exist shows itself, so that it is noticed.
 *
 * @param {string} key
 * @param {Record<string, string | number | null | undefined>} [values]
 */
export function t(key, values = {}) {
  const text = CATALOGS[language][key] ?? en[key] ?? key;
  return text.replace(/\{(\w+)(:MB)?(?:\|([^|}]*)\|([^}]*))?\}/g, (_, name, mega, one, many) => {
    const value = values[name];
    const shown =
      typeof value === 'number'
        ? mega
          ? `${formatCount(value / 1e6)} MB`
          : formatShown(value)
        : value === undefined || value === null
          ? ''
          : String(value);
    return one === undefined ? shown : `${shown} ${value === 1 ? one : many}`;
  });
}

/** @param {number} value */
const formatShown = (value) => (Number.isInteger(value) ? formatCount(value) : formatNumber(value));

const formats = new Map();

function intl(name, options) {
  if (!formats.has(name)) formats.set(name, new Intl.NumberFormat(language, options));
  return formats.get(name);
}

const trueMinus = (text) => text.replaceAll('-', '−');

/** Whole numbers: 6213 → `6,213` or `6.213`. @param {number} value */
export const formatCount = (value) =>
  Number.isFinite(value)
    ? trueMinus(intl('count', { maximumFractionDigits: 0 }).format(value))
    : formatNumber(value);

/**
 * A measured number with three significant digits and a true minus sign: 0.0310, −1.24, 12,300, 1.20e−5.
 *
 * @param {number} value  anything that is no number becomes `NaN` or `±∞`, never a digit
 */
export function formatNumber(value) {
  if (typeof value !== 'number' || Number.isNaN(value)) return 'NaN';
  if (!Number.isFinite(value)) return value > 0 ? '∞' : '−∞';
  const size = Math.abs(value);
  if (size !== 0 && (size < 1e-3 || size >= 1e6)) {
    return trueMinus(value.toExponential(2).replace('e+', 'e')).replace('.', decimalSign());
  }
  // Zero has no significant digits of its own; −0 is written as 0, since its sign means nothing to a reader.
  const digits = intl('digits', { minimumSignificantDigits: 3, maximumSignificantDigits: 3 });
  return size === 0 ? '0' : trueMinus(digits.format(value));
}

/** A number that is short by itself, such as a tick or a limit: 1.5, not 1.50; 6e8, not 6.00e8. @param {number} value */
export const formatShort = (value) =>
  formatNumber(value)
    .replace(/([.,]\d*?)0+(?=$|e)/, '$1')
    .replace(/[.,](?=$|e)/, '');

/** A share of 1 as a percentage: 0.955 → `95.5 %` (German) or `95.5%`. @param {number} share @param {number} [digits] */
export const formatPercent = (share, digits = 1) =>
  Number.isFinite(share)
    ? trueMinus(
        intl(`percent${digits}`, {
          style: 'percent',
          minimumFractionDigits: digits,
          maximumFractionDigits: digits,
        }).format(share),
      )
    : '–';

/** Short settings such as a learning rate: as few digits as they have, at most seven. @param {number} value */
export function formatSetting(value) {
  if (!Number.isFinite(value)) return formatNumber(value);
  if (Number.isSafeInteger(value)) return trueMinus(String(value)); // a seed keeps every digit
  const size = Math.abs(value);
  if (size < 1e-6 || size >= 1e15) {
    return trueMinus(String(Number(value.toPrecision(7))).replace('e+', 'e')).replace('.', decimalSign());
  }
  return trueMinus(intl('setting', { maximumSignificantDigits: 7, useGrouping: false }).format(value));
}

const decimalSign = () => (language === 'de' ? ',' : '.');

/**
 * Reads a number as people type it: point or comma, true minus, exponent. Never guesses.
 *
 * @param {string} text
 * @returns {number}  NaN when it is not one number
 */
export function parseNumber(text) {
  const plain = text.trim().replaceAll('−', '-').replace(',', '.');
  return /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i.test(plain) ? Number(plain) : NaN;
}

/**
 * What to tell a person about an error. The text of the reader's language by code; an unknown code shows the
 * engine's own text.
 *
 * @param {{ code?: string, message?: string, details?: Record<string, unknown> }} error
 */
export function errorText(error) {
  const key = `error.${error?.code}`;
  const details = /** @type {Record<string, any>} */ (error?.details ?? {});
  if (!hasMessage(key)) return error?.message ?? t('error.internal');
  return t(key, { ...details, allowed: allowedText(details), value: shownValue(details.value) }).trim();
}

/** What would have been accepted, as a sentence of its own, or nothing. @param {Record<string, any>} details */
function allowedText({ minimum, maximum, options, allowed }) {
  if (Array.isArray(options)) return t('error.oneOf', { options: options.join(', ') });
  if (typeof minimum === 'number' && typeof maximum === 'number') {
    return t('error.between', { minimum: formatSetting(minimum), maximum: formatSetting(maximum) });
  }
  return allowed ? t('error.allowed', { allowed: String(allowed) }) : '';
}

/** @param {unknown} value */
function shownValue(value) {
  if (typeof value === 'number') return Number.isFinite(value) ? formatSetting(value) : formatNumber(value);
  const text = value === undefined || value === null ? '' : String(value);
  return text.length > 40 ? `${text.slice(0, 39)}…` : text;
}
