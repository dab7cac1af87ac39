/**
 * The catalog: every layer, activation, initializer, optimizer, schedule, loss, regularizer, data generator, scaling and
 * split that a spec or a data source may name, with its parameters, defaults, ranges, formula and source.
 *
 * One table, readable without wasm; its sections are in `catalog/`. `spec.js` and `data-source.js` build their checks from
 * it, the playground its menus, and the reference pages their text. A test compares its names with those the engine itself
 * reports.
 *
 * A field is `{ type, default, minimum?, maximum?, exclusiveMinimum?, exclusiveMaximum?, options? }`:
 * - `integer`, `number`: finite; `minimum` and `maximum` are allowed values, the exclusive ones are not.
 * - `flag`: true or false. `option`: one of `options`.
 * - `pair`: two whole numbers, or one that stands for both. `sizes`: one to three whole numbers.
 * - `initializer`, `schedule`: a name, or `{ type, …parameters }`.
 * A `default` of null means that the default depends on other fields; `defaultNote` says how.
 */
import { ACTIVATIONS } from './catalog/activations.js';
import { GENERATORS, IMAGE_GENERATORS, SCALINGS, SPLITS } from './catalog/data.js';
import { INITIALIZERS } from './catalog/initializers.js';
import { LAYERS } from './catalog/layers.js';
import { LOSSES, OPTIMIZERS, REGULARIZERS, SCHEDULES, TRAINING_FIELDS } from './catalog/training.js';

export { MAX_MAGNITUDE, SEED_MAXIMUM } from './catalog/common.js';
export * from './catalog/activations.js';
export * from './catalog/data.js';
export * from './catalog/initializers.js';
export * from './catalog/layers.js';
export * from './catalog/training.js';

/** @typedef {import('./catalog/common.js').CatalogField} CatalogField */
/** @typedef {import('./catalog/common.js').CatalogFields} CatalogFields */
/** @typedef {import('./catalog/common.js').CatalogEntry} CatalogEntry */
/** @typedef {import('./catalog/common.js').CatalogSection} CatalogSection */

/** All sections by name. */
export const CATALOG = {
  layers: LAYERS,
  activations: ACTIVATIONS,
  initializers: INITIALIZERS,
  optimizers: OPTIMIZERS,
  schedules: SCHEDULES,
  losses: LOSSES,
  regularizers: REGULARIZERS,
  training: TRAINING_FIELDS,
  generators: GENERATORS,
  imageGenerators: IMAGE_GENERATORS,
  scalings: SCALINGS,
  splits: SPLITS,
};
