import { beforeAll, describe, expect, test } from 'vitest';
import { checkSource } from '../../../web/schema/data-source.js';
import { hasModule, makeCore } from '../support/core.js';
import { errorOf } from '../support/errors.js';
import { circle, circleSpec, wideSpec } from '../support/specs.js';

const PLAIN = /** @type {const} */ ({ gradient: null, update: false, bins: 0, range: null });

/** @param {ArrayLike<number>} values */
const normOf = (values) => Math.sqrt(Array.from(values).reduce((sum, v) => sum + v * v, 0));
/** @param {ArrayLike<number>} values */
const sumOf = (values) => Array.from(values).reduce((sum, v) => sum + v, 0);

describe.skipIf(!hasModule('simd'))('Inspection', () => {
  /** @type {Awaited<ReturnType<typeof makeCore>>} */
  let core;
  beforeAll(async () => {
    core = await makeCore();
  });

  const start = (spec = circleSpec(), source = circle(), steps = 25) => {
    const { run } = core.createRun(spec, core.createDataset(source).dataset);
    core.advance([run], [steps], 0);
    return run;
  };

  test('parameter: only what is asked for, and statistics of the very numbers', () => {
    const run = start();
    const { data } = core.parameter(run, 'dense_1/kernel');
    const plain = core.inspection.parameter(run, 'dense_1/kernel', PLAIN);
    expect(plain).toMatchObject({ step: 25, shape: [2, 4], gradient: null, update: null, updateRatio: null });
    expect(plain.weights.histogram).toBeNull();
    const { statistics } = plain.weights;
    expect(statistics).toMatchObject({ count: 8, zeroShare: 0, nonFinite: 0 });
    expect(statistics.norm).toBeCloseTo(normOf(data), 10);
    expect(statistics.mean).toBeCloseTo(sumOf(data) / 8, 10);
    expect([statistics.min, statistics.max]).toEqual([Math.min(...data), Math.max(...data)]);
  });

  test('parameter: the update is the next step, and plain descent’s is the rate times the gradient', () => {
    const run = start();
    const before = core.parameter(run, 'dense_2/kernel').data;
    const hash = core.hash(run);
    const asked = /** @type {const} */ ({ gradient: 'nextBatch', update: true, bins: 5, range: [-1, 1] });
    const { weights, gradient, update, updateRatio } = core.inspection.parameter(
      run,
      'dense_2/kernel',
      asked,
    );
    expect(core.hash(run)).toBe(hash);
    if (!gradient || !update) throw new Error('not given');
    expect(weights.histogram).toMatchObject({ low: -1, high: 1 });
    expect(gradient.histogram?.counts.length).toBe(5);
    expect(sumOf(gradient.histogram?.counts ?? [])).toBe(8);
    core.advance([run], [1], 0);
    const after = core.parameter(run, 'dense_2/kernel').data;
    expect([...update.data]).toEqual(Array.from(after, (w, i) => Math.fround(w - before[i])));
    gradient.data.forEach((g, i) => expect(update.data[i]).toBeCloseTo(-0.1 * g, 6));
    expect(updateRatio).toBeCloseTo(normOf(update.data) / normOf(before), 10);
  });

  test('parameter: the gradient over all rows is the slope of the loss', () => {
    const run = start();
    const name = 'dense_3/kernel';
    const { gradient } = core.inspection.parameter(run, name, { ...PLAIN, gradient: 'allRows' });
    const { data } = core.parameter(run, name);
    const h = 2 ** -7;
    data.forEach((w, index) => {
      const values = new Float32Array([w + h, w - h]);
      const [above, below] = core.inspection.whatIf(run, name, index, values, 'train');
      expect(gradient?.data[index]).toBeCloseTo((above.loss - below.loss) / (values[0] - values[1]), 4);
    });
  });

  test('what if: as after setting the weight, for every value; the run keeps its own', () => {
    const run = start();
    const hash = core.hash(run);
    const values = new Float32Array([-2, 0, 0.75]);
    const answers = core.inspection.whatIf(run, 'dense_1/kernel', 3, values, 'test');
    const whole = core.parameter(run, 'dense_1/kernel').data;
    const both = new Float32Array([...whole, ...whole.map(() => 0)]);
    const [same, zeroed] = core.inspection.whatIf(run, 'dense_1/kernel', null, both, 'test');
    expect(core.hash(run)).toBe(hash);
    expect(same).toEqual(core.evaluate(run, 'test'));
    expect(zeroed.loss).not.toBe(same.loss);
    values.forEach((value, index) => {
      core.command(run, { type: 'setWeight', parameter: 'dense_1/kernel', index: 3, value });
      expect(answers[index]).toEqual(core.evaluate(run, 'test'));
    });
  });

  test('activations: a report a layer; relus that are 0 for all rows are dead', () => {
    const spec = circleSpec({
      layers: [
        { type: 'dense', units: 4, activation: 'relu' },
        { type: 'dense', units: 1, activation: 'tanh' },
      ],
    });
    const run = start(spec);
    core.command(run, { type: 'setWeight', parameter: 'dense_1/bias', index: 2, value: -1000 });
    const { step, layers } = core.inspection.activations(run, { rows: 100, bins: 8, range: null });
    expect(step).toBe(25);
    expect(layers.map(({ name, units, statistics }) => [name, units, statistics.count])).toEqual([
      ['dense_1', 4, 400],
      ['dense_2', 1, 100],
    ]);
    expect(layers[0]).toMatchObject({ deadUnits: 1, deadShare: 0.25 });
    expect(layers[0].statistics.zeroShare).toBeGreaterThanOrEqual(0.25);
    expect(sumOf(layers[0].histogram?.counts ?? [])).toBe(400);
    expect(layers[1].deadUnits).toBe(0);
  });

  test('cosines: of the columns, 1 with itself', () => {
    const run = start();
    const { units, data, meanMagnitude } = core.inspection.cosines(run, 'dense_2/kernel');
    const w = core.parameter(run, 'dense_2/kernel').data;
    const column = (/** @type {number} */ u) => w.filter((_, i) => i % 2 === u);
    const [a, b] = [column(0), column(1)];
    const cosine = a.reduce((sum, v, i) => sum + v * b[i], 0) / (normOf(a) * normOf(b));
    expect([units, data[0], data[3], data[1]]).toEqual([2, 1, 1, data[2]]);
    expect(data[1]).toBeCloseTo(cosine, 6);
    expect(meanMagnitude).toBeCloseTo(Math.abs(cosine), 6);
    expect(core.inspection.cosines(run, 'dense_3/kernel').meanMagnitude).toBeNull(); // one unit has no pair
  });

  test('confusion: rows of true classes, the diagonal is what accuracy counts', () => {
    const run = start(circleSpec(), circle(), 500);
    const { classes, counts } = core.inspection.confusion(run, 'test');
    expect([classes, sumOf(counts)]).toEqual([2, 100]);
    expect((counts[0] + counts[3]) / 100).toBe(core.evaluate(run, 'test').accuracy);
    const targets = core.datasetFloats(core.createDataset(circle()).dataset, 'targets');
    expect(counts[2] + counts[3]).toBe(sumOf(targets.filter((_, row) => row % 5 === 4)));
  });

  test('R²: near 1 for a plane that was learned, null for classes', async () => {
    const spec = circleSpec({ layers: [{ type: 'dense', units: 1 }], optimizer: { learningRate: 0.01 } });
    const run = start(spec, checkSource({ kind: 'generated', name: 'plane' }), 2000);
    const { r2, accuracy } = core.evaluate(run, 'test');
    expect(accuracy).toBeNull();
    expect(r2).toBeGreaterThan(0.99);
    expect(r2).toBeLessThanOrEqual(1);
    expect(core.evaluate(start(), 'test').r2).toBeNull();
    expect((await errorOf(() => core.inspection.confusion(run, 'test'))).code).toBe('bad_data');
  });

  test.each([
    ['huber', 'linear', { delta: 0.5 }],
    ['meanAbsoluteError', 'tanh', {}],
    ['halfSquaredError', 'tanh', {}],
    ['binaryCrossentropy', 'sigmoid', { labelSmoothing: 0.1 }],
  ])('losses: %s learns the circle, and its options reach the engine', (loss, activation, lossOptions) => {
    const layers = [
      { type: 'dense', units: 8, activation: 'tanh', kernelInitializer: 'pytorchDefault' },
      { type: 'dense', units: 1, activation },
    ];
    const optimizer = { type: 'adam', learningRate: 0.02 };
    const run = start(circleSpec({ layers, loss, lossOptions, optimizer }), circle(), 3000);
    expect(core.evaluate(run, 'test').accuracy).toBeGreaterThan(0.95);
    if (Object.keys(lossOptions).length === 0) return;
    const plain = start(circleSpec({ layers, loss, optimizer }), circle(), 0);
    const told = start(circleSpec({ layers, loss, lossOptions, optimizer }), circle(), 0);
    expect(core.evaluate(told, 'test').loss).not.toBe(core.evaluate(plain, 'test').loss);
  });

  test('initializers: their fields reach the engine', () => {
    const kernelOf = (/** @type {any} */ kernelInitializer) => {
      const layers = [
        { type: 'dense', units: 6, activation: 'tanh', kernelInitializer },
        { type: 'dense', units: 1 },
      ];
      const spec = circleSpec({ layers, seed: 3 });
      return core.parameter(start(spec, circle(), 0), 'dense_1/kernel').data;
    };
    const scaled = (/** @type {any} */ fields) => kernelOf({ type: 'varianceScaling', ...fields });
    expect(kernelOf({ type: 'identity', gain: 3 })).toEqual(
      new Float32Array([3, 0, 0, 0, 0, 0, 0, 3, 0, 0, 0, 0]),
    );
    expect(normOf(kernelOf({ type: 'orthogonal', gain: 2 }))).toBeCloseTo(2 * Math.sqrt(2), 5);
    expect(scaled({ scale: 2, mode: 'fanIn' })).toEqual(kernelOf('heNormal'));
    expect(scaled({ mode: 'fanAvg', distribution: 'uniform' })).toEqual(kernelOf('glorotUniform'));
    expect(scaled({ scale: 2, distribution: 'untruncatedNormal' })).toEqual(kernelOf('pytorchHeNormal'));
    expect(Math.max(...kernelOf('pytorchDefault').map(Math.abs))).toBeLessThan(Math.SQRT1_2);
  });

  test('wrong questions: an error with its code, and nothing changes', async () => {
    const run = start();
    const hash = core.hash(run);
    const { inspection } = core;
    const values = new Float32Array([1, 2]);
    const wrong = /** @type {[() => any, string][]} */ ([
      [() => inspection.parameter(run, 'dense_9/kernel', PLAIN), 'unknown_parameter'],
      [() => inspection.parameter(run, 'dense_1/kernel', { ...PLAIN, bins: 4097 }), 'bad_value'],
      [() => inspection.parameter(run, 'dense_1/kernel', { ...PLAIN, range: [1, 1] }), 'bad_value'],
      [
        () => inspection.parameter(run, 'dense_1/kernel', /** @type {any} */ ({ ...PLAIN, gradient: 'x' })),
        'bad_option',
      ],
      [() => inspection.activations(run, { rows: 0, bins: 1, range: null }), 'bad_value'],
      [() => inspection.activations(run, { rows: 1, bins: -1, range: null }), 'bad_value'],
      [() => inspection.cosines(run, 'nothing'), 'unknown_parameter'],
      [() => inspection.cosines(run, 'dense_1/bias'), 'bad_shape'],
      [() => inspection.whatIf(run, 'nothing', 0, values, 'train'), 'unknown_parameter'],
      [() => inspection.whatIf(run, 'dense_1/bias', 4, values, 'train'), 'bad_value'],
      [() => inspection.whatIf(run, 'dense_1/bias', 0, new Float32Array([NaN]), 'train'), 'bad_value'],
      [() => inspection.whatIf(run, 'dense_1/bias', 0, new Float32Array(1001), 'train'), 'bad_value'],
      [() => inspection.whatIf(run, 'dense_1/bias', 0, new Float32Array(0), 'train'), 'bad_shape'],
      [() => inspection.whatIf(run, 'dense_1/bias', null, values, 'train'), 'bad_shape'],
      [() => inspection.whatIf(run, 'dense_1/bias', 0, values, /** @type {any} */ ('all')), 'bad_option'],
      [() => inspection.confusion(999, 'test'), 'unknown_run'],
    ]);
    for (const [act, code] of wrong) expect((await errorOf(act)).code, String(act)).toBe(code);
    expect([core.broken, core.hash(run)]).toEqual([false, hash]);
  });

  test('questions between steps: the same bits as without', () => {
    const asked = start(wideSpec(), circle(), 0);
    const alone = start(wideSpec(), circle(), 0);
    for (let turn = 0; turn < 3; turn++) {
      core.inspection.parameter(asked, 'dense_2/kernel', {
        gradient: 'allRows',
        update: true,
        bins: 9,
        range: null,
      });
      core.inspection.activations(asked, { rows: 400, bins: 9, range: null });
      core.inspection.whatIf(asked, 'dense_2/bias', 5, new Float32Array([1, 2]), 'train');
      core.inspection.cosines(asked, 'dense_1/kernel');
      core.inspection.confusion(asked, 'train');
      core.advance([asked], [1], 0);
    }
    core.advance([alone], [3], 0);
    expect(core.hash(asked)).toBe(core.hash(alone));
    expect(core.checkpoint(asked)).toEqual(core.checkpoint(alone));
  });
});
