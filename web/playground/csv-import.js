/**
 * A table on its way into the playground: read, looked at, and then used or not. Knows no DOM.
 */
import { NeuronWeightsError } from '../errors/neuron-weights-error.js';
import { errorText } from '../messages/index.js';

/**
 * Reading tables is code that most visits do not need: it comes with the first table.
 *
 * @throws {NeuronWeightsError} `load_failed`
 */
async function loadFormats() {
  try {
    const [csv, data] = await Promise.all([import('../formats/csv.js'), import('../formats/table-data.js')]);
    return { ...csv, ...data };
  } catch (cause) {
    throw new NeuronWeightsError('load_failed', { field: 'formats', reason: String(cause) }, { cause });
  }
}

/** @typedef {'closed' | 'reading' | 'ready' | 'refused'} ImportState */

/**
 * @typedef {object} ImportOptions
 * @property {number} label               column that is learned
 * @property {readonly number[]} features columns that go in
 * @property {'classification' | 'regression'} problem
 * @property {'none' | 'maximum' | 'standardize'} scaling
 * @property {'everyFifth' | 'shuffle' | 'none'} split
 * @property {number} testShare           of a shuffled split
 */

export class CsvImport {
  /** @type {AbortController | null} */
  #abort = null;
  #changed;

  /** @type {ImportState} */
  state = 'closed';
  /** A file's name. */
  title = '';
  /** Share read. */
  progress = 0;
  /** @type {import('../formats/csv.js').Table | null} */
  table = null;
  /** Why it cannot be read or used. @type {{ code: string, message: string } | null} */
  error = null;
  /** @type {ImportOptions} */
  options = {
    label: 0,
    features: [],
    problem: 'classification',
    scaling: 'standardize',
    split: 'everyFifth',
    testShare: 0.2,
  };

  /** @param {() => void} changed */
  constructor(changed) {
    this.#changed = changed;
  }

  /**
   * @param {string | Blob} content
   * @param {string} title  a file's name
   */
  async open(content, title) {
    this.#abort?.abort();
    const abort = new AbortController();
    this.#abort = abort;
    this.#set({ state: 'reading', title, progress: 0, table: null, error: null });
    try {
      const onProgress = (/** @type {number} */ progress) => this.#abort === abort && this.#set({ progress });
      const { readCsv, suggestColumns } = await loadFormats();
      const table = await readCsv(content, { signal: abort.signal, onProgress });
      if (this.#abort !== abort) return;
      this.#set({ state: 'ready', table, options: { ...this.options, ...suggestColumns(table) } });
    } catch (thrown) {
      if (this.#abort === abort) this.#set({ state: 'refused', error: refusal(thrown) });
    }
  }

  /** Another column to learn changes what the others are good for. @param {number} label */
  async chooseLabel(label) {
    const { suggestColumns } = await loadFormats();
    const table = /** @type {import('../formats/csv.js').Table} */ (this.table);
    this.choose(suggestColumns(table, label));
  }

  /** @param {number} column @param {boolean} used */
  useColumn(column, used) {
    const others = this.options.features.filter((index) => index !== column);
    this.choose({ features: used ? [...others, column].sort((a, b) => a - b) : others });
  }

  /** @param {Partial<ImportOptions>} change */
  choose(change) {
    this.#set({ options: { ...this.options, ...change }, error: null });
  }

  /**
   * The table as data for the engine, or null; then `error` says why.
   *
   * @returns {Promise<import('../schema/data-source.js').TableSource | null>}
   */
  async source() {
    const { label, features, problem, scaling, split: kind, testShare } = this.options;
    const split = kind === 'shuffle' ? { kind, testShare } : kind;
    try {
      const { tableToData } = await loadFormats();
      const table = /** @type {import('../formats/csv.js').Table} */ (this.table);
      return await tableToData(table, {
        label,
        features,
        problem,
        scaling,
        split,
        signal: this.#abort?.signal,
      });
    } catch (thrown) {
      if (this.state === 'ready') this.#set({ error: refusal(thrown) });
      return null;
    }
  }

  /** What a network said to this data. @param {{ code: string, message: string } | undefined} error */
  complain(error) {
    this.#set({ error: error ?? null });
  }

  close() {
    this.#abort?.abort();
    this.#abort = null;
    this.#set({ state: 'closed', table: null, error: null });
  }

  /** @param {Partial<CsvImport>} values */
  #set(values) {
    Object.assign(this, values);
    this.#changed();
  }
}

/** @param {unknown} thrown */
function refusal(thrown) {
  const error = NeuronWeightsError.from(thrown, 'csv');
  return { code: error.code, message: errorText(error) };
}
