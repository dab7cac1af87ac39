/** The playground's session with the real engine, in Node: everything a person can do on the page but look at it. */
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { CsvImport } from '../../../web/playground/csv-import.js';
import { Session } from '../../../web/playground/session.js';
import { outputLayer, withLayer } from '../../../web/playground/settings.js';
import { hasModule } from '../support/core.js';

/** @type {Session} */
let session;

const until = (condition) =>
  vi.waitFor(() => expect(condition()).toBe(true), { timeout: 15_000, interval: 10 });
const status = (wanted) => until(() => session.status === wanted);
const units = (index, value, text = String(value)) =>
  session.rebuild(`units-${index + 1}`, (settings) => withLayer(settings, index, { units: value }), text);

describe.skipIf(!hasModule('simd'))('session', () => {
  beforeEach(async () => {
    session = new Session();
    await session.start();
    expect(session.status).toBe('ready');
  });
  afterEach(() => session.engine.dispose());

  test('starts with a network at step 0 that knows its losses and its points', async () => {
    expect(session.run.state.step).toBe(0);
    expect(session.spec.layers).toHaveLength(3);
    expect(session.rows.inputs).toHaveLength(2 * session.dataset.rows);
    expect(session.rows.trainRows.length + session.rows.testRows.length).toBe(500);
  });

  test('plays, pauses, and stops after as many epochs as asked, counted from where it stands', async () => {
    session.setStopEpochs(3);
    await session.play();
    expect(session.playing).toBe(true);
    await status('paused');
    expect(session.run.state.epoch).toBe(3);
    expect(session.run.state.rowInEpoch).toBe(0);
    await session.play();
    await status('paused');
    expect(session.run.state.epoch).toBe(6);
    session.setStopEpochs(null);
    await session.setSpeed('full');
    await session.play();
    await until(() => session.run.state.epoch > 8);
    await session.pause();
    await status('paused');
    const { step } = session.run.state;
    await new Promise((resolve) => setTimeout(resolve, 50));
    expect(session.run.state.step).toBe(step);
  });

  test('a step is one batch, an epoch goes to its end', async () => {
    await session.step();
    expect([session.run.state.step, session.status]).toEqual([1, 'paused']);
    await session.epoch();
    expect([session.run.state.step, session.run.state.epoch]).toEqual([25, 1]);
  });

  test.each([
    ['0', 0],
    ['10000000', 1e7],
    ['abc', NaN],
    ['2.5', 2.5],
  ])('%s units are refused at their control, and the run in progress goes on', async (text, value) => {
    await session.play();
    const { run, settings } = session;
    expect(await units(0, value, text)).toBe(false);
    expect(session.errors.get('units-1')).toMatchObject({ text, code: 'bad_value' });
    expect(session.errors.get('units-1').message).toContain(text);
    expect(session.run).toBe(run);
    expect(session.settings).toBe(settings);
    const { step } = run.state;
    await until(() => run.state.step > step + 5);
    expect(session.playing).toBe(true);
    expect(await units(0, 5)).toBe(true);
    expect(session.errors.size).toBe(0);
  });

  test('a network that does not fit into memory is refused before anything is taken', async () => {
    const { run } = session;
    const huge = (settings) => ({
      ...settings,
      layers: [65536, 65536].map((n) => ({ ...settings.layers[0], units: n })),
    });
    expect(await session.rebuild('units-2', huge, '65536')).toBe(false);
    expect(session.errors.get('units-2').code).toBe('network_too_large');
    expect(session.run).toBe(run);
    await session.step();
    expect(session.run.state.step).toBe(1);
  });

  test('rate, penalties, batch size and optimizer reach the running network and keep its weights', async () => {
    await session.epoch();
    const { run } = session;
    const before = await run.hash();
    expect(await session.tune('learning-rate', { learningRate: 0.02 })).toBe(true);
    expect(await session.tune('l2', { l2: 0.001 })).toBe(true);
    expect(await session.tune('l1', { l1: 0.0001 })).toBe(true);
    expect(await session.tune('batch-size', { batchSize: 50 })).toBe(true);
    expect(await session.tune('optimizer', { optimizer: 'adam' })).toBe(true);
    expect(session.run).toBe(run);
    expect(await run.hash()).toBe(before);
    expect(run.state).toMatchObject({ learningRate: 0.02, l1: 0.0001, l2: 0.001, batchSize: 50 });
    expect(run.state.optimizer.type).toBe('adam');
    await session.step();
    expect(await run.hash()).not.toBe(before);
  });

  test.each([
    ['learning-rate', { learningRate: NaN }],
    ['learning-rate', { learningRate: -1 }],
    ['batch-size', { batchSize: 0 }],
    ['l2', { l2: Infinity }],
  ])('a bad %s is refused, and nothing about the run changes', async (control, change) => {
    const { state } = session.run;
    expect(await session.tune(control, change, 'x')).toBe(false);
    expect(session.errors.get(control).text).toBe('x');
    const { learningRate, batchSize, l2 } = session.run.state;
    expect({ learningRate, batchSize, l2 }).toEqual({
      learningRate: state.learningRate,
      batchSize: state.batchSize,
      l2: state.l2,
    });
    await session.step();
    expect(session.run.state.step).toBe(1);
  });

  test('reset: same weights again, with the settings as they are now', async () => {
    const start = await session.run.hash();
    const { run } = session;
    await session.epoch();
    await session.reset();
    expect(session.run).toBe(run); // nothing was tuned: the run itself goes back
    expect([await session.run.hash(), session.run.state.step, session.status]).toEqual([start, 0, 'ready']);
    await session.tune('learning-rate', { learningRate: 0.5 });
    await session.epoch();
    await session.reset();
    expect([await session.run.hash(), session.run.state.step]).toEqual([start, 0]);
    expect(session.run.state.learningRate).toBe(0.5);
  });

  test('new weights are other weights, and their seed is shown', async () => {
    const start = await session.run.hash();
    await session.reseed();
    expect(session.settings.seed).not.toBe(1);
    expect(session.spec.seed).toBe(session.settings.seed);
    expect(await session.run.hash()).not.toBe(start);
    await session.rebuild('seed', (settings) => ({ ...settings, seed: 1 }));
    expect(await session.run.hash()).toBe(start);
  });

  test('changes made in quick succession end with the last one', async () => {
    await Promise.all([3, 9, 2, 7].map((n) => units(0, n)));
    expect(session.spec.layers[0].units).toBe(7);
    expect(session.run.parameters[0].shape).toEqual([2, 7]);
    expect(session.engine.runs).toEqual([session.run]); // the others are gone
  });

  test('other data brings the output layer and the loss that fit it', async () => {
    const plane = (settings) => ({ ...settings, data: { ...settings.generated, name: 'plane' } });
    await session.rebuild('dataset-plane', plane);
    expect([session.spec.loss, session.spec.layers.at(-1).activation]).toEqual([
      'meanSquaredError',
      'linear',
    ]);
    expect(session.rows.classes).toBe(0);
  });

  test('divergence: says so, keeps finite weights, and a lower rate starts it over', async () => {
    const linear = (settings) => ({
      ...settings,
      data: { ...settings.generated, name: 'plane' },
      layers: [],
      learningRate: 20,
    });
    await session.rebuild('dataset-plane', linear);
    const start = await session.run.hash();
    await session.play();
    await status('diverged');
    expect(session.trouble.error.kind).toBe('run');
    const { data } = await session.run.getWeights('dense_1/kernel');
    expect([...data].every(Number.isFinite)).toBe(true);
    session.settings = { ...session.settings, learningRate: 0.1 }; // as if the person had lowered it before
    session.setStopEpochs(2);
    await session.restartWithLowerRate();
    await status('paused');
    expect(session.settings.learningRate).toBe(0.01);
    expect(session.point.train.loss).toBeLessThan(0.1);
    await session.reset();
    expect(await session.run.hash()).toBe(start);
  });

  test('a table is looked at, used, and trained on', async () => {
    const csv = new CsvImport(() => {});
    const rows = Array.from({ length: 90 }, (_, i) => `${i % 3},${(i % 3) * 2 + (i % 7) / 10},k${i % 3}`);
    await csv.open(['a,b,kind', ...rows].join('\n'), 'kinds.csv');
    expect(csv.state).toBe('ready');
    expect([csv.options.label, csv.options.features, csv.options.problem]).toEqual([
      2,
      [0, 1],
      'classification',
    ]);
    const source = await csv.source();
    await session.rebuild('csv', (settings) => ({
      ...settings,
      data: { kind: 'table', source, title: csv.title },
    }));
    expect(outputLayer(session.settings)).toEqual({ units: 3, activation: 'softmax' });
    expect([session.dataset.trainRows, session.dataset.testRows]).toEqual([72, 18]);
    expect(session.rows.classNames).toEqual(['k0', 'k1', 'k2']);
    session.setStopEpochs(60);
    await session.setSpeed('full');
    await session.play();
    await status('paused');
    expect((await session.run.evaluate('test')).accuracy).toBe(1);
  });

  test.each([
    ['', 'csv_empty'],
    ['a,b,c\n1,2,3\n1,2\n', 'csv_ragged'],
  ])('a file that cannot be read (%j) says why and touches nothing', async (text, code) => {
    const csv = new CsvImport(() => {});
    await csv.open(text, 'x.csv');
    expect([csv.state, csv.error.code]).toEqual(['refused', code]);
    expect(csv.error.message).not.toContain('{');
  });

  test('a table that cannot be used says why; another choice of columns mends it', async () => {
    const csv = new CsvImport(() => {});
    const rows = Array.from({ length: 20 }, (_, i) => `${i},${i === 12 ? 'oops' : i * 2},${i % 2}`);
    await csv.open(['a,b,c', ...rows].join('\n'), 'text.csv');
    expect(await csv.source()).toBeNull();
    expect(csv.error.code).toBe('csv_not_number');
    expect(csv.error.message).toContain('Line 14');
    csv.useColumn(1, false);
    expect(csv.error).toBeNull();
    expect((await csv.source()).featureNames).toEqual(['a']);
    csv.useColumn(0, false);
    expect(await csv.source()).toBeNull();
    expect(csv.error.code).toBe('csv_no_columns');
  });
});
