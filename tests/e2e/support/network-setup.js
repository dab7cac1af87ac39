/** Sets a classification task of the reference table up, by the page's own controls. */
import { expect } from 'vitest';

/**
 * Says in the import dialog how the table is used, and uses it.
 *
 * @param {import('./page-driver.js').Playground} playground
 * @param {{ scaling: string }} task
 */
export async function useTable(playground, { scaling }) {
  await playground.choose('scaling', scaling);
  await playground.choose('split', 'everyFifth');
  const before = await playground.evaluate((root) => root.run.id);
  await playground.press('use-data');
  await playground.waitFor((root, old) => root.run.id !== old && root.source.kind === 'table', before);
}

/**
 * One hidden layer, optimizer, batch size; then Play will train the wanted epochs at full speed and pause.
 *
 * @param {import('./page-driver.js').Playground} playground
 */
export async function setUpNetwork(playground, { hidden, optimizer, batchSize, epochs, classes }) {
  while ((await playground.evaluate((root) => root.spec.layers.length)) > 2) {
    const layers = await playground.evaluate((root) => root.spec.layers.length);
    await playground.press(`remove-layer-${layers - 1}`);
    await playground.waitFor((root, before) => root.spec.layers.length < before, layers);
  }
  await playground.type('units-1', hidden.units);
  await playground.choose('activation-1', hidden.activation);
  await playground.choose('initializer-1', hidden.kernelInitializer);
  await playground.choose('initializer-output', 'glorotUniform');
  await playground.choose('loss', 'categoricalCrossentropy');
  await playground.choose('optimizer', optimizer.type);
  await playground.type('learning-rate', optimizer.learningRate);
  await playground.type('batch-size', batchSize);
  await playground.choose('speed', 'full');
  await playground.type('stop-epochs', epochs);
  await newWeights(playground, 1);
  await playground.waitFor(
    (root, { rate, rows, stop }) =>
      root.spec.batchSize === rows &&
      root.spec.optimizer.learningRate === rate &&
      root.session.stopEpochs === stop,
    { rate: optimizer.learningRate, rows: batchSize, stop: epochs },
  );

  const {
    layers,
    loss,
    optimizer: used,
    batchSize: batch,
    regularizer,
  } = await playground.evaluate((root) => root.spec);
  const zeros = { type: 'zeros' };
  expect({ loss, optimizer: used, batch, regularizer }).toMatchObject({
    loss: 'categoricalCrossentropy',
    optimizer,
    batch: batchSize,
    regularizer: { l1: 0, l2: 0 },
  });
  const { kernelInitializer: initializer, ...rest } = hidden;
  expect(layers).toMatchObject([
    { type: 'dense', ...rest, kernelInitializer: { type: initializer }, biasInitializer: zeros },
    {
      units: classes,
      activation: 'softmax',
      kernelInitializer: { type: 'glorotUniform' },
      biasInitializer: zeros,
    },
  ]);
}

/**
 * New start weights of a seed, with all settings as they are now.
 *
 * @param {import('./page-driver.js').Playground} playground
 * @param {number} seed
 */
export async function newWeights(playground, seed) {
  await playground.type('seed', seed);
  await playground.press('reset');
  await playground.waitFor((root, wanted) => root.spec.seed === wanted && root.run.state.step === 0, seed);
}

/**
 * Presses Play and waits until the page has paused by itself.
 *
 * @param {import('./page-driver.js').Playground} playground
 * @param {number} epochs
 */
export async function trainFor(playground, epochs) {
  await playground.press('play');
  await playground.waitFor(
    (root, target) =>
      root.run.state.epoch === target && !root.run.state.playing && root.session.status === 'paused',
    epochs,
    { timeout: 90_000 },
  );
}
