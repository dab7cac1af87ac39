/** Our own engine as a trainer of the benchmark: the package's synchronous core, in Node and in a page's worker. */
import { createCore } from '../../../web/api/core.js';
import { batchesOf, columnsOf, specOf } from '../workloads.js';

/** @param {import('../../../web/api/core.js').CoreOptions} options */
export async function makeTrainer(options) {
  const core = await createCore(options);
  /** @type {import('../../../web/api/core.js').CoreRun | null} */
  let run = null;
  /** @type {{ inputs: Float32Array }[]} */
  let batches = [];
  return {
    info: core.info,

    load(work, { inputs, targets, rows }, weights) {
      const rest = { rows, columns: columnsOf(work), classes: work.classes, scaling: 'none', split: 'none' };
      run = core.createRun(specOf(work), { kind: 'table', inputs, targets, ...rest });
      const values = weights.flatMap(({ kernel, bias }) => [kernel, bias]);
      for (const [index, { name }] of run.parameters.entries()) run.setWeights(name, values[index]);
      batches = batchesOf(work, { inputs, targets, rows });
    },

    step: (count) => void run.step(count),

    infer(count) {
      for (let batch = 0; batch < count; batch++) run.predict(batches[batch % batches.length].inputs);
    },

    loss: () => run.evaluate('train').dataLoss,

    unload() {
      run?.dispose();
      run = null;
    },
  };
}
