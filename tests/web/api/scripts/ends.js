/** What a user's script may do; `node ends.js <what> <threads>`. The test looks at how it ends. */
import { createEngine } from 'neuron-weights';
import { createCore } from 'neuron-weights/core';

const [what, count] = process.argv.slice(2);
const options = { threads: Number(count) };
const spec = {
  inputShape: [2],
  layers: [{ type: /** @type {const} */ ('dense'), units: 1, activation: 'tanh' }],
};
const data = { kind: /** @type {const} */ ('generated'), name: 'gauss' };

if (what === 'core') {
  const core = await createCore(options);
  const run = core.createRun(spec, data);
  run.step(10);
  console.log(run.state.step, core.info.threads);
} else {
  const engine = await createEngine(options);
  const run = await engine.createRun(spec, data);
  run.watch({ kind: 'parameter', name: 'dense_1/kernel' }, () => {});
  if (what === 'fit') {
    await run.fit({ epochs: 2 });
    console.log(run.state.epoch, engine.info.threads);
  }
  if (what === 'target') {
    run.on('paused', ({ reason, state }) => console.log(reason, state.step));
    await run.play({ untilStep: 50, stepsPerSecond: 200 });
  }
  if (what === 'endless') {
    await run.play();
    console.log('playing', run.state.playing);
  }
  if (what === 'meanwhile') {
    // Nothing is watched and nothing arrives anywhere: it trains all the same while something else keeps the script alive.
    const other = await engine.createRun(spec, data);
    await other.play();
    await new Promise((resolve) => setTimeout(resolve, 400));
    console.log((await other.pause()).step > 1000);
  }
}
