import { afterEach, describe, expect, test } from 'vitest';
import { createEngine } from '../../../web/api/index.js';
import { hasModule, makeCore } from '../support/core.js';
import { errorOf } from '../support/errors.js';
import { sleep, until } from '../support/host.js';
import { circle, circleSpec, wideSpec } from '../support/specs.js';
import { startEngine } from '../support/transport.js';

/** Engines of this test, ended after it. @type {any[]} */
const engines = [];
afterEach(() => {
  for (const engine of engines.splice(0)) engine.dispose();
});
const killable = async (/** @type {any[]} */ ...args) => {
  const started = await startEngine(...args);
  engines.push(started.engine);
  return started;
};

/** The hash after some steps, by the synchronous core. @param {any} spec @param {number} steps */
async function hashAfter(spec, steps) {
  const core = await makeCore();
  const { run } = core.createRun(spec, core.createDataset(circle()).dataset);
  core.advance([run], [steps], 0);
  return core.hash(run);
}

describe.skipIf(!hasModule('simd'))('createEngine in Node', () => {
  const make = async (/** @type {any} */ options = {}) => {
    const engine = await createEngine({ variant: 'simd', ...options });
    engines.push(engine);
    return engine;
  };

  test('says what it runs', async () => {
    expect((await make()).info).toMatchObject({
      variant: 'simd',
      threads: 1,
      place: 'here',
      lanes: 4,
      notices: [],
    });
  });

  test('early stopping ends at the best epoch, points and all', async () => {
    const engine = await make();
    const spec = circleSpec({ optimizer: { type: 'adam', learningRate: 0.1 } });
    const run = await engine.createRun(spec, circle({ samples: 60, noise: 0.9 }));
    const history = await run.fit({
      epochs: 300,
      earlyStopping: { monitor: 'test.accuracy', patience: 3, minDelta: 0.01 },
    });
    const accuracies = history.map(({ test: point }) => Number(point?.accuracy));
    const best = accuracies.length - 1 - 3;
    expect(history.length).toBeLessThan(300);
    expect(Math.max(...accuracies)).toBeLessThanOrEqual(accuracies[best] + 0.01);
    expect(run.state.step).toBe(history[best].step);
    expect(await run.evaluate('test')).toEqual(history[best].test);
    for (const { step } of run.points) expect(step).toBeLessThanOrEqual(history[best].step);
  });

  test('ten lines train a network', async () => {
    const engine = await make();
    const run = await engine.createRun(circleSpec(), { kind: 'generated', name: 'circle', seed: 3 });
    const epochs = /** @type {number[]} */ ([]);
    const history = await run.fit({ epochs: 100, onEpochEnd: ({ epoch }) => void epochs.push(epoch) });
    expect(epochs).toEqual(Array.from({ length: 100 }, (_, i) => i + 1));
    expect(history.length).toBe(100);
    expect(history[99].test?.accuracy).toBeGreaterThan(0.95);
    expect(history[99].train).toEqual(await run.evaluate('train'));
    const { data, rows, columns } = await run.predict([
      [0, 0],
      [5, 5],
    ]);
    expect([rows, columns]).toEqual([2, 1]);
    expect(Math.sign(data[0])).toBe(-Math.sign(data[1]));
    expect((await run.getWeights('dense_1/kernel')).shape).toEqual([2, 4]);
    expect(await run.hash()).toBe(await hashAfter(circleSpec(), 4000));
  });

  test('defaults: threads when there are cores for them, and the same bits', async () => {
    if (!hasModule('simd-threads')) return;
    const engine = await createEngine({ threads: 3 });
    engines.push(engine);
    expect(engine.info).toMatchObject({ variant: 'simd-threads', threads: 3 });
    const run = await engine.createRun(wideSpec(), circle());
    await run.step(60);
    expect(await run.hash()).toBe(await hashAfter(wideSpec(), 60));
  });

  test.each([
    [{ threads: 0 }, 'bad_value'],
    [{ threads: 2.5 }, 'bad_value'],
    [{ variant: 'avx' }, 'bad_option'],
    [{ assetBase: 'file:///nowhere/' }, 'load_failed'],
  ])('%o is refused', async (options, code) => {
    expect((await errorOf(() => make(options))).code).toBe(code);
  });

  test('fit: an abort stops it and says cancelled; the run lives on', async () => {
    const run = await (await make()).createRun(circleSpec(), circle());
    const controller = new AbortController();
    const fitting = run.fit({ epochs: 1e6, signal: controller.signal });
    await sleep(60);
    controller.abort();
    const error = await errorOf(() => fitting);
    expect([error.code, error.kind]).toEqual(['cancelled', 'run']);
    const { step } = await run.pause();
    expect(step).toBeGreaterThan(0);
    expect((await errorOf(() => run.fit({ signal: AbortSignal.abort() }))).code).toBe('cancelled');
    expect((await run.step(1)).state.step).toBe(step + 1);
  });

  test('events: changed, paused, points, progress', async () => {
    const run = await (await make()).createRun(circleSpec(), circle());
    const heard = /** @type {string[]} */ ([]);
    for (const name of /** @type {const} */ (['changed', 'paused', 'points', 'progress']))
      run.on(name, () => heard.push(name));
    await run.play();
    expect(run.state.playing).toBe(true);
    await until(() => run.points.length >= 3);
    await run.pause();
    await sleep(30);
    expect(run.state.playing).toBe(false);
    expect(new Set(heard)).toEqual(new Set(['changed', 'paused', 'points', 'progress']));
    expect(run.points[0].step).toBe(0); // measured before the first step
    expect(run.points.at(-1)?.step).toBe(run.state.step);
  });

  test('points are cut by rewind and gone after reset', async () => {
    const run = await (await make()).createRun(circleSpec(), circle());
    await until(() => run.points.length === 1);
    for (const step of [10, 20, 30]) {
      await run.step(10);
      await until(() => run.points.at(-1)?.step === step);
    }
    const state = await run.rewind(20);
    expect(state.step).toBe(20);
    expect(run.points.every(({ step }) => step <= 20)).toBe(true);
    await run.reset();
    await until(() => run.points.length === 1);
    expect(run.points[0].step).toBe(0);
  });

  test('watch: the same numbers as getWeights; equal views share a part; unwatch ends it', async () => {
    const run = await (await make()).createRun(circleSpec(), circle());
    const frames = /** @type {any[]} */ ([]);
    const view = /** @type {const} */ ({ kind: 'parameter', name: 'dense_1/kernel' });
    const stops = [1, 2].map((who) =>
      run.watch(view, (frame) => frames.push({ who, ...frame, data: frame.data.slice() })),
    );
    await run.step(25);
    await until(() => frames.filter(({ step }) => step === 25).length >= 2);
    const [a, b] = frames.filter(({ step }) => step === 25);
    expect(new Set([a.who, b.who])).toEqual(new Set([1, 2]));
    expect(a.data).toEqual((await run.getWeights('dense_1/kernel')).data);
    expect(a).toMatchObject({ rows: 2, cols: 4, planes: 1, exact: true });
    for (const stop of stops) stop();
    await sleep(50);
    const count = frames.length;
    await run.step(25);
    await sleep(50);
    expect(frames.length).toBe(count);
  });

  test('watch: buffers come back, also from callbacks that throw, so that snapshots go on', async () => {
    const run = await (await make()).createRun(circleSpec(), circle());
    const uncaught = /** @type {any[]} */ ([]);
    const listeners = process.listeners('uncaughtException');
    process.removeAllListeners('uncaughtException');
    process.on('uncaughtException', (error) => uncaught.push(error));
    let frames = 0;
    run.watch({ kind: 'decisionMap', size: 20, xMin: -6, xMax: 6, yMin: -6, yMax: 6 }, () => {
      frames++;
      throw new Error('mine');
    });
    await run.play();
    await until(() => frames >= 8);
    await run.pause();
    await sleep(10);
    process.removeAllListeners('uncaughtException');
    for (const listener of listeners) process.on('uncaughtException', listener);
    expect(uncaught.length).toBeGreaterThanOrEqual(8);
    expect(new Set(uncaught.map(({ message }) => message))).toEqual(new Set(['mine']));
  });

  test.each([
    [{ kind: 'parameter', name: 'dense_9/kernel' }, 'unknown_parameter'],
    [{ kind: 'parameter', name: 'dense_1/kernel', maxRows: 0 }, 'bad_value'],
    [{ kind: 'decisionMap', size: 0, xMin: 0, xMax: 1, yMin: 0, yMax: 1 }, 'bad_value'],
    [{ kind: 'decisionMap', size: 10, xMin: NaN, xMax: 1, yMin: 0, yMax: 1 }, 'bad_value'],
    [{ kind: 'hologram' }, 'bad_option'],
  ])('watch: %o is refused at once', async (view, code) => {
    const run = await (await make()).createRun(circleSpec(), circle());
    expect((await errorOf(() => run.watch(/** @type {any} */ (view), () => {}))).code).toBe(code);
  });

  test('commands: what they change is in the state, wrong ones change nothing', async () => {
    const run = await (await make()).createRun(circleSpec(), circle());
    await run.setLearningRate(0.5);
    await run.setRegularizer({ l2: 0.01 });
    await run.setBatchSize(5);
    expect(run.state).toMatchObject({ learningRate: 0.5, l1: 0, l2: 0.01, batchSize: 5 });
    await run.setOptimizer({ type: 'adam', learningRate: 0.02 });
    expect(run.state.optimizer).toMatchObject({ type: 'adam', learningRate: 0.02, beta1: 0.9 });
    await run.setWeight('dense_1/kernel', 2, -0.5);
    await run.setWeights('dense_3/bias', [0.25]);
    expect((await run.getWeights('dense_1/kernel')).data[2]).toBe(-0.5);
    expect([...(await run.getWeights('dense_3/bias')).data]).toEqual([0.25]);
    const before = [await run.hash(), run.state.journalLength];
    for (const act of [
      () => run.setLearningRate(NaN),
      () => run.setBatchSize(0),
      () => run.setWeight('dense_1/kernel', 99, 0),
      () => run.setWeights('dense_1/bias', [1, 2]),
      () => run.setOptimizer({ type: 'lion' }),
      () => run.step(0),
      () => run.rewind(-1),
      () => run.reseed(1.5),
      () => run.play({ stepsPerSecond: -1 }),
      () => run.predict([[1]]),
      () => run.evaluate(/** @type {any} */ ('validation')),
    ]) {
      expect((await errorOf(act)).kind, String(act)).toBe('caller');
    }
    expect([await run.hash(), run.state.journalLength]).toEqual(before);
  });

  test('one-hot targets give the same bits as class indices', async () => {
    const engine = await make();
    const inputs = Float32Array.from({ length: 60 }, (_, i) => ((i * 7) % 11) / 11 - 0.5);
    const labels = Array.from({ length: 30 }, (_, row) => row % 3);
    const table = { kind: /** @type {const} */ ('table'), inputs, rows: 30, columns: 2 };
    const oneHot = Float32Array.from(labels.flatMap((label) => [0, 1, 2].map((c) => Number(c === label))));
    const spec = {
      inputShape: [2],
      layers: [{ type: /** @type {const} */ ('dense'), units: 3, activation: 'softmax' }],
      loss: 'categoricalCrossentropy',
    };
    const byIndex = await engine.createRun(spec, {
      ...table,
      targets: Float32Array.from(labels),
      classes: 3,
    });
    const byRow = await engine.createRun(spec, { ...table, targets: oneHot, targetColumns: 3, classes: 0 });
    await Promise.all([byIndex.step(50), byRow.step(50)]);
    expect(await byRow.hash()).toBe(await byIndex.hash());
    expect((await byRow.evaluate('train')).accuracy).toBe((await byIndex.evaluate('train')).accuracy);
  });

  test('bad input: a second network that is refused leaves the first one training', async () => {
    const engine = await make();
    const run = await engine.createRun(circleSpec(), circle());
    await run.play();
    const wrong = /** @type {[any, any, string][]} */ ([
      [{ ...circleSpec(), layers: [{ type: 'dense', units: 0 }] }, circle(), 'bad_value'],
      [{ ...circleSpec(), layers: [{ type: 'dense', units: 1e7 }] }, circle(), 'bad_value'],
      [{ ...circleSpec(), inputShape: [3] }, circle(), 'bad_spec'],
      [circleSpec(), { kind: 'generated', name: 'cube' }, 'bad_option'],
      [{ ...circleSpec(), optimizer: { learningRate: NaN } }, circle(), 'bad_value'],
    ]);
    for (const [spec, source, code] of wrong) {
      expect((await errorOf(() => engine.createRun(spec, source))).code).toBe(code);
    }
    expect(engine.runs).toEqual([run]);
    expect(run.state.playing).toBe(true);
    const { step } = await run.pause();
    expect(await run.hash()).toBe(await hashAfter(circleSpec(), step));
  });

  test('save and restore: the same bits as never stopped', async () => {
    const engine = await make();
    const dataset = await engine.createDataset(circle());
    const run = await engine.createRun(circleSpec(), dataset);
    await run.step(50);
    const bytes = await run.save();
    await run.step(50);
    const copy = await engine.createRun(circleSpec(), dataset);
    expect((await copy.restore(bytes)).step).toBe(50);
    await copy.step(50);
    expect(await copy.hash()).toBe(await run.hash());
  });

  test('data sets: what they hold, and rows in their own units', async () => {
    const engine = await make();
    const inputs = new Float32Array([10, 5, 20, 5, 30, 5, 40, 5, 50, 5]);
    const dataset = await engine.createDataset({
      kind: 'table',
      inputs,
      rows: 5,
      columns: 2,
      targets: new Float32Array([0, 1, 0, 1, 0]),
      classes: 2,
      scaling: 'standardize',
    });
    expect(dataset).toMatchObject({ rows: 5, trainRows: 4, testRows: 1, inputs: 2, targets: 1, classes: 2 });
    const rows = await dataset.readRows();
    rows.inputs.forEach((value, index) => expect(value).toBeCloseTo(inputs[index], 4));
    expect([...rows.trainRows, ...rows.testRows]).toEqual([0, 1, 2, 3, 4]);
    expect([...rows.targets]).toEqual([0, 1, 0, 1, 0]);
    await dataset.dispose();
    expect((await errorOf(() => engine.createRun(circleSpec(), dataset))).code).toBe('unknown_dataset');
  });

  test('a disposed run rejects, and leaves the others alone', async () => {
    const engine = await make();
    const [a, b] = await Promise.all([1, 2].map((seed) => engine.createRun(circleSpec({ seed }), circle())));
    await a.play();
    await a.dispose();
    await a.dispose();
    expect((await errorOf(() => a.step())).code).toBe('unknown_run');
    expect(a.watch({ kind: 'parameter', name: 'dense_1/bias' }, () => {})).toBeTypeOf('function');
    expect((await b.step(3)).state.step).toBe(3);
    expect(engine.runs).toEqual([b]);
  });

  test('diverged: step rejects, failed is heard, and a lower rate goes on', async () => {
    const spec = circleSpec({
      layers: [
        { type: 'dense', units: 8, activation: 'relu' },
        { type: 'dense', units: 1 },
      ],
      optimizer: { type: 'sgd', learningRate: 1000 },
    });
    const run = await (await make()).createRun(spec, circle());
    const heard = /** @type {any[]} */ ([]);
    run.on('failed', (event) => heard.push(event));
    const error = await errorOf(() => run.step(1000));
    expect(error.kind).toBe('run');
    await until(() => heard.length === 1);
    expect(heard[0].error.code).toBe(error.code);
    expect(run.state).toMatchObject({ status: 'diverged', playing: false });
    await run.rewind(0);
    await run.setLearningRate(0.001);
    expect((await run.step(20)).state).toMatchObject({ status: 'ok', step: 20 });
  });

  test('after dispose every call rejects', async () => {
    const engine = await make();
    const run = await engine.createRun(circleSpec(), circle());
    const waiting = errorOf(() => run.step(1e9));
    await sleep(5);
    engine.dispose();
    expect((await waiting).code).toBe('cancelled');
    expect((await errorOf(() => run.step())).code).toBe('worker_lost');
    expect((await errorOf(() => engine.createRun(circleSpec(), circle()))).code).toBe('worker_lost');
  });
});

describe.skipIf(!hasModule('simd'))('an engine that is lost', () => {
  test('everything settles, lost names the runs, restart goes on with the same bits', async () => {
    const { engine, control } = await killable();
    const run = await engine.createRun(circleSpec(), circle());
    const other = await engine.createRun(circleSpec({ seed: 12 }), circle());
    const third = await engine.createRun(circleSpec({ seed: 13 }), circle());
    await other.step(30);
    const lost = /** @type {any[]} */ ([]);
    engine.on('lost', (event) => lost.push(event));
    await run.play();
    await until(() => run.state.step > 500);
    const failures = Promise.all([
      errorOf(() => run.step(1e9)),
      errorOf(() => other.step(1e9)),
      errorOf(() => third.step(1e9)),
    ]);
    await sleep(120);
    const stepAtDeath = run.state.step;
    control.kill();
    expect((await failures).map(({ code }) => code)).toEqual(['worker_lost', 'worker_lost', 'worker_lost']);
    expect(lost.length).toBe(1);
    expect(lost[0].error.code).toBe('worker_lost');
    expect(lost[0].runs.map((/** @type {any} */ { id }) => id)).toEqual([run.id, other.id, third.id]);
    expect(run.state.playing).toBe(false);
    expect((await errorOf(() => run.hash())).code).toBe('worker_lost');

    const runs = await engine.restart();
    expect(control.opened).toBe(2);
    expect(runs.map(({ run }) => run)).toEqual([run, other, third]);
    const [{ step }] = runs;
    expect(step).toBe(lost[0].runs[0].step);
    expect(run.state).toMatchObject({ step, playing: false });
    expect(step).toBeGreaterThan(0);
    expect(step).toBeGreaterThan(stepAtDeath / 10); // checkpoints every 50 ms here
    await run.step(step + 100 - run.state.step);
    expect(await run.hash()).toBe(await hashAfter(circleSpec(), step + 100));
    expect(run.points.every((point) => point.step <= step + 100)).toBe(true);
  });

  test('commands survive: rate, edited weights and a new seed are back', async () => {
    const { engine, control } = await killable();
    const run = await engine.createRun(circleSpec(), circle());
    await run.reseed(99);
    await run.step(20);
    await run.setLearningRate(0.3);
    await run.setWeight('dense_1/kernel', 0, 2);
    await sleep(120);
    const before = await run.hash();
    control.kill();
    await engine.restart();
    expect([await run.hash(), run.state.learningRate, run.state.seed, run.spec.seed]).toEqual([
      before,
      0.3,
      99,
      99,
    ]);
    await run.reset();
    expect(await run.hash()).toBe(await hashAfter(circleSpec({ seed: 99 }), 0));
  });

  test('views are watched again after a restart', async () => {
    const { engine, control } = await killable();
    const run = await engine.createRun(circleSpec(), circle());
    let step = -1;
    run.watch({ kind: 'parameter', name: 'dense_1/kernel' }, (frame) => (step = frame.step));
    await run.step(10);
    await until(() => step === 10);
    control.kill();
    await engine.restart();
    await run.step(7);
    await until(() => step === 17);
  });

  test('silence: a worker that hangs is noticed', async () => {
    const { engine, control } = await killable({ watchdog: { silenceMs: 1200, pingMs: 200 } });
    const run = await engine.createRun(circleSpec(), circle());
    await run.play();
    await sleep(1500);
    expect(engine.lost).toBeNull(); // heartbeats come
    control.silence();
    await until(() => engine.lost, 4000);
    expect((await errorOf(() => run.step())).code).toBe('worker_lost');
    await engine.restart();
    expect((await run.step()).reached).toBe(true);
  });

  test('a network made before the loss of an engine without checkpoints starts anew', async () => {
    const { engine, control } = await killable({}, { checkpointMs: 0 });
    const run = await engine.createRun(circleSpec(), circle());
    await run.step(10);
    control.kill();
    expect((await engine.restart())[0].step).toBe(0);
    expect(await run.hash()).toBe(await hashAfter(circleSpec(), 0));
  });
});

describe.skipIf(!hasModule('simd'))('an engine without runs', () => {
  test('closes after a while and opens again by itself, data sets included', async () => {
    const { engine, control } = await killable({ idleMs: 60 });
    const dataset = await engine.createDataset(circle());
    await until(() => engine.closed);
    expect(control.opened).toBe(1);
    const run = await engine.createRun(circleSpec(), dataset);
    expect([engine.closed, control.opened]).toEqual([false, 2]);
    await sleep(150);
    expect(engine.closed).toBe(false); // it has a run now
    await run.step(40);
    expect(await run.hash()).toBe(await hashAfter(circleSpec(), 40));
    await run.dispose();
    await until(() => engine.closed);
    expect(engine.lost).toBeNull();
  });
});
