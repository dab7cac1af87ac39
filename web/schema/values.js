/** Single values checked against fields of the catalog, and the words of a refusal. */
import { NeuronWeightsError } from '../errors/neuron-weights-error.js';

/** @typedef {import('./catalog.js').CatalogField} CatalogField */

/**
 * What a field accepts, in words that are the same in every language: `1 to 65536`, `> 0, ≤ 1`, `relu, tanh`.
 *
 * @param {Partial<CatalogField>} field
 */
export function describeAllowed(field) {
  const { type, options } = field;
  if (options) return options.join(', ');
  if (type === 'flag') return 'true, false';
  if (type === 'pair') return `${describeRange(field)} or [height, width]`;
  if (type === 'sizes') return `1 to 3 sizes, each ${describeRange(field)}`;
  return describeRange(field) || 'number';
}

/** @param {Partial<CatalogField>} field */
function describeRange({ minimum, maximum, exclusiveMinimum, exclusiveMaximum }) {
  if (minimum !== undefined && maximum !== undefined) return `${minimum} to ${maximum}`;
  const ends = [
    exclusiveMinimum !== undefined && `> ${exclusiveMinimum}`,
    minimum !== undefined && `≥ ${minimum}`,
    exclusiveMaximum !== undefined && `< ${exclusiveMaximum}`,
    maximum !== undefined && `≤ ${maximum}`,
  ];
  return ends.filter(Boolean).join(', ');
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
  if (!Array.isArray(value)) return typeof value;
  const short = value.length <= 4 && value.every((item) => typeof item === 'number');
  return short ? `[${value.join(', ')}]` : `array of ${value.length}`;
}

/**
 * @param {string} path    e.g. `layers[1].units`
 * @param {unknown} value
 * @param {Partial<CatalogField>} field
 * @returns {NeuronWeightsError}  `bad_option` where the field has options, else `bad_value`
 */
export function refuseValue(path, value, field) {
  const allowed = describeAllowed(field);
  const shown = showValue(value);
  const { options } = field;
  // Both ends as numbers, where a page can write them in its language: not of a pair, whose range is only half the story.
  const [minimum, maximum] =
    field.type === 'pair' || field.type === 'sizes'
      ? []
      : [field.minimum ?? field.exclusiveMinimum, field.maximum];
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
 * @param {CatalogField} field   of any type but initializer and schedule
 * @returns {T}  the value, when the field accepts it
 * @throws {NeuronWeightsError} `bad_value` or `bad_option`
 */
export function checkValue(path, value, field) {
  if (!accepts(value, field)) throw refuseValue(path, value, field);
  return value;
}

/**
 * @param {unknown} value
 * @param {CatalogField} field   of any type but initializer and schedule
 */
export function accepts(value, field) {
  const { type, options } = field;
  if (type === 'flag') return typeof value === 'boolean';
  if (type === 'option') return typeof value === 'string' && (options ?? []).includes(value);
  if (type === 'pair' || type === 'sizes') {
    const sizes = type === 'pair' && typeof value === 'number' ? [value, value] : value;
    if (!Array.isArray(sizes)) return false;
    const rightCount = type === 'pair' ? sizes.length === 2 : sizes.length >= 1 && sizes.length <= 3;
    return rightCount && sizes.every((size) => acceptsNumber(size, { ...field, type: 'integer' }));
  }
  return acceptsNumber(value, field);
}

/**
 * @param {unknown} value
 * @param {CatalogField} field
 */
function acceptsNumber(
  value,
  {
    type,
    minimum = -Infinity,
    maximum = Infinity,
    exclusiveMinimum = -Infinity,
    exclusiveMaximum = Infinity,
  },
) {
  if (typeof value !== 'number' || !Number.isFinite(value)) return false;
  if (type === 'integer' && !Number.isSafeInteger(value)) return false;
  return value >= minimum && value <= maximum && value > exclusiveMinimum && value < exclusiveMaximum;
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
