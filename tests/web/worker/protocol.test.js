import { describe, expect, test } from 'vitest';
import { checkCall, fits } from '../../../web/worker/check-call.js';
import { HANDLERS } from '../../../web/worker/handlers.js';
import { OPERATIONS } from '../../../web/worker/protocol.js';
import { hasModule } from '../support/core.js';
import { errorOf } from '../support/errors.js';
import { startHost, startRun } from '../support/host.js';

test('protocol: every operation has a handler, and every handler an operation', () => {
  const { 'engine.hello': hello, ...handled } = OPERATIONS; // serve.js answers the hello
  expect(hello).toBeDefined();
  expect(Object.keys(HANDLERS).sort()).toEqual(Object.keys(handled).sort());
});

test.each([
  ['id', [1, 7], [0, -1, 1.5, '1', null, undefined]],
  ['count', [0, 3], [-1, 0.5, NaN, '3']],
  ['count?', [undefined, 3], [null, -1]],
  ['number?null', [undefined, null, 1.5], ['1', NaN, Infinity]],
  ['object', [{}, []], [null, 3]],
  ['array', [[]], [{}, new Float32Array(1)]],
  ['floats', [new Float32Array(1)], [[1], new Float64Array(1)]],
  ['integers', [new Int32Array(1)], [[1], new Float32Array(1)]],
  ['bytes', [new Uint8Array(1)], [new ArrayBuffer(1)]],
  ['buffer', [new ArrayBuffer(1)], [new Uint8Array(1)]],
])('fits: %s', (declared, good, bad) => {
  for (const value of good) expect(fits(value, declared), String(value)).toBe(true);
  for (const value of bad) expect(fits(value, declared), String(value)).toBe(false);
});

test('checkCall: an unknown operation, a missing field, a field of another type', async () => {
  expect((await errorOf(() => checkCall('run.explode', {}))).code).toBe('bad_option');
  expect((await errorOf(() => checkCall('toString', {}))).code).toBe('bad_option');
  const missing = await errorOf(() => checkCall('run.weights', { run: 1 }));
  expect([missing.code, missing.details.field]).toEqual(['bad_value', 'run.weights name']);
  expect((await errorOf(() => checkCall('run.predict', { run: 1, inputs: [1, 2], rows: 1 }))).code).toBe(
    'bad_value',
  );
  expect((await errorOf(() => checkCall('run.pause', /** @type {any} */ (undefined)))).code).toBe(
    'bad_value',
  );
});

describe.skipIf(!hasModule('simd'))('host: keeps to the protocol', () => {
  test('every reply and event has exactly the fields of the table', async () => {
    const { call, violations, named } = await startRun({ checkpointMs: 100 });
    await call('engine.ping', {});
    await call('dataset.rows', { dataset: 1 });
    await call('run.watch', {
      run: 2,
      revision: 1,
      views: [{ kind: 'parameter', name: 'dense_1/kernel', maxRows: 9, maxCols: 9 }],
    });
    await call('run.step', { run: 2, steps: 50 });
    await call('run.play', { run: 2, stepsPerSecond: null });
    await call('run.command', { run: 2, command: { type: 'setLearningRate', learningRate: 0.01 } });
    await call('run.state', { run: 2 });
    await call('run.pause', { run: 2 });
    await call('run.evaluate', { run: 2, split: 'train' });
    await call('run.predict', { run: 2, inputs: new Float32Array([1, 2]), rows: 1 });
    await call('run.weights', { run: 2, name: 'dense_1/bias' });
    await call('run.confusion', { run: 2, split: 'test' });
    const histogram = { bins: 4, range: null };
    const question = { name: 'dense_1/kernel', gradient: 'allRows', update: true, ...histogram };
    await call('run.inspectParameter', { run: 2, ...question });
    await call('run.inspectActivations', { run: 2, rows: 10, ...histogram });
    await call('run.cosines', { run: 2, name: 'dense_3/kernel' }); // one unit: no mean
    const values = new Float32Array(2);
    await call('run.whatIf', { run: 2, name: 'dense_2/bias', index: null, values, split: 'train' });
    const { bytes } = await call('run.checkpoint', { run: 2 });
    await call('run.rewind', { run: 2, step: 10 });
    await call('run.reset', { run: 2 });
    await call('run.reseed', { run: 2, seed: 5 });
    await call('run.reseed', { run: 2, seed: 7 });
    await call('run.restore', { run: 2, bytes });
    await call('run.hash', { run: 2 });
    await call('run.command', { run: 2, command: { type: 'setLearningRate', learningRate: 1e6 } });
    await call('run.step', { run: 2, steps: 5000 }).catch(() => {});
    await call('run.dispose', { run: 2 });
    await call('dataset.dispose', { dataset: 1 });
    expect(violations).toEqual([]);
    for (const event of ['snapshot.published', 'run.paused', 'checkpoint.saved', 'engine.heartbeat']) {
      expect(named(event).length, event).toBeGreaterThan(0);
    }
  });

  test('a wrong call gets an error and leaves everything as it was', async () => {
    const { call } = await startRun();
    const before = await call('run.hash', { run: 2 });
    const wrong = /** @type {[string, any, string][]} */ ([
      ['run.explode', {}, 'bad_option'],
      ['run.play', { run: 3, stepsPerSecond: null }, 'unknown_run'],
      ['run.create', { run: 2, dataset: 1, spec: {} }, 'bad_value'],
      ['run.create', { run: 4, dataset: 9, spec: {} }, 'unknown_dataset'],
      ['dataset.create', { dataset: 1, source: {} }, 'bad_value'],
      ['run.step', { run: 2 }, 'bad_option'],
      ['run.step', { run: 2, steps: 1, epochs: 1 }, 'bad_option'],
      ['run.weights', { run: 2, name: 'dense_7/kernel' }, 'unknown_parameter'],
      ['run.restore', { run: 2, bytes: new Uint8Array(100) }, 'bad_checkpoint'],
      ['run.confusion', { run: 2, split: 'all' }, 'bad_option'],
      ['run.cosines', { run: 2, name: 'dense_1/bias' }, 'bad_shape'],
      ['run.inspectActivations', { run: 2, rows: 5, bins: 1e6, range: null }, 'bad_value'],
      ['run.inspectActivations', { run: 2, rows: 5, bins: 1, range: ['a'] }, 'bad_value'],
      [
        'run.whatIf',
        { run: 2, name: 'x', index: 0, values: new Float32Array(1), split: 'test' },
        'unknown_parameter',
      ],
      [
        'run.watch',
        { run: 2, revision: 1, views: [{ kind: 'parameter', name: 'x', maxRows: 1, maxCols: 1 }] },
        'unknown_parameter',
      ],
    ]);
    for (const [op, args, code] of wrong) expect((await errorOf(() => call(op, args))).code, op).toBe(code);
    expect(await call('run.hash', { run: 2 })).toEqual(before);
  });

  test('messages that are no calls are ignored', async () => {
    const { client, call } = await startHost();
    client.send('engine.ping', {});
    expect(await call('engine.ping', {})).toEqual({});
  });
});
