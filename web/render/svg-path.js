/** Collects what a canvas path would draw as the `d` of an SVG path, so that both have one outline. */
export class SvgPath {
  #parts = [];
  #left;
  #top;

  /** @param {number} [left] @param {number} [top]  where the path's own origin lies */
  constructor(left = 0, top = 0) {
    this.#left = left;
    this.#top = top;
  }

  moveTo(x, y) {
    this.#parts.push(`M${this.#at(x, y)}`);
  }

  lineTo(x, y) {
    this.#parts.push(`L${this.#at(x, y)}`);
  }

  /** Full circles only: that is all a mark needs. */
  arc(x, y, radius) {
    const r = short(radius);
    this.#parts.push(`M${this.#at(x + radius, y)}a${r} ${r} 0 1 1 ${short(-2 * radius)} 0`);
    this.#parts.push(`a${r} ${r} 0 1 1 ${short(2 * radius)} 0`);
  }

  closePath() {
    this.#parts.push('Z');
  }

  #at(x, y) {
    return `${short(this.#left + x)} ${short(this.#top + y)}`;
  }

  toString() {
    return this.#parts.join('');
  }
}

/** Two decimals, no needless zeros: a hundredth of a pixel is not seen. */
export const short = (number) => String(Math.round(number * 100) / 100);
