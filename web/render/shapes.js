/** The one complaint that pure drawing has: an array whose length is not what its shape says. */
import { NeuronWeightsError } from '../errors/neuron-weights-error.js';

/** @param {number} expected @param {number} actual  lengths */
export const badShape = (expected, actual) =>
  new NeuronWeightsError('bad_shape', { field: 'values', expected, actual });
