/**
 * The conversation between a page (`web/api`) and the host of an engine (`host.js`): what may be said, with its fields.
 *
 * Three kinds of message:
 * - call   `{ kind: 'call', id, op, args }`; id 0 wants no reply
 * - reply  `{ kind: 'reply', id, ok: true, value } | { kind: 'reply', id, ok: false, error }` (error: `NeuronWeightsError#toWire()`)
 * - event  `{ kind: 'event', event, …fields }`
 *
 * The caller chooses the ids of datasets and runs (whole numbers from 1), so that they stay the same when an engine is
 * restarted. Every message about a run names it. Buffers are transferred, never shared.
 */

/** Grows when an operation, an event or a field changes its meaning. Both sides must have the same. */
export const PROTOCOL_VERSION = 1;

/** Snapshot buffers a run may have on the way or in the page's hands. No free buffer, no snapshot; steps go on. */
export const SNAPSHOT_BUFFERS = 3;

/** While something trains, the host says so at least this often. */
export const HEARTBEAT_MS = 500;

/** While a run trains, its checkpoint is sent at most this often; so a restart goes back this far at most. */
export const CHECKPOINT_MS = 2000;

/** No more snapshots of one run than this in a second: what a screen shows. */
export const PUBLISH_PER_SECOND = 60;

/**
 * Field types: `id` (whole number from 1), `number` (finite), `count` (whole number from 0), `string`, `boolean`, `object`, `array`,
 * `floats` (Float32Array), `integers` (Int32Array), `bytes` (Uint8Array), `buffer` (ArrayBuffer). A trailing `?` makes it optional, `?null` lets it be null as well.
 */

/**
 * Operations: what a call may ask, and what its reply holds.
 *
 * @type {Readonly<Record<string, { args: Readonly<Record<string, string>>, value: Readonly<Record<string, string>> }>>}
 */
export const OPERATIONS = {
  // First call. `checkpointMs` 0 sends no checkpoints; `assetBase` is where the .wasm lies, when not beside the glue.
  // `ports` lead to threads that the page has started for the worker's pool, one for each but the worker itself.
  'engine.hello': {
    args: {
      protocol: 'count',
      variant: 'string',
      threads: 'count',
      ports: 'array?',
      checkpointMs: 'count',
      assetBase: 'string?null',
    },
    value: { protocol: 'count', info: 'object' },
  },
  'engine.ping': { args: {}, value: {} },

  'dataset.create': { args: { dataset: 'id', source: 'object' }, value: { dataset: 'id', info: 'object' } },
  'dataset.rows': {
    args: { dataset: 'id' },
    value: { inputs: 'floats', targets: 'floats', trainRows: 'integers', testRows: 'integers' },
  },
  // Of generated objects: where a part is seen in the image of a row. `source` is complete.
  'dataset.partMask': { args: { source: 'object', row: 'count', part: 'count' }, value: { data: 'floats' } },
  'dataset.dispose': { args: { dataset: 'id' }, value: {} },

  // `spec` is complete (schema/spec.js). `checkpoint`: start from these bytes.
  'run.create': {
    args: { run: 'id', dataset: 'id', spec: 'object', checkpoint: 'bytes?' },
    value: { parameters: 'array', state: 'object', bytes: 'count' },
  },
  // stepsPerSecond null: as fast as it goes. Replies when it has started.
  'run.play': {
    args: { run: 'id', stepsPerSecond: 'number?null', untilEpoch: 'count?', untilStep: 'count?' },
    value: { state: 'object' },
  },
  'run.pause': { args: { run: 'id' }, value: { state: 'object' } },
  // Exactly one of the two. Replies when done; `reached` is false when something else paused the run before.
  'run.step': {
    args: { run: 'id', steps: 'count?', epochs: 'count?' },
    value: { state: 'object', reached: 'boolean' },
  },
  'run.command': { args: { run: 'id', command: 'object' }, value: { state: 'object' } },
  'run.reset': { args: { run: 'id' }, value: { state: 'object' } },
  'run.reseed': { args: { run: 'id', seed: 'count' }, value: { state: 'object' } },
  'run.rewind': { args: { run: 'id', step: 'count' }, value: { state: 'object' } },
  'run.evaluate': { args: { run: 'id', split: 'string' }, value: { metrics: 'object' } },
  'run.confusion': {
    args: { run: 'id', split: 'string' },
    value: { classes: 'count', counts: 'integers' },
  },
  // Questions that change nothing of a run; `gradient` null: not wanted, `range` null: automatic, `bins` 0: no histogram.
  'run.inspectParameter': {
    args: {
      run: 'id',
      name: 'string',
      gradient: 'string?null',
      update: 'boolean',
      bins: 'count',
      range: 'array?null',
    },
    value: { inspection: 'object' },
  },
  'run.inspectActivations': {
    args: { run: 'id', rows: 'count', bins: 'count', range: 'array?null' },
    value: { inspection: 'object' },
  },
  'run.cosines': {
    args: { run: 'id', name: 'string' },
    value: { units: 'count', data: 'floats', meanMagnitude: 'number?null' },
  },
  // `index` null: `values` are whole parameters, one behind the other.
  'run.whatIf': {
    args: { run: 'id', name: 'string', index: 'count?null', values: 'floats', split: 'string' },
    value: { metrics: 'array' },
  },
  'run.predict': {
    args: { run: 'id', inputs: 'floats', rows: 'count' },
    value: { data: 'floats', columns: 'count' },
  },
  'run.weights': {
    args: { run: 'id', name: 'string' },
    value: { data: 'floats', shape: 'array', step: 'count' },
  },
  // Replaces the views of a run; a snapshot follows at once. `revision` comes back with each snapshot of these views.
  'run.watch': { args: { run: 'id', revision: 'count', views: 'array' }, value: {} },
  'run.state': { args: { run: 'id' }, value: { state: 'object' } },
  'run.checkpoint': { args: { run: 'id' }, value: { bytes: 'bytes', step: 'count' } },
  'run.restore': { args: { run: 'id', bytes: 'bytes' }, value: { state: 'object' } },
  'run.hash': { args: { run: 'id' }, value: { hash: 'string', step: 'count' } },
  'run.dispose': { args: { run: 'id' }, value: {} },

  // The page has drawn: the buffer may be filled again. Sent with id 0.
  'snapshot.return': { args: { run: 'id', buffer: 'buffer' }, value: {} },
};

/**
 * Events: what the host says unasked.
 *
 * @type {Readonly<Record<string, Readonly<Record<string, string>>>>}
 */
export const EVENTS = {
  // One part for each view of `revision`, in its order; offsets are in floats from the start of the buffer.
  'snapshot.published': {
    run: 'id',
    step: 'count',
    epoch: 'count',
    revision: 'count',
    parts: 'array',
    buffer: 'buffer',
    points: 'array',
    stepsPerSecond: 'number',
    batchLoss: 'number?null',
  },
  'run.paused': { run: 'id', reason: 'string', state: 'object' },
  'run.failed': { run: 'id', error: 'object', state: 'object' },
  'checkpoint.saved': { run: 'id', step: 'count', seed: 'count', bytes: 'bytes' },
  'engine.heartbeat': { playing: 'array' },
  'engine.fatal': { error: 'object' },
};

/**
 * Why a run paused: `asked`, `target` (the step or epoch it was to reach), `diverged`, `changed` (reset, rewind, restore).
 *
 * @typedef {'asked' | 'target' | 'diverged' | 'changed'} PauseReason
 */

/** @typedef {import('../engine/types.js').Metrics} Metrics */
/** @typedef {import('../engine/types.js').Confusion} Confusion */
/** @typedef {import('../engine/types.js').ParameterInspection} ParameterInspection */
/** @typedef {import('../engine/types.js').ActivationInspection} ActivationInspection */
/** @typedef {import('../engine/types.js').Cosines} Cosines */
/** @typedef {import('../engine/types.js').View} View */
/** @typedef {import('../engine/types.js').SnapshotPart} SnapshotPart */

/** @typedef {{ step: number, epoch: number, train: Metrics, test: Metrics | null }} MetricPoint   test null: no test rows */

/**
 * @typedef {import('../engine/types.js').CoreRunState & { playing: boolean }} RunState
 */
