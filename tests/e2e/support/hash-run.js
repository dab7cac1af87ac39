/**
 * One run whose bits are compared between Node, browsers and thread counts. It is wide enough that the pool is used
 * inside a step, has every activation and a penalty, and its last batch of an epoch is a partial one.
 *
 * Data are made with + − × ÷ only: JavaScript's Math differs between browsers.
 */

export const STEPS = 200;
const HALF = STEPS / 2;

const ROWS = 600;
const COLUMNS = 96;
const CLASSES = 5;

/** x in -1 … 1 by Park and Miller's generator; the class is that of the largest of five sums. */
function source() {
  let state = 12345;
  const uniform = () => {
    state = (state * 48271) % 2147483647;
    return (2 * state) / 2147483647 - 1;
  };
  const inputs = Float32Array.from({ length: ROWS * COLUMNS }, uniform);
  const targets = Float32Array.from({ length: ROWS }, (_, row) => {
    const sums = Array.from({ length: CLASSES }, (__, c) => {
      let sum = 0;
      for (let i = c; i < COLUMNS; i += CLASSES) sum += inputs[row * COLUMNS + i];
      return sum;
    });
    return sums.indexOf(Math.max(...sums));
  });
  return {
    kind: 'table',
    inputs,
    rows: ROWS,
    columns: COLUMNS,
    targets,
    classes: CLASSES,
    scaling: 'standardize',
    split: 'everyFifth',
  };
}

const dense = (units, activation, kernelInitializer) => ({
  type: 'dense',
  units,
  activation,
  kernelInitializer,
});

const SPEC = {
  inputShape: [COLUMNS],
  layers: [
    dense(192, 'relu', 'heNormal'),
    dense(100, 'tanh', 'glorotUniform'),
    dense(48, 'sigmoid', 'glorotNormal'),
    dense(17, 'linear', 'heUniform'),
    dense(CLASSES, 'softmax', 'glorotUniform'),
  ],
  loss: 'categoricalCrossentropy',
  optimizer: { type: 'adam', learningRate: 0.002 },
  regularizer: { l1: 0.00001, l2: 0.0001 },
  batchSize: 56,
  seed: 11,
};

/**
 * @param {typeof import('../../../web/api/index.js').createEngine} createEngine
 * @param {{ variant: string, threads: number }} options
 */
export async function hashes(createEngine, options) {
  const engine = await createEngine(options);
  try {
    const straight = await engine.createRun(SPEC, source());
    const start = await straight.hash();
    await straight.step(HALF);
    const saved = await straight.save();
    await straight.step(STEPS - HALF);

    // A run that never saw the first half: its state comes from the bytes alone.
    const resumed = await engine.createRun(SPEC, source());
    await resumed.restore(saved);
    await resumed.step(STEPS - HALF);

    // Many small runs at once are spread over the pool, one run a thread.
    const small = {
      ...SPEC,
      layers: [dense(6, 'tanh', 'glorotUniform'), dense(CLASSES, 'softmax', 'glorotUniform')],
    };
    const runs = await Promise.all([1, 2, 3].map((seed) => engine.createRun({ ...small, seed }, source())));
    await Promise.all(runs.map((run) => run.step(STEPS)));

    return {
      info: engine.info,
      start,
      end: await straight.hash(),
      resumed: await resumed.hash(),
      small: await Promise.all(runs.map((run) => run.hash())),
      loss: (await straight.evaluate('train')).dataLoss,
    };
  } finally {
    engine.dispose();
  }
}
