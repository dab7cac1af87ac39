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
 */

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
