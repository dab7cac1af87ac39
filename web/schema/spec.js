/** The spec of a network: what users write, and the complete form that everything else works with. */
import * as v from 'valibot';
import { NeuronWeightsError } from '../errors/neuron-weights-error.js';
import { INITIALIZERS, LAYERS, LOSSES, OPTIMIZERS, REGULARIZERS, TRAINING_FIELDS } from './catalog.js';
import { fieldEntries, fieldSchema, parseOrThrow, typedSchema } from './fields.js';

/** Grows when a spec written before would mean something else. */
export const SPEC_VERSION = 1;

/** More layers than this are a mistake, not a lesson. The engine has the same limit. */
export const MAX_LAYERS = 64;

/**
 * @typedef {object} InitializerSpec
 * @property {string} type
 * @property {number} value
 * @property {number} minval
 * @property {number} maxval
 * @property {number} mean
 * @property {number} stddev
 * @property {number} scale
 * @property {string} mode
 * @property {string} distribution
 * @property {number} gain
 */

/**
 * @typedef {object} LayerSpec
 * @property {'dense'} type
 * @property {string} name   `dense_1`: prefix of its parameters' names
 * @property {number} units
 * @property {string} activation
 * @property {InitializerSpec} kernelInitializer
 * @property {InitializerSpec} biasInitializer
 */

/** @typedef {{ type: string, learningRate: number, beta1: number, beta2: number, epsilon: number }} OptimizerSpec */

/**
 * Complete: every field is there.
 *
 * @typedef {object} NetworkSpec
 * @property {number} version   SPEC_VERSION
 * @property {number[]} inputShape   without the batch
 * @property {LayerSpec[]} layers
 * @property {string} loss
 * @property {{ delta: number, labelSmoothing: number }} lossOptions
 * @property {OptimizerSpec} optimizer
 * @property {{ l1: number, l2: number }} regularizer
 * @property {number} batchSize
 * @property {number} seed
 */

/** @typedef {string | ({ type: string } & Partial<InitializerSpec>)} InitializerInput */
/** @typedef {string | Partial<OptimizerSpec>} OptimizerInput */

/**
 * @typedef {object} LayerInput
 * @property {'dense'} type
 * @property {string} [name]
 * @property {number} [units]
 * @property {string} [activation]
 * @property {InitializerInput} [kernelInitializer]
 * @property {InitializerInput} [biasInitializer]
 */

/**
 * What users write: only `inputShape` and `layers` are needed.
 *
 * @typedef {object} NetworkSpecInput
 * @property {number} [version]
 * @property {number[]} inputShape
 * @property {LayerInput[]} layers
 * @property {string} [loss]   default: the one fused with the last activation, else meanSquaredError
 * @property {{ delta?: number, labelSmoothing?: number }} [lossOptions]
 * @property {OptimizerInput} [optimizer]   default sgd
 * @property {{ l1?: number, l2?: number }} [regularizer]
 * @property {number} [batchSize]
 * @property {number} [seed]
 */

/** What the engine takes, too. */
const NAME_PATTERN = /^[A-Za-z0-9_-]{1,32}$/;
const NAME_ALLOWED = 'A–Z, a–z, 0–9, _, -; 1 to 32';

export const optimizerSchema = typedSchema(OPTIMIZERS, 'sgd');
export const regularizerSchema = v.strictObject(
  fieldEntries(Object.assign({}, ...Object.values(REGULARIZERS).map(({ fields }) => fields))),
);

const size = fieldSchema({ type: 'integer', default: 1, minimum: 1, maximum: 65536 });

const layerSchema = v.strictObject({
  type: fieldSchema({ type: 'option', default: null, options: Object.keys(LAYERS) }),
  name: v.optional(v.pipe(v.string(NAME_ALLOWED), v.regex(NAME_PATTERN, NAME_ALLOWED))),
  units: v.optional(fieldSchema(LAYERS.dense.fields.units), LAYERS.dense.fields.units.default),
  activation: v.optional(fieldSchema(LAYERS.dense.fields.activation), LAYERS.dense.fields.activation.default),
  kernelInitializer: initializer(LAYERS.dense.fields.kernelInitializer),
  biasInitializer: initializer(LAYERS.dense.fields.biasInitializer),
});

const specSchema = v.strictObject({
  version: v.optional(v.number(), SPEC_VERSION),
  inputShape: v.pipe(v.array(size), v.minLength(1), v.maxLength(3)),
  layers: v.pipe(v.array(layerSchema), v.minLength(1), v.maxLength(MAX_LAYERS)),
  loss: v.optional(fieldSchema({ type: 'option', default: null, options: Object.keys(LOSSES) })),
  lossOptions: v.optional(
    v.strictObject(
      fieldEntries({
        delta: { type: 'number', default: 1, exclusiveMinimum: 0, maximum: 1e6 },
        labelSmoothing: { type: 'number', default: 0, minimum: 0, maximum: 0.999999 },
      }),
    ),
    {},
  ),
  optimizer: v.optional(optimizerSchema, 'sgd'),
  regularizer: v.optional(regularizerSchema, {}),
  ...fieldEntries(TRAINING_FIELDS),
});

/** @param {import('./catalog.js').CatalogField} field */
function initializer(field) {
  const type = /** @type {string} */ (field.default);
  return v.optional(typedSchema(INITIALIZERS, type), type);
}

/**
 * Checks a spec and fills in names and defaults. The argument is not changed; a complete spec comes back equal.
 *
 * @param {NetworkSpecInput | NetworkSpec} spec
 * @returns {NetworkSpec}
 * @throws {NeuronWeightsError} `bad_value`, `bad_option` or `bad_spec`, with `details` `{ field, value, allowed }`;
 *   `version_mismatch` for a spec of another version
 */
export function normalizeSpec(spec) {
  const version = /** @type {any} */ (spec)?.version ?? SPEC_VERSION;
  if (version !== SPEC_VERSION) {
    throw new NeuronWeightsError('version_mismatch', {
      field: 'spec',
      expected: SPEC_VERSION,
      actual: String(version),
    });
  }
  const parsed = /** @type {any} */ (parseOrThrow(specSchema, spec));
  const layers = nameLayers(parsed.layers);
  layers.forEach((layer, index) => {
    checkRange(layer.kernelInitializer, `layers[${index}].kernelInitializer`);
    checkRange(layer.biasInitializer, `layers[${index}].biasInitializer`);
  });
  const lastActivation = layers[layers.length - 1].activation;
  const loss = parsed.loss ?? lossFor(lastActivation);
  checkLoss(loss, lastActivation);
  return {
    version: SPEC_VERSION,
    inputShape: parsed.inputShape,
    layers,
    loss,
    lossOptions: parsed.lossOptions,
    optimizer: parsed.optimizer,
    regularizer: parsed.regularizer,
    batchSize: parsed.batchSize,
    seed: parsed.seed,
  };
}

/**
 * The loss that goes with a last activation: the one fused with it, else the mean squared error.
 *
 * @param {string} activation
 */
export function lossFor(activation) {
  const fused = Object.keys(LOSSES).find((name) => LOSSES[name].lastActivation === activation);
  return fused ?? 'meanSquaredError';
}

/**
 * `dense_1`, `dense_2`…: the n-th layer of its type, as in Keras, unless it has a name.
 *
 * @param {any[]} layers
 * @returns {LayerSpec[]}
 */
function nameLayers(layers) {
  /** @type {Map<string, number>} */
  const seen = new Map();
  /** @type {Map<string, number>} */
  const counts = new Map();
  return layers.map((layer, index) => {
    const count = (counts.get(layer.type) ?? 0) + 1;
    counts.set(layer.type, count);
    const name = layer.name ?? `${layer.type}_${count}`;
    if (seen.has(name)) {
      const allowed = `≠ layers[${seen.get(name)}].name`;
      throw new NeuronWeightsError('bad_spec', {
        field: `layers[${index}].name`,
        value: name,
        allowed,
        expected: allowed,
        actual: name,
      });
    }
    seen.set(name, index);
    const { type, units, activation, kernelInitializer, biasInitializer } = layer;
    return { type, name, units, activation, kernelInitializer, biasInitializer };
  });
}

/**
 * @param {InitializerSpec} spec
 * @param {string} path
 */
function checkRange({ minval, maxval }, path) {
  if (minval <= maxval) return;
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

/**
 * Cross-entropies are fused with their activation, so they need it.
 *
 * @param {string} loss
 * @param {string} activation
 */
function checkLoss(loss, activation) {
  const needed = LOSSES[loss].lastActivation;
  if (!needed || needed === activation) return;
  throw new NeuronWeightsError('bad_spec', {
    field: 'loss',
    value: loss,
    allowed: needed,
    expected: needed,
    actual: activation,
  });
}
