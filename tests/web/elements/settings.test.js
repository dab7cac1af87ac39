import { describe, expect, test } from 'vitest';
import {
  fittingLosses,
  generatorChange,
  countWeights,
  dataShape,
  initializerOf,
  initialSettings,
  lossFor,
  optimizerFields,
  outputLayer,
  sourceOf,
  specOf,
  withAddedLayer,
  withLayer,
  withoutLayer,
} from '../../../web/playground/settings.js';
import { stepLogarithmic } from '../../../web/playground/parts/fields.js';
import { SPEEDS, stepsPerSecond } from '../../../web/playground/speeds.js';
import { CATALOG } from '../../../web/schema/catalog.js';
import { checkSource } from '../../../web/schema/data-source.js';
import { normalizeSpec } from '../../../web/schema/spec.js';

/** @returns {any} */
const table = (classes) => ({
  kind: 'table',
  title: 't.csv',
  source: {
    kind: 'table',
    inputs: new Float32Array(12),
    rows: 3,
    columns: 4,
    targets: new Float32Array(3),
    targetColumns: 1,
    classes,
  },
});
const withData = (data, change = {}) => ({ ...initialSettings(), data, ...change });

describe('settings', () => {
  test('what the page starts with is a valid network on valid data', () => {
    const settings = initialSettings();
    const spec = normalizeSpec(specOf(settings));
    expect(spec.layers.map((layer) => layer.name)).toEqual(['dense_1', 'dense_2', 'dense_3']);
    expect(() => checkSource(sourceOf(settings.data))).not.toThrow();
    expect(countWeights(settings)).toBe(2 * 6 + 6 + 6 * 4 + 4 + 4 * 1 + 1);
  });

  test.each([
    [0, 'meanSquaredError', 1, 'linear'],
    [2, 'binaryCrossentropy', 1, 'sigmoid'],
    [2, 'categoricalCrossentropy', 2, 'softmax'],
    [2, 'meanSquaredError', 1, 'tanh'],
    [3, 'categoricalCrossentropy', 3, 'softmax'],
    [3, 'meanSquaredError', 3, 'sigmoid'],
    [0, 'huber', 1, 'linear'],
    [0, 'meanAbsoluteError', 1, 'linear'],
    [2, 'huber', 1, 'tanh'],
    [2, 'sparseCategoricalCrossentropy', 2, 'softmax'],
    [3, 'sparseCategoricalCrossentropy', 3, 'softmax'],
    [3, 'halfSquaredError', 3, 'sigmoid'],
  ])('%i classes with %s: %i output units, %s', (classes, loss, units, activation) => {
    const settings = withData(table(classes), { loss });
    expect(outputLayer(settings)).toEqual({ units, activation });
    const spec = normalizeSpec(specOf(settings));
    expect([spec.inputShape, spec.loss]).toEqual([[4], loss]);
    const needed = CATALOG.losses[loss].lastActivation;
    if (needed) expect(spec.layers.at(-1).activation).toBe(needed);
  });

  test('a loss that does not fit the data gives way to one that does, and comes back with its data', () => {
    const settings = initialSettings();
    expect(lossFor({ ...settings, data: table(3) })).toBe('categoricalCrossentropy');
    expect(lossFor({ ...settings, data: table(0) })).toBe('meanSquaredError');
    expect(lossFor(settings)).toBe('binaryCrossentropy');
  });

  test('every loss of the catalog fits some data, and makes a valid network there', () => {
    const seen = new Set();
    for (const classes of [0, 2, 3, 10])
      for (const loss of fittingLosses({ classes })) {
        expect(normalizeSpec(specOf(withData(table(classes), { loss }))).loss).toBe(loss);
        seen.add(loss);
      }
    expect([...seen].sort()).toEqual(Object.keys(CATALOG.losses).sort());
  });

  test('changing a layer leaves the settings before as they were', () => {
    const before = initialSettings();
    const copy = structuredClone(before);
    expect(withAddedLayer(before).layers).toHaveLength(3);
    expect(withoutLayer(before, 0).layers).toEqual([before.layers[1]]);
    expect(withLayer(before, 1, { units: 9 }).layers.map((layer) => layer.units)).toEqual([6, 9]);
    expect(withAddedLayer({ ...before, layers: [] }).layers).toHaveLength(1);
    expect(before).toEqual(copy);
  });

  test('no hidden layer at all is a network, too', () => {
    expect(normalizeSpec(specOf({ ...initialSettings(), layers: [] })).layers).toHaveLength(1);
  });

  test('every initializer of the catalog starts with its own defaults', () => {
    for (const type of Object.keys(CATALOG.initializers)) {
      const settings = { ...initialSettings(), outputInitializer: initializerOf(type) };
      expect(normalizeSpec(specOf(settings)).layers.at(-1).kernelInitializer.type).toBe(type);
    }
    expect(initializerOf('randomNormal')).toEqual({ type: 'randomNormal', mean: 0, stddev: 0.05 });
  });

  test('every generator knows its classes, and each can be chosen after any other', () => {
    let { generated } = initialSettings();
    for (const [name, { problem, fields }] of Object.entries(CATALOG.generators)) {
      generated = { ...generated, ...generatorChange(name) };
      const classes = problem === 'regression' ? 0 : Number(fields.classes?.default ?? 2);
      expect(dataShape(generated).classes, name).toBe(classes);
      expect(() => checkSource(sourceOf(generated)), name).not.toThrow();
      const spec = normalizeSpec(specOf(withData(generated)));
      expect(spec.layers.at(-1).units, name).toBe(classes > 2 ? classes : 1);
    }
    const ten = { ...generated, ...generatorChange('blobs'), classes: 10 };
    expect(checkSource(sourceOf(ten))).toMatchObject({ name: 'blobs', classes: 10 });
    expect(outputLayer(withData(ten))).toEqual({ units: 10, activation: 'softmax' });
  });

  test('every optimizer of the catalog makes a valid network, with its own numbers and no others', () => {
    for (const optimizer of Object.keys(CATALOG.optimizers)) {
      const settings = { ...initialSettings(), optimizer, tuned: { momentum: 0.5 } };
      const { fields } = CATALOG.optimizers[optimizer];
      expect(Object.keys(optimizerFields(settings)).every((name) => name in fields)).toBe(true);
      expect(normalizeSpec(specOf(settings)).optimizer).toMatchObject({
        type: optimizer,
        learningRate: 0.1,
        momentum: 'momentum' in fields ? 0.5 : 0.9,
      });
    }
    const shown = (optimizer) => optimizerFields({ ...initialSettings(), optimizer });
    expect(shown('nesterov')).toEqual({ momentum: 0.9 });
    expect(shown('rmsprop')).toEqual({ rho: 0.99 });
    expect(shown('adamw')).toEqual({ weightDecay: 0.01 });
    expect(shown('sgd')).toEqual({});
  });

  test('every activation makes a valid hidden layer', () => {
    for (const activation of Object.keys(CATALOG.activations)) {
      const settings = withLayer(initialSettings(), 0, { activation });
      expect(normalizeSpec(specOf(settings)).layers[0].activation).toBe(activation);
    }
  });
});

test('speeds: from slow to full, one epoch a frame between', () => {
  const paces = SPEEDS.map((speed) => stepsPerSecond(speed, 25));
  expect(paces).toEqual([1, 5, 20, 100, 1500, null]);
});

describe('stepLogarithmic', () => {
  test('climbs 1, 2, 5 and comes down the same way', () => {
    const up = [0.001];
    while (up.length < 7) up.push(stepLogarithmic(up.at(-1), true));
    expect(up).toEqual([0.001, 0.002, 0.005, 0.01, 0.02, 0.05, 0.1]);
    const down = [0.1];
    while (down.length < 7) down.push(stepLogarithmic(down.at(-1), false));
    expect(down).toEqual([...up].reverse());
  });

  test('a rate between two rungs goes to the next one; zero can be left and stays zero downward', () => {
    expect(stepLogarithmic(0.03, true)).toBe(0.05);
    expect(stepLogarithmic(0.03, false)).toBe(0.02);
    expect(stepLogarithmic(0, true)).toBeGreaterThan(0);
    expect(stepLogarithmic(0, false)).toBe(0);
  });
});
