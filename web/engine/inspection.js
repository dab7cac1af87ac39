/** Questions about a run in numbers, beside training it: nothing here changes what training sees. A part of `core.js`. */
import { copyFloatsOut, copyIntegersOut } from './heap-views.js';

/**
 * How answers are got: the ways of `EngineCore`.
 *
 * @typedef {object} InspectionLink
 * @property {any} module
 * @property {(name: string, ...args: any[]) => any} call
 * @property {<T>(array: Float32Array, use: (pointer: number) => T) => T} withCopy
 */

export class Inspection {
  #link;

  /** @param {InspectionLink} link */
  constructor(link) {
    this.#link = link;
  }

  /**
   * @param {number} run
   * @param {'train' | 'test'} split
   * @returns {import('./types.js').Confusion}
   * @throws {NeuronWeightsError} `bad_data` for regression
   */
  confusion(run, split) {
    const { pointer, length, classes } = this.#link.call('runConfusion', run, split);
    return { classes, counts: copyIntegersOut(this.#link.module, pointer, length) };
  }

  /**
   * @param {number} run
   * @param {string} name
   * @param {import('./types.js').ParameterQuestion} question   complete; `range` is that of the weights
   * @returns {import('./types.js').ParameterInspection}
   * @throws {NeuronWeightsError} `unknown_parameter`, `bad_value`, `bad_option`, `out_of_memory`; `non_finite_loss` where there is no gradient
   */
  parameter(run, name, { gradient, update, bins, range }) {
    const asked = { name, gradient: gradient ?? 'none', update: update ? 1 : 0, bins, ...ends(range) };
    const answer = this.#link.call('runInspectParameter', run, asked);
    return {
      step: answer.step,
      shape: answer.shape,
      weights: this.#report(answer.weights),
      gradient: answer.gradient ? this.#computed(answer.gradient) : null,
      update: answer.update ? this.#computed(answer.update) : null,
      updateRatio: numberOrNull(answer.updateRatio),
    };
  }

  /**
   * @param {number} run
   * @param {import('./types.js').ActivationQuestion} question   complete
   * @returns {import('./types.js').ActivationInspection}
   */
  activations(run, { rows, bins, range }) {
    const { step, layers } = this.#link.call('runInspectActivations', run, { rows, bins, ...ends(range) });
    return {
      step,
      layers: layers.map((/** @type {any} */ { name, units, deadUnits, ...report }) => ({
        name,
        units,
        deadUnits,
        deadShare: deadUnits / units,
        ...this.#report(report),
      })),
    };
  }

  /**
   * @param {number} run
   * @param {string} name   of a kernel
   * @returns {import('./types.js').Cosines}
   * @throws {NeuronWeightsError} `unknown_parameter`; `bad_shape` for a parameter of one axis; `bad_value` for too many units
   */
  cosines(run, name) {
    const { pointer, length, units, meanMagnitude } = this.#link.call('runCosines', run, name);
    const data = copyFloatsOut(this.#link.module, pointer, length);
    return { units, data, meanMagnitude: numberOrNull(meanMagnitude) };
  }

  /**
   * @param {number} run
   * @param {string} name
   * @param {number | null} index   null: `values` are whole parameters, one behind the other
   * @param {Float32Array} values
   * @param {'train' | 'test'} split
   * @returns {import('./types.js').Metrics[]}   one a candidate
   */
  whatIf(run, name, index, values, split) {
    return this.#link.withCopy(values, (pointer) => {
      const asked = { name, index: index ?? -1, pointer, length: values.length, split };
      return this.#link.call('runWhatIf', run, asked).evaluations.map(metricsOf);
    });
  }

  /** @param {any} answer @returns {import('./types.js').ArrayReport} */
  #report({ statistics, histogram }) {
    const { mean, stddev, min, max, ...rest } = statistics;
    return {
      statistics: {
        ...rest,
        mean: numberOrNull(mean),
        stddev: numberOrNull(stddev),
        min: numberOrNull(min),
        max: numberOrNull(max),
      },
      histogram: this.#histogram(histogram),
    };
  }

  /** @param {any} answer @returns {import('./types.js').ComputedArray} */
  #computed(answer) {
    return {
      ...this.#report(answer),
      data: copyFloatsOut(this.#link.module, answer.pointer, answer.length),
    };
  }

  /** @param {any} answer @returns {import('./types.js').Histogram | null} */
  #histogram({ pointer, length, ...rest }) {
    return length === 0 ? null : { ...rest, counts: copyIntegersOut(this.#link.module, pointer, length) };
  }
}

/**
 * @param {any} result   of the engine: `accuracy` below 0 and `r2` NaN say that there is none
 * @returns {import('./types.js').Metrics}
 */
export function metricsOf({ rows, loss, dataLoss, penalty, accuracy, r2 }) {
  return {
    rows,
    loss,
    dataLoss,
    penalty,
    accuracy: accuracy < 0 ? null : accuracy,
    r2: numberOrNull(r2),
  };
}

/** @param {number} value */
const numberOrNull = (value) => (Number.isFinite(value) ? value : null);

/** Both NaN: the range is automatic. @param {readonly [number, number] | null} range */
const ends = (range) => ({ low: range ? range[0] : NaN, high: range ? range[1] : NaN });
