/** Reads tables from CSV files: in pieces, with breaks, and with the place of whatever is wrong. */
import { NeuronWeightsError } from '../errors/neuron-weights-error.js';
import { ColumnBuilder } from './csv-columns.js';
import { guessDialect, hasHeader, hasPreamble, isBlank } from './csv-dialect.js';
import { splitRecords } from './csv-records.js';
import { Pacer } from './pause.js';
import { EncodingError, textPieces } from './text-stream.js';

/** @typedef {import('./csv-columns.js').Column} Column */

/**
 * @typedef {object} Table
 * @property {Column[]} columns
 * @property {number} rows
 * @property {boolean} header      the columns' names come from the file; else they are `column_1`, `column_2`…
 * @property {string[]} [preamble] the fields of a first line as scikit-learn writes it: rows, features, class names
 * @property {string} delimiter
 * @property {'.' | ','} decimal
 */

/** Larger files are refused before they are read. */
export const MAX_FILE_BYTES = 50_000_000;

/** The dialect is guessed from this much. */
const SAMPLE_CHARS = 65536;
const SAMPLE_RECORDS = 200;

/** A record longer than this is no record but a quote that never closes. */
const MAX_RECORD_CHARS = 1 << 20;

/** What a spreadsheet on an older Windows writes. */
const FALLBACK_ENCODING = 'windows-1252';

/**
 * Reads a CSV file: comma, semicolon, tab or bar; a header or none; quoted fields; decimal commas where they are no delimiter;
 * UTF-8, UTF-16 with a mark, else Windows-1252; gzip or plain.
 *
 * @param {string | Blob} input
 * @param {{ signal?: AbortSignal, onProgress?: (share: number) => void, maxBytes?: number }} [options]  share: 0 to 1
 * @returns {Promise<Table>}
 * @throws {NeuronWeightsError} `file_too_large`, `csv_binary`, `csv_empty`, `csv_ragged` (details line, expected, actual),
 *   `cancelled`
 *
 * Cost: one pass; never more than about 10 ms at a stretch.
 */
export async function readCsv(input, { signal, onProgress, maxBytes = MAX_FILE_BYTES } = {}) {
  const bytes = typeof input === 'string' ? input.length : input.size;
  if (bytes > maxBytes) throw new NeuronWeightsError('file_too_large', { expected: maxBytes, actual: bytes });
  const pacer = new Pacer(signal);
  try {
    return await readTable(textPieces(input, { encoding: 'utf-8', maxBytes, onProgress }), pacer);
  } catch (error) {
    if (!(error instanceof EncodingError)) throw error;
  }
  try {
    return await readTable(textPieces(input, { encoding: FALLBACK_ENCODING, maxBytes, onProgress }), pacer);
  } catch (error) {
    throw error instanceof EncodingError ? new NeuronWeightsError('csv_binary', {}, { cause: error }) : error;
  }
}

/**
 * @param {AsyncGenerator<string, void, void>} pieces
 * @param {Pacer} pacer
 * @returns {Promise<Table>}
 */
async function readTable(pieces, pacer) {
  const reader = new TableReader();
  for await (const piece of pieces) {
    pacer.check();
    for (const _ of reader.add(piece)) if (pacer.due) await pacer.rest();
  }
  for (const _ of reader.end()) if (pacer.due) await pacer.rest();
  return reader.finish();
}

/** Rows between two looks at the clock. */
const ROWS_PER_LOOK = 256;

class TableReader {
  #text = '';
  /** Line of the first character of `#text`. */
  #line = 1;
  #rows = 0;
  /** @type {{ delimiter: string, decimal: '.' | ',' } | null} */
  #dialect = null;
  /** @type {ColumnBuilder[]} */
  #columns = [];
  /** @type {string[] | null} */
  #names = null;
  /** @type {string[] | undefined} */
  #preamble;

  /**
   * Takes a piece of text; yields now and then while it works through it.
   *
   * @param {string} piece
   */
  *add(piece) {
    this.#text += piece;
    if (!this.#dialect && this.#text.length < SAMPLE_CHARS) return;
    yield* this.#read(true);
    if (this.#text.length > MAX_RECORD_CHARS) throw this.#ragged(this.#line, 1, 'a quote is not closed');
  }

  *end() {
    yield* this.#read(false);
  }

  /** @returns {Table} */
  finish() {
    if (!this.#dialect || this.#rows === 0) throw new NeuronWeightsError('csv_empty');
    const names = this.#names ?? [];
    const columns = this.#columns.map((builder, index) =>
      builder.finish(names[index] || `column_${index + 1}`),
    );
    // Lines that end with a delimiter have one more column, without a name and without values.
    const last = columns.length - 1;
    if (last > 0 && this.#columns[last].empty && !names[last]) columns.pop();
    const { delimiter, decimal } = this.#dialect;
    const preamble = this.#preamble && { preamble: this.#preamble };
    return { columns, rows: this.#rows, header: this.#names !== null, ...preamble, delimiter, decimal };
  }

  /** @param {boolean} more */
  *#read(more) {
    if (!this.#dialect) this.#recognize(more);
    if (!this.#dialect) return;
    const { records, rest, unclosed } = splitRecords(this.#text, this.#dialect.delimiter, more);
    this.#text = rest;
    if (unclosed) {
      const before = records.slice(0, -1).reduce((lines, fields) => lines + countLines(fields), this.#line);
      throw this.#ragged(before, records[records.length - 1].length, 'a quote is not closed');
    }
    let sinceLook = 0;
    for (const fields of records) {
      this.#addRecord(fields);
      this.#line += countLines(fields);
      if (++sinceLook === ROWS_PER_LOOK) {
        sinceLook = 0;
        yield;
      }
    }
    yield;
  }

  /**
   * Guesses dialect, preamble and header from the first records.
   *
   * @param {boolean} more
   */
  #recognize(more) {
    const cut = more ? this.#text.lastIndexOf('\n', SAMPLE_CHARS) + 1 : this.#text.length;
    const sample = this.#text.slice(0, cut);
    if (sample.trim() === '') return;
    this.#dialect = guessDialect(sample);
    const { delimiter, decimal } = this.#dialect;
    const all = splitRecords(sample, delimiter, false).records.filter((fields) => !isBlank(fields));
    const first = all.slice(0, SAMPLE_RECORDS).map((fields) => fields.map((field) => field.trim()));
    if (hasPreamble(first)) this.#preamble = first[0];
    else if (hasHeader(first, decimal)) this.#names = first[0];
    const width = (this.#preamble ? first[1] : first[0]).length;
    this.#columns = Array.from({ length: width }, () => new ColumnBuilder(decimal));
  }

  /** The line with the names or the preamble, still to come. */
  #firstLineSeen = false;

  /** @param {string[]} fields */
  #addRecord(fields) {
    if (isBlank(fields) && this.#columns.length > 1) return;
    if (isBlank(fields) && fields[0] === '') return;
    if (!this.#firstLineSeen) {
      this.#firstLineSeen = true;
      if (this.#preamble || this.#names) return;
    }
    if (fields.length !== this.#columns.length) throw this.#ragged(this.#line, fields.length);
    for (let column = 0; column < fields.length; column++)
      this.#columns[column].add(fields[column].trim(), this.#line);
    this.#rows++;
  }

  /**
   * @param {number} line
   * @param {number} actual
   * @param {string} [reason]
   */
  #ragged(line, actual, reason) {
    const details = { field: String(line), line, expected: this.#columns.length, actual };
    return new NeuronWeightsError('csv_ragged', reason ? { ...details, reason } : details);
  }
}

/** Lines that a record takes: a quoted field may hold line ends. @param {readonly string[]} fields */
function countLines(fields) {
  let lines = 1;
  for (const field of fields) {
    for (let at = field.indexOf('\n'); at >= 0; at = field.indexOf('\n', at + 1)) lines++;
  }
  return lines;
}
