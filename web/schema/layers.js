/** Layers of a spec: their checks, built from the catalog, and what follows from other fields. */
import * as v from 'valibot';
import { NeuronWeightsError } from '../errors/neuron-weights-error.js';
import { LAYER_FIELDS, LAYERS, REGULARIZERS } from './catalog.js';
import { fieldEntries, variantSchema } from './fields.js';

/** @typedef {import('./spec-types.js').LayerSpec} LayerSpec */

/** What the engine takes, too. */
const NAME_PATTERN = /^[A-Za-z0-9_-]{1,32}$/;
const NAME_ALLOWED = 'A–Z, a–z, 0–9, _, -; 1 to 32';

/** Defaults of `alpha`; other activations have none. */
const ALPHA = { leakyRelu: 0.2, elu: 1 };

const { l1 } = REGULARIZERS.l1.fields;
const { l2 } = REGULARIZERS.l2.fields;

const common = {
  name: v.optional(v.pipe(v.string(NAME_ALLOWED), v.regex(NAME_PATTERN, NAME_ALLOWED))),
  ...fieldEntries(LAYER_FIELDS),
  regularizer: v.optional(v.nullable(v.strictObject(fieldEntries({ l1, l2 }))), null),
};

export const layerSchema = variantSchema(Object.keys(LAYERS), null, (type) => ({
  ...common,
  ...fieldEntries(LAYERS[type].fields),
}));

/**
 * Layers as `layerSchema` gives them, with names and with the defaults that depend on other fields.
 *
 * @param {any[]} layers
 * @returns {LayerSpec[]}
 * @throws {NeuronWeightsError} `bad_value`, `bad_spec`
 */
export function completeLayers(layers) {
  const names = nameLayers(layers);
  return layers.map((layer, index) => {
    const { type, trainable, regularizer } = layer;
    /** @type {any} */
    const complete = { type, name: names[index], trainable, regularizer };
    for (const field of Object.keys(LAYERS[type].fields)) complete[field] = layer[field];
    if ('poolSize' in complete) complete.strides ??= [...complete.poolSize];
    if ('targetShape' in complete && !complete.targetShape) throw missing(`layers[${index}].targetShape`);
    if ('alpha' in complete) complete.alpha = alphaOf(complete);
    checkRange(complete.kernelInitializer, `layers[${index}].kernelInitializer`);
    checkRange(complete.biasInitializer, `layers[${index}].biasInitializer`);
    return complete;
  });
}

/** The activation of the network's output. @param {readonly LayerSpec[]} layers */
export const lastActivation = (layers) => layers[layers.length - 1].activation ?? 'linear';

/** @param {{ activation: string, alpha?: number }} layer */
function alphaOf({ activation, alpha }) {
  return activation in ALPHA ? (alpha ?? ALPHA[/** @type {keyof typeof ALPHA} */ (activation)]) : 0;
}

/**
 * `dense_1`, `max_pooling2d_2`…: the n-th layer of its type, as in Keras, unless it has a name.
 *
 * @param {readonly { type: string, name?: string }[]} layers
 * @returns {string[]}
 */
function nameLayers(layers) {
  /** @type {Map<string, number>} */
  const seen = new Map();
  /** @type {Map<string, number>} */
  const counts = new Map();
  return layers.map((layer, index) => {
    const count = (counts.get(layer.type) ?? 0) + 1;
    counts.set(layer.type, count);
    const name = layer.name ?? `${snakeCase(layer.type)}_${count}`;
    const before = seen.get(name);
    if (before !== undefined) throw misfit(`layers[${index}].name`, name, `≠ layers[${before}].name`, name);
    seen.set(name, index);
    return name;
  });
}

/** @param {string} text */
const snakeCase = (text) => text.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);

/**
 * @param {import('./spec-types.js').InitializerSpec | undefined} initializer
 * @param {string} path
 */
function checkRange(initializer, path) {
  if (!initializer || initializer.minval <= initializer.maxval) return;
  const { minval, maxval } = initializer;
  const allowed = `≤ ${maxval}`;
  throw new NeuronWeightsError('bad_value', {
    field: `${path}.minval`,
    value: minval,
    allowed,
    expected: allowed,
    actual: String(minval),
    maximum: maxval,
  });
}

/** @param {string} field */
const missing = (field) => misfit(field, 'undefined', '[height, width, channels]', 'undefined');

/**
 * Values that are fine by themselves and do not go together.
 *
 * @param {string} field
 * @param {string} value
 * @param {string} allowed
 * @param {string} actual
 */
export function misfit(field, value, allowed, actual) {
  return new NeuronWeightsError('bad_spec', { field, value, allowed, expected: allowed, actual });
}
