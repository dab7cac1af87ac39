import { describe, expect, test } from 'vitest';
import { INITIALIZERS, LAYERS, LOSSES, OPTIMIZERS, SCHEDULES } from '../../../web/schema/catalog.js';
import { normalizeSpec, SPEC_VERSION } from '../../../web/schema/spec.js';
import { errorOf } from '../support/errors.js';

/** An initializer whose type uses nothing. */
const plain = (type) => ({
  type,
  value: 0,
  minval: -0.05,
  maxval: 0.05,
  mean: 0,
  stddev: 0.05,
  scale: 1,
  mode: 'fanIn',
  distribution: 'truncatedNormal',
  gain: 1,
});

const constantSchedule = {
  type: 'constant',
  steps: 1000,
  gamma: 0.5,
  minimum: 0,
  warmupShare: 0.3,
  divFactor: 25,
  finalDivFactor: 1e4,
};

/** A network of these layers on images. */
const imageSpec = (...layers) => normalizeSpec({ inputShape: [12, 12, 1], layers });

const small = () => ({
  inputShape: [2],
  layers: [
    { type: 'dense', units: 3, activation: 'tanh' },
    { type: 'dense', units: 1 },
  ],
});

describe('normalizeSpec', () => {
  test('fills in versions, names and defaults', () => {
    const spec = normalizeSpec(/** @type {any} */ (small()));
    expect(spec).toEqual({
      version: SPEC_VERSION,
      inputShape: [2],
      layers: [
        {
          type: 'dense',
          name: 'dense_1',
          trainable: true,
          regularizer: null,
          units: 3,
          activation: 'tanh',
          kernelInitializer: plain('glorotUniform'),
          biasInitializer: plain('zeros'),
        },
        {
          type: 'dense',
          name: 'dense_2',
          trainable: true,
          regularizer: null,
          units: 1,
          activation: 'linear',
          kernelInitializer: plain('glorotUniform'),
          biasInitializer: plain('zeros'),
        },
      ],
      loss: 'meanSquaredError',
      lossOptions: { delta: 1, labelSmoothing: 0 },
      optimizer: {
        type: 'sgd',
        learningRate: 0.001,
        beta1: 0.9,
        beta2: 0.999,
        epsilon: 1e-8,
        momentum: 0.9,
        rho: 0.99,
        initialAccumulatorValue: 0,
        weightDecay: 0.01,
        decayBiases: false,
        clipValue: 0,
        clipNorm: 0,
        schedule: constantSchedule,
      },
      regularizer: { l1: 0, l2: 0, l1Update: 'subgradient', biases: false },
      batchSize: 32,
      seed: 1,
    });
  });

  test('a complete spec comes back equal, and the argument is not changed', () => {
    const input = Object.freeze({
      ...small(),
      optimizer: Object.freeze({ type: 'adam', learningRate: 0.01 }),
    });
    const once = normalizeSpec(/** @type {any} */ (input));
    expect(normalizeSpec(once)).toEqual(once);
    expect(input.optimizer).toEqual({ type: 'adam', learningRate: 0.01 });
  });

  test('takes an initializer or optimizer by its name alone', () => {
    const spec = normalizeSpec(
      /** @type {any} */ ({
        inputShape: [2],
        layers: [{ type: 'dense', units: 2, activation: 'softmax', kernelInitializer: 'heNormal' }],
        optimizer: 'adam',
      }),
    );
    expect(spec.layers[0].kernelInitializer.type).toBe('heNormal');
    expect([spec.optimizer.type, spec.optimizer.learningRate]).toEqual(['adam', 0.001]);
  });

  test.each([
    ['softmax', 'categoricalCrossentropy'],
    ['sigmoid', 'binaryCrossentropy'],
    ['tanh', 'meanSquaredError'],
    ['linear', 'meanSquaredError'],
  ])('the loss follows a last activation of %s', (activation, loss) => {
    const spec = { inputShape: [2], layers: [{ type: 'dense', units: 2, activation }] };
    expect(normalizeSpec(/** @type {any} */ (spec)).loss).toBe(loss);
  });

  test('parameters that a type does not use stand at their defaults, so that equal networks have equal specs', () => {
    const spec = /** @type {any} */ (small());
    spec.layers[0].kernelInitializer = { type: 'constant', value: 0.5, stddev: 3 };
    expect(normalizeSpec(spec).layers[0].kernelInitializer).toEqual({ ...plain('constant'), value: 0.5 });
    const sgd = normalizeSpec({ .../** @type {any} */ (small()), optimizer: { type: 'sgd', beta1: 0.5 } });
    expect(sgd.optimizer.beta1).toBe(0.9);
    const smooth = normalizeSpec({ .../** @type {any} */ (small()), lossOptions: { labelSmoothing: 0.1 } });
    expect(smooth.lossOptions.labelSmoothing).toBe(0);
    const stepped = normalizeSpec({
      .../** @type {any} */ (small()),
      optimizer: { schedule: { type: 'cosine', steps: 7, gamma: 0.1 } },
    });
    expect(stepped.optimizer.schedule).toEqual({ ...constantSchedule, type: 'cosine', steps: 7 });
  });

  test.each([
    ['sgd', { learningRate: 0.001, epsilon: 1e-8 }],
    ['momentum', { learningRate: 0.001, momentum: 0.9 }],
    ['nesterov', { learningRate: 0.001, momentum: 0.9 }],
    ['rmsprop', { learningRate: 0.01, rho: 0.99, epsilon: 1e-8 }],
    ['adagrad', { learningRate: 0.01, epsilon: 1e-10, initialAccumulatorValue: 0 }],
    ['adam', { learningRate: 0.001, beta1: 0.9, beta2: 0.999, epsilon: 1e-8 }],
    ['amsgrad', { learningRate: 0.001, beta1: 0.9, beta2: 0.999, epsilon: 1e-8 }],
    ['adamw', { learningRate: 0.001, weightDecay: 0.01, decayBiases: false, epsilon: 1e-8 }],
  ])('%s alone has the defaults of PyTorch', (type, fields) => {
    const spec = normalizeSpec({ .../** @type {any} */ (small()), optimizer: type });
    expect(spec.optimizer).toMatchObject({ type, ...fields, schedule: constantSchedule });
    expect(Object.keys(OPTIMIZERS)).toContain(type);
  });

  test('a schedule by its name alone', () => {
    for (const schedule of Object.keys(SCHEDULES)) {
      const spec = normalizeSpec({ .../** @type {any} */ (small()), optimizer: { type: 'adam', schedule } });
      expect(spec.optimizer.schedule).toEqual({ ...constantSchedule, type: schedule });
    }
  });

  test('options of a loss that uses them stay', () => {
    const huber = normalizeSpec({
      .../** @type {any} */ (small()),
      loss: 'huber',
      lossOptions: { delta: 0.5 },
    });
    expect(huber.lossOptions).toEqual({ delta: 0.5, labelSmoothing: 0 });
    for (const [loss, { lastActivation = 'linear', fields }] of Object.entries(LOSSES)) {
      const layers = [{ type: /** @type {const} */ ('dense'), units: 2, activation: lastActivation }];
      const spec = normalizeSpec({ inputShape: [2], layers, loss, lossOptions: { labelSmoothing: 0.25 } });
      expect(spec.lossOptions.labelSmoothing, loss).toBe('labelSmoothing' in fields ? 0.25 : 0);
    }
  });

  test('a proximal step with the optimizers that have one', () => {
    for (const optimizer of ['sgd', 'momentum', 'nesterov']) {
      const regularizer = { l1: 0.1, l1Update: 'proximal', biases: true };
      const spec = normalizeSpec({ .../** @type {any} */ (small()), optimizer, regularizer });
      expect(spec.regularizer).toEqual({ l1: 0.1, l2: 0, l1Update: 'proximal', biases: true });
    }
  });

  test('a given name stays, and the next layer still counts by its place', () => {
    const spec = /** @type {any} */ (small());
    spec.layers[0].name = 'hidden';
    expect(normalizeSpec(spec).layers.map(({ name }) => name)).toEqual(['hidden', 'dense_2']);
  });
});

describe('layers', () => {
  test('every type completes to its own fields and to no others', () => {
    const common = ['type', 'name', 'trainable', 'regularizer'];
    for (const [type, { fields }] of Object.entries(LAYERS)) {
      const given = /** @type {any} */ (type === 'reshape' ? { type, targetShape: [4, 36] } : { type });
      const [layer] = imageSpec(given).layers;
      expect(Object.keys(layer), type).toEqual([...common, ...Object.keys(fields)]);
      for (const name of Object.keys(layer)) expect(layer[name], `${type}.${name}`).not.toBeUndefined();
    }
  });

  test('a convolution in full', () => {
    const [layer] = imageSpec(
      { type: 'conv2d', filters: 4, kernelSize: 5, padding: 'same', activation: 'relu' },
      { type: 'flatten' },
    ).layers;
    expect(layer).toEqual({
      type: 'conv2d',
      name: 'conv2d_1',
      trainable: true,
      regularizer: null,
      filters: 4,
      kernelSize: [5, 5],
      strides: [1, 1],
      padding: 'same',
      dilationRate: [1, 1],
      activation: 'relu',
      kernelInitializer: plain('glorotUniform'),
      biasInitializer: plain('zeros'),
    });
  });

  test('names are snake_case and counted by type, as in Keras', () => {
    const types = /** @type {const} */ ([
      'conv2d',
      'depthwiseConv2d',
      'conv2d',
      'locallyConnected2d',
      'maxPooling2d',
      'averagePooling2d',
      'globalAveragePooling2d',
      'batchNormalization',
      'layerNormalization',
      'activation',
    ]);
    expect(imageSpec(...types.map((type) => ({ type }))).layers.map(({ name }) => name)).toEqual([
      'conv2d_1',
      'depthwise_conv2d_1',
      'conv2d_2',
      'locally_connected2d_1',
      'max_pooling2d_1',
      'average_pooling2d_1',
      'global_average_pooling2d_1',
      'batch_normalization_1',
      'layer_normalization_1',
      'activation_1',
    ]);
  });

  test('one number stands for both of a pair, and the windows of pooling do not overlap unless asked', () => {
    const { layers } = imageSpec(
      { type: 'conv2d', kernelSize: [3, 1], strides: 2, dilationRate: [1, 2] },
      { type: 'maxPooling2d' },
      { type: 'averagePooling2d', poolSize: [3, 2] },
      { type: 'maxPooling2d', poolSize: 3, strides: 1 },
    );
    const pairs = layers.map(({ kernelSize, poolSize, strides }) => [kernelSize ?? poolSize, strides]);
    expect(pairs).toEqual([
      [
        [3, 1],
        [2, 2],
      ],
      [
        [2, 2],
        [2, 2],
      ],
      [
        [3, 2],
        [3, 2],
      ],
      [
        [3, 3],
        [1, 1],
      ],
    ]);
    expect(layers[2].strides).not.toBe(layers[2].poolSize);
  });

  test('the slope of an activation follows its kind', () => {
    const alphas = (...given) =>
      imageSpec(...given.map((layer) => ({ type: 'activation', ...layer }))).layers;
    expect(
      alphas(
        { activation: 'leakyRelu' },
        { activation: 'elu' },
        { activation: 'relu' },
        { activation: 'leakyRelu', alpha: 0.01 },
        { activation: 'tanh', alpha: 0.3 },
        {},
      ).map(({ alpha }) => alpha),
    ).toEqual([0.2, 1, 0, 0.01, 0, 0]);
  });

  test('a penalty of its own, and one that does not train', () => {
    const [first, second] = imageSpec(
      { type: 'dense', regularizer: { l2: 0.5 }, trainable: false },
      { type: 'dense', regularizer: null },
    ).layers;
    expect([first.regularizer, first.trainable]).toEqual([{ l1: 0, l2: 0.5 }, false]);
    expect([second.regularizer, second.trainable]).toEqual([null, true]);
  });

  test('an activation layer at the end is the output’s activation; without any it is linear', () => {
    const logits = { type: /** @type {const} */ ('dense'), units: 3 };
    expect(imageSpec(logits, { type: 'activation', activation: 'softmax' }).loss).toBe(
      'categoricalCrossentropy',
    );
    expect(imageSpec(logits, { type: 'flatten' }).loss).toBe('meanSquaredError');
  });

  test('a complete spec of every layer comes back equal', () => {
    const layers = Object.keys(LAYERS).map((type) =>
      type === 'reshape' ? { type, targetShape: [2, 3] } : { type },
    );
    const once = imageSpec(.../** @type {any} */ (layers));
    expect(normalizeSpec(structuredClone(once))).toEqual(once);
  });
});

const PAIR = '1 to 1024 or [height, width]';

/** [what is wrong, how, code, field, allowed] @type {[string, (spec: any) => void, string, string, string][]} */
const WRONG = [
  ['0 units', (s) => (s.layers[1].units = 0), 'bad_value', 'layers[1].units', '1 to 65536'],
  ['10 million units', (s) => (s.layers[0].units = 1e7), 'bad_value', 'layers[0].units', '1 to 65536'],
  ['half a unit', (s) => (s.layers[0].units = 2.5), 'bad_value', 'layers[0].units', '1 to 65536'],
  ['units as text', (s) => (s.layers[0].units = '3'), 'bad_value', 'layers[0].units', '1 to 65536'],
  [
    'NaN as rate',
    (s) => (s.optimizer = { learningRate: NaN }),
    'bad_value',
    'optimizer.learningRate',
    '0 to 1000000',
  ],
  [
    'infinite rate',
    (s) => (s.optimizer = { learningRate: Infinity }),
    'bad_value',
    'optimizer.learningRate',
    '0 to 1000000',
  ],
  [
    'negative rate',
    (s) => (s.optimizer = { learningRate: -1 }),
    'bad_value',
    'optimizer.learningRate',
    '0 to 1000000',
  ],
  [
    'beta 1',
    (s) => (s.optimizer = { type: 'adam', beta1: 1 }),
    'bad_value',
    'optimizer.beta1',
    '0 to 0.999999',
  ],
  [
    'unknown optimizer',
    (s) => (s.optimizer = 'sdg'),
    'bad_option',
    'optimizer.type',
    Object.keys(OPTIMIZERS).join(', '),
  ],
  [
    'unknown layer',
    (s) => (s.layers[1].type = 'lstm'),
    'bad_option',
    'layers[1].type',
    Object.keys(LAYERS).join(', '),
  ],
  [
    'unknown initializer',
    (s) => (s.layers[0].kernelInitializer = 'xavier'),
    'bad_option',
    'layers[0].kernelInitializer.type',
    Object.keys(INITIALIZERS).join(', '),
  ],
  [
    'initializer of the wrong kind',
    (s) => (s.layers[0].biasInitializer = { type: 'constant', value: 'x' }),
    'bad_value',
    'layers[0].biasInitializer.value',
    '-3e+38 to 3e+38',
  ],
  [
    'range turned round',
    (s) => (s.layers[0].kernelInitializer = { type: 'randomUniform', minval: 1, maxval: -1 }),
    'bad_value',
    'layers[0].kernelInitializer.minval',
    '≤ -1',
  ],
  ['negative l1', (s) => (s.regularizer = { l1: -0.1 }), 'bad_value', 'regularizer.l1', '0 to 1000000'],
  ['batch of 0', (s) => (s.batchSize = 0), 'bad_value', 'batchSize', '1 to 65536'],
  ['negative seed', (s) => (s.seed = -1), 'bad_value', 'seed', '0 to 9007199254740991'],
  ['seed too large', (s) => (s.seed = 2 ** 53), 'bad_value', 'seed', '0 to 9007199254740991'],
  ['input of 0', (s) => (s.inputShape = [0]), 'bad_value', 'inputShape[0]', '1 to 65536'],
  ['stride 0', (s) => (s.layers[0] = { type: 'conv2d', strides: 0 }), 'bad_value', 'layers[0].strides', PAIR],
  [
    'three strides',
    (s) => (s.layers[0] = { type: 'conv2d', strides: [1, 1, 1] }),
    'bad_value',
    'layers[0].strides',
    PAIR,
  ],
  [
    'half a window',
    (s) => (s.layers[0] = { type: 'maxPooling2d', poolSize: [2, 1.5] }),
    'bad_value',
    'layers[0].poolSize',
    PAIR,
  ],
  [
    'padding that is none',
    (s) => (s.layers[0] = { type: 'conv2d', padding: 'full' }),
    'bad_option',
    'layers[0].padding',
    'valid, same',
  ],
  [
    'padding of places that each have weights of their own',
    (s) => (s.layers[0] = { type: 'locallyConnected2d', padding: 'same' }),
    'bad_option',
    'layers[0].padding',
    'valid',
  ],
  [
    'everything dropped',
    (s) => (s.layers[0] = { type: 'dropout', rate: 1 }),
    'bad_value',
    'layers[0].rate',
    '≥ 0, < 1',
  ],
  [
    'a shape of four',
    (s) => (s.layers[0] = { type: 'reshape', targetShape: [1, 2, 3, 4] }),
    'bad_value',
    'layers[0].targetShape',
    '1 to 3 sizes, each 1 to 1048576',
  ],
  [
    'no shape',
    (s) => (s.layers[0] = { type: 'reshape' }),
    'bad_spec',
    'layers[0].targetShape',
    '[height, width, channels]',
  ],
  [
    'trainable in words',
    (s) => (s.layers[0].trainable = 'no'),
    'bad_value',
    'layers[0].trainable',
    'true, false',
  ],
  [
    'negative l2 of a layer',
    (s) => (s.layers[1].regularizer = { l2: -1 }),
    'bad_value',
    'layers[1].regularizer.l2',
    '0 to 1000000',
  ],
  [
    'mode of an initializer',
    (s) => (s.layers[0].kernelInitializer = { type: 'varianceScaling', mode: 'fan_in' }),
    'bad_option',
    'layers[0].kernelInitializer.mode',
    'fanIn, fanOut, fanAvg',
  ],
  [
    'unknown schedule',
    (s) => (s.optimizer = { schedule: 'linear' }),
    'bad_option',
    'optimizer.schedule.type',
    Object.keys(SCHEDULES).join(', '),
  ],
  [
    'schedule over no steps',
    (s) => (s.optimizer = { schedule: { type: 'cosine', steps: 0 } }),
    'bad_value',
    'optimizer.schedule.steps',
    '1 to 1000000000',
  ],
  [
    'huber without width',
    (s) => Object.assign(s, { loss: 'huber', lossOptions: { delta: 0 } }),
    'bad_value',
    'lossOptions.delta',
    '> 0, ≤ 1000000',
  ],
  [
    'labels smoothed away',
    (s) => (s.lossOptions = { labelSmoothing: 1 }),
    'bad_value',
    'lossOptions.labelSmoothing',
    '≥ 0, < 1',
  ],
  [
    'proximal step of Adam',
    (s) => Object.assign(s, { optimizer: 'adam', regularizer: { l1Update: 'proximal' } }),
    'bad_spec',
    'regularizer.l1Update',
    'sgd, momentum, nesterov',
  ],
  ['loss without its activation', (s) => (s.loss = 'categoricalCrossentropy'), 'bad_spec', 'loss', 'softmax'],
  [
    'same name twice',
    (s) => (s.layers[1].name = 'dense_1'),
    'bad_spec',
    'layers[1].name',
    '≠ layers[0].name',
  ],
];

describe('normalizeSpec refuses, with the place and what is allowed', () => {
  test.each(WRONG)('%s', async (_, spoil, code, field, allowed) => {
    const spec = /** @type {any} */ (small());
    spoil(spec);
    const error = await errorOf(() => normalizeSpec(spec));
    expect([error.code, error.details.field, error.details.allowed]).toEqual([code, field, allowed]);
    expect(() => structuredClone(error.toWire())).not.toThrow();
  });

  test.each([
    ['no layers', (/** @type {any} */ s) => (s.layers = []), 'layers'],
    ['65 layers', (/** @type {any} */ s) => (s.layers = Array(65).fill(s.layers[0])), 'layers'],
    [
      'a field that is not known',
      (/** @type {any} */ s) => (s.layers[0].kernelRegularizer = 1),
      'layers[0].kernelRegularizer',
    ],
    [
      'a field of another type of layer',
      (/** @type {any} */ s) => (s.layers[0] = { type: 'flatten', units: 3 }),
      'layers[0].units',
    ],
    [
      'dilation where there is none',
      (/** @type {any} */ s) => (s.layers[0] = { type: 'locallyConnected2d', dilationRate: 2 }),
      'layers[0].dilationRate',
    ],
    [
      'a schedule’s unknown field',
      (/** @type {any} */ s) => (s.optimizer = { schedule: { type: 'step', every: 3 } }),
      'optimizer.schedule.every',
    ],
    ['a layer that is no object', (/** @type {any} */ s) => (s.layers[1] = null), 'layers[1]'],
    ['a layer without its type', (/** @type {any} */ s) => delete s.layers[1].type, 'layers[1].type'],
    ['a name with a slash', (/** @type {any} */ s) => (s.layers[0].name = 'a/b'), 'layers[0].name'],
    ['no input shape', (/** @type {any} */ s) => delete s.inputShape, 'inputShape'],
  ])('%s', async (_, spoil, field) => {
    const spec = /** @type {any} */ (small());
    spoil(spec);
    const error = await errorOf(() => normalizeSpec(spec));
    expect([error.code, error.details.field]).toEqual(['bad_spec', field]);
  });

  test('what is no object at all', async () => {
    for (const spec of [null, undefined, 'spec', 3]) {
      expect((await errorOf(() => normalizeSpec(/** @type {any} */ (spec)))).code).toBe('bad_spec');
    }
  });

  test('a spec of another version', async () => {
    const error = await errorOf(() =>
      normalizeSpec({ .../** @type {any} */ (small()), version: SPEC_VERSION + 1 }),
    );
    expect([error.code, error.details.expected]).toEqual(['version_mismatch', SPEC_VERSION]);
  });
});
