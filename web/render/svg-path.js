/** Collects what a canvas path would draw as the `d` of an SVG path, so that both have one outline. */
export class SvgPath {
  #parts = [];

  moveTo(x, y) {
    this.#parts.push(`M${short(x)} ${short(y)}`);
  }

  lineTo(x, y) {
    this.#parts.push(`L${short(x)} ${short(y)}`);
  }

  /** Full circles only: that is all a mark needs. */
  arc(x, y, radius) {
    const r = short(radius);
    this.#parts.push(`M${short(x + radius)} ${short(y)}a${r} ${r} 0 1 1 ${short(-2 * radius)} 0`);
    this.#parts.push(`a${r} ${r} 0 1 1 ${short(2 * radius)} 0`);
  }

  closePath() {
    this.#parts.push('Z');
  }

  toString() {
    return this.#parts.join('');
  }
}

/** Two decimals, no needless zeros: a hundredth of a pixel is not seen. */
export const short = (number) => String(Math.round(number * 100) / 100);
