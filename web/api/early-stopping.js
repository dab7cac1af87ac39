/**
 * Stopping a training when it no longer gets better: what is watched, how long to wait, and which epoch was the best. Pure.
 *
 * Source   Prechelt, Early Stopping – But When? (1998); options as in Keras' EarlyStopping.
 * Tests    tests/web/api/early-stopping.test.js
 */
import { NeuronWeightsError } from '../errors/neuron-weights-error.js';
import { MAX_MAGNITUDE } from '../schema/catalog.js';
import { checkCount, checkValue } from '../schema/values.js';

/** @typedef {import('../worker/protocol.js').MetricPoint} MetricPoint */
/** @typedef {Pick<MetricPoint, 'train' | 'test'>} Measured */

/**
 * @typedef {object} EarlyStoppingOptions
 * @property {'test.loss' | 'train.loss' | 'test.accuracy' | 'train.accuracy'} [monitor]  default `test.loss`
 * @property {number} [patience]      epochs without a better value after which training stops; default 5
 * @property {number} [minDelta]      what counts as better: by more than this; default 0
 * @property {boolean} [restoreBest]  ends at the weights of the best epoch, by `rewind`; default true
 */

/** How each is read from a point; null where there is none: no test rows, or a regression's accuracy. @type {Record<string, (point: Measured) => number | null>} */
const MONITORS = {
  'test.loss': ({ test }) => test?.loss ?? null,
  'train.loss': ({ train }) => train.loss,
  'test.accuracy': ({ test }) => test?.accuracy ?? null,
  'train.accuracy': ({ train }) => train.accuracy,
};

const FIELD = 'earlyStopping';

export class EarlyStopping {
  #monitor;
  #read;
  #patience;
  #minDelta;
  #restoreBest;
  /** 1: less is better; −1: more is. */
  #sign;
  #best = Infinity;
  /** @type {number | null} */
  #bestStep = null;
  #waited = 0;

  /**
   * @param {EarlyStoppingOptions} options
   * @throws {NeuronWeightsError} `bad_option`, `bad_value`
   */
  constructor({ monitor = 'test.loss', patience = 5, minDelta = 0, restoreBest = true, ...rest }) {
    for (const name of Object.keys(rest)) throw badOption(FIELD, name, OPTIONS);
    if (!Object.hasOwn(MONITORS, monitor))
      throw badOption(`${FIELD}.monitor`, monitor, Object.keys(MONITORS));
    this.#monitor = monitor;
    this.#read = MONITORS[monitor];
    this.#patience = checkCount(`${FIELD}.patience`, patience, 1);
    this.#minDelta = checkValue(`${FIELD}.minDelta`, minDelta, {
      type: 'number',
      default: 0,
      minimum: 0,
      maximum: MAX_MAGNITUDE,
    });
    this.#restoreBest = checkValue(`${FIELD}.restoreBest`, restoreBest, { type: 'flag', default: true });
    this.#sign = monitor.endsWith('loss') ? 1 : -1;
  }

  /**
   * Looks whether this data has what is to be watched, before anything is trained.
   *
   * @param {Measured} start
   * @throws {NeuronWeightsError} `bad_option`, with the monitors that there are
   */
  check(start) {
    if (this.#read(start) !== null) return;
    const there = Object.keys(MONITORS).filter((name) => MONITORS[name](start) !== null);
    throw badOption(`${FIELD}.monitor`, this.#monitor, there);
  }

  /**
   * Takes the measures of a finished epoch.
   *
   * @param {Measured & { step: number }} point
   * @returns {boolean}  true: stop now
   */
  add(point) {
    const value = this.#sign * Number(this.#read(point));
    if (value < this.#best - this.#minDelta) {
      this.#best = value;
      this.#bestStep = point.step;
      this.#waited = 0;
    } else this.#waited++; // NaN is never better
    return this.#waited >= this.#patience;
  }

  /**
   * Where to rewind to when training is over.
   *
   * @param {number} step   where it stands
   * @returns {number | null}  null: stay
   */
  rewindTo(step) {
    return this.#restoreBest && this.#bestStep !== step ? this.#bestStep : null;
  }
}

const OPTIONS = ['monitor', 'patience', 'minDelta', 'restoreBest'];

/**
 * @param {string} field
 * @param {unknown} value
 * @param {readonly string[]} options
 */
function badOption(field, value, options) {
  const allowed = options.join(', ');
  return new NeuronWeightsError('bad_option', { field, value: String(value), allowed, options });
}
