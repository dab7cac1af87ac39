/**
 * The package as most people call it, `createEngine`: the same engine as the core's, run in slices; from a page, in a worker. It
 * plays, since `step(count)` ends with losses over all rows, for the loss curve.
 */
import { createEngine } from '../../../web/api/index.js';
import { batchesOf, specOf } from '../workloads.js';
import { sourceOf } from './ours-trainer.js';

// While it plays, losses over all rows are taken whenever that costs a tenth of the time at most. For all rows that would be one
// or none in a sample; with few it is the tenth.
const BATCHES = 4;

/** @param {import('../../../web/api/index.js').EngineOptions} options */
export async function makeTrainer(options) {
  // Between workloads it has no runs for a while.
  const engine = await createEngine({ ...options, idleMs: 1e9 });
  /** @type {import('../../../web/api/run.js').Run | null} */
  let run = null;
  /** @type {{ inputs: Float32Array }[]} */
  let batches = [];
  return {
    info: engine.info,

    async load(work, rows, weights) {
      batches = batchesOf(work, rows);
      const few = { ...rows, rows: Math.min(rows.rows, BATCHES * work.batchSize) };
      run = await engine.createRun(specOf(work), sourceOf(work, few));
      const values = weights.flatMap(({ kernel, bias }) => [kernel, bias]);
      for (const [index, { name }] of run.parameters.entries()) await run.setWeights(name, values[index]);
    },

    step: async (count) => void (await run.step(count)),

    async play(milliseconds) {
      const { step } = run.state;
      const before = performance.now();
      await run.play();
      await new Promise((resolve) => setTimeout(resolve, milliseconds));
      const after = await run.pause();
      const took = performance.now() - before;
      await run.evaluate('train'); // the loss curve's last point is taken by now, and does not disturb the next contender
      return { steps: after.step - step, milliseconds: took };
    },

    async infer(count) {
      for (let batch = 0; batch < count; batch++) await run.predict(batches[batch % batches.length].inputs);
    },

    loss: async () => (await run.evaluate('train')).dataLoss,

    async unload() {
      await run?.dispose();
      run = null;
    },
  };
}
