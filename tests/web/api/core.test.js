import { afterEach, describe, expect, test } from 'vitest';
import { createCore } from '../../../web/api/core.js';
import { createEngine } from '../../../web/api/index.js';
import { hasModule } from '../support/core.js';
import { errorOf } from '../support/errors.js';
import { circle, circleSpec } from '../support/specs.js';

describe.skipIf(!hasModule('simd'))('createCore', () => {
  afterEach(() => Reflect.deleteProperty(globalThis, 'document'));

  test('trains at once, with the bits of the asynchronous engine', async () => {
    const core = await createCore();
    expect(core.info).toMatchObject({ variant: 'simd', threads: 1, place: 'here' });
    const run = core.createRun(circleSpec(), circle());
    const history = run.fit({ epochs: 3 });
    expect(history.map(({ step, epoch }) => [step, epoch])).toEqual([
      [40, 1],
      [80, 2],
      [120, 3],
    ]);
    const engine = await createEngine({ variant: 'simd' });
    const other = await engine.createRun(circleSpec(), circle());
    await other.epoch(3);
    expect(run.hash()).toBe(await other.hash());
    expect(run.evaluate('test')).toEqual(await other.evaluate('test'));
    engine.dispose();
  });

  test('weights, commands, views, rewind, save and restore', async () => {
    const core = await createCore();
    const dataset = core.createDataset(circle());
    expect(dataset.info).toMatchObject({ rows: 500, trainRows: 400, testRows: 100, classes: 2 });
    const run = core.createRun(circleSpec(), dataset);
    run.step(30);
    const at30 = run.hash();
    run.setLearningRate(0.5);
    run.setWeight('dense_1/kernel', 0, 3);
    const view = run.view({ kind: 'parameter', name: 'dense_1/kernel' });
    expect(view).toMatchObject({ step: 30, rows: 2, cols: 4, exact: true });
    expect(view.data).toEqual(run.getWeights('dense_1/kernel').data);
    expect(view.data[0]).toBe(3);
    const bytes = run.save();
    run.step(10);
    const copy = core.createRun(circleSpec(), dataset);
    copy.restore(bytes);
    copy.step(10);
    expect(copy.hash()).toBe(run.hash());
    run.rewind(29);
    run.step(1);
    run.reset();
    expect(run.state).toMatchObject({ step: 0, learningRate: 0.1 });
    run.step(30);
    expect(run.hash()).toBe(at30);
    expect(run.predict([[1, 2]]).columns).toBe(1);
    run.dispose();
    expect((await errorOf(() => run.state)).code).toBe('unknown_run');
  });

  test('fit with early stopping ends at the best epoch', async () => {
    const core = await createCore();
    // Few rows and much noise: the test loss turns soon.
    const data = circle({ samples: 60, noise: 0.9 });
    const run = core.createRun(circleSpec({ optimizer: { type: 'adam', learningRate: 0.1 } }), data);
    const history = run.fit({ epochs: 300, earlyStopping: { patience: 4 } });
    const losses = history.map(({ test: point }) => Number(point?.loss));
    const best = losses.indexOf(Math.min(...losses));
    expect(history.length).toBeLessThan(300);
    expect(history.length).toBe(best + 1 + 4);
    expect(run.state.step).toBe(history[best].step);
    expect(run.evaluate('test')).toEqual(history[best].test);

    const stays = core.createRun(run.spec, data);
    stays.fit({ epochs: 300, earlyStopping: { patience: 4, restoreBest: false } });
    expect(stays.state.step).toBe(history[history.length - 1].step);
  });

  test('fit that cannot watch what it is told to trains nothing', async () => {
    const run = (await createCore()).createRun(circleSpec(), circle({ split: 'none' }));
    const error = await errorOf(() => run.fit({ epochs: 2, earlyStopping: {} }));
    expect([error.code, error.details.options]).toEqual(['bad_option', ['train.loss', 'train.accuracy']]);
    expect(run.state.step).toBe(0);
  });

  test('diverged: step throws', async () => {
    const run = (await createCore()).createRun(
      circleSpec({ layers: [{ type: 'dense', units: 1 }], optimizer: { type: 'sgd', learningRate: 1e5 } }),
      circle(),
    );
    expect((await errorOf(() => run.step(1000))).kind).toBe('run');
    expect(run.state.status).toBe('diverged');
  });

  test('time limit: a module that does not come is load_failed', async () => {
    expect((await errorOf(() => createCore({ timeoutMs: 0 }))).code).toBe('load_failed');
  });
});
