/** Calls checked against the protocol's table before anything is done. */
import { NeuronWeightsError } from '../errors/neuron-weights-error.js';
import { showValue } from '../schema/values.js';
import { OPERATIONS } from './protocol.js';

/** @type {Record<string, (value: any) => boolean>} */
const CHECKS = {
  id: (value) => Number.isSafeInteger(value) && value >= 1,
  count: (value) => Number.isSafeInteger(value) && value >= 0,
  number: (value) => Number.isFinite(value),
  string: (value) => typeof value === 'string',
  boolean: (value) => typeof value === 'boolean',
  object: (value) => typeof value === 'object' && value !== null,
  array: (value) => Array.isArray(value),
  floats: (value) => value instanceof Float32Array,
  integers: (value) => value instanceof Int32Array,
  bytes: (value) => value instanceof Uint8Array,
  buffer: (value) => value instanceof ArrayBuffer,
};

/**
 * @param {string} op
 * @param {Record<string, any>} args
 * @throws {NeuronWeightsError} `bad_option` for an unknown operation, `bad_value` for a field of another type
 */
export function checkCall(op, args) {
  const operation = Object.hasOwn(OPERATIONS, op) ? OPERATIONS[op] : undefined;
  if (!operation) throw new NeuronWeightsError('bad_option', { field: 'op', value: showValue(op) });
  for (const [name, declared] of Object.entries(operation.args)) {
    const value = args?.[name];
    if (!fits(value, declared)) {
      const actual = String(showValue(value));
      throw new NeuronWeightsError('bad_value', {
        field: `${op} ${name}`,
        value: showValue(value),
        expected: declared,
        actual,
      });
    }
  }
}

/**
 * @param {any} value
 * @param {string} declared   as in the table: `count`, `count?`, `number?null`
 */
export function fits(value, declared) {
  const [type, rest] = declared.split('?');
  if (value === undefined && rest !== undefined) return true;
  if (value === null && rest === 'null') return true;
  return CHECKS[type](value);
}
