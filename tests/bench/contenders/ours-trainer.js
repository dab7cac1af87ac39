/** Our own engine as a trainer of the benchmark: the package's synchronous core, in Node and in a page's worker. */
import { createCore } from '../../../web/api/core.js';
import { batchesOf, columnsOf, specOf } from '../workloads.js';
import { makeKernels } from './kernels.js';
import { Unable } from './session.js';

/** The data source of a workload's rows, the first `rows` of them. */
export function sourceOf(work, { inputs, targets, rows }) {
  const columns = columnsOf(work);
  const rest = { rows, columns, classes: work.classes, scaling: 'none', split: 'none' };
  return {
    kind: 'table',
    inputs: inputs.subarray(0, rows * columns),
    targets: targets.subarray(0, rows),
    ...rest,
  };
}

/** @param {import('../../../web/api/core.js').CoreOptions & { kernels: string }} options   kernels: address of that module */
export async function makeTrainer({ kernels: url, ...options }) {
  const core = await createCore(options);
  const { info } = core;
  const net = makeNet(core);
  let kernels = null;
  /** @type {any} */
  let at = net;
  return {
    info,
    async load(work, rows, weights) {
      if (work.kernel && !url) throw new Unable('the kernels of this build are not there');
      if (work.kernel) kernels ??= await makeKernels({ url, threads: info.threads });
      at = work.kernel ? kernels : net;
      return at.load(work, rows, weights);
    },
    step: (count) => at.step(count),
    infer: (count) => at.infer(count),
    loss: () => at.loss(),
    unload: () => at.unload(),
  };
}

function makeNet(core) {
  /** @type {import('../../../web/api/core.js').CoreRun | null} */
  let run = null;
  /** @type {{ inputs: Float32Array }[]} */
  let batches = [];
  return {
    load(work, rows, weights) {
      run = core.createRun(specOf(work), sourceOf(work, rows));
      const values = weights.flatMap(({ kernel, bias }) => [kernel, bias]);
      for (const [index, { name }] of run.parameters.entries()) run.setWeights(name, values[index]);
      batches = batchesOf(work, rows);
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
