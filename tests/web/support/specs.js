/** Networks and data that several tests train. */
import { checkSource } from '../../../web/schema/data-source.js';
import { normalizeSpec } from '../../../web/schema/spec.js';

/** 2-4-2-1, tanh: the playground's first network. */
export const circleSpec = (/** @type {any} */ changes = {}) =>
  normalizeSpec({
    inputShape: [2],
    layers: [
      { type: 'dense', units: 4, activation: 'tanh' },
      { type: 'dense', units: 2, activation: 'tanh' },
      { type: 'dense', units: 1, activation: 'tanh' },
    ],
    loss: 'meanSquaredError',
    optimizer: { type: 'sgd', learningRate: 0.1 },
    batchSize: 10,
    seed: 7,
    ...changes,
  });

export const circle = (/** @type {any} */ changes = {}) =>
  checkSource({ kind: 'generated', name: 'circle', seed: 3, ...changes });

/** Large enough that threads work inside a step. */
export const wideSpec = (/** @type {any} */ changes = {}) =>
  normalizeSpec({
    inputShape: [2],
    layers: [
      { type: 'dense', units: 192, activation: 'relu', kernelInitializer: 'heNormal' },
      { type: 'dense', units: 160, activation: 'relu', kernelInitializer: 'heNormal' },
      { type: 'dense', units: 2, activation: 'softmax' },
    ],
    optimizer: { type: 'adam', learningRate: 0.002 },
    batchSize: 128,
    seed: 11,
    ...changes,
  });

/** Fisher's flowers as REFERENCE.md trains them. */
export const irisSpec = (/** @type {number} */ seed) =>
  normalizeSpec({
    inputShape: [4],
    layers: [
      { type: 'dense', units: 8, activation: 'tanh' },
      { type: 'dense', units: 3, activation: 'softmax' },
    ],
    optimizer: { type: 'adam', learningRate: 0.01 },
    batchSize: 16,
    seed,
  });
