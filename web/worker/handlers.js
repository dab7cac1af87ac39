/** What the host does for each operation of the protocol. */
import { NeuronWeightsError } from '../errors/neuron-weights-error.js';
import { HostRun } from './host-run.js';

/**
 * What handlers work on.
 *
 * @typedef {object} HostParts
 * @property {import('../engine/core.js').EngineCore} core
 * @property {Map<number, number>} datasets   the page's id → the engine's handle
 * @property {Map<number, HostRun>} runs
 * @property {import('./scheduler.js').Scheduler} scheduler
 * @property {(run: HostRun, reason: import('./protocol.js').PauseReason) => void} pause
 * @property {(run: HostRun) => import('./protocol.js').RunState} stateOf
 */

/** A rewind that takes longer goes on in slices, so that other messages are answered meanwhile. */
const REWIND_MS = 10;

/** @type {Readonly<Record<string, (parts: HostParts, args: any) => any>>} */
export const HANDLERS = {
  'engine.ping': () => ({}),

  'dataset.create'({ core, datasets }, { dataset, source }) {
    refuseTaken(datasets, dataset);
    const { dataset: handle, ...info } = core.createDataset(source);
    datasets.set(dataset, handle);
    return { dataset, info };
  },

  'dataset.rows'({ core, datasets }, { dataset }) {
    const handle = datasetHandle(datasets, dataset);
    const inputs = unscale(
      core.datasetFloats(handle, 'inputs'),
      core.datasetFloats(handle, 'mean'),
      core.datasetFloats(handle, 'scale'),
    );
    return {
      inputs,
      targets: core.datasetFloats(handle, 'targets'),
      trainRows: core.datasetRows(handle, 'trainRows'),
      testRows: core.datasetRows(handle, 'testRows'),
    };
  },

  'dataset.partMask'({ core }, { source, row, part }) {
    return { data: core.partMask(source, row, part) };
  },

  'dataset.dispose'({ core, datasets }, { dataset }) {
    core.disposeDataset(datasetHandle(datasets, dataset));
    datasets.delete(dataset);
    return {};
  },

  'run.create'({ core, datasets, runs, scheduler, stateOf }, { run: id, dataset, spec, checkpoint }) {
    refuseTaken(runs, id);
    const { run: handle, parameters, bytes } = core.createRun(spec, datasetHandle(datasets, dataset));
    const run = new HostRun(id, handle, dataset);
    if (checkpoint) {
      try {
        core.restore(handle, checkpoint);
      } catch (error) {
        core.disposeRun(handle);
        throw error;
      }
    }
    runs.set(id, run);
    const state = stateOf(run);
    scheduler.wake();
    return { parameters, bytes, state };
  },

  'run.play'(parts, { run: id, stepsPerSecond = null, untilStep, untilEpoch }) {
    const run = findRun(parts, id);
    interrupt(run);
    run.stepsPerSecond = stepsPerSecond;
    run.target = { step: untilStep, epoch: untilEpoch };
    parts.scheduler.start(run);
    return { state: parts.stateOf(run) };
  },

  'run.pause'(parts, { run: id }) {
    const run = findRun(parts, id);
    parts.pause(run, 'asked');
    return { state: parts.stateOf(run) };
  },

  'run.step'(parts, { run: id, steps, epochs }) {
    const run = findRun(parts, id);
    if ((steps === undefined) === (epochs === undefined)) {
      throw new NeuronWeightsError('bad_option', { field: 'run.step', options: ['steps', 'epochs'] });
    }
    const { step, epoch } = parts.core.state(run.handle);
    return playTo(parts, run, steps === undefined ? { epoch: epoch + epochs } : { step: step + steps });
  },

  'run.command'(parts, { run: id, command }) {
    return change(parts, id, (run) => parts.core.command(run.handle, command));
  },

  'run.reset'(parts, { run: id }) {
    return moveRun(parts, id, (run) => parts.core.reset(run.handle));
  },

  'run.reseed'(parts, { run: id, seed }) {
    return moveRun(parts, id, (run) => parts.core.reseed(run.handle, seed));
  },

  async 'run.rewind'(parts, { run: id, step: wanted }) {
    const run = findRun(parts, id);
    const { step, target } = parts.core.rewind(run.handle, wanted, REWIND_MS);
    moved(parts, run);
    if (step < target) await playTo(parts, run, { step: target });
    return { state: parts.stateOf(run) };
  },

  'run.evaluate'(parts, { run: id, split }) {
    return { metrics: parts.core.evaluate(findRun(parts, id).handle, split) };
  },

  'run.confusion'(parts, { run: id, split }) {
    return parts.core.inspection.confusion(findRun(parts, id).handle, split);
  },

  'run.inspectParameter'(parts, { run: id, name, ...question }) {
    const { handle } = findRun(parts, id);
    return { inspection: parts.core.inspection.parameter(handle, name, question) };
  },

  'run.inspectActivations'(parts, { run: id, ...question }) {
    return { inspection: parts.core.inspection.activations(findRun(parts, id).handle, question) };
  },

  'run.cosines'(parts, { run: id, name }) {
    return parts.core.inspection.cosines(findRun(parts, id).handle, name);
  },

  'run.whatIf'(parts, { run: id, name, index, values, split }) {
    const { handle } = findRun(parts, id);
    return { metrics: parts.core.inspection.whatIf(handle, name, index, values, split) };
  },

  'run.predict'(parts, { run: id, inputs, rows }) {
    return parts.core.predict(findRun(parts, id).handle, inputs, rows);
  },

  'run.weights'(parts, { run: id, name }) {
    const { handle } = findRun(parts, id);
    return { ...parts.core.parameter(handle, name), step: parts.core.state(handle).step };
  },

  'run.watch'(parts, { run: id, revision, views }) {
    const run = findRun(parts, id);
    const before = { views: run.views, revision: run.revision };
    run.views = views;
    run.revision = revision;
    try {
      // Wrong views are refused here, where somebody is told, and not at the next snapshot.
      parts.core.snapshot(run.handle, views);
    } catch (error) {
      Object.assign(run, before);
      throw error;
    }
    run.pool.forget();
    run.unpublished = true;
    run.publishedMs = -Infinity;
    parts.scheduler.wake();
    return {};
  },

  'run.state'(parts, { run: id }) {
    return { state: parts.stateOf(findRun(parts, id)) };
  },

  'run.checkpoint'(parts, { run: id }) {
    const { handle } = findRun(parts, id);
    return { bytes: parts.core.checkpoint(handle), step: parts.core.state(handle).step };
  },

  'run.restore'(parts, { run: id, bytes }) {
    return moveRun(parts, id, (run) => parts.core.restore(run.handle, bytes));
  },

  'run.hash'(parts, { run: id }) {
    const { handle } = findRun(parts, id);
    return { hash: parts.core.hash(handle), step: parts.core.state(handle).step };
  },

  'run.dispose'(parts, { run: id }) {
    const run = findRun(parts, id);
    interrupt(run);
    parts.runs.delete(id);
    parts.core.disposeRun(run.handle);
    return {};
  },

  'snapshot.return'({ runs, scheduler }, { run: id, buffer }) {
    const run = runs.get(id); // it may be gone by now
    run?.pool.giveBack(buffer);
    if (run?.unpublished) scheduler.wake();
    return {};
  },
};

/**
 * @param {HostParts} parts
 * @param {number} id
 * @returns {HostRun}
 */
function findRun({ runs }, id) {
  const run = runs.get(id);
  if (!run) throw new NeuronWeightsError('unknown_run', { actual: id });
  return run;
}

/**
 * @param {Map<number, number>} datasets
 * @param {number} id
 */
function datasetHandle(datasets, id) {
  const handle = datasets.get(id);
  if (handle === undefined) throw new NeuronWeightsError('unknown_dataset', { actual: id });
  return handle;
}

/**
 * @param {Map<number, any>} taken
 * @param {number} id
 */
function refuseTaken(taken, id) {
  if (taken.has(id))
    throw new NeuronWeightsError('bad_value', { field: 'id', value: id, actual: id, expected: 'unused' });
}

/** A `run.step` that waits is answered: something else begins. @param {HostRun} run */
function interrupt(run) {
  const { onStop } = run;
  run.playing = false;
  run.onStop = run.onFail = null;
  onStop?.(false);
}

/**
 * Trains to a target and answers there, or earlier when something else pauses the run.
 *
 * @param {HostParts} parts
 * @param {HostRun} run
 * @param {import('./host-run.js').Target} target
 * @returns {Promise<{ state: import('./protocol.js').RunState, reached: boolean }>}
 */
function playTo(parts, run, target) {
  interrupt(run);
  run.stepsPerSecond = null;
  run.target = target;
  return new Promise((resolve, reject) => {
    run.onStop = (reached) => resolve({ state: parts.stateOf(run), reached });
    run.onFail = reject;
    parts.scheduler.start(run);
  });
}

/**
 * A change that lets a playing run play on.
 *
 * @param {HostParts} parts
 * @param {number} id
 * @param {(run: HostRun) => void} act
 */
function change(parts, id, act) {
  const run = findRun(parts, id);
  act(run);
  run.touch();
  parts.scheduler.wake();
  return { state: parts.stateOf(run) };
}

/**
 * A change to another step, after which the run stands still. When it fails, nothing has happened: the run plays on.
 *
 * @param {HostParts} parts
 * @param {number} id
 * @param {(run: HostRun) => void} act
 */
function moveRun(parts, id, act) {
  const run = findRun(parts, id);
  act(run);
  moved(parts, run);
  return { state: parts.stateOf(run) };
}

/**
 * The run stands at another step now.
 *
 * @param {HostParts} parts
 * @param {HostRun} run
 */
function moved(parts, run) {
  run.touch();
  run.batchLoss = null;
  run.savedMs = -Infinity; // a restart before the next checkpoint must not bring the old state back
  parts.pause(run, 'changed');
  parts.scheduler.wake();
}

/**
 * Inputs in the data's own units again. A constant column was scaled to 0: it shows its mean.
 *
 * @param {Float32Array} inputs   [rows, columns], changed in place
 * @param {Float32Array} mean     [columns], or empty: not scaled
 * @param {Float32Array} scale
 */
function unscale(inputs, mean, scale) {
  const columns = scale.length;
  for (let index = 0; columns > 0 && index < inputs.length; index++) {
    const column = index % columns;
    inputs[index] = (scale[column] === 0 ? 0 : inputs[index] / scale[column]) + (mean[column] ?? 0);
  }
  return inputs;
}
