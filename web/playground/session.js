/**
 * The playground's state and everything that can be done with it. Knows no DOM: the page calls its methods and draws
 * what it holds; tests can drive it alike.
 *
 * A change either reaches the running network as a command and keeps its weights (`tune`), or builds a new network
 * (`rebuild`). A new one replaces the old only when it is there: what is refused never touches the run.
 *
 * Events   `changed`   anything but the counters
 *          `progress`  step, epoch, metrics; up to 60 times a second
 *          `announced` a sentence for the live region
 */
import { Emitter } from '../api/emitter.js';
import { createEngine, NeuronWeightsError, normalizeSpec } from '../api/index.js';
import { errorText, formatCount, formatSetting, t } from '../messages/index.js';
import { dataShape, initialSettings, sourceOf, specOf } from './settings.js';
import { stepsPerSecond } from './speeds.js';

/** @typedef {import('./settings.js').Settings} Settings */
/** @typedef {'loading' | 'failed' | 'ready' | 'playing' | 'paused' | 'diverged' | 'lost'} Status */

const LOWER_RATE = 10; // a rate that made a run diverge is offered divided by this

/** @extends {Emitter<{ changed: void, progress: void, announced: string }>} */
export class Session extends Emitter {
  /** One change after another, so that the last one made is the one that stands. @type {Promise<unknown>} */
  #queue = Promise.resolve();
  /** @type {(() => void)[]} */
  #unfollow = [];
  /** @type {number | null} */
  #targetEpoch = null;

  settings = initialSettings();
  /** What was refused, by control: the text as it was typed, and why. @type {Map<string, { text: string, message: string, code: string }>} */
  errors = new Map();
  /** @type {Status} */
  status = 'loading';
  speed = 'epoch';
  /** Epochs after which Play pauses; null: never. @type {number | null} */
  stopEpochs = null;
  /** @type {import('../api/index.js').Engine | null} */
  engine = null;
  /** @type {import('../api/index.js').Run | null} */
  run = null;
  /** @type {import('../api/index.js').Dataset | null} */
  dataset = null;
  /** Rows for the decision map; null when the data has not two inputs. @type {any} */
  rows = null;
  /** Why the engine or the run does not go on. @type {{ error: any, step: number } | null} */
  trouble = null;
  /** Steps a second as measured. */
  pace = 0;

  /** @param {Status} [status] */
  #changed(status) {
    if (status) this.status = status;
    this.emit('changed', undefined);
  }

  /** @param {string} key @param {Record<string, any>} [values] */
  #announce(key, values) {
    this.emit('announced', t(key, values));
  }

  get spec() {
    return this.run?.spec ?? null;
  }

  get source() {
    return this.dataset?.source ?? null;
  }

  get playing() {
    return this.status === 'playing';
  }

  /** The newest exact losses, or null. */
  get point() {
    const points = this.run?.points ?? [];
    return points[points.length - 1] ?? null;
  }

  // ---- the engine

  async start() {
    this.trouble = null;
    this.#changed('loading');
    try {
      this.engine = await createEngine();
      this.engine.on('lost', ({ error, runs }) => {
        this.trouble = { error, step: runs[0]?.step ?? 0 };
        this.#announce('banner.lost', { step: this.trouble.step });
        this.#changed('lost');
      });
      await this.#build(this.settings);
    } catch (thrown) {
      this.trouble = { error: NeuronWeightsError.from(thrown, 'playground.start'), step: 0 };
      this.#changed('failed');
    }
  }

  /** After a loss: on from the last checkpoint. */
  async recover() {
    try {
      await this.engine?.restart();
      this.trouble = null;
      this.#announce('announce.recovered', { step: this.run?.state.step ?? 0 });
      this.#changed(this.#restingStatus());
      this.emit('progress', undefined);
    } catch (thrown) {
      this.trouble = {
        error: NeuronWeightsError.from(thrown, 'playground.recover'),
        step: this.trouble?.step ?? 0,
      };
      this.#changed('lost');
    }
  }

  #restingStatus() {
    const state = this.run?.state;
    if (state?.status === 'diverged') return 'diverged';
    return state?.step ? 'paused' : 'ready';
  }

  // ---- building and changing

  /**
   * A change that needs a new network.
   *
   * @param {string} control  where a complaint belongs
   * @param {(settings: Settings) => Settings} change
   * @param {string} [text]   as typed
   * @returns {Promise<boolean>}
   */
  rebuild(control, change, text = '') {
    return this.#attempt(control, text, async () => {
      await this.#build(change(this.settings));
      this.#announce('announce.newNetwork');
    });
  }

  /**
   * A change that the running network takes as it is.
   *
   * @param {string} control
   * @param {Partial<Settings>} change  of optimizer, learningRate, tuned, l1, l2, batchSize
   * @param {string} [text]
   */
  tune(control, change, text = '') {
    return this.#attempt(control, text, async () => {
      const settings = { ...this.settings, ...change };
      const { optimizer, regularizer, batchSize } = normalizeSpec(specOf(settings));
      const run = this.run;
      if (run) {
        if ('optimizer' in change || 'tuned' in change) await run.setOptimizer(optimizer);
        else if ('learningRate' in change) await run.setLearningRate(optimizer.learningRate);
        if ('l1' in change || 'l2' in change) await run.setRegularizer(regularizer);
        if ('batchSize' in change) {
          await run.setBatchSize(batchSize);
          if (this.playing) await this.#play(); // an epoch a frame is now another pace
        }
      }
      this.settings = settings;
    });
  }

  /**
   * Runs a change after those before it. A refusal is kept for its control and changes nothing else.
   *
   * @param {string} control @param {string} text
   * @param {() => Promise<void>} action
   * @returns {Promise<boolean>}
   */
  #attempt(control, text, action) {
    const result = this.#queue.then(async () => {
      try {
        await action();
        this.errors.delete(control);
        this.#changed();
        return true;
      } catch (thrown) {
        this.refuse(control, text, NeuronWeightsError.from(thrown, control));
        return false;
      }
    });
    this.#queue = result;
    return result;
  }

  /** @param {string} control @param {string} text @param {NeuronWeightsError} error */
  refuse(control, text, error) {
    if (error.kind === 'transport') return; // the banner tells, and no control is to blame
    const details =
      text && error.details.value !== undefined ? { ...error.details, value: text } : error.details;
    const message = errorText({ code: error.code, message: error.message, details });
    this.errors.set(control, { text, message, code: error.code });
    this.emit('announced', message);
    this.#changed();
  }

  /** Makes data and network, and only then lets go of the old ones. @param {Settings} settings */
  async #build(settings) {
    const engine = /** @type {import('../api/index.js').Engine} */ (this.engine);
    const spec = normalizeSpec(specOf(settings));
    const sameData = this.dataset && settings.data === this.settings.data;
    const dataset = sameData ? this.dataset : await engine.createDataset(sourceOf(settings.data));
    let run;
    let rows = this.rows;
    try {
      run = await engine.createRun(spec, /** @type {any} */ (dataset));
      if (!sameData) rows = await readMapRows(/** @type {any} */ (dataset), settings.data);
    } catch (error) {
      await run?.dispose();
      if (dataset !== this.dataset) await dataset?.dispose();
      throw error;
    }
    const [oldRun, oldDataset] = [this.run, this.dataset];
    Object.assign(this, { settings, run, dataset, rows, trouble: null, pace: 0 });
    this.#follow();
    this.#changed('ready');
    this.emit('progress', undefined);
    await oldRun?.dispose();
    if (oldDataset !== dataset) await oldDataset?.dispose();
  }

  #follow() {
    for (const stop of this.#unfollow) stop();
    const run = /** @type {import('../api/index.js').Run} */ (this.run);
    this.#unfollow = [
      run.on('progress', ({ stepsPerSecond: pace }) => {
        this.pace = pace;
        this.emit('progress', undefined);
      }),
      run.on('points', () => this.emit('progress', undefined)),
      run.on('changed', () => this.emit('progress', undefined)),
      run.on('paused', ({ reason, state }) => this.#paused(reason, state)),
      run.on('failed', ({ error, state }) => this.#failed(error, state)),
    ];
  }

  /** @param {string} reason @param {import('../api/index.js').RunState} state */
  #paused(reason, state) {
    if (this.status === 'diverged' || this.status === 'lost') return;
    if (reason === 'changed') return this.#changed(this.#restingStatus());
    if (this.playing) this.#announce('announce.paused', { epoch: state.epoch, step: state.step });
    this.#changed('paused');
    this.emit('progress', undefined);
  }

  /** @param {any} error @param {import('../api/index.js').RunState} state */
  #failed(error, state) {
    this.trouble = { error, step: state.step };
    this.#announce('announce.diverged', { step: state.step });
    this.#changed('diverged');
    this.emit('progress', undefined);
  }

  // ---- running

  async play() {
    await this.#queue;
    if (!this.run || this.playing) return;
    this.#aim();
    await this.#guarded(async () => {
      this.trouble = null;
      this.#changed('playing');
      this.#announce('announce.playing');
      await this.#play();
    });
  }

  async #play() {
    const run = /** @type {import('../api/index.js').Run} */ (this.run);
    const pace = stepsPerSecond(this.speed, run.state.stepsPerEpoch);
    await run.play({ stepsPerSecond: pace, ...(this.#targetEpoch ? { untilEpoch: this.#targetEpoch } : {}) });
  }

  async pause() {
    if (this.playing) await this.#guarded(() => /** @type {any} */ (this.run).pause());
  }

  async step() {
    await this.#advance((run) => run.step(1));
  }

  async epoch() {
    await this.#advance((run) => run.epoch(1));
  }

  /** @param {(run: import('../api/index.js').Run) => Promise<unknown>} move */
  async #advance(move) {
    await this.#queue;
    const { run } = this;
    if (!run) return;
    await this.#guarded(async () => {
      if (this.playing) await run.pause();
      this.trouble = null;
      await move(run);
      // A run that diverged on the way has said so itself.
      if (this.status !== 'diverged') this.#changed(this.#restingStatus());
      this.emit('progress', undefined);
    });
  }

  /** Same weights as at the start, with the settings as they are now. */
  reset() {
    return this.#attempt('reset', '', async () => {
      const { run } = this;
      if (run && this.#specIsCurrent(run)) {
        await run.reset();
        this.trouble = null;
        this.#changed('ready');
      } else await this.#build(this.settings);
      this.#announce('announce.reset');
      this.emit('progress', undefined);
    });
  }

  /** A run's reset goes back to its spec; settings tuned since then need the run made anew, with the same seed. */
  #specIsCurrent(run) {
    const { optimizer, regularizer, batchSize } = normalizeSpec(specOf(this.settings));
    const spec = run.spec;
    return (
      JSON.stringify([optimizer, regularizer, batchSize]) ===
      JSON.stringify([spec.optimizer, spec.regularizer, spec.batchSize])
    );
  }

  /** Other start weights. */
  reseed() {
    const seed = Math.floor(Math.random() * 1e6);
    return this.rebuild('seed', (settings) => ({ ...settings, seed }), formatSetting(seed));
  }

  /** @param {string} speed  of speeds.js */
  async setSpeed(speed) {
    this.speed = speed;
    this.#changed();
    if (this.playing) await this.#guarded(() => this.#play());
  }

  /** @param {number | null} epochs  whole, or null for no end */
  setStopEpochs(epochs, text = '') {
    if (epochs !== null && !(Number.isInteger(epochs) && epochs >= 1 && epochs <= 1e9)) {
      const allowed = `1 – ${formatCount(1e9)}`;
      this.refuse(
        'stop-epochs',
        text,
        new NeuronWeightsError('bad_value', { field: 'epochs', value: text, allowed }),
      );
      return;
    }
    this.errors.delete('stop-epochs');
    this.stopEpochs = epochs;
    this.#changed();
    if (!this.playing) return;
    this.#aim(); // from now on
    void this.#guarded(() => this.#play());
  }

  /** Counts the epochs after which to pause from the present one. */
  #aim() {
    this.#targetEpoch = this.stopEpochs ? (this.run?.state.epoch ?? 0) + this.stopEpochs : null;
  }

  /** After divergence: on from the last finite weights with a smaller rate. */
  async continueWithLowerRate() {
    const learningRate = this.lowerRate;
    if (await this.tune('learning-rate', { learningRate }, formatSetting(learningRate))) await this.play();
  }

  /** After divergence: from the start weights with a smaller rate; the last finite ones may already be beyond hope. */
  async restartWithLowerRate() {
    const learningRate = this.lowerRate;
    const tuned = await this.tune('learning-rate', { learningRate }, formatSetting(learningRate));
    if (tuned && (await this.reset())) await this.play();
  }

  get lowerRate() {
    return Number((this.settings.learningRate / LOWER_RATE).toPrecision(3));
  }

  /** A run that fails or an engine that dies tells by its events; here only what nobody has told. @param {() => Promise<any>} action */
  async #guarded(action) {
    try {
      await action();
    } catch (thrown) {
      const error = NeuronWeightsError.from(thrown, 'playground.run');
      if (error.kind === 'transport') return;
      if (error.kind === 'run') {
        if (this.status !== 'diverged') this.#failed(error, /** @type {any} */ (this.run).state);
        return;
      }
      this.#changed(this.#restingStatus());
      this.refuse('run', '', error);
    }
  }
}

/**
 * What the decision map draws: rows in the data's own units.
 *
 * @param {import('../api/index.js').Dataset} dataset
 * @param {Settings['data']} data
 */
async function readMapRows(dataset, data) {
  if (dataset.inputs !== 2) return null;
  const rows = await dataset.readRows();
  const { classes, featureNames, classNames } = dataShape(data);
  return { ...rows, classes, featureNames, classNames };
}
