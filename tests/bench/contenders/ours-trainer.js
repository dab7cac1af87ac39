/** Our own engine as a trainer of the benchmark: the package's synchronous core, in Node and in a page's worker. */
import { createCore } from '../../../web/api/core.js';
import { specOf } from '../workloads.js';

/** @param {import('../../../web/api/core.js').CoreOptions} options */
export async function oursTrainer(options) {
  const core = await createCore(options);
  /** @type {import('../../../web/api/core.js').CoreRun | null} */
  let run = null;
  return {
    info: core.info,

    load(work, { inputs, targets, rows }, weights) {
      const { columns, classes } = work;
      const rest = { rows, columns, classes, scaling: 'none', split: 'none' };
      run = core.createRun(specOf(work), { kind: 'table', inputs, targets, ...rest });
      for (const [index, { kernel, bias }] of weights.entries()) {
        run.setWeights(`dense_${index + 1}/kernel`, kernel);
        run.setWeights(`dense_${index + 1}/bias`, bias);
      }
    },

    step: (count) => void run.step(count),

    loss: () => run.evaluate('train').dataLoss,

    unload() {
      run?.dispose();
      run = null;
    },
  };
}
