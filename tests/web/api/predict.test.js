import { expect, test } from 'vitest';
import { Run } from '../../../web/api/run.js';

test('Run#predict: rows out of a large buffer are sent alone, others as they are', async () => {
  /** @type {Float32Array[]} */
  const sent = [];
  const link = {
    call: async (/** @type {string} */ _op, /** @type {{ inputs: Float32Array }} */ { inputs }) => {
      sent.push(inputs);
      return { data: new Float32Array(2), columns: 1 };
    },
  };
  const run = new Run(
    /** @type {any} */ ({ id: 1, spec: { inputShape: [2] }, parameters: [], state: {}, link }),
  );

  const table = Float32Array.from({ length: 1000 }, (_, i) => i);
  const whole = Float32Array.of(1, 2, 3, 4);
  await run.predict(table.subarray(10, 14));
  await run.predict(whole);

  expect([...sent[0]]).toEqual([10, 11, 12, 13]);
  expect(sent[0].buffer.byteLength).toBe(16);
  expect(sent[1]).toBe(whole);
});
