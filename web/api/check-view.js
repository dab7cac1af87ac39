/** Views checked where they are asked for, so that the mistake surfaces there and spoils no other view. */
import { NeuronWeightsError } from '../errors/neuron-weights-error.js';
import { checkCount, checkValue } from '../schema/values.js';

/** @typedef {import('../worker/protocol.js').View} View */

/** Cells that a view may have each way: more than any screen has pixels. The engine has the same limits. */
export const MAX_VIEW_SIDE = 8192;
const MAX_MAP_SIZE = 1024;

/**
 * @param {Partial<View> & { kind: string }} view   a parameter's maxRows and maxCols may be left out: as many as there are
 * @param {{ parameters: readonly { name: string }[], inputs: number }} network   inputs: how many it has
 * @returns {View}  complete
 * @throws {NeuronWeightsError} `unknown_parameter`, `bad_shape`, `bad_value`, `bad_option`
 */
export function checkView(view, { parameters, inputs }) {
  const given = /** @type {any} */ (view);
  if (view.kind === 'parameter') {
    const { name, maxRows = MAX_VIEW_SIDE, maxCols = MAX_VIEW_SIDE } = given;
    if (!parameters.some((parameter) => parameter.name === name)) {
      throw new NeuronWeightsError('unknown_parameter', {
        field: String(name),
        options: parameters.map(({ name }) => name),
      });
    }
    checkCount('view.maxRows', maxRows, 1, MAX_VIEW_SIDE);
    checkCount('view.maxCols', maxCols, 1, MAX_VIEW_SIDE);
    return { kind: 'parameter', name, maxRows, maxCols };
  }
  if (view.kind === 'decisionMap') {
    if (inputs !== 2)
      throw new NeuronWeightsError('bad_shape', { field: 'view.decisionMap', expected: 2, actual: inputs });
    const { size, xMin, xMax, yMin, yMax } = given;
    checkCount('view.size', size, 1, MAX_MAP_SIZE);
    for (const [name, value] of Object.entries({ xMin, xMax, yMin, yMax })) {
      checkValue(`view.${name}`, value, { type: 'number', default: null });
    }
    return { kind: 'decisionMap', size, xMin, xMax, yMin, yMax };
  }
  throw new NeuronWeightsError('bad_option', {
    field: 'view.kind',
    value: String(given.kind),
    options: ['parameter', 'decisionMap'],
  });
}
