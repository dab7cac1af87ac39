/** How a CSV file is written: delimiter, decimal sign, a header or none. Guessed from its first rows. */
import { hasDecimalComma, hasDecimalPoint, parseNumber } from './numbers.js';
import { splitRecords } from './csv-records.js';

/** @typedef {{ delimiter: string, decimal: '.' | ',' }} Dialect */

/**
 * In the order in which they are believed: where a tab or semicolon divides all rows alike, a comma is a decimal sign or text;
 * the reverse does not happen.
 */
const DELIMITERS = ['\t', ';', '|', ','];

/**
 * @param {string} sample    the first whole records of the file
 * @returns {Dialect}
 */
export function guessDialect(sample) {
  const delimiter = guessDelimiter(sample);
  return { delimiter, decimal: guessDecimal(sample, delimiter) };
}

/** @param {string} sample */
function guessDelimiter(sample) {
  let best = ',';
  let bestShare = 0;
  for (const delimiter of DELIMITERS) {
    const { records } = splitRecords(sample, delimiter, false);
    const widths = records.filter((fields) => !isBlank(fields)).map((fields) => fields.length);
    const width = mostFrequent(widths);
    if (width < 2) continue;
    const share = widths.filter((other) => other === width).length / widths.length;
    // A ragged file is divided by what divides most of its rows alike, so that the error names the right one.
    if (share > bestShare) {
      best = delimiter;
      bestShare = share;
    }
  }
  return best;
}

/**
 * @param {string} sample
 * @param {string} delimiter
 * @returns {'.' | ','}
 */
function guessDecimal(sample, delimiter) {
  if (delimiter === ',') return '.';
  let commas = 0;
  let points = 0;
  for (const fields of splitRecords(sample, delimiter, false).records) {
    for (const field of fields) {
      const text = field.trim();
      if (hasDecimalComma(text)) commas++;
      else if (hasDecimalPoint(text)) points++;
    }
  }
  return commas > points ? ',' : '.';
}

/**
 * A first line as scikit-learn's own files have it: number of rows, number of features, class names.
 *
 * @param {readonly string[][]} records   the first ones, trimmed, without blank ones
 * @returns {boolean}
 */
export function hasPreamble(records) {
  if (records.length < 2) return false;
  const [first, second] = records;
  if (first.length < 4 || !/^\d+$/.test(first[0]) || !/^\d+$/.test(first[1])) return false;
  const names = first.slice(2);
  const named = names.every((name) => name !== '' && Number.isNaN(parseNumber(name, '.')));
  return named && new Set(names).size === names.length && second.length === Number(first[1]) + 1;
}

/**
 * Whether the first row names the columns: it has no number in it, and below it there are numbers somewhere, or its words
 * never come again. A single row of words is a header without rows.
 *
 * @param {readonly string[][]} records   the first ones, trimmed, all of one width
 * @param {'.' | ','} decimal
 */
export function hasHeader(records, decimal) {
  const [first, ...rest] = records;
  const isNumber = (/** @type {string} */ text) => !Number.isNaN(parseNumber(text, decimal));
  if (first.some((text, column) => isNumber(text) && !isNumberName(text, column, first))) return false;
  if (first.every((text) => text === '')) return false;
  const numbersBelow = first.some((_, column) => rest.some((fields) => isNumber(fields[column] ?? '')));
  if (numbersBelow) return true;
  return first.every((text, column) => text !== '' && rest.every((fields) => fields[column] !== text));
}

/**
 * Columns that are called 0, 1, 2… beside a named one, as pandas writes them.
 *
 * @param {string} text
 * @param {number} column
 * @param {readonly string[]} first
 */
function isNumberName(text, column, first) {
  if (!/^\d+$/.test(text) || first.every((other) => /^\d+$/.test(other))) return false;
  const offset = column - Number(text);
  const all = first.every((other, index) => !/^\d+$/.test(other) || index - Number(other) === offset);
  return all && first.some((other) => other !== '' && !/\d/.test(other));
}

/** @param {readonly string[]} fields */
export function isBlank(fields) {
  return fields.length === 1 && fields[0].trim() === '';
}

/** @param {readonly number[]} values */
function mostFrequent(values) {
  /** @type {Map<number, number>} */
  const counts = new Map();
  let best = 0;
  for (const value of values) {
    const count = (counts.get(value) ?? 0) + 1;
    counts.set(value, count);
    if (count > (counts.get(best) ?? 0)) best = value;
  }
  return best;
}
