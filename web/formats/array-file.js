/** What the readers of array files share: bytes in, checks of their sizes, and numbers in the order of this machine. */
import { NeuronWeightsError } from '../errors/neuron-weights-error.js';
import { filePieces } from './file-pieces.js';
import { Pacer } from './pause.js';

/** Larger files are refused before they are read. MNIST's training images have 47 MB. */
export const MAX_ARRAY_BYTES = 200_000_000;

/** Bytes between two looks at the clock. */
const BYTES_PER_LOOK = 1 << 18;

/** @typedef {Uint8Array | Int8Array | Uint16Array | Int16Array | Uint32Array | Int32Array | Float32Array | Float64Array} Numbers */

/**
 * @typedef {object} ArrayFile
 * @property {Numbers} data    row-major
 * @property {number[]} shape  [] for a single number
 */

/**
 * @typedef {object} ArrayOptions
 * @property {AbortSignal} [signal]
 * @property {number} [maxBytes]    of the file, unpacked; default MAX_ARRAY_BYTES
 */

/** How values lie in a file. @typedef {{ bytes: number, Numbers: new (buffer: ArrayBuffer) => any }} ValueType */

/**
 * The whole file, unpacked when it is gzip.
 *
 * @param {Blob | Uint8Array | ArrayBuffer} input
 * @param {ArrayOptions} options
 * @returns {Promise<Uint8Array>}
 * @throws {NeuronWeightsError} `file_too_large`, `gzip_damaged`, `cancelled`
 */
export async function readAll(input, { signal, maxBytes = MAX_ARRAY_BYTES }) {
  const blob = input instanceof Blob ? input : new Blob([/** @type {any} */ (input)]);
  if (blob.size > maxBytes)
    throw new NeuronWeightsError('file_too_large', { expected: maxBytes, actual: blob.size });
  const pacer = new Pacer(signal);
  /** @type {Uint8Array[]} */
  const pieces = [];
  let length = 0;
  for await (const piece of filePieces(blob, { maxBytes })) {
    pieces.push(piece);
    length += piece.length;
    if (pacer.due) await pacer.rest();
  }
  pacer.check();
  const whole = new Uint8Array(length);
  let at = 0;
  for (const piece of pieces) {
    whole.set(piece, at);
    at += piece.length;
  }
  return whole;
}

/**
 * The bytes of the values, which must be all that follows the header.
 *
 * @param {string} format      its name, for errors
 * @param {Uint8Array} file
 * @param {number} start       of the values
 * @param {readonly number[]} shape
 * @param {number} itemBytes
 * @param {number} [maxBytes]
 * @returns {Uint8Array}  a copy
 * @throws {NeuronWeightsError} `file_too_large` for a shape beyond all bounds, `array_length` for one that is not the file's
 */
export function valueBytes(format, file, start, shape, itemBytes, maxBytes = MAX_ARRAY_BYTES) {
  // A double may round here, but not below the limit.
  const expected = start + shape.reduce((product, size) => product * size, itemBytes);
  if (expected > maxBytes)
    throw new NeuronWeightsError('file_too_large', { expected: maxBytes, actual: expected });
  if (expected !== file.length)
    throw new NeuronWeightsError('array_length', { field: format, expected, actual: file.length });
  return file.slice(start);
}

/**
 * Values of a file as numbers of this machine, whose order is little-endian, as everywhere wasm runs.
 *
 * @param {Uint8Array} bytes   is changed
 * @param {ValueType} type
 * @param {boolean} bigEndian
 * @param {AbortSignal} [signal]
 * @returns {Promise<Numbers>}
 */
export async function toNumbers(bytes, { bytes: itemBytes, Numbers }, bigEndian, signal) {
  if (bigEndian && itemBytes > 1) {
    const pacer = new Pacer(signal);
    for (let at = 0; at < bytes.length; at += BYTES_PER_LOOK) {
      const end = Math.min(bytes.length, at + BYTES_PER_LOOK);
      for (let item = at; item < end; item += itemBytes) reverse(bytes, item, item + itemBytes - 1);
      if (pacer.due) await pacer.rest();
    }
  }
  return new Numbers(/** @type {ArrayBuffer} */ (bytes.buffer));
}

/**
 * @param {Uint8Array} bytes
 * @param {number} first
 * @param {number} last   inclusive
 */
function reverse(bytes, first, last) {
  for (let a = first, b = last; a < b; a++, b--) {
    const byte = bytes[a];
    bytes[a] = bytes[b];
    bytes[b] = byte;
  }
}
