import { describe, expect, test } from 'vitest';
import { INITIALIZERS, LAYERS, OPTIMIZERS } from '../../../web/schema/catalog.js';
import { normalizeSpec, SPEC_VERSION } from '../../../web/schema/spec.js';
import { errorOf } from '../support/errors.js';

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
          units: 3,
          activation: 'tanh',
          kernelInitializer: {
            type: 'glorotUniform',
            value: 0,
            minval: -0.05,
            maxval: 0.05,
            mean: 0,
            stddev: 0.05,
          },
          biasInitializer: { type: 'zeros', value: 0, minval: -0.05, maxval: 0.05, mean: 0, stddev: 0.05 },
        },
        {
          type: 'dense',
          name: 'dense_2',
          units: 1,
          activation: 'linear',
          kernelInitializer: {
            type: 'glorotUniform',
            value: 0,
            minval: -0.05,
            maxval: 0.05,
            mean: 0,
            stddev: 0.05,
          },
          biasInitializer: { type: 'zeros', value: 0, minval: -0.05, maxval: 0.05, mean: 0, stddev: 0.05 },
        },
      ],
      loss: 'meanSquaredError',
      optimizer: { type: 'sgd', learningRate: 0.001, beta1: 0.9, beta2: 0.999, epsilon: 1e-8 },
      regularizer: { l1: 0, l2: 0 },
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
    expect(normalizeSpec(spec).layers[0].kernelInitializer).toEqual({
      type: 'constant',
      value: 0.5,
      minval: -0.05,
      maxval: 0.05,
      mean: 0,
      stddev: 0.05,
    });
    const sgd = normalizeSpec({ .../** @type {any} */ (small()), optimizer: { type: 'sgd', beta1: 0.5 } });
    expect(sgd.optimizer.beta1).toBe(0.9);
  });

  test('a given name stays, and the next layer still counts by its place', () => {
    const spec = /** @type {any} */ (small());
    spec.layers[0].name = 'hidden';
    expect(normalizeSpec(spec).layers.map(({ name }) => name)).toEqual(['hidden', 'dense_2']);
  });
});

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
