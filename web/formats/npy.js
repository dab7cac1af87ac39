/**
 * Reads NumPy's npy files (versions 1.0 to 3.0); gzip or plain. Nothing is ever unpickled.
 *
 * Source   NumPy documentation, numpy.lib.format
 * Tests    tests/web/formats/npy.test.js
 */
import { NeuronWeightsError } from '../errors/neuron-weights-error.js';
import { readAll, toNumbers, valueBytes } from './array-file.js';
import { Pacer } from './pause.js';

const FORMAT = 'npy';
const MAGIC = [0x93, 0x4e, 0x55, 0x4d, 0x50, 0x59]; // \x93NUMPY

/** By kind and size of a dtype. @type {Record<string, import('./array-file.js').ValueType>} */
const TYPES = {
  f4: { bytes: 4, Numbers: Float32Array },
  f8: { bytes: 8, Numbers: Float64Array },
  i1: { bytes: 1, Numbers: Int8Array },
  i2: { bytes: 2, Numbers: Int16Array },
  i4: { bytes: 4, Numbers: Int32Array },
  i8: { bytes: 8, Numbers: BigInt64Array },
  u1: { bytes: 1, Numbers: Uint8Array },
  u2: { bytes: 2, Numbers: Uint16Array },
  u4: { bytes: 4, Numbers: Uint32Array },
  b1: { bytes: 1, Numbers: Uint8Array },
};

/** NumPy allows 32 dimensions (64 from 2.0 on). */
const MAX_RANK = 64;

/** Values between two looks at the clock. */
const VALUES_PER_LOOK = 65536;

/**
 * Layout: magic, version, length of the header, the header (a Python dict: descr, fortran_order, shape), the values.
 *
 * @param {Blob | Uint8Array | ArrayBuffer} input
 * @param {import('./array-file.js').ArrayOptions} [options]
 * @returns {Promise<import('./array-file.js').ArrayFile>}  data: row-major, of the file's own type; Float64Array for i8,
 *   Uint8Array of 0 and 1 for b1
 * @throws {NeuronWeightsError} `array_magic`, `array_header`, `array_type`, `array_objects`, `array_length` (details expected,
 *   actual: bytes), `array_inexact` (an i8 beyond 2^53 − 1), `file_too_large`, `gzip_damaged`, `cancelled`
 */
export async function readNpy(input, options = {}) {
  const file = await readAll(input, options);
  const { text, start } = readHeader(file);
  const { code, bigEndian } = readType(text);
  const shape = readShape(text);
  const order = field(text, 'fortran_order', /(True|False)\b/);
  const type = TYPES[code];
  const bytes = valueBytes(FORMAT, file, start, shape, type.bytes, options.maxBytes);
  const pacer = new Pacer(options.signal);
  let data = await toNumbers(bytes, type, bigEndian, options.signal);
  if (code === 'i8') data = await toExact(/** @type {any} */ (data), pacer);
  if (order === 'True' && shape.length > 1) data = await toRowMajor(data, shape, pacer);
  return { data, shape };
}

/**
 * @param {Uint8Array} file
 * @returns {{ text: string, start: number }}  start: of the values
 */
function readHeader(file) {
  if (MAGIC.some((byte, index) => file[index] !== byte))
    throw new NeuronWeightsError('array_magic', { field: FORMAT });
  const [major, minor] = [file[6], file[7]];
  if (major !== undefined && !(major >= 1 && major <= 3 && minor === 0))
    throw badHeader('1.0, 2.0, 3.0', `${major}.${minor}`);
  const at = major === 1 ? 10 : 12; // of the header: its length has 2 or 4 bytes
  needBytes(file, at);
  const view = new DataView(file.buffer);
  const start = at + (major === 1 ? view.getUint16(8, true) : view.getUint32(8, true));
  needBytes(file, start);
  // Latin-1 up to 2.0, UTF-8 from 3.0 on; only names of fields, which are not read, can differ.
  return { text: new TextDecoder(major === 3 ? 'utf-8' : 'latin1').decode(file.subarray(at, start)), start };
}

/**
 * @param {Uint8Array} file
 * @param {number} expected
 */
function needBytes(file, expected) {
  if (file.length < expected)
    throw new NeuronWeightsError('array_length', { field: FORMAT, expected, actual: file.length });
}

/**
 * @param {string} header
 * @returns {{ code: string, bigEndian: boolean }}
 */
function readType(header) {
  const descr = field(header, 'descr', /('[^']*'|"[^"]*"|\[)/);
  const name = descr === '[' ? '[…]' : descr.slice(1, -1);
  const match = /^([<>|=]?)(\w+)$/.exec(name);
  if (match?.[2] === 'O') throw new NeuronWeightsError('array_objects', { field: FORMAT });
  if (!match || !Object.hasOwn(TYPES, match[2])) {
    const expected = Object.keys(TYPES).join(', ');
    throw new NeuronWeightsError('array_type', { field: FORMAT, expected, actual: name.slice(0, 20) });
  }
  return { code: match[2], bigEndian: match[1] === '>' };
}

/** @param {string} header */
function readShape(header) {
  const text = field(header, 'shape', /\(([^)]*)\)/);
  const parts = text.split(',').map((part) => part.trim());
  if (parts[parts.length - 1] === '') parts.pop(); // (3,) and ()
  const sizes = parts.map((part) => (/^\d+L?$/.test(part) ? parseInt(part, 10) : NaN)); // 3L: Python 2
  if (sizes.length > MAX_RANK || !sizes.every(Number.isSafeInteger)) throw badHeader('shape', `(${text})`);
  return sizes;
}

/**
 * The value of a key of the header, by what it looks like.
 *
 * @param {string} header
 * @param {string} key
 * @param {RegExp} value   with one group
 */
function field(header, key, value) {
  const match = new RegExp(`['"]${key}['"]\\s*:\\s*${value.source}`).exec(header);
  if (!match) throw badHeader(key, header);
  return match[1];
}

/**
 * @param {string} expected
 * @param {string} actual
 */
const badHeader = (expected, actual) =>
  new NeuronWeightsError('array_header', { field: FORMAT, expected, actual: actual.slice(0, 60).trim() });

/**
 * @param {BigInt64Array} values
 * @param {Pacer} pacer
 */
async function toExact(values, pacer) {
  const exact = new Float64Array(values.length);
  for (let at = 0; at < values.length; at++) {
    exact[at] = Number(values[at]);
    if (!Number.isSafeInteger(exact[at]))
      throw new NeuronWeightsError('array_inexact', { field: FORMAT, actual: String(values[at]) });
    if (at % VALUES_PER_LOOK === 0 && pacer.due) await pacer.rest();
  }
  return exact;
}

/**
 * From Fortran's order (the first index runs fastest) to C's (the last one does).
 *
 * @template {import('./array-file.js').Numbers} T
 * @param {T} values
 * @param {readonly number[]} shape
 * @param {Pacer} pacer
 * @returns {Promise<T>}
 */
async function toRowMajor(values, shape, pacer) {
  const sorted = /** @type {T} */ (values.slice());
  const rank = shape.length;
  /** How far apart neighbors along an axis lie in the file. */
  const strides = shape.map((_, axis) => shape.slice(0, axis).reduce((product, size) => product * size, 1));
  const index = new Array(rank).fill(0);
  let from = 0;
  for (let to = 0; to < sorted.length; to++) {
    sorted[to] = values[from];
    for (let axis = rank - 1; axis >= 0; axis--) {
      from += strides[axis];
      if (++index[axis] < shape[axis]) break;
      from -= strides[axis] * shape[axis];
      index[axis] = 0;
    }
    if (to % VALUES_PER_LOOK === 0 && pacer.due) await pacer.rest();
  }
  return sorted;
}
