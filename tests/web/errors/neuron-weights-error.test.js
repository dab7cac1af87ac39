import { expect, test } from 'vitest';
import { ERRORS } from '../../../web/errors/codes.js';
import { errorFromEngine, NeuronWeightsError } from '../../../web/errors/neuron-weights-error.js';

test('NeuronWeightsError: kind and text come from the table', () => {
  const error = new NeuronWeightsError('bad_shape', { field: 'inputs', expected: 4, actual: 3 });
  expect(error).toBeInstanceOf(Error);
  expect(error.kind).toBe('caller');
  expect(error.message).toBe('inputs needs 4 values, but 3 were given.');
});

test('NeuronWeightsError: survives a structured clone by way of toWire and fromWire', () => {
  const error = new NeuronWeightsError('bad_value', {
    field: 'layers[1].units',
    value: NaN,
    allowed: '1 to 65536',
  });
  expect(/** @type {any} */ (structuredClone(error)).code).toBeUndefined(); // why toWire is needed
  const back = NeuronWeightsError.fromWire(structuredClone(error.toWire()));
  expect(back).toBeInstanceOf(NeuronWeightsError);
  expect([back.code, back.kind, back.message, back.details]).toEqual([
    'bad_value',
    'caller',
    error.message,
    { field: 'layers[1].units', value: NaN, allowed: '1 to 65536' },
  ]);
});

test('errorFromEngine: every number of the table finds its code, an unknown one is internal', () => {
  for (const [code, { number, kind }] of Object.entries(ERRORS)) {
    const error = errorFromEngine({ code: number, field: 'f', expected: 1, actual: 2 });
    expect([error.code, error.kind]).toEqual([code, kind]);
    expect(error.details).toMatchObject({ field: 'f', expected: 1, actual: 2 });
  }
  expect(errorFromEngine({ code: 9999 }).code).toBe('internal');
});

test('errorFromEngine: a run that went bad says at which step', () => {
  const { number } = ERRORS.non_finite_loss;
  expect(errorFromEngine({ code: number, actual: 41 }).details.step).toBe(41);
});

test('NeuronWeightsError.from: keeps ours, wraps everything else as internal with its cause', () => {
  const ours = new NeuronWeightsError('csv_empty');
  expect(NeuronWeightsError.from(ours, 'x')).toBe(ours);
  const thrown = new RangeError('boom');
  const wrapped = NeuronWeightsError.from(thrown, 'run.step');
  expect([wrapped.code, wrapped.kind, wrapped.cause, wrapped.details.reason]).toEqual([
    'internal',
    'bug',
    thrown,
    'RangeError: boom',
  ]);
});
