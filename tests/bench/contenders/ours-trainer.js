/** Our own engine as a trainer of the benchmark. Runs in Node and in a page. */
import { specOf } from '../workloads.js';

/**
 * @param {typeof import('../../../web/api/index.js').createEngine} createEngine
 * @param {import('../../../web/api/index.js').EngineOptions} options
 */
export async function oursTrainer(createEngine, options) {
  const engine = await createEngine(options);
  /** @type {import('../../../web/api/index.js').Run | null} */
  let run = null;
  return {
    info: engine.info,

    async load(work, { inputs, targets, rows }, weights) {
      run = await engine.createRun(specOf(work), {
        kind: 'table',
        inputs,
        targets,
        rows,
        columns: work.columns,
        classes: work.classes,
        scaling: 'none',
        split: 'none',
      });
      const names = run.parameters.map(({ name }) => name);
      for (const [index, { kernel, bias }] of weights.entries()) {
        await run.setWeights(names[2 * index], kernel);
        await run.setWeights(names[2 * index + 1], bias);
      }
    },

    step: (count) => run.step(count),

    loss: async () => (await run.evaluate('train')).dataLoss,

    async unload() {
      await run?.dispose();
      run = null;
    },
  };
}
