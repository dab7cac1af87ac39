/**
 * Reads IDX files, as MNIST and its kin come in; gzip or plain.
 *
 * Source   Y. LeCun, C. Cortes, C. Burges, The MNIST database, "The IDX file format"
 * Tests    tests/web/formats/idx.test.js
 */
import { NeuronWeightsError } from '../errors/neuron-weights-error.js';
import { readAll, toNumbers, valueBytes } from './array-file.js';

const FORMAT = 'IDX';

/** By the third byte. @type {Record<number, import('./array-file.js').ValueType & { name: string }>} */
const TYPES = {
  0x08: { name: 'ubyte', bytes: 1, Numbers: Uint8Array },
  0x09: { name: 'byte', bytes: 1, Numbers: Int8Array },
  0x0b: { name: 'short', bytes: 2, Numbers: Int16Array },
  0x0c: { name: 'int', bytes: 4, Numbers: Int32Array },
  0x0d: { name: 'float', bytes: 4, Numbers: Float32Array },
  0x0e: { name: 'double', bytes: 8, Numbers: Float64Array },
};
const TYPE_NAMES = Object.values(TYPES)
  .map(({ name }) => name)
  .join(', ');

/** More are no data set. */
const MAX_RANK = 8;

/**
 * Layout: two zero bytes, the type, the number of dimensions; each dimension as a 32-bit number; the values. Big-endian.
 *
 * @param {Blob | Uint8Array | ArrayBuffer} input
 * @param {import('./array-file.js').ArrayOptions} [options]
 * @returns {Promise<import('./array-file.js').ArrayFile>}  data is of the file's own type: Uint8Array for ubyte …
 * @throws {NeuronWeightsError} `array_magic`, `array_type`, `array_header`, `array_length` (details expected, actual: bytes),
 *   `file_too_large`, `gzip_damaged`, `cancelled`
 */
export async function readIdx(input, options = {}) {
  const file = await readAll(input, options);
  if (file.length < 4 || file[0] !== 0 || file[1] !== 0)
    throw new NeuronWeightsError('array_magic', { field: FORMAT });
  const [, , typeByte, rank] = file;
  const type = TYPES[typeByte];
  if (!type) {
    const actual = `0x${typeByte.toString(16).padStart(2, '0')}`;
    throw new NeuronWeightsError('array_type', { field: FORMAT, expected: TYPE_NAMES, actual });
  }
  if (rank < 1 || rank > MAX_RANK) {
    const expected = `1 – ${MAX_RANK}`;
    throw new NeuronWeightsError('array_header', { field: FORMAT, expected, actual: rank });
  }
  const start = 4 + 4 * rank;
  if (file.length < start)
    throw new NeuronWeightsError('array_length', { field: FORMAT, expected: start, actual: file.length });
  const header = new DataView(file.buffer);
  const shape = Array.from({ length: rank }, (_, axis) => header.getUint32(4 + 4 * axis));
  const bytes = valueBytes(FORMAT, file, start, shape, type.bytes, options.maxBytes);
  return { data: await toNumbers(bytes, type, true, options.signal), shape };
}
