/**
 * Pointing at cells of a matrix picture that has a kernel and a bias canvas: mouse, finger, arrow keys, and the frame
 * drawn around the cell.
 */
import { cellAt, moveCell } from './matrix-cursor.js';

/** @typedef {import('./matrix-cursor.js').Cell} Cell */

export class MatrixPointer {
  #root;
  #onPoint;
  /** @type {Cell | null} */
  #cell = null;
  /** @type {{ inputs: number, units: number } | null} */
  #shape = null;

  /**
   * @param {() => ParentNode} root  holds `canvas.kernel`, `canvas.bias` and `.cursor`
   * @param {(cell: Cell | null, byKey: boolean) => void} onPoint
   */
  constructor(root, onPoint) {
    this.#root = root;
    this.#onPoint = onPoint;
  }

  /** Where the reader points; col = inputs is the bias. */
  get cell() {
    return this.#cell;
  }

  /** Another matrix: nobody points at it yet. @param {{ inputs: number, units: number } | null} shape */
  start(shape) {
    this.#shape = shape;
    this.#cell = null;
    this.place();
  }

  /** Puts the frame where the cell is now. */
  place() {
    const cursor = /** @type {HTMLElement | null} */ (this.#root().querySelector('.cursor'));
    if (!cursor) return;
    cursor.hidden = !this.#cell;
    if (!this.#cell || !this.#shape) return;
    const { inputs, units } = this.#shape;
    const onBias = this.#cell.col >= inputs;
    const canvas = this.#canvas(onBias ? 'bias' : 'kernel');
    const width = canvas.offsetWidth / (onBias ? 1 : inputs);
    const height = canvas.offsetHeight / units;
    cursor.style.left = `${canvas.offsetLeft + (onBias ? 0 : this.#cell.col * width)}px`;
    cursor.style.top = `${canvas.offsetTop + this.#cell.row * height}px`;
    cursor.style.width = `${width}px`;
    cursor.style.height = `${height}px`;
  }

  /** @param {PointerEvent} event */
  move(event) {
    if (!this.#shape) return;
    const { inputs, units } = this.#shape;
    for (const name of /** @type {const} */ (['kernel', 'bias'])) {
      const box = this.#canvas(name).getBoundingClientRect();
      const size = { rows: units, cols: name === 'bias' ? 1 : inputs };
      const cell = cellAt(event.clientX - box.left, event.clientY - box.top, box, size);
      if (cell) return this.#point(name === 'bias' ? { row: cell.row, col: inputs } : cell);
    }
    this.leave(event);
  }

  /** A finger that is lifted leaves its value on the screen. @param {PointerEvent} event */
  leave(event) {
    if (event.pointerType === 'mouse') this.#point(null);
  }

  /** @param {KeyboardEvent} event */
  press(event) {
    if (!this.#shape || event.ctrlKey || event.metaKey || event.altKey) return;
    const { inputs, units } = this.#shape;
    const next = moveCell(this.#cell, event.key, { rows: units, cols: inputs + 1 });
    if (next === undefined) return;
    event.preventDefault();
    this.#point(next, true);
  }

  /** @param {Cell | null} cell */
  #point(cell, byKey = false) {
    if (cell?.row === this.#cell?.row && cell?.col === this.#cell?.col) return;
    this.#cell = cell;
    this.place();
    this.#onPoint(cell, byKey);
  }

  /** @param {'kernel' | 'bias'} name */
  #canvas(name) {
    return /** @type {HTMLCanvasElement} */ (this.#root().querySelector(`canvas.${name}`));
  }
}
