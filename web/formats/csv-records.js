/** CSV text to records: the one place that calls PapaParse. */
import Papa from 'papaparse';

/**
 * PapaParse's own parser of whole pieces. Its streaming needs a FileReader, which Node has not, so we feed it ourselves.
 *
 * @typedef {{ data: string[][], errors: { code: string, row: number }[], meta: { cursor: number } }} PapaResult
 */
const Parser = /** @type {any} */ (Papa).Parser;

/**
 * @param {string} text       starts at the start of a record; `\n` ends lines
 * @param {string} delimiter
 * @param {boolean} more      more text will follow: the last record is left alone, it may not be whole
 * @returns {{ records: string[][], rest: string, unclosed: boolean }}  rest: what was left alone;
 *   unclosed: the last field opens a quote that never closes
 */
export function splitRecords(text, delimiter, more) {
  /** @type {PapaResult} */
  const result = new Parser({ delimiter, newline: '\n' }).parse(text, 0, more);
  const records = result.data;
  // The line end of the last line begins no new one.
  if (!more && text.endsWith('\n') && records.length > 0) {
    const last = records[records.length - 1];
    if (last.length === 1 && last[0] === '') records.pop();
  }
  return {
    records,
    rest: more ? text.slice(result.meta.cursor) : '',
    unclosed: result.errors.some(({ code }) => code === 'MissingQuotes'),
  };
}
