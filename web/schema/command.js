/** Commands: what changes a run in training. Each is written into the run's journal with its step. */
import { NeuronWeightsError } from '../errors/neuron-weights-error.js';
import { MAX_MAGNITUDE, OPTIMIZERS, REGULARIZERS, TRAINING_FIELDS } from './catalog.js';
import { parseOrThrow } from './fields.js';
import { optimizerSchema } from './spec.js';
import { checkCount, checkValue } from './values.js';

/**
 * @typedef {{ type: 'setLearningRate', learningRate: number }
 *         | { type: 'setRegularizer', l1: number, l2: number }
 *         | { type: 'setBatchSize', batchSize: number }
 *         | { type: 'setOptimizer', optimizer: import('./spec.js').OptimizerInput }
 *         | { type: 'setWeight', parameter: string, index: number, value: number }
 *         | { type: 'setParameter', parameter: string, values: Float32Array }} Command
 */

/** @type {import('./catalog.js').CatalogField} */
const WEIGHT = { type: 'number', default: 0, minimum: -MAX_MAGNITUDE, maximum: MAX_MAGNITUDE };

/**
 * Checks a command before it is sent anywhere, so that a wrong one changes nothing.
 *
 * @param {Command} command
 * @returns {Command}  complete: an optimizer has all its parameters
 * @throws {NeuronWeightsError} `bad_value` or `bad_option` with `details` `{ field, value, allowed }`
 */
export function checkCommand(command) {
  switch (command.type) {
    case 'setLearningRate':
      checkValue('learningRate', command.learningRate, OPTIMIZERS.sgd.fields.learningRate);
      return command;
    case 'setRegularizer':
      checkValue('regularizer.l1', command.l1, REGULARIZERS.l1.fields.l1);
      checkValue('regularizer.l2', command.l2, REGULARIZERS.l2.fields.l2);
      return command;
    case 'setBatchSize':
      checkValue('batchSize', command.batchSize, TRAINING_FIELDS.batchSize);
      return command;
    case 'setOptimizer':
      return {
        type: 'setOptimizer',
        optimizer: parseOrThrow(optimizerSchema, command.optimizer, { path: 'optimizer' }),
      };
    case 'setWeight':
      checkCount('index', command.index, 0);
      checkValue('value', command.value, WEIGHT);
      return command;
    case 'setParameter':
      command.values.forEach((value, index) => checkValue(`values[${index}]`, value, WEIGHT));
      return command;
    default:
      throw new NeuronWeightsError('bad_option', {
        field: 'command',
        value: String(/** @type {any} */ (command).type),
      });
  }
}
