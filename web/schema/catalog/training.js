/** How weights are changed: optimizers, schedules of their rate, losses, penalties. */
import { deepLearning, keras, pytorch, SEED_FIELD, SMALLEST_EPSILON } from './common.js';

/** @typedef {import('./common.js').CatalogField} CatalogField */
/** @typedef {import('./common.js').CatalogFields} CatalogFields */
/** @typedef {import('./common.js').CatalogSection} CatalogSection */

/** @type {CatalogField} */
const steps = { type: 'integer', default: 1000, minimum: 1, maximum: 1e9 };
/** @type {CatalogField} */
const gamma = { type: 'number', default: 0.5, minimum: SMALLEST_EPSILON, maximum: 10 };
/** @type {CatalogField} */
const divisor = { type: 'number', default: 1, minimum: 1, maximum: 1e9 };

/** The rate η after t steps under a schedule, from the rate η₀; `steps` are counted in batches. @type {CatalogSection} */
export const SCHEDULES = {
  constant: { fields: {}, formula: 'η = η₀', source: deepLearning('8.3.1') },
  step: {
    fields: { steps, gamma },
    formula: 'η = η₀ · γ^⌊t / steps⌋',
    source: pytorch('torch.optim.lr_scheduler.StepLR'),
  },
  exponential: {
    fields: { steps, gamma },
    formula: 'η = η₀ · γ^(t / steps)',
    source: keras('optimizers/learning_rate_schedules/exponential_decay'),
  },
  cosine: {
    fields: { steps, minimum: { type: 'number', default: 0, minimum: 0, maximum: 1 } },
    formula: 'η = η₀ · (m + (1 − m) · (1 + cos(π min(t, steps) / steps)) / 2), m = minimum, a share of η₀',
    source: 'Loshchilov and Hutter, SGDR (ICLR 2017), eq. 5',
  },
  oneCycle: {
    fields: {
      steps,
      warmupShare: { type: 'number', default: 0.3, minimum: 0, maximum: 1 },
      divFactor: { ...divisor, default: 25 },
      finalDivFactor: { ...divisor, default: 1e4 },
    },
    formula:
      'on half a cosine each: from η₀ / divFactor to η₀ in warmupShare of steps, then to η₀ / (divFactor · finalDivFactor)',
    source: `Smith and Topin, Super-Convergence (2018); ${pytorch('torch.optim.lr_scheduler.OneCycleLR')}`,
  },
  warmUp: {
    fields: { steps },
    formula: 'η = η₀ · min(1, (t + 1) / steps)',
    source: 'Goyal et al., Accurate, Large Minibatch SGD (2017), section 2.2',
  },
};

/** @type {(rate: number) => CatalogField} */
const rate = (value) => ({ type: 'number', default: value, minimum: 0, maximum: 1e6 });
/** @type {(value: number) => CatalogField} */
const decay = (value) => ({ type: 'number', default: value, minimum: 0, maximum: 0.999999 });
/** @type {(value: number) => CatalogField} */
const tiny = (value) => ({ type: 'number', default: value, minimum: SMALLEST_EPSILON, maximum: 1 });
/** 0: off. @type {CatalogField} */
const clip = { type: 'number', default: 0, minimum: 0, maximum: 1e6 };

/** Of every optimizer. The norm is that of all gradients together, after `clipValue`. @type {CatalogFields} */
const common = {
  clipValue: clip,
  clipNorm: clip,
  schedule: { type: 'schedule', default: 'constant', options: Object.keys(SCHEDULES) },
};
/** @type {CatalogFields} */
const momentum = { momentum: { type: 'number', default: 0.9, minimum: 0, maximum: 1 } };
const adam = { learningRate: rate(0.001), beta1: decay(0.9), beta2: decay(0.999), epsilon: tiny(1e-8) };

/** @type {CatalogSection} */
export const OPTIMIZERS = {
  sgd: {
    fields: { learningRate: rate(0.001), ...common },
    formula: 'w ← w − η g',
    source: pytorch('torch.optim.SGD'),
  },
  momentum: {
    fields: { learningRate: rate(0.001), ...momentum, ...common },
    formula: 'v ← μ v + g, w ← w − η v',
    source: `Polyak (1964); ${pytorch('torch.optim.SGD')}`,
  },
  nesterov: {
    fields: { learningRate: rate(0.001), ...momentum, ...common },
    formula: 'v ← μ v + g, w ← w − η (g + μ v)',
    source: `Sutskever et al. (ICML 2013), section 2; ${pytorch('torch.optim.SGD, nesterov')}`,
  },
  rmsprop: {
    fields: { learningRate: rate(0.01), rho: decay(0.99), epsilon: tiny(1e-8), ...common },
    formula: 'v ← ρ v + (1−ρ) g², w ← w − η g / (√v + ε)',
    source: `Hinton, Neural Networks for Machine Learning (2012), lecture 6e; ${pytorch('torch.optim.RMSprop')}`,
  },
  adagrad: {
    fields: {
      learningRate: rate(0.01),
      epsilon: tiny(1e-10),
      initialAccumulatorValue: { type: 'number', default: 0, minimum: 0, maximum: 1e6 },
      ...common,
    },
    formula: 'v ← v + g², w ← w − η g / (√v + ε); v starts at initialAccumulatorValue',
    source: `Duchi et al., Adaptive Subgradient Methods (JMLR 2011); ${pytorch('torch.optim.Adagrad')}`,
  },
  adam: {
    fields: { ...adam, ...common },
    formula: 'm ← β₁m + (1−β₁)g, v ← β₂v + (1−β₂)g², w ← w − η · (m / (1−β₁ᵗ)) / (√(v / (1−β₂ᵗ)) + ε)',
    source: `Kingma and Ba, Adam (ICLR 2015), algorithm 1; ${pytorch('torch.optim.Adam')}`,
  },
  amsgrad: {
    fields: { ...adam, ...common },
    formula: 'as adam, with the largest v so far in place of v',
    source: `Reddi et al., On the Convergence of Adam and Beyond (ICLR 2018), algorithm 2; ${pytorch('torch.optim.Adam, amsgrad')}`,
  },
  adamw: {
    fields: {
      ...adam,
      weightDecay: { type: 'number', default: 0.01, minimum: 0, maximum: 1e6 },
      decayBiases: { type: 'flag', default: false },
      ...common,
    },
    formula: 'w ← w − η λ w (λ = weightDecay; not for biases, unless decayBiases), then as adam',
    source: `Loshchilov and Hutter, Decoupled Weight Decay (ICLR 2019), algorithm 2; ${pytorch('torch.optim.AdamW')}`,
  },
};

/** @type {CatalogFields} */
const smoothing = { labelSmoothing: { type: 'number', default: 0, minimum: 0, exclusiveMaximum: 1 } };

/** Means over the batch. The fields are those of `lossOptions`; s is labelSmoothing. @type {CatalogSection} */
export const LOSSES = {
  meanSquaredError: {
    fields: {},
    formula: 'L = 1/n · Σ (y − t)², over all elements',
    source: pytorch('torch.nn.MSELoss'),
  },
  halfSquaredError: {
    fields: {},
    formula: 'L = 1/(2n) · Σ (y − t)², over all elements',
    source: 'Bishop, Pattern Recognition and Machine Learning (2006), eq. 1.2',
  },
  meanAbsoluteError: {
    fields: {},
    formula: 'L = 1/n · Σ |y − t|, over all elements; slope at 0 is 0',
    source: pytorch('torch.nn.L1Loss'),
  },
  huber: {
    fields: { delta: { type: 'number', default: 1, exclusiveMinimum: 0, maximum: 1e6 } },
    formula: 'L = 1/n · Σ e²/2 where |e| ≤ δ, else δ (|e| − δ/2); e = y − t',
    source: `Huber, Robust Estimation of a Location Parameter (1964); ${pytorch('torch.nn.HuberLoss')}`,
  },
  binaryCrossentropy: {
    fields: smoothing,
    formula: 'L = −1/n · Σ (t log y + (1−t) log(1−y)); t is t (1−s) + s/2',
    source: pytorch('torch.nn.BCEWithLogitsLoss'),
    lastActivation: 'sigmoid',
  },
  categoricalCrossentropy: {
    fields: smoothing,
    formula: 'L = −1/batch · Σ t log y; t is t (1−s) + s/classes',
    source: pytorch('torch.nn.CrossEntropyLoss'),
    lastActivation: 'softmax',
  },
  sparseCategoricalCrossentropy: {
    fields: smoothing,
    formula: 'as categoricalCrossentropy, with the index of a class as target',
    source: keras('losses/probabilistic_losses, SparseCategoricalCrossentropy'),
    lastActivation: 'softmax',
  },
};

/** Optimizers for which a proximal step has its plain form. */
export const PROXIMAL_OPTIMIZERS = Object.freeze(['sgd', 'momentum', 'nesterov']);

/** Penalties on kernels; they add up. A layer may have its own `l1` and `l2` in place of these. @type {CatalogSection} */
export const REGULARIZERS = {
  l1: {
    fields: {
      l1: { type: 'number', default: 0, minimum: 0, maximum: 1e6 },
      l1Update: { type: 'option', default: 'subgradient', options: ['subgradient', 'proximal'] },
    },
    formula:
      'λ · Σ|w|; subgradient: λ sign(w) joins g; proximal (sgd, momentum, nesterov): after the update w ← sign(w) · max(|w| − η λ, 0)',
    source: `${deepLearning('7.1.2')}; Parikh and Boyd, Proximal Algorithms (2014), section 6.5.2`,
  },
  l2: {
    fields: { l2: { type: 'number', default: 0, minimum: 0, maximum: 1e6 } },
    formula: 'λ/2 · Σw²',
    source: deepLearning('7.1.1'),
  },
  biases: {
    fields: { biases: { type: 'flag', default: false } },
    formula: 'true: both penalties count biases, too',
    source: deepLearning('7.1'),
  },
};

/** Fields of a spec that belong to no layer, optimizer or loss. @type {CatalogFields} */
export const TRAINING_FIELDS = {
  batchSize: { type: 'integer', default: 32, minimum: 1, maximum: 65536 },
  seed: SEED_FIELD,
};
