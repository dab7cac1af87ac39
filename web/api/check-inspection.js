/** Questions about a run checked where they are asked, and completed. */
import { NeuronWeightsError } from '../errors/neuron-weights-error.js';
import { checkCount, checkValue, refuseValue } from '../schema/values.js';

/** @typedef {import('../engine/types.js').GradientSource} GradientSource */
/** @typedef {import('../engine/types.js').ParameterQuestion} ParameterQuestion */
/** @typedef {import('../engine/types.js').ActivationQuestion} ActivationQuestion */

/** Bins that a histogram may have. The engine has the same limit, as for rows. */
const MAX_BINS = 4096;
const MAX_ROWS = 1048576;
const BINS = 32;
const ROWS = 256;

/**
 * @typedef {object} ParameterInspectionOptions
 * @property {GradientSource | null} [gradient]   of the batch that comes next, or over all training rows; default null: none
 * @property {boolean} [update]   what the next step would add; default false
 * @property {number} [bins]      of the histograms; default 32, 0: none
 * @property {readonly [number, number] | null} [range]  of the weights' histogram; default null: from the smallest to the largest
 */

/**
 * @typedef {object} ActivationInspectionOptions
 * @property {number} [rows]   how many of the training rows; default 256
 * @property {number} [bins]   of the histograms; default 32, 0: none
 * @property {readonly [number, number] | null} [range]  of the histograms; default null: each layer's own
 */

/**
 * @param {ParameterInspectionOptions} [options]
 * @returns {ParameterQuestion}
 * @throws {NeuronWeightsError} `bad_option`, `bad_value`
 */
export function checkParameterQuestion({ gradient = null, update = false, bins = BINS, range = null } = {}) {
  if (gradient !== null)
    checkValue('gradient', gradient, { type: 'option', default: null, options: ['nextBatch', 'allRows'] });
  if (typeof update !== 'boolean') throw refuseValue('update', update, { options: ['true', 'false'] });
  return { gradient, update, bins: checkCount('bins', bins, 0, MAX_BINS), range: checkRange(range) };
}

/**
 * @param {ActivationInspectionOptions} [options]
 * @returns {ActivationQuestion}
 * @throws {NeuronWeightsError} `bad_value`
 */
export function checkActivationQuestion({ rows = ROWS, bins = BINS, range = null } = {}) {
  return {
    rows: checkCount('rows', rows, 1, MAX_ROWS),
    bins: checkCount('bins', bins, 0, MAX_BINS),
    range: checkRange(range),
  };
}

/**
 * @param {number | null} index
 * @param {ArrayLike<number>} values
 * @returns {{ index: number | null, values: Float32Array }}
 * @throws {NeuronWeightsError} `bad_value`
 */
export function checkWhatIf(index, values) {
  if (index !== null) checkCount('index', index, 0);
  return { index, values: Float32Array.from(values) };
}

/**
 * @param {string} split
 * @throws {NeuronWeightsError} `bad_option`
 */
export function checkSplit(split) {
  if (split === 'train' || split === 'test') return;
  throw new NeuronWeightsError('bad_option', {
    field: 'split',
    value: String(split),
    options: ['train', 'test'],
  });
}

/** @param {readonly [number, number] | null} range */
function checkRange(range) {
  if (range === null) return null;
  const [low, high] = range;
  checkValue('range', low, { type: 'number', default: null });
  checkValue('range', high, { type: 'number', default: null, exclusiveMinimum: low });
  return /** @type {[number, number]} */ ([low, high]);
}
