/** Valibot schemas made from fields of the catalog, and Valibot's complaints turned into our error. */
import * as v from 'valibot';
import { NeuronWeightsError } from '../errors/neuron-weights-error.js';
import { describeAllowed, refuseValue, showValue } from './values.js';

/** @typedef {import('./catalog.js').CatalogField} CatalogField */

/**
 * What the schema of a field accepts, by the message its issues carry: that is how an issue finds back to its field.
 *
 * @type {Map<string, Pick<CatalogField, 'minimum' | 'maximum' | 'exclusiveMinimum' | 'options'>>}
 */
const fieldByMessage = new Map();

/**
 * The schema of one field, without its default.
 *
 * @param {CatalogField} field   of type integer, number or option
 * @returns {v.GenericSchema<any, any>}
 */
export function fieldSchema(field) {
  const message = describeAllowed(field);
  fieldByMessage.set(message, field);
  if (field.type === 'option') return v.picklist([...(field.options ?? [])], message);
  /** @type {any[]} */
  const actions = [field.type === 'integer' ? v.safeInteger(message) : v.finite(message)];
  if (field.minimum !== undefined) actions.push(v.minValue(field.minimum, message));
  if (field.exclusiveMinimum !== undefined) actions.push(v.gtValue(field.exclusiveMinimum, message));
  if (field.maximum !== undefined) actions.push(v.maxValue(field.maximum, message));
  return /** @type {any} */ (v.pipe)(v.number(message), ...actions);
}

/**
 * Entries for an object with these fields: each may be left out and has its default then.
 *
 * @param {Readonly<Record<string, CatalogField>>} fields
 * @returns {Record<string, v.GenericSchema<any, any>>}
 */
export function fieldEntries(fields) {
  /** @type {Record<string, v.GenericSchema<any, any>>} */
  const entries = {};
  for (const [name, field] of Object.entries(fields)) {
    entries[name] = v.optional(fieldSchema(field), /** @type {any} */ (field.default));
  }
  return entries;
}

/**
 * A schema for `'name'` or `{ type: 'name', …parameters }`. The result has every parameter of every type, so that all
 * specs look alike; those that its type does not use stand at their defaults, so that equal networks have equal specs.
 *
 * @param {import('./catalog.js').CatalogSection} section
 * @param {string | null} defaultType  null: the type must be given
 * @param {string} [key]   what the type is called
 * @returns {v.GenericSchema<any, any>}
 */
export function typedSchema(section, defaultType, key = 'type') {
  const names = Object.keys(section);
  const type = fieldSchema({ type: 'option', default: defaultType, options: names });
  /** @type {Record<string, CatalogField>} */
  const all = Object.assign({}, ...names.map((name) => section[name].fields));
  return v.pipe(
    v.unknown(),
    v.transform((value) => (typeof value === 'string' ? { [key]: value } : value)),
    v.strictObject({
      [key]: defaultType === null ? type : v.optional(type, defaultType),
      ...fieldEntries(all),
    }),
    v.transform((value) => {
      const used = section[value[key]].fields;
      /** @type {Record<string, any>} */
      const complete = { [key]: value[key] };
      for (const [name, field] of Object.entries(all))
        complete[name] = name in used ? value[name] : field.default;
      return complete;
    }),
  );
}

/**
 * Parses, or throws our error for the first thing that is wrong.
 *
 * @template T
 * @param {v.GenericSchema<any, T>} schema
 * @param {unknown} value
 * @param {{ path?: string, fallback?: 'bad_spec' | 'bad_data' }} [options]  path: where the value stands;
 *   fallback: the code for what is no value or option, as an unknown field
 * @returns {T}
 */
export function parseOrThrow(schema, value, { path = '', fallback = 'bad_spec' } = {}) {
  const result = v.safeParse(schema, value);
  if (result.success) return result.output;
  const issue = result.issues[0];
  const where = fieldPath(path, issue.path ?? []);
  const field = fieldByMessage.get(issue.message);
  if (field) throw refuseValue(where, issue.input, field);
  // Valibot expects "never" where a field is not known.
  const allowed = issue.expected === 'never' ? '—' : (issue.expected ?? issue.message);
  const shown = showValue(issue.input);
  throw new NeuronWeightsError(fallback, {
    field: where,
    value: shown,
    allowed,
    expected: allowed,
    actual: String(shown),
  });
}

/**
 * @param {string} start
 * @param {readonly { key?: unknown }[]} items
 */
function fieldPath(start, items) {
  let text = start;
  for (const { key } of items)
    text += typeof key === 'number' ? `[${key}]` : `${text ? '.' : ''}${String(key)}`;
  return text;
}
