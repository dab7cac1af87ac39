/**
 * The catalog: every layer, activation, initializer, optimizer, loss, regularizer, data generator, scaling and split
 * that a spec or a data source may name, with its parameters, defaults, ranges, formula and source.
 *
 * One table, readable without wasm. `spec.js` and `data-source.js` build their checks from it, the playground its menus,
 * and the reference pages their text. A test compares its names with those the engine itself reports.
 *
 * A field is `{ type, default, minimum?, maximum?, exclusiveMinimum?, options? }`:
 * - `integer`, `number`: finite; `minimum` and `maximum` are allowed values, `exclusiveMinimum` is not.
 * - `option`: one of `options`.
 * - `initializer`: a name, or `{ type, …parameters }`.
 * A `default` of null means that the default depends on other fields; `defaultNote` says how.
 */

/** Larger numbers mean nothing in single precision; the engine has the same limit. */
export const MAX_MAGNITUDE = 3e38;

/** Seeds are whole numbers that a double holds exactly. */
export const SEED_MAXIMUM = Number.MAX_SAFE_INTEGER;

/**
 * @typedef {object} CatalogField
 * @property {'integer' | 'number' | 'option' | 'initializer'} type
 * @property {number | string | null} default
 * @property {number} [minimum]
 * @property {number} [maximum]
 * @property {number} [exclusiveMinimum]
 * @property {readonly string[]} [options]
 * @property {string} [defaultNote]   how the default comes about where `default` is null
 */

/**
 * @typedef {object} CatalogEntry
 * @property {Readonly<Record<string, CatalogField>>} fields   parameters by name, in the order they are shown
 * @property {string} formula
 * @property {string} source   paper, standard or documentation the formula and the defaults come from
 * @property {'classification' | 'regression'} [problem]   of a generator
 * @property {string} [lastActivation]   activation of the last layer that a loss is fused with and needs
 */

/** @typedef {Readonly<Record<string, CatalogEntry>>} CatalogSection */

const weightValue = /** @type {const} */ ({ minimum: -MAX_MAGNITUDE, maximum: MAX_MAGNITUDE });
// Half of it each way, so that maxval − minval is a number in single precision, too.
const drawnValue = /** @type {const} */ ({ minimum: -MAX_MAGNITUDE / 2, maximum: MAX_MAGNITUDE / 2 });
const keras = (/** @type {string} */ page) => `Keras API documentation, ${page}`;
const pytorch = (/** @type {string} */ page) => `PyTorch documentation, ${page}`;

/** @type {CatalogSection} */
export const ACTIVATIONS = {
  linear: { fields: {}, formula: 'y = x', source: keras('layers/activations, linear') },
  relu: {
    fields: {},
    formula: 'y = max(0, x); slope at 0 is 0',
    source: 'Nair and Hinton, Rectified Linear Units Improve Restricted Boltzmann Machines (ICML 2010)',
  },
  sigmoid: {
    fields: {},
    formula: 'y = 1 / (1 + exp(−x))',
    source: 'Goodfellow, Bengio, Courville, Deep Learning (2016), section 3.10',
  },
  tanh: {
    fields: {},
    formula: 'y = tanh(x)',
    source: 'LeCun et al., Efficient BackProp (1998), section 4.4',
  },
  softmax: {
    fields: {},
    formula: 'y_c = exp(x_c − max x) / Σ exp(x_k − max x)',
    source: 'Goodfellow, Bengio, Courville, Deep Learning (2016), section 4.1',
  },
};

/** @type {CatalogSection} */
export const INITIALIZERS = {
  zeros: { fields: {}, formula: 'w = 0', source: keras('initializers, Zeros') },
  constant: {
    fields: { value: { type: 'number', default: 0, ...weightValue } },
    formula: 'w = value',
    source: keras('initializers, Constant'),
  },
  randomUniform: {
    fields: {
      minval: { type: 'number', default: -0.05, ...drawnValue },
      maxval: { type: 'number', default: 0.05, ...drawnValue },
    },
    formula: 'w ~ U(minval, maxval)',
    source: keras('initializers, RandomUniform'),
  },
  randomNormal: {
    fields: {
      mean: { type: 'number', default: 0, ...drawnValue },
      // A draw reaches less than six deviations from the mean.
      stddev: { type: 'number', default: 0.05, minimum: 0, maximum: MAX_MAGNITUDE / 16 },
    },
    formula: 'w ~ N(mean, stddev²)',
    source: keras('initializers, RandomNormal'),
  },
  glorotUniform: {
    fields: {},
    formula: 'w ~ U(−a, a), a = √(6 / (fan in + fan out))',
    source:
      'Glorot and Bengio, Understanding the difficulty of training deep feedforward neural networks (2010), eq. 16',
  },
  glorotNormal: {
    fields: {},
    formula: 'w ~ N(0, σ²) cut at 2σ, variance 2 / (fan in + fan out)',
    source: `Glorot and Bengio (2010), eq. 12; cut as in ${keras('initializers, GlorotNormal')}`,
  },
  heUniform: {
    fields: {},
    formula: 'w ~ U(−a, a), a = √(6 / fan in)',
    source: 'He et al., Delving Deep into Rectifiers (ICCV 2015), section 2.2',
  },
  heNormal: {
    fields: {},
    formula: 'w ~ N(0, σ²) cut at 2σ, variance 2 / fan in',
    source: `He et al. (2015), eq. 10; cut as in ${keras('initializers, HeNormal')}`,
  },
  ones: { fields: {}, formula: 'w = 1', source: keras('initializers, Ones') },
  truncatedNormal: {
    fields: {
      mean: { type: 'number', default: 0, ...drawnValue },
      stddev: { type: 'number', default: 0.05, minimum: 0, maximum: MAX_MAGNITUDE / 16 },
    },
    formula: 'w ~ N(mean, stddev²) cut at 2σ',
    source: keras('initializers, TruncatedNormal'),
  },
  varianceScaling: {
    fields: {
      scale: { type: 'number', default: 1, exclusiveMinimum: 0, maximum: MAX_MAGNITUDE },
      mode: { type: 'option', default: 'fanIn', options: ['fanIn', 'fanOut', 'fanAvg'] },
      distribution: {
        type: 'option',
        default: 'truncatedNormal',
        options: ['truncatedNormal', 'untruncatedNormal', 'uniform'],
      },
    },
    formula: 'variance scale / fan',
    source: keras('initializers, VarianceScaling'),
  },
  lecunUniform: { fields: {}, formula: 'variance 1 / fan in', source: keras('initializers, LecunUniform') },
  lecunNormal: { fields: {}, formula: 'variance 1 / fan in', source: keras('initializers, LecunNormal') },
  orthogonal: {
    fields: { gain: { type: 'number', default: 1, ...weightValue } },
    formula: 'gain · Q',
    source: keras('initializers, Orthogonal'),
  },
  identity: {
    fields: { gain: { type: 'number', default: 1, ...weightValue } },
    formula: 'gain · 1',
    source: keras('initializers, Identity'),
  },
  pytorchDefault: {
    fields: {},
    formula: 'w ~ U(−a, a), a = 1 / √fan in',
    source: pytorch('torch.nn.Linear'),
  },
  pytorchHeNormal: { fields: {}, formula: 'w ~ N(0, 2 / fan in)', source: pytorch('torch.nn.init') },
  pytorchGlorotNormal: {
    fields: {},
    formula: 'w ~ N(0, 2 / (fan in + fan out))',
    source: pytorch('torch.nn.init'),
  },
};

/** @type {CatalogSection} */
export const LAYERS = {
  dense: {
    fields: {
      // The engine refuses what does not fit by its bytes; this bound only keeps absurd numbers out early.
      units: { type: 'integer', default: 8, minimum: 1, maximum: 65536 },
      activation: { type: 'option', default: 'linear', options: Object.keys(ACTIVATIONS) },
      kernelInitializer: {
        type: 'initializer',
        default: 'glorotUniform',
        options: Object.keys(INITIALIZERS),
      },
      biasInitializer: { type: 'initializer', default: 'zeros', options: Object.keys(INITIALIZERS) },
    },
    formula: 'y = activation(x · kernel + bias), kernel [inputs, units]',
    source: keras('layers/core_layers/dense'),
  },
};

const learningRate = /** @type {const} */ ({ type: 'number', default: 0.001, minimum: 0, maximum: 1e6 });

/** @type {CatalogSection} */
export const OPTIMIZERS = {
  sgd: {
    fields: { learningRate },
    formula: 'w ← w − η g',
    source: pytorch('torch.optim.SGD'),
  },
  adam: {
    fields: {
      learningRate,
      beta1: { type: 'number', default: 0.9, minimum: 0, maximum: 0.999999 },
      beta2: { type: 'number', default: 0.999, minimum: 0, maximum: 0.999999 },
      // Adam divides by it where a gradient is 0.
      epsilon: { type: 'number', default: 1e-8, minimum: 1e-30, maximum: 1 },
    },
    formula: 'm ← β₁m + (1−β₁)g, v ← β₂v + (1−β₂)g², w ← w − η · (m / (1−β₁ᵗ)) / (√(v / (1−β₂ᵗ)) + ε)',
    source: `Kingma and Ba, Adam (ICLR 2015), algorithm 1; ${pytorch('torch.optim.Adam')}`,
  },
};

/** @type {CatalogSection} */
export const LOSSES = {
  meanSquaredError: {
    fields: {},
    formula: 'L = 1/n · Σ (y − t)², over all elements',
    source: pytorch('torch.nn.MSELoss'),
  },
  binaryCrossentropy: {
    fields: {},
    formula: 'L = −1/n · Σ (t log y + (1−t) log(1−y))',
    source: pytorch('torch.nn.BCEWithLogitsLoss'),
    lastActivation: 'sigmoid',
  },
  categoricalCrossentropy: {
    fields: {},
    formula: 'L = −1/batch · Σ t log y',
    source: pytorch('torch.nn.CrossEntropyLoss'),
    lastActivation: 'softmax',
  },
  halfSquaredError: { fields: {}, formula: 'L = 1/2n · Σ (y − t)²', source: pytorch('torch.nn.MSELoss') },
  meanAbsoluteError: { fields: {}, formula: 'L = 1/n · Σ |y − t|', source: pytorch('torch.nn.L1Loss') },
  huber: { fields: {}, formula: 'Huber', source: pytorch('torch.nn.HuberLoss') },
  sparseCategoricalCrossentropy: {
    fields: {},
    formula: 'L = −1/batch · Σ t log y',
    source: pytorch('torch.nn.CrossEntropyLoss'),
    lastActivation: 'softmax',
  },
};

/** Penalties on kernels (never on biases); they add up. @type {CatalogSection} */
export const REGULARIZERS = {
  l1: {
    fields: { l1: { type: 'number', default: 0, minimum: 0, maximum: 1e6 } },
    formula: 'λ · Σ|w|',
    source: 'Goodfellow, Bengio, Courville, Deep Learning (2016), section 7.1.2',
  },
  l2: {
    fields: { l2: { type: 'number', default: 0, minimum: 0, maximum: 1e6 } },
    formula: 'λ/2 · Σw²',
    source: 'Goodfellow, Bengio, Courville, Deep Learning (2016), section 7.1.1',
  },
};

/** Fields of a spec that belong to no layer, optimizer or loss. @type {Readonly<Record<string, CatalogField>>} */
export const TRAINING_FIELDS = {
  batchSize: { type: 'integer', default: 32, minimum: 1, maximum: 65536 },
  seed: { type: 'integer', default: 1, minimum: 0, maximum: SEED_MAXIMUM },
};

const playgroundSource = 'TensorFlow Playground, src/dataset.ts (Apache-2.0)';

/**
 * @param {number} samples  TF Playground's: 500 for classification, 1200 for regression
 * @returns {Record<string, CatalogField>}
 */
const generatorFields = (samples) => ({
  samples: { type: 'integer', default: samples, minimum: 10, maximum: 100000 },
  noise: { type: 'number', default: 0, minimum: 0, maximum: 1 },
  seed: { type: 'integer', default: 1, minimum: 0, maximum: SEED_MAXIMUM },
});

/** Generated data: two inputs, about −6 to 6. @type {CatalogSection} */
export const GENERATORS = {
  circle: {
    fields: generatorFields(500),
    problem: 'classification',
    formula:
      'half with radius in 0…2.5, half in 3.5…5; the class says whether the noisy point lies within 2.5',
    source: playgroundSource,
  },
  xor: {
    fields: generatorFields(500),
    problem: 'classification',
    formula: 'x, y ~ U(−5, 5), pushed 0.3 off the axes; the class is the sign of the noisy x · y',
    source: playgroundSource,
  },
  gauss: {
    fields: generatorFields(500),
    problem: 'classification',
    formula: 'two Gaussians around (2, 2) and (−2, −2), variance 0.5 to 4 with the noise',
    source: playgroundSource,
  },
  spiral: {
    fields: generatorFields(500),
    problem: 'classification',
    formula: 'two arms of 1.75 turns, radius to 5',
    source: playgroundSource,
  },
  plane: {
    fields: generatorFields(1200),
    problem: 'regression',
    formula: 't = (x + y) / 10',
    source: playgroundSource,
  },
  regGauss: {
    fields: generatorFields(1200),
    problem: 'regression',
    formula: 'six bumps of radius 2 at (−4, 0, 4) × (±2.5), alternating in sign',
    source: playgroundSource,
  },
};

/** How columns of a table are scaled. Statistics come from the training rows. @type {CatalogSection} */
export const SCALINGS = {
  none: { fields: {}, formula: "x' = x", source: 'identity' },
  maximum: {
    fields: {},
    formula: "x' = x / max|x| of the column",
    source: 'scikit-learn documentation, sklearn.preprocessing.MaxAbsScaler',
  },
  standardize: {
    fields: {},
    formula: "x' = (x − mean) / standard deviation (population); a constant column becomes 0",
    source: 'scikit-learn documentation, sklearn.preprocessing.StandardScaler',
  },
};

/** How rows are divided into training and test. @type {CatalogSection} */
export const SPLITS = {
  everyFifth: { fields: {}, formula: 'row i tests when i mod 5 = 4 (i counts from 0)', source: 'file order' },
  shuffle: {
    fields: {
      testShare: { type: 'number', default: 0.2, minimum: 0, maximum: 0.9 },
      seed: { type: 'integer', default: 1, minimum: 0, maximum: SEED_MAXIMUM },
    },
    formula: 'a seeded shuffle; the first (1 − testShare) of the rows train',
    source: 'Fisher and Yates, in Knuth, TAOCP volume 2, algorithm 3.4.2P',
  },
  none: { fields: {}, formula: 'all rows train', source: 'no split' },
};

/** All sections by name. */
export const CATALOG = {
  layers: LAYERS,
  activations: ACTIVATIONS,
  initializers: INITIALIZERS,
  optimizers: OPTIMIZERS,
  losses: LOSSES,
  regularizers: REGULARIZERS,
  training: TRAINING_FIELDS,
  generators: GENERATORS,
  scalings: SCALINGS,
  splits: SPLITS,
};
