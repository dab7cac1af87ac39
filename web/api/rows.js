/** Rows of numbers as users give them. */
import { NeuronWeightsError } from '../errors/neuron-weights-error.js';

/** @typedef {Float32Array | ArrayLike<ArrayLike<number>>} Rows   flat or nested */

/**
 * @param {Rows} inputs   [rows, columns]
 * @param {number} columns
 * @returns {{ flat: Float32Array, rows: number }}
 * @throws {NeuronWeightsError} `bad_shape`
 */
export function flattenRows(inputs, columns) {
  const flat = inputs instanceof Float32Array ? inputs : flatten(inputs, columns);
  if (flat.length === 0 || flat.length % columns !== 0) {
    throw new NeuronWeightsError('bad_shape', { field: 'inputs', expected: columns, actual: flat.length });
  }
  return { flat, rows: flat.length / columns };
}

/**
 * @param {ArrayLike<ArrayLike<number>>} inputs
 * @param {number} columns
 */
function flatten(inputs, columns) {
  const flat = new Float32Array(inputs.length * columns);
  for (let row = 0; row < inputs.length; row++) {
    if (inputs[row].length !== columns) {
      throw new NeuronWeightsError('bad_shape', {
        field: `inputs[${row}]`,
        expected: columns,
        actual: inputs[row].length,
      });
    }
    flat.set(inputs[row], row * columns);
  }
  return flat;
}

/** Inputs of a network. @param {readonly number[]} shape */
export const inputCount = (shape) => shape.reduce((product, size) => product * size, 1);
