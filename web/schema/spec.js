/** The spec of a network: what users write, and the complete form that everything else works with. */
import * as v from 'valibot';
import { NeuronWeightsError } from '../errors/neuron-weights-error.js';
import { LOSSES, OPTIMIZERS, PROXIMAL_OPTIMIZERS, REGULARIZERS, TRAINING_FIELDS } from './catalog.js';
import { fieldEntries, fieldSchema, parseOrThrow, typedSchema } from './fields.js';
import { completeLayers, lastActivation, layerSchema, misfit } from './layers.js';

/** @typedef {import('./spec-types.js').NetworkSpec} NetworkSpec */
/** @typedef {import('./spec-types.js').NetworkSpecInput} NetworkSpecInput */
/** @typedef {import('./spec-types.js').OptimizerSpec} OptimizerSpec */
/** @typedef {import('./spec-types.js').OptimizerInput} OptimizerInput */
/** @typedef {import('./spec-types.js').RegularizerSpec} RegularizerSpec */

/** Grows when a spec written before would mean something else. */
export const SPEC_VERSION = 1;

/** More layers than this are a mistake, not a lesson. The engine has the same limit. */
export const MAX_LAYERS = 64;

/** The fields of all entries together. @param {import('./catalog.js').CatalogSection} section */
const allFields = (section) => Object.assign({}, ...Object.values(section).map(({ fields }) => fields));

const LOSS_FIELDS = allFields(LOSSES);

export const optimizerSchema = typedSchema(OPTIMIZERS, 'sgd');
export const regularizerSchema = v.strictObject(fieldEntries(allFields(REGULARIZERS)));

const size = fieldSchema({ type: 'integer', default: 1, minimum: 1, maximum: 65536 });

const specSchema = v.strictObject({
  version: v.optional(v.number(), SPEC_VERSION),
  inputShape: v.pipe(v.array(size), v.minLength(1), v.maxLength(3)),
  layers: v.pipe(v.array(layerSchema), v.minLength(1), v.maxLength(MAX_LAYERS)),
  loss: v.optional(fieldSchema({ type: 'option', default: null, options: Object.keys(LOSSES) })),
  lossOptions: v.optional(v.strictObject(fieldEntries(LOSS_FIELDS)), {}),
  optimizer: v.optional(optimizerSchema, 'sgd'),
  regularizer: v.optional(regularizerSchema, {}),
  ...fieldEntries(TRAINING_FIELDS),
});

/**
 * Checks a spec and fills in names and defaults. The argument is not changed; a complete spec comes back equal.
 *
 * Whether layers fit each other is for the engine to say, which knows their shapes: at `createRun`.
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
  const layers = completeLayers(parsed.layers);
  const activation = lastActivation(layers);
  const loss = parsed.loss ?? lossFor(activation);
  checkLoss(loss, activation);
  checkRegularizer(parsed.regularizer, parsed.optimizer.type);
  return {
    version: SPEC_VERSION,
    inputShape: parsed.inputShape,
    layers,
    loss,
    lossOptions: optionsOf(loss, parsed.lossOptions),
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
 * Options that a loss does not use stand at their defaults, so that equal networks have equal specs.
 *
 * @param {string} loss
 * @param {Record<string, number>} given
 * @returns {import('./spec-types.js').LossOptions}
 */
function optionsOf(loss, given) {
  const used = LOSSES[loss].fields;
  const entries = Object.entries(LOSS_FIELDS).map(([name, field]) => [
    name,
    name in used ? given[name] : field.default,
  ]);
  return Object.fromEntries(entries);
}

/**
 * Cross-entropies are fused with their activation, so they need it.
 *
 * @param {string} loss
 * @param {string} activation
 */
function checkLoss(loss, activation) {
  const needed = LOSSES[loss].lastActivation;
  if (needed && needed !== activation) throw misfit('loss', loss, needed, activation);
}

/**
 * @param {RegularizerSpec} regularizer
 * @param {string} optimizer
 */
function checkRegularizer({ l1Update }, optimizer) {
  if (l1Update !== 'proximal' || PROXIMAL_OPTIMIZERS.includes(optimizer)) return;
  throw misfit('regularizer.l1Update', l1Update, PROXIMAL_OPTIMIZERS.join(', '), optimizer);
}
