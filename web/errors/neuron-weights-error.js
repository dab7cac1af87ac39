/** The one error class of the package. Codes, kinds and texts come from the engine's table (`engine/core/errors.def`). */
import { ERRORS } from './codes.js';

/** @typedef {keyof typeof ERRORS} ErrorCode */

/** @typedef {'caller' | 'limit' | 'run' | 'transport' | 'bug'} ErrorKind */

/**
 * Plain data about an error: what the texts of `web/messages` may name. Only structured-cloneable values.
 *
 * @typedef {object} ErrorDetails
 * @property {string} [field]       what is at fault, e.g. `layers[1].units`
 * @property {string | number} [expected]
 * @property {string | number} [actual]
 * @property {string | number | boolean | null} [value]   the value refused, short enough to show
 * @property {string} [allowed]     what would have been accepted, e.g. `1 to 65536`
 * @property {number} [minimum]
 * @property {number} [maximum]
 * @property {readonly string[]} [options]
 * @property {number} [line]        of a text file, from 1
 * @property {string} [column]      name of a table's column
 * @property {number} [step]        of a run, where it went bad
 * @property {string} [reason]      words of the environment (a browser's message); for reports, never parsed
 */

/** @typedef {{ code: ErrorCode, details: ErrorDetails, message: string }} WireError */

/** Errors by the number that crosses the boundary from wasm. @type {Map<number, ErrorCode>} */
const codeByNumber = new Map();
for (const [code, { number }] of Object.entries(ERRORS))
  codeByNumber.set(number, /** @type {ErrorCode} */ (code));

/**
 * A failure that has a code to branch on.
 *
 * `kind` says who can do something about it: `caller` (wrong argument; nothing changed), `limit` (the environment cannot do it;
 * nothing changed), `run` (training went bad; the run is paused at its last finite weights), `transport` (worker or
 * loading failed), `bug` (an invariant of ours broke). `message` is English, for consoles; pages show `web/messages`.
 */
export class NeuronWeightsError extends Error {
  /**
   * @param {ErrorCode} code
   * @param {ErrorDetails} [details]
   * @param {{ cause?: unknown, message?: string }} [options]  message: instead of the table's text
   */
  constructor(code, details = {}, options = {}) {
    const entry = ERRORS[code] ?? ERRORS.internal;
    super(
      options.message ?? fillText(entry.text, details),
      'cause' in options ? { cause: options.cause } : undefined,
    );
    this.name = 'NeuronWeightsError';
    /** @type {ErrorCode} @readonly */
    this.code = code in ERRORS ? code : 'internal';
    /** @type {ErrorKind} @readonly */
    this.kind = /** @type {ErrorKind} */ (entry.kind);
    /** @type {Readonly<ErrorDetails>} @readonly */
    this.details = details;
  }

  /**
   * Plain data for `postMessage`: structured cloning keeps neither an error's class nor its extra fields.
   *
   * @returns {WireError}
   */
  toWire() {
    return { code: this.code, details: { ...this.details }, message: this.message };
  }

  /**
   * @param {WireError} wire
   * @returns {NeuronWeightsError}  an unknown code (a newer other side) becomes `internal` and keeps its message
   */
  static fromWire({ code, details, message }) {
    return new NeuronWeightsError(code, details, { message });
  }

  /**
   * Anything thrown, as our error: ours as it is, everything else as `internal` with the original as its cause.
   *
   * @param {unknown} thrown
   * @param {string} field  where it was caught, e.g. `run.step`
   * @returns {NeuronWeightsError}
   */
  static from(thrown, field) {
    if (thrown instanceof NeuronWeightsError) return thrown;
    return new NeuronWeightsError('internal', { field, reason: String(thrown) }, { cause: thrown });
  }
}

/**
 * The error in a result of the engine.
 *
 * @param {{ code: number, field?: string, expected?: number, actual?: number }} result   one with `ok: false`
 * @returns {NeuronWeightsError}
 */
export function errorFromEngine({ code, field = '', expected = 0, actual = 0 }) {
  const name = codeByNumber.get(code);
  if (!name) return new NeuronWeightsError('internal', { field: `engine code ${code}`, expected, actual });
  /** @type {ErrorDetails} */
  const details = { field, expected, actual };
  if (ERRORS[name].kind === 'run') details.step = actual;
  return new NeuronWeightsError(name, details);
}

/**
 * @param {string} text   with `{expected}`, `{actual}`, `{field}`
 * @param {Readonly<Record<string, any>>} details
 */
function fillText(text, details) {
  return text.replace(/\{(\w+)\}/g, (_, key) => String(details[key] ?? '?'));
}
