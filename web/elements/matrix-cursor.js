/**
 * Where a reader points in a matrix picture: by pointer, by touch or by arrow keys. The bias is one more column at the end.
 *
 * Tests    tests/web/elements/matrix-cursor.test.js
 */

/** @typedef {{ row: number, col: number }} Cell   col === cols means the bias column */

/**
 * @param {Cell | null} cell     null: nothing yet
 * @param {string} key           a KeyboardEvent's key
 * @param {{ rows: number, cols: number }} size   cols with the bias column counted
 * @returns {Cell | null | undefined}  undefined: this key means nothing here; null: let go
 */
export function moveCell(cell, key, { rows, cols }) {
  if (key === 'Escape') return cell ? null : undefined;
  const at = cell ?? { row: 0, col: 0 };
  const steps = { ArrowLeft: [0, -1], ArrowRight: [0, 1], ArrowUp: [-1, 0], ArrowDown: [1, 0] };
  const ends = {
    Home: { ...at, col: 0 },
    End: { ...at, col: cols - 1 },
    PageUp: { ...at, row: 0 },
    PageDown: { ...at, row: rows - 1 },
  };
  if (Object.hasOwn(ends, key)) return ends[/** @type {keyof typeof ends} */ (key)];
  if (!Object.hasOwn(steps, key)) return undefined;
  if (!cell) return at; // the first press shows where one stands
  const [down, right] = steps[/** @type {keyof typeof steps} */ (key)];
  const within = (/** @type {number} */ i, /** @type {number} */ n) => Math.min(n - 1, Math.max(0, i));
  return { row: within(at.row + down, rows), col: within(at.col + right, cols) };
}

/**
 * The cell under a point of a picture.
 *
 * @param {number} x  px from the picture's left
 * @param {number} y  px from its top
 * @param {{ width: number, height: number }} box  px
 * @param {{ rows: number, cols: number }} size
 * @returns {Cell | null}
 */
export function cellAt(x, y, { width, height }, { rows, cols }) {
  if (!(x >= 0 && y >= 0 && x < width && y < height)) return null;
  return {
    row: Math.min(rows - 1, Math.floor((y / height) * rows)),
    col: Math.min(cols - 1, Math.floor((x / width) * cols)),
  };
}
