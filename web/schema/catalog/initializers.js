/**
 * How start values are drawn. Keras' normal initializers are cut at two deviations and then widened, so that the variance
 * is the one named; PyTorch's are not cut.
 */
import { keras, MAX_MAGNITUDE, pytorch } from './common.js';

const weightValue = /** @type {const} */ ({ minimum: -MAX_MAGNITUDE, maximum: MAX_MAGNITUDE });
// Half of it each way, so that maxval − minval is a number in single precision, too.
const drawnValue = /** @type {const} */ ({ minimum: -MAX_MAGNITUDE / 2, maximum: MAX_MAGNITUDE / 2 });

/** @type {import('./common.js').CatalogFields} */
const normal = {
  mean: { type: 'number', default: 0, ...drawnValue },
  // A draw reaches less than six deviations from the mean.
  stddev: { type: 'number', default: 0.05, minimum: 0, maximum: MAX_MAGNITUDE / 16 },
};

/** @type {import('./common.js').CatalogFields} */
const gain = { gain: { type: 'number', default: 1, minimum: -1e6, maximum: 1e6 } };

const GLOROT = 'Glorot and Bengio, Understanding the difficulty of training deep networks (2010)';
const HE = 'He et al., Delving Deep into Rectifiers (ICCV 2015)';
const LECUN = 'LeCun et al., Efficient BackProp (1998), section 4.6';

/** @type {import('./common.js').CatalogSection} */
export const INITIALIZERS = {
  zeros: { fields: {}, formula: 'w = 0', source: keras('initializers, Zeros') },
  ones: { fields: {}, formula: 'w = 1', source: keras('initializers, Ones') },
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
    fields: normal,
    formula: 'w ~ N(mean, stddev²)',
    source: keras('initializers, RandomNormal'),
  },
  truncatedNormal: {
    fields: normal,
    formula: 'w ~ N(mean, stddev²), drawn again beyond 2 stddev; so its own deviation is 0.88 stddev',
    source: keras('initializers, TruncatedNormal'),
  },
  varianceScaling: {
    fields: {
      scale: { type: 'number', default: 1, exclusiveMinimum: 0, maximum: 1e6 },
      mode: { type: 'option', default: 'fanIn', options: ['fanIn', 'fanOut', 'fanAvg'] },
      distribution: {
        type: 'option',
        default: 'truncatedNormal',
        options: ['truncatedNormal', 'untruncatedNormal', 'uniform'],
      },
    },
    formula: 'variance scale / n, n = fan in, fan out or their mean; normal (cut at 2σ or not) or uniform',
    source: keras('initializers, VarianceScaling'),
  },
  glorotUniform: {
    fields: {},
    formula: 'w ~ U(−a, a), a = √(6 / (fan in + fan out))',
    source: `${GLOROT}, eq. 16`,
  },
  glorotNormal: {
    fields: {},
    formula: 'w ~ N(0, σ²) cut at 2σ, variance 2 / (fan in + fan out)',
    source: `${GLOROT}, eq. 12; cut as in ${keras('initializers, GlorotNormal')}`,
  },
  heUniform: {
    fields: {},
    formula: 'w ~ U(−a, a), a = √(6 / fan in)',
    source: `${HE}, section 2.2`,
  },
  heNormal: {
    fields: {},
    formula: 'w ~ N(0, σ²) cut at 2σ, variance 2 / fan in',
    source: `${HE}, eq. 10; cut as in ${keras('initializers, HeNormal')}`,
  },
  lecunUniform: { fields: {}, formula: 'w ~ U(−a, a), a = √(3 / fan in)', source: LECUN },
  lecunNormal: {
    fields: {},
    formula: 'w ~ N(0, σ²) cut at 2σ, variance 1 / fan in',
    source: `${LECUN}; cut as in ${keras('initializers, LecunNormal')}`,
  },
  orthogonal: {
    fields: gain,
    formula: 'w = gain · Q of the QR decomposition of a normal matrix; rows or columns are orthonormal',
    source: 'Saxe et al., Exact solutions to the nonlinear dynamics of learning (ICLR 2014)',
  },
  identity: {
    fields: gain,
    formula: 'w = gain · I',
    source: keras('initializers, Identity'),
  },
  pytorchDefault: {
    fields: {},
    formula: 'w ~ U(−a, a), a = 1 / √(fan in); of a bias, too, with the fan in of its kernel',
    source: pytorch('torch.nn.Linear'),
  },
  pytorchHeNormal: {
    fields: {},
    formula: 'w ~ N(0, 2 / fan in), not cut',
    source: `${HE}, eq. 10; ${pytorch('torch.nn.init.kaiming_normal_')}`,
  },
  pytorchGlorotNormal: {
    fields: {},
    formula: 'w ~ N(0, 2 / (fan in + fan out)), not cut',
    source: `${GLOROT}, eq. 12; ${pytorch('torch.nn.init.xavier_normal_')}`,
  },
};
