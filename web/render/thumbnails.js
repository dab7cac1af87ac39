/**
 * Small pictures of the generated data sets, to choose one by its shape before the engine is there.
 *
 * The shapes are those of the engine's generators without noise; positions come from a low-discrepancy
 * sequence, so a few points fill a shape evenly and look the same every time.
 *
 * Source   the R2 sequence: M. Roberts, "The unreasonable effectiveness of quasirandom sequences" (2018).
 * Tests    tests/web/render/pictures.test.js
 */
import { classMark, traceMark } from './classes.js';
import { SvgPath } from './svg-path.js';

const PLASTIC = 1.324717957244746;
const STEP_X = 1 / PLASTIC;
const STEP_Y = 1 / (PLASTIC * PLASTIC);
/** @param {number} i @returns {[number, number]} */
const even = (i) => [(0.5 + STEP_X * (i + 1)) % 1, (0.5 + STEP_Y * (i + 1)) % 1];

// Standard normal pairs from even ones (Box and Muller); for pictures only, the engine has its own.
const normalPair = ([u, v]) => {
  const r = Math.sqrt(-2 * Math.log(1 - u * 0.98));
  return [r * Math.cos(2 * Math.PI * v), r * Math.sin(2 * Math.PI * v)];
};

const BUMPS = [-4, 0, 4].flatMap((x, i) => [
  { x, y: -2.5, sign: i % 2 ? -1 : 1 },
  { x, y: 2.5, sign: i % 2 ? 1 : -1 },
]);

/** Sets of more than two classes, with as many as their pictures show. @type {Readonly<Record<string, number>>} */
const CLASSES = { blobs: 3, spirals: 3, rings: 3 };

/** A place on the circle, `turns` of a turn from the top. @returns {[number, number]} */
const around = (radius, turns) => [
  radius * Math.sin(2 * Math.PI * turns),
  radius * Math.cos(2 * Math.PI * turns),
];

/** For each set: point i of n → [x, y, label in -1..1 or a class], coordinates within -6..6. */
const SHAPES = {
  circle: (i) => {
    const [u, v] = even(i);
    const inner = i % 2 === 0;
    const radius = inner ? 2.4 * Math.sqrt(u) : 3.5 + 1.5 * u;
    return [radius * Math.cos(2 * Math.PI * v), radius * Math.sin(2 * Math.PI * v), inner ? 1 : -1];
  },
  xor: (i) => {
    const [x, y] = even(i)
      .map((u) => 10 * u - 5)
      .map((c) => c + (c < 0 ? -0.3 : 0.3));
    return [x, y, x * y >= 0 ? 1 : -1];
  },
  gauss: (i) => {
    const [x, y] = normalPair(even(i));
    const sign = i % 2 ? -1 : 1;
    return [2 * sign + 0.9 * x, 2 * sign + 0.9 * y, sign];
  },
  spiral: (i, n) => {
    const arm = i % 2;
    const along = (Math.floor(i / 2) + 0.5) / Math.ceil(n / 2);
    const angle = 1.75 * 2 * Math.PI * along + arm * Math.PI;
    return [5 * along * Math.sin(angle), 5 * along * Math.cos(angle), arm ? -1 : 1];
  },
  moons: (i) => {
    const side = i % 2 ? -1 : 1;
    const angle = Math.PI * even(i >> 1)[0];
    return [side * (4 * Math.cos(angle) - 2), side * (4 * Math.sin(angle) - 1), -side];
  },
  blobs: (i) => {
    const [x, y] = normalPair(even(i));
    const [centerX, centerY] = around(4, (i % 3) / 3);
    return [centerX + 0.5 * x, centerY + 0.5 * y, i % 3];
  },
  spirals: (i, n) => {
    const along = Math.floor(i / 3) / Math.ceil(n / 3);
    return [...around(5 * along, along + (i % 3) / 3), i % 3];
  },
  rings: (i) => {
    const [u, turns] = even(i);
    const step = 5 / (3 - 1 / 3);
    return [...around(step * ((i % 3) + (2 / 3) * u), turns), i % 3];
  },
  plane: (i) => {
    const [x, y] = even(i).map((u) => 11 * u - 5.5);
    return [x, y, (x + y) / 10];
  },
  regGauss: (i) => {
    const [x, y] = even(i).map((u) => 11 * u - 5.5);
    let label = 0;
    for (const bump of BUMPS) {
      const near = Math.max(0, 1 - Math.hypot(x - bump.x, y - bump.y) / 2);
      if (near > Math.abs(label)) label = bump.sign * near;
    }
    return [x, y, label];
  },
};

/** Names that have a picture. */
export const THUMBNAILS = Object.freeze(Object.keys(SHAPES));

/**
 * @param {string} name   one of THUMBNAILS
 * @param {number} count  points
 * @returns {{ points: Float32Array, labels: Float32Array, classes: number }}  [count, 2] in -6..6 and [count]: in -1..1, or of
 *   more than two classes their indices
 */
export function thumbnailPoints(name, count) {
  const points = new Float32Array(2 * count);
  const labels = new Float32Array(count);
  for (let i = 0; i < count; i++) {
    const [x, y, label] = SHAPES[name](i, count);
    points.set([x, y], 2 * i);
    labels[i] = label;
  }
  return { points, labels, classes: CLASSES[name] ?? 0 };
}

const FRAME = 6.2; // data units from the middle of a picture to its edge
const SHADES = 6; // a regression's labels are drawn in this many colors on each side of zero

/**
 * A set as paths, one a color: circles for negative labels, squares for the others; of more than two classes, each has its own mark.
 *
 * @param {string} name   one of THUMBNAILS
 * @param {number} count  points
 * @param {number} side   px of the picture
 * @returns {{ classes: number, paths: { t: number, d: string }[] }}  t: where on the color map, in -1..1; or the index of a
 *   class, where there are more than two
 */
export function thumbnailPaths(name, count, side) {
  const { points, labels, classes } = thumbnailPoints(name, count);
  /** @type {Map<number, SvgPath>} */
  const paths = new Map();
  const place = (/** @type {number} */ v) => ((v + FRAME) / (2 * FRAME)) * side;
  labels.forEach((label, i) => {
    const t = classes ? label : Math.round(label * SHADES) / SHADES;
    const path = paths.get(t) ?? new SvgPath();
    paths.set(t, path);
    const mark = classes ? classMark(label) : label < 0 ? 'circle' : 'square';
    traceMark(path, mark, place(points[2 * i]), place(-points[2 * i + 1]), side * 0.03);
  });
  return { classes, paths: [...paths].map(([t, path]) => ({ t, d: String(path) })) };
}
