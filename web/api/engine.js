/**
 * An engine: holds data sets and runs, knows what it takes to bring them back when the worker is lost, and closes the worker
 * when nothing is left to do.
 */
import { NeuronWeightsError } from '../errors/neuron-weights-error.js';
import { checkSource, imageShapeOf, partIndex } from '../schema/data-source.js';
import { normalizeSpec } from '../schema/spec.js';
import { checkCount } from '../schema/values.js';
import { Emitter } from './emitter.js';
import { Run } from './run.js';
import { unref, Watchdog } from './watchdog.js';

/** @typedef {import('./client.js').EngineClient} EngineClient */
/** @typedef {import('../schema/spec.js').NetworkSpec} NetworkSpec */
/** @typedef {import('../schema/spec.js').NetworkSpecInput} NetworkSpecInput */
/** @typedef {import('../schema/data-source.js').DataSource} DataSource */

/** Wasm memory never shrinks, so an engine without runs is closed after this long; it opens again by itself. */
const IDLE_MS = 30000;

/** A network that computes this much between two signs of life may be silent: floating-point operations a second, at worst. */
const SLOWEST_FLOPS = 1e9;

/**
 * @typedef {object} EngineInfo
 * @property {string} version
 * @property {number} numericsVersion   grows when the same run gives other bits
 * @property {'simd' | 'simd-threads' | 'relaxed' | 'relaxed-threads'} variant
 * @property {number} threads           the calling one counted
 * @property {number} lanes             floats a vector
 * @property {boolean} relaxed          true: last bits may differ between processors
 * @property {'worker' | 'here'} place  where it computes
 * @property {readonly { code: string, reason: string }[]} notices   fallbacks taken while loading
 */

/**
 * @typedef {object} DatasetInfo
 * @property {number} rows
 * @property {number} trainRows
 * @property {number} testRows
 * @property {number} inputs    input columns
 * @property {number} targets   target columns
 * @property {number} classes   0: regression
 */

/**
 * One living transport: what `openTransport` gives.
 *
 * @typedef {object} Transport
 * @property {EngineClient} client
 * @property {EngineInfo} info
 * @property {() => void} close   ends the worker; the client is lost by it without an event
 */

/**
 * @typedef {object} EngineEvents
 * @property {{ error: NeuronWeightsError, runs: { run: Run, id: number, step: number }[] }} lost   step: where a restart goes on
 * @property {{ runs: { run: Run, id: number, step: number }[] }} restarted
 */

/** A data set in the engine; runs share it. */
export class Dataset {
  #link;

  /**
   * @param {number} id
   * @param {DataSource} source
   * @param {DatasetInfo} info
   * @param {{ rows: () => Promise<any>, partMask: (row: number, part: number) => Promise<{ data: Float32Array }>,
   *   dispose: () => Promise<void> }} link
   */
  constructor(id, source, info, link) {
    /** @readonly */
    this.id = id;
    /** @readonly */
    this.source = source;
    /** @readonly */
    this.rows = info.rows;
    /** @readonly */
    this.trainRows = info.trainRows;
    /** @readonly */
    this.testRows = info.testRows;
    /** @readonly */
    this.inputs = info.inputs;
    /** @readonly */
    this.targets = info.targets;
    /** 0: regression. @readonly */
    this.classes = info.classes;
    /** [height, width, channels], where a row is an image. @type {readonly number[] | null} @readonly */
    this.imageShape = imageShapeOf(source);
    this.#link = link;
  }

  /**
   * All rows in the data's own units, and who trains.
   *
   * @returns {Promise<{ inputs: Float32Array, targets: Float32Array, trainRows: Int32Array, testRows: Int32Array }>}
   *   inputs [rows, inputs]; targets [rows, targets] or class indices [rows]; row numbers
   */
  readRows() {
    return this.#link.rows();
  }

  /**
   * Where a part of a generated object is seen: the share of every pixel that the part covers and that nothing in front hides.
   *
   * @param {number} row    a row of this data set
   * @param {string} part   of the catalog's `imageGenerators.composedObjects.partNames`
   * @returns {Promise<Float32Array>}  [height, width], 0 to 1; all 0 where the object has no such part
   * @throws {NeuronWeightsError} `bad_option` for a part that there is not, `bad_value` for a row
   */
  async partMask(row, part) {
    checkCount('row', row, 0, this.rows - 1);
    const { data } = await this.#link.partMask(row, partIndex(this.source, part));
    return data;
  }

  /** Runs that use it keep it alive until they are disposed of. */
  dispose() {
    return this.#link.dispose();
  }
}

/**
 * @extends {Emitter<EngineEvents>}
 */
export class Engine extends Emitter {
  #open;
  /** @type {Transport | null} */
  #transport = null;
  /** @type {Promise<Transport> | null} */
  #opening = null;
  /** @type {EngineInfo} */
  #info;
  #idleMs;
  /** @type {ReturnType<typeof setTimeout> | null} */
  #idleTimer = null;
  /** @type {Watchdog | null} */
  #watchdog = null;
  #watchdogOptions;
  /** @type {NeuronWeightsError | null} */
  #lost = null;
  #disposed = false;
  #nextId = 1;
  /** @type {Map<number, { dataset: Dataset, users: number, released: boolean }>} */
  #datasets = new Map();
  /** @type {Map<number, { run: Run, dataset: number }>} */
  #runs = new Map();

  /**
   * Made by `createEngine`.
   *
   * @param {() => Promise<Transport>} open
   * @param {Transport} transport  the first one, open
   * @param {{ idleMs?: number, watchdog?: { silenceMs?: number, pingMs?: number } }} [options]
   */
  constructor(open, transport, { idleMs = IDLE_MS, watchdog = {} } = {}) {
    super();
    this.#open = open;
    this.#idleMs = idleMs;
    this.#watchdogOptions = watchdog;
    this.#info = transport.info;
    this.#adopt(transport);
    this.#idle();
  }

  get info() {
    return this.#info;
  }

  /** @returns {readonly Run[]} */
  get runs() {
    return [...this.#runs.values()].map(({ run }) => run);
  }

  /** Why the engine does not work any more, or null. `restart` brings it back. */
  get lost() {
    return this.#lost;
  }

  /** True while no worker is held because there is nothing to do. */
  get closed() {
    return this.#transport === null;
  }

  /**
   * @param {DataSource} source   plain data; kept for restarts, so do not change its arrays
   * @returns {Promise<Dataset>}
   * @throws {NeuronWeightsError} `bad_data`, `bad_shape`, `bad_option`, `bad_value`, `one_class`, `out_of_memory`
   */
  async createDataset(source) {
    const checked = checkSource(source);
    const id = this.#nextId++;
    const { info } = await this.#call('dataset.create', { dataset: id, source: checked });
    const dataset = new Dataset(id, checked, info, {
      rows: () => this.#call('dataset.rows', { dataset: id }),
      partMask: (row, part) => this.#call('dataset.partMask', { source: checked, row, part }),
      dispose: () => this.#releaseDataset(id),
    });
    this.#datasets.set(id, { dataset, users: 0, released: false });
    this.#idle();
    return dataset;
  }

  /**
   * Builds a network on data. Fails without touching any other run.
   *
   * @param {NetworkSpecInput} spec
   * @param {DataSource | Dataset} data
   * @returns {Promise<Run>}
   * @throws {NeuronWeightsError} `bad_value`, `bad_option`, `bad_spec`, `network_too_large` and those of `createDataset`
   */
  async createRun(spec, data) {
    const complete = normalizeSpec(spec);
    const owned = !(data instanceof Dataset);
    const dataset = owned ? await this.createDataset(data) : data;
    const entry = this.#datasets.get(dataset.id);
    if (!entry) throw new NeuronWeightsError('unknown_dataset', { actual: dataset.id });
    const id = this.#nextId++;
    entry.users++;
    if (owned) entry.released = true; // goes with its only run
    try {
      const link = {
        call: this.#call.bind(this),
        send: this.#send.bind(this),
        dispose: (/** @type {Run} */ run) => this.#releaseRun(run),
      };
      const value = await this.#call('run.create', { run: id, dataset: dataset.id, spec: complete });
      const run = new Run({ id, spec: complete, parameters: value.parameters, state: value.state, link });
      this.#runs.set(id, { run, dataset: dataset.id });
      return run;
    } catch (error) {
      await this.#dropUser(dataset.id);
      throw error;
    } finally {
      this.#idle();
    }
  }

  /**
   * Starts anew after a loss, and brings every run back from its last checkpoint, at most 2 s of training back. The Run
   * objects stay the same; they are paused.
   *
   * @returns {Promise<{ run: Run, id: number, step: number }[]>}  step: where each stands now
   */
  async restart() {
    this.#assertAlive();
    this.#close();
    this.#lost = null;
    await this.#ensureOpen();
    const runs = this.#recoverySteps();
    this.emit('restarted', { runs });
    return runs;
  }

  /** Ends the worker; every promise still waiting rejects with `cancelled`. */
  dispose() {
    if (this.#disposed) return;
    this.#disposed = true;
    this.#close(new NeuronWeightsError('cancelled', { field: 'engine.dispose' }));
  }

  #assertAlive() {
    if (this.#disposed) throw new NeuronWeightsError('worker_lost', { reason: 'the engine was disposed of' });
  }

  /**
   * @param {string} op
   * @param {object} [args]
   * @param {Transferable[]} [transfer]
   */
  async #call(op, args, transfer) {
    const { client } = await this.#ensureOpen();
    return client.call(op, args, transfer);
  }

  /**
   * @param {string} op
   * @param {object} [args]
   * @param {Transferable[]} [transfer]
   */
  #send(op, args = {}, transfer) {
    this.#transport?.client.send(op, args, transfer);
  }

  /** @returns {Promise<Transport>} */
  async #ensureOpen() {
    this.#assertAlive();
    if (this.#lost) throw this.#lost;
    if (this.#transport) return this.#transport;
    this.#opening ??= this.#reopen().finally(() => (this.#opening = null));
    return this.#opening;
  }

  /** A new transport with everything that was there. */
  async #reopen() {
    const transport = await this.#open();
    if (this.#disposed) {
      transport.close();
      this.#assertAlive();
    }
    this.#info = transport.info;
    try {
      for (const [id, { dataset }] of this.#datasets) {
        await transport.client.call('dataset.create', { dataset: id, source: dataset.source });
      }
      for (const [id, { run, dataset }] of this.#runs) {
        const { spec, bytes } = run.recovery;
        run.recovered(
          await transport.client.call('run.create', { run: id, dataset, spec, checkpoint: bytes }),
          spec,
        );
      }
    } catch (error) {
      transport.close();
      throw error;
    }
    this.#adopt(transport);
    return transport;
  }

  /** @param {Transport} transport */
  #adopt(transport) {
    this.#transport = transport;
    const { client } = transport;
    client.onEvent = (message) => {
      if (message.run !== undefined) this.#runs.get(message.run)?.run.receive(message);
    };
    client.onLost = (error) => this.#wasLost(error);
    if (client.lost) this.#wasLost(client.lost);
    this.#watchdog = new Watchdog(client, {
      ...this.#watchdogOptions,
      busy: () => this.runs.some((run) => run.state.playing) || client.waiting > 0,
      patienceMs: () => this.#patienceMs(),
    });
    this.#watchdog.start();
  }

  /** @param {NeuronWeightsError} error */
  #wasLost(error) {
    if (this.#lost || !this.#transport) return;
    this.#lost = error;
    this.#close();
    for (const { run } of this.#runs.values()) run.interrupted();
    this.emit('lost', { error, runs: this.#recoverySteps() });
  }

  #recoverySteps() {
    return this.runs.map((run) => ({ run, id: run.id, step: run.recovery.step }));
  }

  /** @param {NeuronWeightsError} [error]  what promises still waiting reject with */
  #close(error = new NeuronWeightsError('worker_lost', { reason: 'closed' })) {
    if (this.#idleTimer !== null) clearTimeout(this.#idleTimer);
    this.#idleTimer = null;
    this.#watchdog?.stop();
    const transport = this.#transport;
    this.#transport = null;
    if (!transport) return;
    transport.close();
    transport.client.lose(error);
  }

  /** How long one step of the largest network may take on a slow machine: forward and backward are 6 flops a weight and row. */
  #patienceMs() {
    let flops = 0;
    for (const { run } of this.#runs.values()) {
      const weights = run.parameters.reduce((sum, { shape }) => sum + shape.reduce((a, b) => a * b, 1), 0);
      flops += 6 * weights * run.state.batchSize;
    }
    return (flops / SLOWEST_FLOPS) * 1000;
  }

  /** @param {number} id */
  async #releaseDataset(id) {
    const entry = this.#datasets.get(id);
    if (!entry) return;
    entry.released = true;
    if (entry.users > 0) return;
    this.#datasets.delete(id);
    await this.#tell('dataset.dispose', { dataset: id });
  }

  /** @param {number} datasetId */
  async #dropUser(datasetId) {
    const entry = this.#datasets.get(datasetId);
    if (!entry) return;
    entry.users--;
    if (entry.released) await this.#releaseDataset(datasetId);
  }

  /** @param {Run} run */
  async #releaseRun(run) {
    const entry = this.#runs.get(run.id);
    if (!entry) return;
    this.#runs.delete(run.id);
    await this.#tell('run.dispose', { run: run.id });
    await this.#dropUser(entry.dataset);
    this.#idle();
  }

  /**
   * Says something that only matters while a host is there to hear it.
   *
   * @param {string} op
   * @param {object} args
   */
  async #tell(op, args) {
    if (!this.#transport || this.#disposed) return;
    await this.#transport.client.call(op, args).catch((error) => {
      if (error.kind !== 'transport') throw error;
    });
  }

  /** Starts or stops the clock after which an engine without runs is closed. */
  #idle() {
    if (this.#idleTimer !== null) clearTimeout(this.#idleTimer);
    this.#idleTimer = null;
    if (this.#runs.size > 0 || this.#disposed) return;
    this.#idleTimer = setTimeout(() => {
      const busy = (this.#transport?.client.waiting ?? 0) > 0;
      if (busy) this.#idle();
      else if (this.#runs.size === 0) this.#close();
    }, this.#idleMs);
    unref(this.#idleTimer);
  }
}
