/** Single values checked against fields of the catalog, and the words of a refusal. */
import { NeuronWeightsError } from '../errors/neuron-weights-error.js';

/** @typedef {import('./catalog.js').CatalogField} CatalogField */

/**
 * What a field accepts, in words that are the same in every language: `1 to 65536`, `above 0, at most 1`, `relu, tanh`.
 *
 * @param {Pick<CatalogField, 'minimum' | 'maximum' | 'exclusiveMinimum' | 'options'>} field
 */
export function describeAllowed({ minimum, maximum, exclusiveMinimum, options }) {
  if (options) return options.join(', ');
  if (exclusiveMinimum !== undefined) {
    return maximum === undefined ? `> ${exclusiveMinimum}` : `> ${exclusiveMinimum}, ≤ ${maximum}`;
  }
  if (minimum !== undefined && maximum !== undefined) return `${minimum} to ${maximum}`;
  if (minimum !== undefined) return `≥ ${minimum}`;
  return maximum === undefined ? 'number' : `≤ ${maximum}`;
}

/**
 * A value as it may stand in a message and in a structured clone: short, and never an object.
 *
 * @param {unknown} value
 * @returns {string | number | boolean | null}
 */
export function showValue(value) {
  if (value === null) return null;
  if (typeof value === 'number' || typeof value === 'boolean') return value;
  if (typeof value === 'string') return value.length > 40 ? `${value.slice(0, 39)}…` : value;
  if (value === undefined) return 'undefined';
  return Array.isArray(value) ? `array of ${value.length}` : typeof value;
}

/**
 * @param {string} path    e.g. `layers[1].units`
 * @param {unknown} value
 * @param {Pick<CatalogField, 'minimum' | 'maximum' | 'exclusiveMinimum' | 'options'>} field
 * @returns {NeuronWeightsError}  `bad_option` where the field has options, else `bad_value`
 */
export function refuseValue(path, value, field) {
  const allowed = describeAllowed(field);
  const shown = showValue(value);
  const { minimum = field.exclusiveMinimum, maximum, options } = field;
  return new NeuronWeightsError(options ? 'bad_option' : 'bad_value', {
    field: path,
    value: shown,
    allowed,
    expected: allowed,
    actual: String(shown),
    ...(minimum !== undefined && { minimum }),
    ...(maximum !== undefined && { maximum }),
    ...(options && { options: [...options] }),
  });
}

/**
 * @template T
 * @param {string} path
 * @param {T} value
 * @param {CatalogField} field   of type integer, number or option
 * @returns {T}  the value, when the field accepts it
 * @throws {NeuronWeightsError} `bad_value` or `bad_option`
 */
export function checkValue(path, value, field) {
  if (!accepts(value, field)) throw refuseValue(path, value, field);
  return value;
}

/**
 * @param {unknown} value
 * @param {CatalogField} field
 */
function accepts(
  value,
  { type, minimum = -Infinity, maximum = Infinity, exclusiveMinimum = -Infinity, options },
) {
  if (type === 'option') return typeof value === 'string' && (options ?? []).includes(value);
  if (typeof value !== 'number' || !Number.isFinite(value)) return false;
  if (type === 'integer' && !Number.isSafeInteger(value)) return false;
  return value >= minimum && value <= maximum && value > exclusiveMinimum;
}

/**
 * @param {string} path
 * @param {number} value
 * @param {number} minimum
 * @param {number} [maximum]
 */
export function checkCount(path, value, minimum, maximum = Number.MAX_SAFE_INTEGER) {
  return checkValue(path, value, { type: 'integer', default: minimum, minimum, maximum });
}
