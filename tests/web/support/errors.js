/** Failures as values, so that a test can look at all of them. */
import { NeuronWeightsError } from '../../../web/errors/neuron-weights-error.js';

/**
 * What a function throws or rejects with. Fails the test when it does neither, or when it is no NeuronWeightsError.
 *
 * @param {() => any} act
 * @returns {Promise<NeuronWeightsError>}
 */
export async function errorOf(act) {
  let value;
  try {
    value = await act();
  } catch (error) {
    if (error instanceof NeuronWeightsError) return error;
    throw error;
  }
  throw new Error(`Nothing was thrown; the value is ${JSON.stringify(value)}`);
}
