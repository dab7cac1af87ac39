/** Valibot schemas made from fields of the catalog, and Valibot's complaints turned into our error. */
import * as v from 'valibot';
import { NeuronWeightsError } from '../errors/neuron-weights-error.js';
import { INITIALIZERS, SCHEDULES } from './catalog.js';
import { accepts, describeAllowed, refuseValue, showValue } from './values.js';

/** @typedef {import('./catalog.js').CatalogField} CatalogField */
/** @typedef {v.GenericSchema<any, any>} Schema */

/**
 * What the schema of a field accepts, by the message its issues carry: that is how an issue finds back to its field.
 *
 * @type {Map<string, CatalogField>}
 */
const fieldByMessage = new Map();

/** What fields of these types name. */
const NAMED = { initializer: INITIALIZERS, schedule: SCHEDULES };

/**
 * The schema of one field, without its default.
 *
 * @param {CatalogField} field
 * @returns {Schema}
 */
export function fieldSchema(field) {
  if (field.type === 'initializer' || field.type === 'schedule') {
    return typedSchema(NAMED[field.type], /** @type {string} */ (field.default));
  }
  const message = describeAllowed(field);
  fieldByMessage.set(message, field);
  const schema = v.custom((value) => accepts(value, field), message);
  if (field.type === 'pair')
    return v.pipe(
      schema,
      v.transform((/** @type {any} */ value) => (Array.isArray(value) ? [...value] : [value, value])),
    );
  if (field.type === 'sizes')
    return v.pipe(
      schema,
      v.transform((/** @type {any} */ value) => [...value]),
    );
  return schema;
}

/**
 * Entries for an object with these fields: each may be left out and has its default then.
 *
 * @param {Readonly<Record<string, CatalogField>>} fields
 * @returns {Record<string, Schema>}
 */
export function fieldEntries(fields) {
  /** @type {Record<string, Schema>} */
  const entries = {};
  for (const [name, field] of Object.entries(fields)) {
    entries[name] = v.optional(fieldSchema(field), /** @type {any} */ (field.default) ?? undefined);
  }
  return entries;
}

/**
 * Objects of several types, each with fields of its own: strict by type, and an unknown type says which there are.
 *
 * @param {readonly string[]} names
 * @param {string | null} defaultType  null: the type must be given
 * @param {(name: string) => Record<string, Schema>} entriesOf   beside the type
 * @param {string} [key]   what the type is called
 * @returns {Schema}
 */
export function variantSchema(names, defaultType, entriesOf, key = 'type') {
  const type = fieldSchema({ type: 'option', default: defaultType, options: names });
  const typeOnly = v.object({ [key]: type });
  /** @type {Map<string, Schema>} */
  const schemas = new Map(); // made when first asked for: few of them ever are
  return v.lazy((input) => {
    const name = /** @type {any} */ (input)?.[key] ?? defaultType;
    if (!names.includes(name)) return typeOnly;
    const schema =
      schemas.get(name) ??
      v.strictObject({ [key]: v.optional(type, defaultType ?? undefined), ...entriesOf(name) });
    schemas.set(name, schema);
    return schema;
  });
}

/**
 * A schema for `'name'` or `{ type: 'name', …parameters }`. The result has every parameter of every type, so that all
 * specs look alike; those that its type does not use stand at their defaults, so that equal networks have equal specs.
 *
 * @param {import('./catalog.js').CatalogSection} section
 * @param {string | null} defaultType  null: the type must be given
 * @param {string} [key]   what the type is called
 * @returns {Schema}
 */
export function typedSchema(section, defaultType, key = 'type') {
  const names = Object.keys(section);
  /** Of a field that several types have, the first one's default is that of types without it. @type {Record<string, CatalogField>} */
  const all = Object.assign({}, ...names.map((name) => section[name].fields).reverse());
  const entriesOf = (/** @type {string} */ name) => fieldEntries({ ...all, ...section[name].fields });
  return v.pipe(
    v.unknown(),
    v.transform((value) => (typeof value === 'string' ? { [key]: value } : value)),
    variantSchema(names, defaultType, entriesOf, key),
    v.transform((/** @type {any} */ value) => {
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
