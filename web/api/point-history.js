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

  /** Keeps about half of the points, evenly spread over the steps, whatever came at which time. The first and the newest stay. */
  #thin() {
    const points = this.#points;
    const newest = points[points.length - 1];
    const gap = (newest.step - points[0].step) / (this.#maxPoints / 2);
    let keptStep = -Infinity;
    this.#points = points.filter((point) => {
      if (point !== newest && point.step - keptStep < gap) return false;
      keptStep = point.step;
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
