/**
 * What a person has set on the page, as plain data, and the spec that follows from it. Pure.
 *
 * The output layer is no setting: its units and activation follow from the data and the loss.
 *
 * Tests    tests/web/elements/settings.test.js
 */
import { GENERATORS, INITIALIZERS, LOSSES, OPTIMIZERS } from '../schema/catalog.js';

/**
 * @typedef {{ type: string } & Record<string, number | string>} Initializer
 * @typedef {{ units: number, activation: string, kernelInitializer: Initializer }} HiddenLayer
 * @typedef {{ kind: 'generated', name: string, samples: number, noise: number, seed: number, classes: number, testShare: number }} GeneratedSettings
 * @typedef {{ kind: 'table', source: import('../schema/data-source.js').TableSource, title: string }} TableSettings
 *
 * @typedef {object} Settings
 * @property {GeneratedSettings | TableSettings} data
 * @property {GeneratedSettings} generated    the last generated set, to come back to
 * @property {HiddenLayer[]} layers
 * @property {Initializer} outputInitializer
 * @property {string} loss                    the one wanted; the one used is `lossFor`
 * @property {string} optimizer
 * @property {number} learningRate
 * @property {Record<string, number>} tuned   OPTIMIZER_FIELDS that were set; of the others, the catalog's
 * @property {number} l1
 * @property {number} l2
 * @property {number} batchSize
 * @property {number} seed
 */

/** Numbers of optimizers that have a control, beside the rate. */
export const OPTIMIZER_FIELDS = Object.freeze(['momentum', 'rho', 'weightDecay']);

/** @returns {Settings} */
export function initialSettings() {
  /** @type {GeneratedSettings} */
  const generated = {
    kind: 'generated',
    name: 'circle',
    samples: 500,
    noise: 0.1,
    seed: 1,
    classes: 0,
    testShare: 0.5,
  };
  return {
    data: generated,
    generated,
    layers: [6, 4].map((units) => ({
      units,
      activation: 'tanh',
      kernelInitializer: { type: 'glorotUniform' },
    })),
    outputInitializer: { type: 'glorotUniform' },
    loss: 'binaryCrossentropy',
    optimizer: 'sgd',
    learningRate: 0.1,
    tuned: {},
    l1: 0,
    l2: 0,
    batchSize: 10,
    seed: 1,
  };
}

/** An initializer with the catalog's values for its parameters. @param {string} type @returns {Initializer} */
export function initializerOf(type) {
  const fields = Object.entries(INITIALIZERS[type]?.fields ?? {});
  return {
    type,
    ...Object.fromEntries(
      fields.map(([name, { default: value }]) => [name, /** @type {number | string} */ (value)]),
    ),
  };
}

/**
 * Another generated set, with as many samples and classes as it usually has.
 *
 * @param {string} name
 * @returns {Pick<GeneratedSettings, 'name' | 'samples' | 'classes'>}
 */
export function generatorChange(name) {
  const { samples, classes } = GENERATORS[name].fields;
  return { name, samples: Number(samples.default), classes: Number(classes?.default ?? 0) };
}

/** Fields of the chosen optimizer that have a control, with their values. @param {Settings} settings @returns {Record<string, number>} */
export function optimizerFields({ optimizer, tuned }) {
  const { fields } = OPTIMIZERS[optimizer];
  const names = OPTIMIZER_FIELDS.filter((name) => name in fields);
  return Object.fromEntries(names.map((name) => [name, tuned[name] ?? Number(fields[name].default)]));
}

/**
 * What a network must fit: columns and classes, known before the engine has seen the data.
 *
 * @param {Settings['data']} data
 * @returns {{ inputs: number, classes: number, targets: number, featureNames: string[], classNames: string[] }}
 */
export function dataShape(data) {
  if (data.kind === 'table') {
    const { columns, classes, targetColumns = 1, classNames = [] } = data.source;
    const featureNames = shortNames(data.source.featureNames ?? []);
    return {
      inputs: columns,
      classes,
      targets: targetColumns,
      featureNames: [...featureNames],
      classNames: [...classNames],
    };
  }
  const classes = GENERATORS[data.name]?.problem === 'regression' ? 0 : data.classes || 2;
  return { inputs: 2, classes, targets: 1, featureNames: ['x₁', 'x₂'], classNames: [] };
}

const SUBSCRIPTS = '₀₁₂₃₄₅₆₇₈₉';

/** Columns that the file did not name are called as in formulas: x₁, x₂ … @param {readonly string[]} names */
function shortNames(names) {
  if (!names.every((name) => /^column_\d+$/.test(name))) return [...names];
  return names.map((_, i) => `x${String(i + 1).replace(/\d/g, (digit) => SUBSCRIPTS[Number(digit)])}`);
}

const REGRESSION_LOSSES = ['meanSquaredError', 'halfSquaredError', 'meanAbsoluteError', 'huber'];
const CLASS_LOSSES = ['categoricalCrossentropy', 'sparseCategoricalCrossentropy', ...REGRESSION_LOSSES];

/** Losses that fit the data, the usual one first. @param {{ classes: number }} shape */
export function fittingLosses({ classes }) {
  if (classes === 0) return REGRESSION_LOSSES;
  return classes === 2 ? ['binaryCrossentropy', ...CLASS_LOSSES] : CLASS_LOSSES;
}

/** The loss in use: the one wanted when it fits. @param {Settings} settings */
export function lossFor({ loss, data }) {
  const fitting = fittingLosses(dataShape(data));
  return fitting.includes(loss) ? loss : fitting[0];
}

/**
 * Units and activation that the last layer must have.
 *
 * @param {Settings} settings
 * @returns {{ units: number, activation: string }}
 */
export function outputLayer(settings) {
  const { classes, targets } = dataShape(settings.data);
  const loss = lossFor(settings);
  if (classes === 0) return { units: targets, activation: 'linear' };
  const { lastActivation: fused } = LOSSES[loss];
  if (fused) return { units: fused === 'softmax' ? classes : 1, activation: fused };
  // Distances: one unit between −1 and 1 for two classes (as TF Playground), else one unit a class between 0 and 1.
  return classes === 2 ? { units: 1, activation: 'tanh' } : { units: classes, activation: 'sigmoid' };
}

/**
 * @param {Settings} settings
 * @returns {import('../schema/spec.js').NetworkSpecInput}
 */
export function specOf(settings) {
  const output = { ...outputLayer(settings), kernelInitializer: settings.outputInitializer };
  return /** @type {any} */ ({
    inputShape: [dataShape(settings.data).inputs],
    layers: [...settings.layers, output].map((layer) => ({ type: 'dense', ...layer })),
    loss: lossFor(settings),
    optimizer: {
      type: settings.optimizer,
      learningRate: settings.learningRate,
      ...optimizerFields(settings),
    },
    regularizer: { l1: settings.l1, l2: settings.l2 },
    batchSize: settings.batchSize,
    seed: settings.seed,
  });
}

/** @param {Settings['data']} data @returns {import('../schema/data-source.js').DataSource} */
export function sourceOf(data) {
  if (data.kind === 'table') return data.source;
  const { name, samples, noise, seed, classes, testShare } = data;
  const split = /** @type {const} */ ({ kind: 'shuffle', testShare, seed });
  return { kind: 'generated', name, samples, noise, seed, classes, split };
}

/**
 * @param {Settings} settings
 * @param {number} index
 * @param {Partial<HiddenLayer>} change
 * @returns {Settings}
 */
export const withLayer = (settings, index, change) => ({
  ...settings,
  layers: settings.layers.map((layer, i) => (i === index ? { ...layer, ...change } : layer)),
});

/** One more hidden layer before the output, like the one before it. @param {Settings} settings @returns {Settings} */
export function withAddedLayer(settings) {
  const { layers } = settings;
  const like = layers[layers.length - 1] ?? {
    units: 4,
    activation: 'tanh',
    kernelInitializer: { type: 'glorotUniform' },
  };
  return { ...settings, layers: [...layers, { ...like }] };
}

/** @param {Settings} settings @param {number} index @returns {Settings} */
export const withoutLayer = (settings, index) => ({
  ...settings,
  layers: settings.layers.filter((_, i) => i !== index),
});

/** Biases counted. @param {Settings} settings */
export function countWeights(settings) {
  const units = [
    dataShape(settings.data).inputs,
    ...settings.layers.map((l) => l.units),
    outputLayer(settings).units,
  ];
  return units.slice(1).reduce((sum, n, i) => sum + n * (units[i] + 1), 0);
}
