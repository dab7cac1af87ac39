/** Layers. Images are [height, width, channels]; a pair is [height, width] and may be written as one number. */
import { ACTIVATIONS } from './activations.js';
import { keras } from './common.js';
import { INITIALIZERS } from './initializers.js';

/** @typedef {import('./common.js').CatalogField} CatalogField */
/** @typedef {import('./common.js').CatalogFields} CatalogFields */

// The engine refuses what does not fit by its bytes; these bounds only keep absurd numbers out early.
const COUNT = /** @type {const} */ ({ minimum: 1, maximum: 65536 });
const SIDE = /** @type {const} */ ({ minimum: 1, maximum: 1024 });

/** @type {CatalogField} */
const activation = { type: 'option', default: 'linear', options: Object.keys(ACTIVATIONS) };
const initializer = { type: /** @type {const} */ ('initializer'), options: Object.keys(INITIALIZERS) };

/** Of every layer that has a kernel and biases. @type {CatalogFields} */
const unit = {
  activation,
  kernelInitializer: { ...initializer, default: 'glorotUniform' },
  biasInitializer: { ...initializer, default: 'zeros' },
};

/** @type {(value: number) => CatalogField} */
const pair = (value) => ({ type: 'pair', default: [value, value], ...SIDE });
/** @type {CatalogField} */
const padding = { type: 'option', default: 'valid', options: ['valid', 'same'] };
/** @type {CatalogField} */
const filters = { type: 'integer', default: 8, ...COUNT };
/** @type {CatalogFields} */
const convolution = { kernelSize: pair(3), strides: pair(1), padding, dilationRate: pair(1) };
/** @type {CatalogFields} */
const pooling = {
  poolSize: pair(2),
  strides: { type: 'pair', default: null, defaultNote: 'poolSize', ...SIDE },
  padding,
};
/** @type {CatalogField} */
const epsilon = { type: 'number', default: 1e-5, minimum: 1e-30, maximum: 1 };

/** Fields of every layer, beside its name and its regularizer. @type {CatalogFields} */
export const LAYER_FIELDS = { trainable: { type: 'flag', default: true } };

/** @type {import('./common.js').CatalogSection} */
export const LAYERS = {
  dense: {
    fields: { units: { type: 'integer', default: 8, ...COUNT }, ...unit },
    formula: 'y = activation(x · kernel + bias), kernel [inputs, units]',
    source: keras('layers/core_layers/dense'),
  },
  conv2d: {
    fields: { filters, ...convolution, ...unit },
    formula:
      'y[i,j,f] = activation(Σ x[i s + p d, j s + q d, c] · kernel[p,q,c,f] + bias[f]), strides s, dilation d',
    source: `LeCun et al., Gradient-based learning applied to document recognition (1998); ${keras('Conv2D')}`,
  },
  depthwiseConv2d: {
    fields: {
      depthMultiplier: { type: 'integer', default: 1, minimum: 1, maximum: 1024 },
      ...convolution,
      ...unit,
    },
    formula: 'as conv2d, but every channel by itself, kernel [kh, kw, channels, depthMultiplier]',
    source: keras('DepthwiseConv2D'),
  },
  locallyConnected2d: {
    fields: {
      filters,
      kernelSize: pair(3),
      strides: pair(1),
      padding: { ...padding, options: ['valid'] },
      ...unit,
    },
    formula: 'as conv2d, but every place has a kernel and biases of its own',
    source: 'Keras 2 API documentation, LocallyConnected2D',
  },
  maxPooling2d: {
    fields: pooling,
    formula: 'y = the largest x in the window, channel by channel',
    source: keras('MaxPooling2D'),
  },
  averagePooling2d: {
    fields: pooling,
    formula: 'y = the mean of x in the window, channel by channel; padding does not count',
    source: keras('AveragePooling2D'),
  },
  globalAveragePooling2d: {
    fields: {},
    formula: 'y[c] = the mean of x over all places',
    source: `Lin et al., Network in Network (ICLR 2014), section 3.2; ${keras('GlobalAveragePooling2D')}`,
  },
  flatten: { fields: {}, formula: 'all numbers in one row, row-major', source: keras('Flatten') },
  reshape: {
    fields: {
      targetShape: {
        type: 'sizes',
        default: null,
        defaultNote: 'must be given',
        minimum: 1,
        maximum: 1 << 20,
      },
    },
    formula: 'the same numbers in another shape, row-major',
    source: keras('Reshape'),
  },
  dropout: {
    fields: { rate: { type: 'number', default: 0.5, minimum: 0, exclusiveMaximum: 1 } },
    formula: 'in training y = 0 with probability rate, else x / (1 − rate); y = x otherwise',
    source: `Srivastava et al., Dropout (JMLR 2014), section 10; ${keras('Dropout')}`,
  },
  batchNormalization: {
    fields: { momentum: { type: 'number', default: 0.9, minimum: 0, maximum: 1 }, epsilon },
    formula:
      'y = γ (x − mean) / √(variance + ε) + β, channel by channel over batch and places; running ← momentum · running + (1 − momentum) · batch',
    source: `Ioffe and Szegedy, Batch Normalization (ICML 2015), algorithm 1; ${keras('BatchNormalization')}`,
  },
  layerNormalization: {
    fields: { epsilon },
    formula: 'y = γ (x − mean) / √(variance + ε) + β, along the last axis, sample by sample',
    source: 'Ba et al., Layer Normalization (2016), eq. 4',
  },
  activation: {
    fields: {
      activation,
      alpha: {
        type: 'number',
        default: null,
        defaultNote: '0.2 for leakyRelu, 1 for elu, else 0',
        minimum: 0,
        maximum: 100,
      },
    },
    formula: 'y = activation(x)',
    source: keras('Activation'),
  },
};
