/** Types of what the engine tells; no code. */

/**
 * One named parameter of the network. `dense_1/kernel` is [inputs, units], `dense_1/bias` is [units].
 *
 * @typedef {object} ParameterInfo
 * @property {string} name
 * @property {number[]} shape
 * @property {number} fanIn
 * @property {number} fanOut
 * @property {boolean} isBias
 * @property {number} layer    index into `spec.layers`
 */

/**
 * Loss and accuracy over all rows of one split, exact.
 *
 * @typedef {object} Metrics
 * @property {number} rows
 * @property {number} loss       data loss + penalty
 * @property {number} dataLoss
 * @property {number} penalty
 * @property {number | null} accuracy   share of rows, 0 to 1; null for regression
 * @property {number | null} r2         1 − Σ(y − t)² / Σ(t − mean t)² over all target columns; null for classes, and where the targets do not vary
 */

/**
 * How often rows of each class are taken for each.
 *
 * @typedef {object} Confusion
 * @property {number} classes
 * @property {Int32Array} counts   [classes, classes]: a row for each true class
 */

/**
 * What is to be said about an array. Moments, extremes and norm are those of the finite values; null where there are none.
 *
 * @typedef {object} Statistics
 * @property {number} count
 * @property {number | null} mean
 * @property {number | null} stddev   of the population
 * @property {number | null} min
 * @property {number | null} max
 * @property {number} norm        Euclidean
 * @property {number} zeroShare   share of exact zeros, 0 to 1
 * @property {number} nonFinite   how many are NaN or infinite
 */

/**
 * Bins of equal width: bin k holds low + k·width ≤ v < low + (k + 1)·width, and the last one `high`, too.
 *
 * @typedef {object} Histogram
 * @property {number} low
 * @property {number} high
 * @property {number} below       values under `low`
 * @property {number} above
 * @property {number} nonFinite
 * @property {Int32Array} counts
 */

/** @typedef {{ statistics: Statistics, histogram: Histogram | null }} ArrayReport   histogram null: no bins were asked for */

/** @typedef {ArrayReport & { data: Float32Array }} ComputedArray   data: as the parameter */

/**
 * @typedef {object} ParameterInspection
 * @property {number} step
 * @property {number[]} shape
 * @property {ArrayReport} weights
 * @property {ComputedArray | null} gradient   penalties included, as the optimizer gets it
 * @property {ComputedArray | null} update     what the next step would add
 * @property {number | null} updateRatio       |update| / |weights|
 */

/**
 * What one layer gives for some rows. A unit is an element of the last axis: a unit of a dense layer, a filter with all its places.
 *
 * @typedef {object} LayerActivity
 * @property {string} name
 * @property {number} units
 * @property {number} deadUnits   exactly 0 for every row
 * @property {number} deadShare   deadUnits / units
 * @property {Statistics} statistics
 * @property {Histogram | null} histogram
 */

/** @typedef {{ step: number, layers: LayerActivity[] }} ActivationInspection */

/**
 * @typedef {object} Cosines
 * @property {number} units
 * @property {Float32Array} data   [units, units]: cosine between two columns of the kernel; NaN with a column of zeros
 * @property {number | null} meanMagnitude   mean |cosine| over all pairs of two units; null without a pair
 */

/** @typedef {'nextBatch' | 'allRows'} GradientSource */

/** @typedef {{ gradient: GradientSource | null, update: boolean, bins: number, range: readonly [number, number] | null }} ParameterQuestion */

/** @typedef {{ rows: number, bins: number, range: readonly [number, number] | null }} ActivationQuestion */

/**
 * A view in words the engine knows.
 *
 * @typedef {{ kind: 'parameter', name: string, maxRows: number, maxCols: number }
 *         | { kind: 'decisionMap', size: number, xMin: number, xMax: number, yMin: number, yMax: number }} View
 */

/**
 * Numbers of one view inside a snapshot's buffer: planes × rows × cols floats from `offset`.
 *
 * @typedef {object} SnapshotPart
 * @property {number} offset   in floats
 * @property {number} rows
 * @property {number} cols
 * @property {number} planes
 * @property {number} min      over the finite values of the whole parameter, not only of the cells shown
 * @property {number} max
 * @property {number} maxAbs
 * @property {boolean} exact   false: a cell stands for a block, by its value of largest magnitude
 */

/**
 * What the engine knows of a run.
 *
 * @typedef {object} CoreRunState
 * @property {number} step            steps taken
 * @property {number} epoch           whole epochs taken
 * @property {number} rowInEpoch
 * @property {number} stepsPerEpoch   at the present batch size
 * @property {number} stepsToEpochEnd
 * @property {'ok' | 'diverged'} status
 * @property {number} learningRate    before the schedule
 * @property {number} effectiveRate   of the next step, after the schedule
 * @property {number} l1
 * @property {number} l2
 * @property {'subgradient' | 'proximal'} l1Update
 * @property {boolean} biases         whether penalties count biases, too
 * @property {number} batchSize
 * @property {import('../schema/spec.js').OptimizerSpec} optimizer
 * @property {number} seed
 * @property {number} frozen          weights that do not change
 * @property {number} journalLength
 * @property {number} historyBytes
 */

export {};
