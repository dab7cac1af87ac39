/**
 * What every contender does when asked, wherever it runs: prepare a workload, then take timed samples of it.
 *
 * A trainer is the thin part that differs between contenders:
 * `{ info, load(workload, rows, weights), step(count), infer(count), loss(), unload() }`, each possibly a promise; `step`
 * trains on the next batches, `infer` only asks for outputs, `loss` is the data loss over all rows loaded. `load` may
 * throw an Unable: the contender sits this workload out. `play(milliseconds)`, where there is one, trains for that long and gives
 * `{ steps, milliseconds }`.
 */
import { CHECK_STEPS, rowsOf, startWeights, workload } from '../workloads.js';

/** What a contender has no means to do. */
export class Unable extends Error {}

export class Session {
  #trainer;
  #mode = 'train';
  #stepsPerMs = 0;

  constructor(trainer) {
    this.#trainer = trainer;
  }

  get info() {
    return this.#trainer.info;
  }

  /**
   * Loads a workload and warms up.
   *
   * @param {string} id
   * @param {number} warmUpMs   long enough for the compilers behind wasm and JavaScript to have put their best code in place
   * @returns {Promise<number[]>}  data losses before the first step and after each of the first steps
   */
  async prepare(id, warmUpMs) {
    const trainer = this.#trainer;
    const work = workload(id);
    this.#mode = work.mode;
    const rows = work.make ? rowsOf(work) : { check: null, timed: null }; // a kernel makes its own
    const weights = work.make ? startWeights(work) : [];

    await trainer.load(work, rows.check, weights);
    const losses = [await trainer.loss()];
    for (let step = 0; step < (work.mode === 'train' ? CHECK_STEPS : 0); step++) {
      await trainer.step(1);
      losses.push(await trainer.loss());
    }
    await trainer.unload();

    await trainer.load(work, rows.timed, weights);
    let steps = 1;
    for (let elapsed = 0; elapsed < warmUpMs;) {
      const took = await this.#time(steps);
      elapsed += took;
      this.#stepsPerMs = steps / Math.max(took, 0.05);
      if (took < 50) steps *= 2;
    }
    return losses;
  }

  /** Steps for about `milliseconds`. @param {number} milliseconds */
  async sample(milliseconds) {
    if (this.#mode === 'train' && this.#trainer.play) return this.#trainer.play(milliseconds);
    const steps = Math.max(1, Math.round(this.#stepsPerMs * milliseconds));
    const took = await this.#time(steps);
    this.#stepsPerMs = steps / took;
    return { steps, milliseconds: took };
  }

  /** Lets the workload go. */
  async finish() {
    await this.#trainer.unload();
  }

  async #time(steps) {
    const before = performance.now();
    await (this.#mode === 'train' ? this.#trainer.step(steps) : this.#trainer.infer(steps));
    return performance.now() - before;
  }
}

/** Answers `{ id, method, args }` with `{ id, value }` or `{ id, error }`: the same over a process' or a worker's messages. */
export async function answer(session, { id, method, args }) {
  try {
    const value = method === 'info' ? session.info : await session[method](...args);
    return { id, value };
  } catch (error) {
    const unable = error instanceof Unable;
    return { id, error: unable ? error.message : `${error}\n${error?.stack}`, unable };
  }
}
