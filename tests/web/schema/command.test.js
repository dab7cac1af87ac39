import { expect, test } from 'vitest';
import { checkCommand } from '../../../web/schema/command.js';
import { errorOf } from '../support/errors.js';

test('checkCommand: completes an optimizer', () => {
  expect(checkCommand({ type: 'setOptimizer', optimizer: 'adam' })).toEqual({
    type: 'setOptimizer',
    optimizer: { type: 'adam', learningRate: 0.001, beta1: 0.9, beta2: 0.999, epsilon: 1e-8 },
  });
});

test.each([
  [{ type: 'setLearningRate', learningRate: NaN }, 'bad_value', 'learningRate'],
  [{ type: 'setLearningRate', learningRate: -1 }, 'bad_value', 'learningRate'],
  [{ type: 'setRegularizer', l1: 0, l2: Infinity }, 'bad_value', 'regularizer.l2'],
  [{ type: 'setBatchSize', batchSize: 1.5 }, 'bad_value', 'batchSize'],
  [{ type: 'setOptimizer', optimizer: { type: 'adam', epsilon: 0 } }, 'bad_value', 'optimizer.epsilon'],
  [{ type: 'setOptimizer', optimizer: 'rmsprop' }, 'bad_option', 'optimizer.type'],
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
