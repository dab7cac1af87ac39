/**
 * Colors and marks of classes. Two classes are the two signs: class 0 negative, class 1 positive. More than
 * two take a palette that has neither that blue nor that orange, because those always mean a sign; and each
 * class has a mark of its own shape, so that nothing depends on color.
 */

const PALETTE = Object.freeze({
  light: [
    '#0b7f7a',
    '#b23a7f',
    '#7f8410',
    '#6a4fa3',
    '#8a5a34',
    '#3c8a3f',
    '#a3243b',
    '#5c6b7a',
    '#b08a00',
    '#2a8fa8',
  ],
  dark: [
    '#3fc1b9',
    '#ee7fba',
    '#aab42f',
    '#ab93e6',
    '#cf9b6f',
    '#7fcb7e',
    '#f0707f',
    '#9fb0c0',
    '#ffe08a',
    '#6cc7de',
  ],
});

export const MARKS = Object.freeze([
  "circle", "square", "triangle", "diamond", "cross", "star", "wedge", "pentagon", "bar", "plus",
]); // prettier-ignore

/**
 * @param {number} count  classes
 * @param {"light"|"dark"} theme
 * @param {{ positive: string, negative: string }} signs  colors of the two signs in that theme
 * @returns {string[]}    one color a class
 */
export function classColors(count, theme, signs) {
  if (count <= 2) return [signs.negative, signs.positive].slice(0, count);
  return Array.from({ length: count }, (_, i) => PALETTE[theme][i % PALETTE[theme].length]);
}

/** @param {number} index  class → the name of its mark */
export const classMark = (index) => MARKS[index % MARKS.length];

const polygon = (corners, turn = -Math.PI / 2) =>
  Array.from({ length: corners }, (_, i) => {
    const angle = turn + (2 * Math.PI * i) / corners;
    return [Math.cos(angle), Math.sin(angle)];
  });

const starOf = (tips, inner) =>
  polygon(2 * tips).map(([x, y], i) => (i % 2 ? [x * inner, y * inner] : [x, y]));

const A = 0.36; // half the thickness of the arms of plus and cross
const PLUS = [
  [-A, -1], [A, -1], [A, -A], [1, -A], [1, A], [A, A], [A, 1], [-A, 1], [-A, A], [-1, A], [-1, -A], [-A, -A],
]; // prettier-ignore
const turned = (points) => points.map(([x, y]) => [(x - y) * Math.SQRT1_2, (x + y) * Math.SQRT1_2]);

// Corners in a unit circle, y downward; areas are roughly alike, so no class looks heavier.
const OUTLINES = {
  square: [[-0.82, -0.82], [0.82, -0.82], [0.82, 0.82], [-0.82, 0.82]],
  triangle: polygon(3).map(([x, y]) => [x * 1.2, y * 1.2 + 0.15]),
  wedge: polygon(3, Math.PI / 2).map(([x, y]) => [x * 1.2, y * 1.2 - 0.15]),
  diamond: polygon(4).map(([x, y]) => [x * 1.15, y * 1.15]),
  pentagon: polygon(5).map(([x, y]) => [x * 1.08, y * 1.08]),
  star: starOf(5, 0.45).map(([x, y]) => [x * 1.25, y * 1.25]),
  plus: PLUS,
  cross: turned(PLUS),
  bar: [[-1.1, -0.45], [1.1, -0.45], [1.1, 0.45], [-1.1, 0.45]],
}; // prettier-ignore

/**
 * Adds one mark to a path.
 *
 * @param {{ moveTo: Function, lineTo: Function, arc: Function, closePath: Function }} path  Path2D, a canvas
 *   context, or svg-path.js
 * @param {string} mark  one of MARKS
 * @param {number} x @param {number} y @param {number} radius  in the path's units
 */
export function traceMark(path, mark, x, y, radius) {
  const outline = OUTLINES[mark];
  if (!outline) {
    path.moveTo(x + radius, y);
    path.arc(x, y, radius, 0, 2 * Math.PI);
    path.closePath();
    return;
  }
  outline.forEach(([dx, dy], i) => path[i ? 'lineTo' : 'moveTo'](x + dx * radius, y + dy * radius));
  path.closePath();
}
