/** The loss curve's points: bounded, in the order of their steps. */

/** @typedef {import('../worker/protocol.js').MetricPoint} MetricPoint */

/** A curve is at most about as wide as a screen: more points than this cannot be told apart. */
const MAX_POINTS = 2000;

export class PointHistory {
  /** @type {MetricPoint[]} */
  #points = [];
  #maxPoints;

  /** @param {number} [maxPoints]  at least 4 */
  constructor(maxPoints = MAX_POINTS) {
    this.#maxPoints = maxPoints;
  }

  /** Ascending by step. Read only: a later `add` may replace the array. @returns {readonly MetricPoint[]} */
  get points() {
    return this.#points;
  }

  /**
   * Appends points. One of an earlier step than the last means that the run went back: what lies at or after it is dropped.
   *
   * @param {readonly MetricPoint[]} points
   */
  add(points) {
    for (const point of points) {
      this.truncate(point.step - 1);
      this.#points.push(point);
    }
    if (this.#points.length > this.#maxPoints) this.#thin();
  }

  /**
   * Keeps the first point of each stretch of steps, and the newest. Stretches are powers of two long, so that what one thinning
   * keeps the next one can keep, too: no part of the curve wears away.
   */
  #thin() {
    const points = this.#points;
    const newest = points[points.length - 1];
    let stretch = 1;
    while ((newest.step - points[0].step) / stretch > this.#maxPoints / 2) stretch *= 2;
    let last = -1;
    this.#points = points.filter((point) => {
      const here = Math.floor(point.step / stretch);
      if (here === last && point !== newest) return false;
      last = here;
      return true;
    });
  }

  /** Drops the points after `step`. @param {number} step */
  truncate(step) {
    let length = this.#points.length;
    while (length > 0 && this.#points[length - 1].step > step) length--;
    if (length < this.#points.length) this.#points = this.#points.slice(0, length);
  }

  clear() {
    this.#points = [];
  }
}
