import { beforeAll, describe, expect, test } from 'vitest';
import { checkSource } from '../../../web/schema/data-source.js';
import { normalizeSpec } from '../../../web/schema/spec.js';
import { readCsv } from '../../../web/formats/csv.js';
import { tableToData } from '../../../web/formats/table-data.js';
import { hasModule, makeCore } from '../support/core.js';
import { dataBlob, hasData } from '../support/data.js';
import { errorOf } from '../support/errors.js';
import { circle, circleSpec, irisSpec, wideSpec } from '../support/specs.js';

const all = (/** @type {any} */ core, /** @type {number} */ run, /** @type {number} */ steps) =>
  core.advance([run], [steps], 0)[0];

describe.skipIf(!hasModule('simd'))('EngineCore', () => {
  /** @type {Awaited<ReturnType<typeof makeCore>>} */
  let core;
  beforeAll(async () => {
    core = await makeCore();
  });

  const start = (spec = circleSpec(), source = circle()) => {
    const { dataset, ...info } = core.createDataset(source);
    const { run, parameters } = core.createRun(spec, dataset);
    return { dataset, run, parameters, info };
  };

  test('tells what it is', () => {
    expect(core.info).toMatchObject({ lanes: 4, threads: 1, relaxed: false });
    expect(core.info.version).toMatch(/^\d+\.\d+\.\d+/);
  });

  test('learns the circle', () => {
    const { run, info, parameters } = start();
    expect(info).toEqual({ rows: 500, trainRows: 400, testRows: 100, inputs: 2, targets: 1, classes: 2 });
    expect(parameters.map(({ name, shape }) => [name, shape])).toEqual([
      ['dense_1/kernel', [2, 4]],
      ['dense_1/bias', [4]],
      ['dense_2/kernel', [4, 2]],
      ['dense_2/bias', [2]],
      ['dense_3/kernel', [2, 1]],
      ['dense_3/bias', [1]],
    ]);
    const before = core.evaluate(run, 'test');
    const { steps, step, epoch, error } = all(core, run, 4000);
    expect({ steps, step, epoch, error }).toEqual({ steps: 4000, step: 4000, epoch: 100, error: null });
    const after = core.evaluate(run, 'test');
    expect(after.rows).toBe(100);
    expect(after.accuracy).toBeGreaterThan(0.95);
    expect(after.loss).toBeLessThan(before.loss / 4);
  });

  test('regression has no accuracy', () => {
    const spec = circleSpec({ layers: [{ type: 'dense', units: 1 }], optimizer: { learningRate: 0.01 } });
    const { run } = start(spec, checkSource({ kind: 'generated', name: 'plane' }));
    all(core, run, 2000);
    const { accuracy, loss } = core.evaluate(run, 'test');
    expect(accuracy).toBeNull();
    expect(loss).toBeLessThan(1e-3); // a plane is what one linear unit can learn
  });

  test('the penalty is apart from the data loss', () => {
    const { run } = start(circleSpec({ regularizer: { l2: 0.5 } }));
    const { loss, dataLoss, penalty } = core.evaluate(run, 'train');
    const kernels = ['dense_1/kernel', 'dense_2/kernel', 'dense_3/kernel'];
    const squares = kernels
      .flatMap((name) => [...core.parameter(run, name).data])
      .reduce((sum, w) => sum + w * w, 0);
    expect(penalty).toBeCloseTo((0.5 / 2) * squares, 6);
    expect(loss).toBeCloseTo(dataLoss + penalty, 12);
  });

  test('single weights and whole parameters can be written, and are what comes back', () => {
    const { run } = start();
    core.command(run, { type: 'setWeight', parameter: 'dense_1/kernel', index: 5, value: 0.625 });
    core.command(run, {
      type: 'setParameter',
      parameter: 'dense_2/bias',
      values: new Float32Array([1.5, -2.5]),
    });
    expect(core.parameter(run, 'dense_1/kernel').data[5]).toBe(0.625);
    expect(core.parameter(run, 'dense_2/bias')).toEqual({ data: new Float32Array([1.5, -2.5]), shape: [2] });
  });

  test('predicts in the data’s own units, as a forward pass by hand does', () => {
    const { run } = start();
    all(core, run, 100);
    const { data, columns } = core.predict(run, new Float32Array([1, -2, 3, 0.5]), 2);
    expect([columns, data.length]).toEqual([1, 2]);
    const weights = (/** @type {string} */ name) => core.parameter(run, name).data;
    const forward = (/** @type {number[]} */ x) =>
      [1, 2, 3].reduce((values, layer) => {
        const kernel = weights(`dense_${layer}/kernel`);
        const bias = weights(`dense_${layer}/bias`);
        return Array.from(bias, (b, u) =>
          Math.tanh(values.reduce((sum, value, i) => sum + value * kernel[i * bias.length + u], b)),
        );
      }, x)[0];
    expect(data[0]).toBeCloseTo(forward([1, -2]), 5);
    expect(data[1]).toBeCloseTo(forward([3, 0.5]), 5);
  });

  test('scaling: predictions take numbers before scaling', () => {
    const source = checkSource({
      kind: 'table',
      inputs: new Float32Array([10, 7, 20, 7, 30, 7, 40, 7]),
      rows: 4,
      columns: 2,
      targets: new Float32Array([1, 2, 3, 4]),
      classes: 0,
      scaling: 'standardize',
      split: 'none',
    });
    const spec = circleSpec({ layers: [{ type: 'dense', units: 1 }], batchSize: 4 });
    const { run, dataset } = start(spec, source);
    expect([...core.datasetFloats(dataset, 'mean')]).toEqual([25, 7]);
    const inputs = [...core.datasetFloats(dataset, 'inputs')];
    expect(inputs.filter((_, i) => i % 2 === 1)).toEqual([0, 0, 0, 0]); // a constant column becomes 0
    all(core, run, 500);
    const { data } = core.predict(run, new Float32Array([10, 7, 25, 7]), 2);
    expect(data[0]).toBeCloseTo(1, 3);
    expect(data[1]).toBeCloseTo(2.5, 3);
  });

  test('snapshots: parts in the order of the views, exact values, buffers used again', () => {
    const { run } = start();
    const views = /** @type {any} */ ([
      { kind: 'parameter', name: 'dense_1/kernel', maxRows: 100, maxCols: 100 },
      { kind: 'decisionMap', size: 3, xMin: -6, xMax: 6, yMin: -6, yMax: 6 },
      { kind: 'parameter', name: 'dense_1/bias', maxRows: 1, maxCols: 2 },
    ]);
    const lengths = /** @type {number[]} */ ([]);
    const mine = new Float32Array(8 + 9 + 2);
    const { data, parts, step } = core.snapshot(run, views, (length) => {
      lengths.push(length);
      return length === mine.length ? mine : null;
    });
    expect([lengths, data === mine, step]).toEqual([[19], true, 0]);
    const kernel = core.parameter(run, 'dense_1/kernel').data;
    expect(parts[0]).toMatchObject({ rows: 2, cols: 4, planes: 1, exact: true });
    expect(data.slice(parts[0].offset, parts[0].offset + 8)).toEqual(kernel);
    expect(parts[0].maxAbs).toBe(Math.max(...kernel.map(Math.abs)));
    expect(parts[1]).toMatchObject({ rows: 3, cols: 3, planes: 1 });
    // The top left cell is the middle of x in −6…−2, y in 2…6.
    const corner = core.predict(run, new Float32Array([-4, 4]), 1).data[0];
    expect(data[parts[1].offset]).toBe(corner);
    expect(parts[2]).toMatchObject({ rows: 1, cols: 2, exact: false });
  });

  test('checkpoint: goes on with the same bits, in another engine, too', async () => {
    const { run } = start();
    all(core, run, 123);
    core.command(run, { type: 'setLearningRate', learningRate: 0.05 });
    const bytes = core.checkpoint(run);
    all(core, run, 77);
    const wanted = core.hash(run);

    const other = await makeCore();
    const copy = other.createRun(circleSpec(), other.createDataset(circle()).dataset).run;
    expect(other.hash(copy)).not.toBe(wanted);
    other.restore(copy, bytes);
    expect(other.state(copy)).toMatchObject({ step: 123, learningRate: 0.05 });
    all(other, copy, 77);
    expect(other.hash(copy)).toBe(wanted);
  });

  test.each([
    ['other data', circleSpec(), circle({ seed: 4 })],
    ['another network', circleSpec({ layers: [{ type: 'dense', units: 1, activation: 'tanh' }] }), circle()],
  ])('checkpoint: is refused by %s, and nothing changes', async (_, spec, source) => {
    const { run } = start();
    all(core, run, 10);
    const bytes = core.checkpoint(run);
    const { run: other } = start(spec, source);
    all(core, other, 5);
    const before = core.hash(other);
    expect((await errorOf(() => core.restore(other, bytes))).code).toBe('bad_checkpoint');
    expect((await errorOf(() => core.restore(other, bytes.slice(0, 40)))).code).toBe('bad_checkpoint');
    expect((await errorOf(() => core.restore(other, new Uint8Array(0)))).code).toBe('bad_checkpoint');
    expect([core.hash(other), core.state(other).step]).toEqual([before, 5]);
  });

  test('rewind: the same bits as when it was there, and the journal plays again', () => {
    const { run } = start();
    all(core, run, 300);
    const at300 = core.hash(run);
    core.command(run, { type: 'setLearningRate', learningRate: 0.2 });
    all(core, run, 200);
    const at500 = core.hash(run);
    expect(core.rewind(run, 300, 1e6)).toEqual({ step: 300, target: 300 });
    expect(core.hash(run)).toBe(at300);
    all(core, run, 200);
    expect(core.hash(run)).toBe(at500);
    core.rewind(run, 0, 1e6);
    all(core, run, 500);
    expect(core.hash(run)).toBe(at500);
  });

  test('reset: the same start weights; reseed: others', () => {
    const { run } = start();
    const first = core.hash(run);
    all(core, run, 20);
    core.reset(run);
    expect([core.hash(run), core.state(run).step]).toEqual([first, 0]);
    core.reseed(run, 8);
    expect(core.hash(run)).not.toBe(first);
    expect(core.hash(run)).toBe(core.hash(start(circleSpec({ seed: 8 })).run));
  });

  test('divergence: the last finite weights stay, and a lower rate helps it on', () => {
    const spec = circleSpec({
      layers: [
        { type: 'dense', units: 8, activation: 'relu' },
        { type: 'dense', units: 1 },
      ],
      optimizer: { type: 'sgd', learningRate: 1000 },
    });
    const { run } = start(spec);
    const { error, step } = all(core, run, 1000);
    expect(error?.kind).toBe('run');
    expect(['non_finite_loss', 'non_finite_weights']).toContain(error?.code);
    expect(error?.details.step).toBe(step);
    expect(step).toBeLessThan(1000);
    expect(core.state(run)).toMatchObject({ status: 'diverged', step });
    expect(Object.keys(core.state(run))).not.toContain('code');
    for (const name of ['dense_1/kernel', 'dense_2/kernel', 'dense_1/bias', 'dense_2/bias']) {
      expect(core.parameter(run, name).data.every(Number.isFinite), name).toBe(true);
    }
    core.rewind(run, 0, 1e6);
    core.command(run, { type: 'setLearningRate', learningRate: 0.001 });
    expect(all(core, run, 100)).toMatchObject({ error: null, steps: 100, step: 100 });
  });

  test('many runs in one slice are each what they are alone', () => {
    const seeds = Array.from({ length: 20 }, (_, i) => i);
    const alone = seeds.map((seed) => {
      const { run } = start(circleSpec({ seed }));
      all(core, run, 150);
      return core.hash(run);
    });
    const { dataset } = core.createDataset(circle());
    const runs = seeds.map((seed) => core.createRun(circleSpec({ seed }), dataset).run);
    const steps = core
      .advance(
        runs,
        seeds.map(() => 150),
        0,
      )
      .map((result) => result.steps);
    expect(new Set(steps)).toEqual(new Set([150]));
    expect(runs.map((run) => core.hash(run))).toEqual(alone);
    expect(new Set(alone).size).toBe(20);
  });

  test('the budget ends a slice in time, and several runs share it', () => {
    const { dataset } = core.createDataset(circle());
    const runs = [1, 2, 3, 4].map((seed) => core.createRun(circleSpec({ seed }), dataset).run);
    core.advance(
      runs,
      runs.map(() => 1e9),
      20,
    ); // warm
    const results = core.advance(
      runs,
      runs.map(() => 1e9),
      40,
    );
    for (const { steps } of results) {
      expect(steps).toBeGreaterThan(10);
      expect(steps).toBeLessThan(1e9); // the budget ended it
    }
  });

  test('bad input: an error with its code, and the running network untouched', async () => {
    const { run, dataset } = start();
    all(core, run, 10);
    const before = core.hash(run);
    const wrong = /** @type {[() => any, string][]} */ ([
      [() => core.createRun({ ...circleSpec(), inputShape: [3] }, dataset), 'bad_spec'],
      [
        () =>
          core.createRun(normalizeSpec({ inputShape: [2], layers: [{ type: 'dense', units: 5 }] }), dataset),
        'bad_spec',
      ],
      [() => core.createRun(circleSpec(), 999), 'unknown_dataset'],
      [() => core.advance([999], [1], 0), 'unknown_run'],
      [() => core.parameter(run, 'dense_9/kernel'), 'unknown_parameter'],
      [() => core.command(run, { type: 'setLearningRate', learningRate: NaN }), 'bad_value'],
      [
        () => core.command(run, { type: 'setWeight', parameter: 'dense_1/kernel', index: 8, value: 0 }),
        'bad_value',
      ],
      [
        () =>
          core.command(run, { type: 'setParameter', parameter: 'dense_1/bias', values: new Float32Array(3) }),
        'bad_shape',
      ],
      [() => core.rewind(run, 11, 100), 'bad_value'],
      [() => core.snapshot(run, /** @type {any} */ ([{ kind: 'hologram' }])), 'bad_option'],
      [() => core.createDataset(/** @type {any} */ ({ ...circle(), samples: -1 })), 'bad_value'],
    ]);
    for (const [act, code] of wrong) {
      const error = await errorOf(act);
      expect(error.code, String(act)).toBe(code);
      expect(error.message).not.toContain('?');
    }
    expect([core.broken, core.hash(run), core.state(run).step]).toEqual([false, before, 10]);
  });

  test('a network that does not fit is refused with the bytes it wants', async () => {
    const huge = normalizeSpec({
      inputShape: [2],
      layers: [
        { type: 'dense', units: 65536 },
        { type: 'dense', units: 65536 },
        { type: 'dense', units: 1, activation: 'tanh' },
      ],
    });
    const { dataset } = core.createDataset(circle());
    const error = await errorOf(() => core.createRun(huge, dataset));
    expect(error).toMatchObject({ code: 'network_too_large', kind: 'limit' });
    expect(Number(error.details.actual)).toBeGreaterThanOrEqual(65536 * 65536 * 4);
  });

  test('disposed runs and data sets are gone, and their memory is used again', async () => {
    const spec = wideSpec();
    const rounds = Math.ceil((2 * 2 ** 30) / core.planRun(spec).bytes) + 1; // more than the module can ever have
    expect(rounds).toBeLessThan(2000);
    for (let round = 0; round < rounds; round++) {
      const { run, dataset } = start(spec);
      core.disposeRun(run);
      core.disposeDataset(dataset);
      expect((await errorOf(() => core.state(run))).code).toBe('unknown_run');
      expect((await errorOf(() => core.datasetRows(dataset, 'trainRows'))).code).toBe('unknown_dataset');
    }
  });

  test('a trap breaks the engine for good: every later call says so', async () => {
    const broken = await makeCore();
    const error = await errorOf(() => broken.advance(/** @type {any} */ ([Symbol('no handle')]), [1], 0));
    expect([error.code, error.kind, broken.broken]).toEqual(['internal', 'bug', true]);
    expect((await errorOf(() => broken.createDataset(circle()))).details.reason).toMatch(/stopped earlier/);
  });

  test.skipIf(!hasData('iris.csv'))('iris: five seeds reach what PyTorch reaches', async () => {
    const table = await readCsv(await dataBlob('iris.csv'));
    const source = checkSource(await tableToData(table, { scaling: 'standardize', split: 'everyFifth' }));
    const accuracies = [1, 2, 3, 4, 5].map((seed) => {
      const { run, info } = start(irisSpec(seed), source);
      expect([info.trainRows, info.testRows]).toEqual([120, 30]);
      all(core, run, 100 * 8);
      return core.evaluate(run, 'test').accuracy ?? 0;
    });
    expect(accuracies.reduce((a, b) => a + b) / 5).toBeGreaterThanOrEqual(0.899);
  });
});
