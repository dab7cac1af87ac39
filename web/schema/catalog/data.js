/** Data: generated points and images, scalings and splits. */
import { SEED_FIELD, sklearn } from './common.js';

/** @typedef {import('./common.js').CatalogFields} CatalogFields */
/** @typedef {import('./common.js').CatalogSection} CatalogSection */

const PLAYGROUND = 'TensorFlow Playground, src/dataset.ts (Apache-2.0)';

/** @type {(samples: number) => CatalogFields} */
const drawn = (samples) => ({
  samples: { type: 'integer', default: samples, minimum: 10, maximum: 100000 },
  noise: { type: 'number', default: 0, minimum: 0, maximum: 1 },
  seed: SEED_FIELD,
});

// TF Playground's numbers of samples: 500 for classification, 1200 for regression.
const points = drawn(500);
const heights = drawn(1200);
/** @type {CatalogFields} */
const classes = { ...points, classes: { type: 'integer', default: 3, minimum: 2, maximum: 10 } };

/** Generated data: two inputs, about −6 to 6. Classification has two classes where there is no field for them. @type {CatalogSection} */
export const GENERATORS = {
  circle: {
    fields: points,
    problem: 'classification',
    formula:
      'half with radius in 0…2.5, half in 3.5…5; the class says whether the noisy point lies within 2.5',
    source: PLAYGROUND,
  },
  xor: {
    fields: points,
    problem: 'classification',
    formula: 'x, y ~ U(−5, 5), pushed 0.3 off the axes; the class is the sign of the noisy x · y',
    source: PLAYGROUND,
  },
  gauss: {
    fields: points,
    problem: 'classification',
    formula: 'two Gaussians around (2, 2) and (−2, −2), variance 0.5 to 4 with the noise',
    source: PLAYGROUND,
  },
  spiral: {
    fields: points,
    problem: 'classification',
    formula: 'two arms of 1.75 turns, radius to 5',
    source: PLAYGROUND,
  },
  moons: {
    fields: points,
    problem: 'classification',
    formula: 'two half circles of radius 4 that reach into one another; noise is normal',
    source: sklearn('datasets.make_moons'),
  },
  blobs: {
    fields: classes,
    problem: 'classification',
    formula: 'one Gaussian a class, centers evenly on a circle of radius 4, deviation 0.5 + noise',
    source: sklearn('datasets.make_blobs'),
  },
  spirals: {
    fields: classes,
    problem: 'classification',
    formula: 'one arm a class, of one turn, radius to 5',
    source: 'Stanford CS231n, notes, Putting it together: Minimal Neural Network Case Study',
  },
  rings: {
    fields: classes,
    problem: 'classification',
    formula: 'one ring a class around (0, 0), the innermost a disc, radius to 5',
    source: sklearn('datasets.make_circles'),
  },
  plane: {
    fields: heights,
    problem: 'regression',
    formula: 't = (x + y) / 10',
    source: PLAYGROUND,
  },
  regGauss: {
    fields: heights,
    problem: 'regression',
    formula: 'six bumps of radius 2 at (−4, 0, 4) × (±2.5), alternating in sign',
    source: PLAYGROUND,
  },
};

const images = drawn(2000);
const OURS = 'Neuron Weights, engine/data/images';

/** Generated images of one channel, 0 (black) to 1 (white), drawn by the engine. @type {CatalogSection} */
export const IMAGE_GENERATORS = {
  strokeDigits: {
    fields: images,
    problem: 'classification',
    imageShape: [28, 28, 1],
    classNames: ['0', '1', '2', '3', '4', '5', '6', '7', '8', '9'],
    formula: 'digits as strokes of a pen, in size and place like those of MNIST',
    source: OURS,
  },
  edges: {
    fields: images,
    problem: 'classification',
    imageShape: [12, 12, 1],
    classNames: ['0°', '22.5°', '45°', '67.5°', '90°', '112.5°', '135°', '157.5°'],
    formula: 'a line or a border of two areas in one of eight directions, from right to down',
    source: OURS,
  },
  shapes: {
    fields: images,
    problem: 'classification',
    imageShape: [16, 16, 1],
    classNames: ['circle', 'square', 'triangle', 'cross', 'star'],
    formula: 'a plane figure of any size, place and angle',
    source: OURS,
  },
  composedObjects: {
    fields: images,
    problem: 'classification',
    imageShape: [28, 28, 1],
    classNames: ['house', 'face', 'vehicle', 'tree'],
    partNames: [
      ...['roof', 'wall', 'door', 'window', 'chimney', 'head', 'eye'],
      ...['nose', 'mouth', 'body', 'cabin', 'wheel', 'trunk', 'crown'],
    ],
    formula: 'a thing drawn from its parts',
    source: OURS,
  },
};

/** How columns of a table are scaled. Statistics come from the training rows. @type {CatalogSection} */
export const SCALINGS = {
  none: { fields: {}, formula: "x' = x", source: 'identity' },
  maximum: {
    fields: {},
    formula: "x' = x / max|x| of the column",
    source: sklearn('preprocessing.MaxAbsScaler'),
  },
  standardize: {
    fields: {},
    formula: "x' = (x − mean) / standard deviation (population); a constant column becomes 0",
    source: sklearn('preprocessing.StandardScaler'),
  },
};

/** How rows are divided into training and test. @type {CatalogSection} */
export const SPLITS = {
  everyFifth: { fields: {}, formula: 'row i tests when i mod 5 = 4 (i counts from 0)', source: 'file order' },
  shuffle: {
    fields: {
      testShare: { type: 'number', default: 0.2, minimum: 0, maximum: 0.9 },
      seed: SEED_FIELD,
    },
    formula: 'a seeded shuffle; the first (1 − testShare) of the rows train',
    source: 'Fisher and Yates, in Knuth, TAOCP volume 2, algorithm 3.4.2P',
  },
  none: { fields: {}, formula: 'all rows train', source: 'no split' },
};
