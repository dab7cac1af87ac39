/** Commands: what changes a run in training. Each is written into the run's journal with its step. */
import { NeuronWeightsError } from '../errors/neuron-weights-error.js';
import { MAX_MAGNITUDE, OPTIMIZERS, TRAINING_FIELDS } from './catalog.js';
import { parseOrThrow } from './fields.js';
import { optimizerSchema, regularizerSchema } from './spec.js';
import { checkCount, checkValue } from './values.js';

/** @typedef {import('./spec-types.js').RegularizerSpec} RegularizerSpec */

/**
 * `layer`: −1 is the network's, else a layer's index; `l1Update` and `biases` are the network's alone. `inherit`: the layer has
 * nothing of its own any more and follows the network's. `index`: −1 is all
 * weights of the parameter.
 *
 * @typedef {{ type: 'setLearningRate', learningRate: number }
 *         | { type: 'setRegularizer', layer?: number, inherit?: boolean } & Partial<RegularizerSpec>
 *         | { type: 'setBatchSize', batchSize: number }
 *         | { type: 'setOptimizer', optimizer: import('./spec-types.js').OptimizerInput }
 *         | { type: 'setWeight', parameter: string, index: number, value: number }
 *         | { type: 'setParameter', parameter: string, values: Float32Array }
 *         | { type: 'setFrozen', parameter: string, index?: number, frozen: boolean }} Command
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
    case 'setRegularizer': {
      const { type, layer = -1, inherit = false, ...regularizer } = command;
      checkValue('inherit', inherit, { type: 'flag', default: false });
      checkCount('layer', layer, inherit ? 0 : -1);
      return {
        type,
        ...parseOrThrow(regularizerSchema, regularizer, { path: 'regularizer' }),
        layer,
        inherit,
      };
    }
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
    case 'setFrozen': {
      const { type, parameter, index = -1, frozen } = command;
      checkCount('index', index, -1);
      checkValue('frozen', frozen, { type: 'flag', default: true });
      return { type, parameter, index, frozen };
    }
    default:
      throw new NeuronWeightsError('bad_option', {
        field: 'command',
        value: String(/** @type {any} */ (command).type),
      });
  }
}
