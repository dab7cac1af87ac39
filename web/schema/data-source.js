/** A source of data: plain, cloneable, complete enough to make the same data set again after a restart. */
import * as v from 'valibot';
import { NeuronWeightsError } from '../errors/neuron-weights-error.js';
import { GENERATORS, IMAGE_GENERATORS, SCALINGS, SPLITS } from './catalog.js';
import { fieldEntries, fieldSchema, parseOrThrow, typedSchema, variantSchema } from './fields.js';
import { checkCount } from './values.js';

/** @typedef {{ kind: 'everyFifth' | 'shuffle' | 'none', testShare: number, seed: number }} SplitSpec */
/** @typedef {'everyFifth' | 'shuffle' | 'none' | { kind: 'everyFifth' | 'shuffle' | 'none', testShare?: number, seed?: number }} SplitInput */

/**
 * Two-dimensional data drawn by the engine; what is left out has the catalog's default.
 *
 * @typedef {object} GeneratedSource
 * @property {'generated'} kind
 * @property {string} name      of GENERATORS
 * @property {number} [samples]
 * @property {number} [noise]   0 to 1
 * @property {number} [seed]
 * @property {number} [classes] 2 to 10 of blobs, spirals and rings; 0 of sets that have a number of their own
 * @property {SplitInput} [split]   default everyFifth
 */

/**
 * Images drawn by the engine: one channel, 0 to 1. Their shape and classes stand in the catalog.
 *
 * @typedef {object} ImageSource
 * @property {'images'} kind
 * @property {string} name      of IMAGE_GENERATORS
 * @property {number} [samples]
 * @property {number} [noise]   0 to 1: deviation of what is added to every pixel
 * @property {number} [seed]
 * @property {SplitInput} [split]   default everyFifth
 */

/**
 * A table of numbers.
 *
 * @typedef {object} TableSource
 * @property {'table'} kind
 * @property {Float32Array} inputs    [rows, columns], row-major, in the data's own units
 * @property {number} rows
 * @property {number} columns
 * @property {Float32Array} targets   class indices [rows], or numbers [rows, targetColumns]
 * @property {number} [targetColumns] default 1
 * @property {number} classes         0: regression
 * @property {readonly number[]} [imageShape]   [height, width, channels], when a row is an image; their product is `columns`
 * @property {readonly string[]} [featureNames]
 * @property {readonly string[]} [classNames]
 * @property {'none' | 'maximum' | 'standardize'} [scaling]  default none
 * @property {SplitInput} [split]     default everyFifth
 */

/** @typedef {GeneratedSource | ImageSource | TableSource} DataSource */

const splitSchema = typedSchema(SPLITS, null, 'kind');

const split = v.optional(splitSchema, 'everyFifth');

/** Of sets whose number of classes is their own. @type {import('./catalog.js').CatalogFields} */
const OWN_CLASSES = { classes: { type: 'integer', default: 0, minimum: 0, maximum: 0 } };

const generatedSchema = variantSchema(
  Object.keys(GENERATORS),
  null,
  (name) => ({
    kind: v.literal('generated'),
    ...fieldEntries({ ...OWN_CLASSES, ...GENERATORS[name].fields }),
    split,
  }),
  'name',
);

const imageSchema = variantSchema(
  Object.keys(IMAGE_GENERATORS),
  null,
  (name) => ({ kind: v.literal('images'), ...fieldEntries(IMAGE_GENERATORS[name].fields), split }),
  'name',
);

const tableOptionsSchema = v.object({
  scaling: v.optional(
    fieldSchema({ type: 'option', default: 'none', options: Object.keys(SCALINGS) }),
    'none',
  ),
  split,
});

/**
 * Checks a source and fills in its defaults. The arrays are not copied.
 *
 * @param {DataSource} source
 * @returns {DataSource}  with `split` and all generator fields complete
 * @throws {NeuronWeightsError} `bad_option`, `bad_value`, `bad_shape`, `bad_data`, `one_class`
 */
export function checkSource(source) {
  const place = /** @type {const} */ ({ path: 'data', fallback: 'bad_data' });
  if (source?.kind === 'generated') return parseOrThrow(generatedSchema, source, place);
  if (source?.kind === 'images') return parseOrThrow(imageSchema, source, place);
  if (source?.kind === 'table') return checkTable(source);
  throw new NeuronWeightsError('bad_option', {
    field: 'data.kind',
    value: String(/** @type {any} */ (source)?.kind),
    options: ['generated', 'images', 'table'],
  });
}

/**
 * @param {TableSource} source
 * @returns {TableSource}
 */
function checkTable(source) {
  const { inputs, rows, columns, targets, targetColumns = 1, classes, imageShape } = source;
  const options = parseOrThrow(tableOptionsSchema, source, { path: 'data', fallback: 'bad_data' });
  checkCount('data.rows', rows, 1, 0x7fffffff);
  checkCount('data.columns', columns, 1, 0x7fffffff);
  checkCount('data.targetColumns', targetColumns, 1, 0x7fffffff);
  checkCount('data.classes', classes, 0, 65536);
  if (imageShape) checkImageShape(imageShape, columns);
  checkFloats('data.inputs', inputs, rows * columns);
  checkFloats('data.targets', targets, rows * (classes > 0 ? 1 : targetColumns));
  if (classes > 0) checkClasses(targets, classes);
  return { ...source, targetColumns, .../** @type {any} */ (options) };
}

/**
 * @param {readonly number[]} shape
 * @param {number} columns
 */
function checkImageShape(shape, columns) {
  const whole =
    Array.isArray(shape) && shape.length === 3 && shape.every((size) => Number.isInteger(size) && size > 0);
  if (whole && shape[0] * shape[1] * shape[2] === columns) return;
  const expected = `[height, width, channels] of ${columns} numbers`;
  throw new NeuronWeightsError('bad_shape', {
    field: 'data.imageShape',
    expected,
    actual: JSON.stringify(shape),
  });
}

/**
 * The shape of a row when it is an image: [height, width, channels]; else null.
 *
 * @param {DataSource} source
 * @returns {readonly number[] | null}
 */
export function imageShapeOf(source) {
  const shape = source.kind === 'images' ? IMAGE_GENERATORS[source.name].imageShape : undefined;
  return shape ?? (source.kind === 'table' ? source.imageShape : null) ?? null;
}

/**
 * The place of a part of generated objects, which the catalog lists by name.
 *
 * @param {DataSource} source
 * @param {string} name
 * @throws {NeuronWeightsError} `bad_option`
 */
export function partIndex(source, name) {
  const options = (source.kind === 'images' && IMAGE_GENERATORS[source.name].partNames) || [];
  const index = options.indexOf(name);
  if (index < 0) throw new NeuronWeightsError('bad_option', { field: 'part', value: name, options });
  return index;
}

/**
 * @param {string} field
 * @param {Float32Array} values
 * @param {number} expected
 */
function checkFloats(field, values, expected) {
  if (!(values instanceof Float32Array)) {
    throw new NeuronWeightsError('bad_data', { field, expected: 'Float32Array', actual: typeof values });
  }
  if (values.length !== expected)
    throw new NeuronWeightsError('bad_shape', { field, expected, actual: values.length });
  const bad = values.findIndex((value) => !Number.isFinite(value));
  if (bad >= 0) {
    const value = values[bad];
    throw new NeuronWeightsError('bad_data', {
      field: `${field}[${bad}]`,
      value,
      expected: 'finite',
      actual: String(value),
    });
  }
}

/**
 * @param {Float32Array} targets
 * @param {number} classes
 */
function checkClasses(targets, classes) {
  const seen = new Set(targets);
  if (classes === 1 || seen.size < 2)
    throw new NeuronWeightsError('one_class', { expected: 2, actual: seen.size });
  for (const value of seen) checkCount('data.targets', value, 0, classes - 1);
}
