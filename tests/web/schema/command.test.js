import { expect, test } from 'vitest';
import { checkCommand } from '../../../web/schema/command.js';
import { errorOf } from '../support/errors.js';

test('checkCommand: completes an optimizer', () => {
  const command = /** @type {any} */ (checkCommand({ type: 'setOptimizer', optimizer: 'adagrad' }));
  expect(command.type).toBe('setOptimizer');
  expect(command.optimizer).toMatchObject({
    type: 'adagrad',
    learningRate: 0.01,
    epsilon: 1e-10,
    momentum: 0.9,
    clipNorm: 0,
    schedule: { type: 'constant', steps: 1000 },
  });
});

test('checkCommand: completes a regularizer, of the network or of a layer', () => {
  expect(checkCommand({ type: 'setRegularizer', l1: 0.1 })).toEqual({
    type: 'setRegularizer',
    l1: 0.1,
    l2: 0,
    l1Update: 'subgradient',
    biases: false,
    layer: -1,
    inherit: false,
  });
  expect(checkCommand({ type: 'setRegularizer', l2: 1, biases: true, layer: 2 })).toMatchObject({
    l2: 1,
    biases: true,
    layer: 2,
  });
  expect(checkCommand({ type: 'setRegularizer', layer: 2, inherit: true })).toMatchObject({
    layer: 2,
    inherit: true,
  });
});

test('checkCommand: freezes one weight or all of a parameter', () => {
  const parameter = 'dense_1/kernel';
  const all = { type: 'setFrozen', parameter, index: -1, frozen: true };
  expect(checkCommand({ type: 'setFrozen', parameter, frozen: true })).toEqual(all);
  expect(checkCommand({ type: 'setFrozen', parameter, index: 3, frozen: false })).toEqual({
    ...all,
    index: 3,
    frozen: false,
  });
});

test.each([
  [{ type: 'setLearningRate', learningRate: NaN }, 'bad_value', 'learningRate'],
  [{ type: 'setLearningRate', learningRate: -1 }, 'bad_value', 'learningRate'],
  [{ type: 'setRegularizer', l1: 0, l2: Infinity }, 'bad_value', 'regularizer.l2'],
  [{ type: 'setBatchSize', batchSize: 1.5 }, 'bad_value', 'batchSize'],
  [{ type: 'setOptimizer', optimizer: { type: 'adam', epsilon: 0 } }, 'bad_value', 'optimizer.epsilon'],
  [{ type: 'setOptimizer', optimizer: 'adadelta' }, 'bad_option', 'optimizer.type'],
  [{ type: 'setRegularizer', l1Update: 'lasso' }, 'bad_option', 'regularizer.l1Update'],
  [{ type: 'setRegularizer', biases: 1 }, 'bad_value', 'regularizer.biases'],
  [{ type: 'setRegularizer', l1: 0, layer: -2 }, 'bad_value', 'layer'],
  [{ type: 'setRegularizer', inherit: true }, 'bad_value', 'layer'],
  [{ type: 'setRegularizer', layer: 0, inherit: 1 }, 'bad_value', 'inherit'],
  [{ type: 'setFrozen', parameter: 'dense_1/bias', index: 0.5, frozen: true }, 'bad_value', 'index'],
  [{ type: 'setFrozen', parameter: 'dense_1/bias', frozen: 'yes' }, 'bad_value', 'frozen'],
  [{ type: 'setWeight', parameter: 'dense_1/kernel', index: -1, value: 0 }, 'bad_value', 'index'],
  [{ type: 'setWeight', parameter: 'dense_1/kernel', index: 0, value: NaN }, 'bad_value', 'value'],
  [
    { type: 'setParameter', parameter: 'dense_1/bias', values: new Float32Array([0, NaN]) },
    'bad_value',
    'values[1]',
  ],
  [{ type: 'explode' }, 'bad_option', 'command'],
])('checkCommand: refuses %o', async (command, code, field) => {
  const error = await errorOf(() => checkCommand(/** @type {any} */ (command)));
  expect([error.code, error.details.field]).toEqual([code, field]);
});
