/** What all sections of the catalog share: the shape of an entry and of a field, limits, and how sources are cited. */

/** Larger numbers mean nothing in single precision; the engine has the same limit. */
export const MAX_MAGNITUDE = 3e38;

/** Seeds are whole numbers that a double holds exactly. */
export const SEED_MAXIMUM = Number.MAX_SAFE_INTEGER;

/** Adam and its kin divide by epsilon where a gradient is 0; below this it would not be a normal float. */
export const SMALLEST_EPSILON = 1e-30;

/**
 * @typedef {object} CatalogField
 * @property {'integer' | 'number' | 'flag' | 'option' | 'pair' | 'sizes' | 'initializer' | 'schedule'} type
 * @property {number | string | boolean | readonly number[] | null} default
 * @property {number} [minimum]            of a pair and of sizes: of each number
 * @property {number} [maximum]
 * @property {number} [exclusiveMinimum]
 * @property {number} [exclusiveMaximum]
 * @property {readonly string[]} [options]
 * @property {string} [defaultNote]   how the default comes about where `default` is null
 */

/** @typedef {Readonly<Record<string, CatalogField>>} CatalogFields */

/**
 * @typedef {object} CatalogEntry
 * @property {CatalogFields} fields   parameters by name, in the order they are shown
 * @property {string} formula
 * @property {string} source   paper, standard or documentation the formula and the defaults come from
 * @property {'classification' | 'regression'} [problem]   of a generator
 * @property {readonly number[]} [imageShape]   of an image generator: [height, width, channels]
 * @property {readonly string[]} [classNames]   of an image generator
 * @property {readonly string[]} [partNames]    of an image generator whose objects consist of parts
 * @property {string} [lastActivation]   activation of the last layer that a loss is fused with and needs
 */

/** @typedef {Readonly<Record<string, CatalogEntry>>} CatalogSection */

export const keras = (/** @type {string} */ page) => `Keras API documentation, ${page}`;
export const pytorch = (/** @type {string} */ page) => `PyTorch documentation, ${page}`;
export const sklearn = (/** @type {string} */ page) => `scikit-learn documentation, sklearn.${page}`;
export const deepLearning = (/** @type {string} */ section) =>
  `Goodfellow, Bengio, Courville, Deep Learning (2016), section ${section}`;

/** @type {CatalogField} */
export const SEED_FIELD = { type: 'integer', default: 1, minimum: 0, maximum: SEED_MAXIMUM };
