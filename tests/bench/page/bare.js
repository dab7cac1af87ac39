/** How soon a bare page with the package has trained: workload A1, one step. */
import { createEngine } from '../../../web/api/index.js';

const engine = await createEngine();
const dense = (units) => ({ type: 'dense', units, activation: 'tanh' });
const run = await engine.createRun(
  {
    inputShape: [2],
    layers: [dense(4), dense(2), dense(1)],
    loss: 'meanSquaredError',
    optimizer: { type: 'sgd', learningRate: 0.03 },
    batchSize: 10,
    seed: 1,
  },
  { kind: 'generated', name: 'circle' },
);
await run.step(1);
Object.assign(window, { firstStep: performance.now() });
