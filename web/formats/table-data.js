/** From a read table to data a network can learn: which columns go in, which one is learned. */
import { NeuronWeightsError } from '../errors/neuron-weights-error.js';
import { Pacer } from './pause.js';

/** @typedef {import('./csv.js').Table} Table */
/** @typedef {import('./csv-columns.js').Column} Column */
/** @typedef {import('../schema/data-source.js').TableSource} TableSource */

/** A column of whole numbers with more values than this is taken for a quantity, not for classes. */
export const MAX_NUMBER_CLASSES = 20;

/** More classes than this are names or numbers of single rows. */
export const MAX_CLASSES = 1000;

/** Names under which data sets commonly have what is to be learned. */
const LABEL_NAMES = new Set([
  'label',
  'labels',
  'class',
  'classes',
  'target',
  'species',
  'category',
  'outcome',
]);

/** Cells between two looks at the clock. */
const CELLS_PER_LOOK = 16384;

/**
 * @typedef {object} TableOptions
 * @property {number | string} [label]     column index or name; default: `suggestColumns`
 * @property {readonly (number | string)[]} [features]   default: `suggestColumns`
 * @property {'classification' | 'regression'} [problem] default: classes for text and for few whole numbers
 * @property {TableSource['scaling']} [scaling]   default none
 * @property {TableSource['split']} [split]       default everyFifth
 * @property {number} [seed]                of a shuffled split
 * @property {AbortSignal} [signal]
 */

/**
 * What a table's columns are most likely for.
 *
 * @param {Table} table
 * @param {number} [label]   when it is known already
 * @returns {{ label: number, features: number[], problem: 'classification' | 'regression' }}
 */
export function suggestColumns(table, label = suggestLabel(table)) {
  const features = [];
  table.columns.forEach((column, index) => {
    // A column with some text in it is offered, so that its error names the line; names and the like are left out.
    if (index !== label && column.numbers * 2 > table.rows) features.push(index);
  });
  return { label, features, problem: suggestProblem(table.columns[label]) };
}

/** @param {Table} table */
function suggestLabel({ columns, preamble }) {
  const last = columns.length - 1;
  if (preamble) return last;
  const named = columns.findLastIndex(({ name }) => LABEL_NAMES.has(name.toLowerCase()));
  if (named >= 0) return named;
  const texts = columns.flatMap(({ kind, numbers }, index) =>
    kind === 'text' && numbers === 0 ? [index] : [],
  );
  return texts.length === 1 ? texts[0] : last;
}

/** @param {Column} column */
function suggestProblem({ kind, values }) {
  if (kind === 'text') return 'classification';
  const distinct = new Set();
  for (const value of values) {
    if (!Number.isInteger(value)) return 'regression';
    if (distinct.add(value).size > MAX_NUMBER_CLASSES) return 'regression';
  }
  return 'classification';
}

/**
 * @param {Table} table
 * @param {TableOptions} [options]
 * @returns {Promise<TableSource>}   asynchronous only for its breaks: a large table takes longer than a frame
 * @throws {NeuronWeightsError} `csv_not_number` (details line, column, value), `csv_no_columns`, `one_class`, `bad_option`, `bad_data`,
 *   `cancelled`
 */
export async function tableToData(table, options = {}) {
  const label = findColumn(table, options.label, 'label') ?? suggestColumns(table).label;
  const suggested = suggestColumns(table, label);
  const features = options.features?.map(
    (feature) => /** @type {number} */ (findColumn(table, feature, 'features')),
  );
  const chosen = (features ?? suggested.features).filter((index) => index !== label);
  const column = table.columns[label];
  if (chosen.length === 0)
    throw new NeuronWeightsError('csv_no_columns', { field: column.name, column: column.name });
  for (const index of chosen) checkNumbers(table.columns[index]);
  const problem = options.problem ?? suggested.problem;
  const learned = problem === 'regression' ? regressionTargets(column) : classTargets(column, table.preamble);
  return {
    kind: 'table',
    inputs: await gather(table, chosen, new Pacer(options.signal)),
    rows: table.rows,
    columns: chosen.length,
    targetColumns: 1,
    ...learned,
    featureNames: chosen.map((index) => table.columns[index].name),
    scaling: options.scaling ?? 'none',
    split: withSeed(options.split ?? 'everyFifth', options.seed),
  };
}

/**
 * @param {Table} table
 * @param {number | string | undefined} column
 * @param {string} field
 */
function findColumn({ columns }, column, field) {
  if (column === undefined) return undefined;
  const index = typeof column === 'number' ? column : columns.findIndex(({ name }) => name === column);
  if (columns[index]) return index;
  throw new NeuronWeightsError('bad_option', {
    field,
    value: column,
    options: columns.map(({ name }) => name),
  });
}

/** @param {Column} column */
function checkNumbers({ name, notNumber }) {
  if (!notNumber) return;
  throw new NeuronWeightsError('csv_not_number', {
    field: name,
    column: name,
    line: notNumber.line,
    value: notNumber.value,
  });
}

/**
 * The chosen columns, row by row.
 *
 * @param {Table} table
 * @param {readonly number[]} chosen
 * @param {Pacer} pacer
 */
async function gather(table, chosen, pacer) {
  const inputs = new Float32Array(table.rows * chosen.length);
  const sources = chosen.map((index) => /** @type {Float64Array} */ (table.columns[index].values));
  const rowsPerLook = Math.max(1, Math.floor(CELLS_PER_LOOK / chosen.length));
  for (let row = 0; row < table.rows; row++) {
    for (let column = 0; column < chosen.length; column++) {
      const at = row * chosen.length + column;
      inputs[at] = sources[column][row];
      if (!Number.isFinite(inputs[at])) throw tooLarge(table.columns[chosen[column]], sources[column][row]);
    }
    if (row % rowsPerLook === 0 && pacer.due) await pacer.rest();
  }
  return inputs;
}

/**
 * A number that single precision cannot hold.
 *
 * @param {Column} column
 * @param {number} value
 */
function tooLarge({ name }, value) {
  return new NeuronWeightsError('bad_data', {
    field: name,
    column: name,
    value,
    expected: '±3.4e38',
    actual: value,
  });
}

/** @param {Column} column */
function regressionTargets(column) {
  checkNumbers(column);
  const targets = Float32Array.from(/** @type {Float64Array} */ (column.values));
  const bad = targets.findIndex((value) => !Number.isFinite(value));
  if (bad >= 0) throw tooLarge(column, Number(column.values[bad]));
  return { targets, classes: 0 };
}

/**
 * Classes in the order of their values: numbers by size, texts by code unit. So the same rows in another order have the same classes.
 *
 * @param {Column} column
 * @param {readonly string[]} [preamble]
 */
function classTargets({ name, kind, values }, preamble) {
  const distinct = new Set(/** @type {Iterable<number | string>} */ (values));
  if (distinct.size < 2)
    throw new NeuronWeightsError('one_class', { field: name, expected: 2, actual: distinct.size });
  if (distinct.size > MAX_CLASSES) {
    throw new NeuronWeightsError('bad_data', {
      field: name,
      column: name,
      expected: `≤ ${MAX_CLASSES}`,
      actual: distinct.size,
    });
  }
  const found = /** @type {any[]} */ ([...distinct]);
  const sorted = kind === 'number' ? found.sort((a, b) => a - b) : found.sort();
  const classOf = new Map();
  for (const value of sorted) classOf.set(value, classOf.size);
  const targets = new Float32Array(values.length);
  for (let row = 0; row < values.length; row++) targets[row] = classOf.get(values[row]);
  const names = sorted.map(String);
  const given = preamble?.slice(2) ?? [];
  // scikit-learn's labels are indices into the names of its first line.
  const named = given.length === names.length && names.every((text, index) => text === String(index));
  return { targets, classes: names.length, classNames: named ? given : names };
}

/**
 * @param {NonNullable<TableSource['split']>} split
 * @param {number} [seed]
 */
function withSeed(split, seed) {
  if (seed === undefined) return split;
  return typeof split === 'string' ? { kind: split, seed } : { ...split, seed };
}
