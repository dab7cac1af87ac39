import { gzipSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { readIdx } from '../../../web/formats/idx.js';
import { dataBlob, hasData } from '../support/data.js';
import { errorOf } from '../support/errors.js';

/** An IDX file by the published layout. @param {number} type @param {number[]} shape @param {number[]} bytes of the values */
function idx(type, shape, bytes) {
  const header = Buffer.alloc(4 + 4 * shape.length);
  header.writeUInt8(type, 2);
  header.writeUInt8(shape.length, 3);
  shape.forEach((size, axis) => header.writeUInt32BE(size, 4 + 4 * axis));
  return new Uint8Array(Buffer.concat([header, Buffer.from(bytes)]));
}

/** Values as big-endian bytes, written by Node. */
const bigEndian = (write, bytes, values) => {
  const buffer = Buffer.alloc(bytes * values.length);
  values.forEach((value, i) => /** @type {any} */ (buffer)[write](value, bytes * i));
  return [...buffer];
};

describe('readIdx', () => {
  test.each([
    [0x08, 1, 'writeUInt8', [0, 128, 255], Uint8Array],
    [0x09, 1, 'writeInt8', [0, -128, 127], Int8Array],
    [0x0b, 2, 'writeInt16BE', [-2, 300, 32767], Int16Array],
    [0x0c, 4, 'writeInt32BE', [-2, 70000, 2147483647], Int32Array],
    [0x0d, 4, 'writeFloatBE', [-0.5, 1.5, 3e30], Float32Array],
    [0x0e, 8, 'writeDoubleBE', [-0.1, 1e-300, 7], Float64Array],
  ])('type 0x%s', async (type, bytes, write, values, Numbers) => {
    const { data, shape } = await readIdx(idx(type, [3, 1], bigEndian(write, bytes, values)));
    expect(data).toEqual(/** @type {any} */ (Numbers).from(values));
    expect(shape).toEqual([3, 1]);
  });

  test('many values, from a blob, an array and an array buffer, gzip or plain', async () => {
    const values = Array.from({ length: 80000 }, (_, i) => (i * 7919) % 65521);
    const file = idx(0x0c, [80, 1000], bigEndian('writeInt32BE', 4, values));
    const packed = gzipSync(file);
    const expected = Buffer.from(Int32Array.from(values).buffer);
    for (const input of [file, file.buffer, new Blob([file]), packed, new Blob([packed])]) {
      const { data, shape } = await readIdx(/** @type {any} */ (input));
      expect(Buffer.from(data.buffer).equals(expected)).toBe(true);
      expect(data).toBeInstanceOf(Int32Array);
      expect(shape).toEqual([80, 1000]);
    }
  });

  test('many doubles: the pieces in which their bytes are turned cut none in two', async () => {
    const values = Float64Array.from({ length: 40000 }, (_, i) => i / 7);
    const { data } = await readIdx(idx(0x0e, [40000], bigEndian('writeDoubleBE', 8, [...values])));
    expect(Buffer.from(data.buffer).equals(Buffer.from(values.buffer))).toBe(true);
  });

  test('no rows at all', async () => {
    expect(await readIdx(idx(0x08, [0, 28, 28], []))).toEqual({
      data: new Uint8Array(0),
      shape: [0, 28, 28],
    });
  });

  test.each([
    ['an empty file', new Uint8Array(0), 'array_magic'],
    ['text', new TextEncoder().encode('1,2,3\n4,5,6\n'), 'array_magic'],
    ['an unknown type', idx(0x0a, [1], [1]), 'array_type'],
    ['no dimension', idx(0x08, [], [1]), 'array_header'],
    ['nine dimensions', idx(0x08, Array(9).fill(1), [1]), 'array_header'],
    ['a header cut short', idx(0x08, [2, 3], []).slice(0, 9), 'array_length'],
    ['values cut short', idx(0x08, [2, 3], [1, 2, 3, 4, 5]), 'array_length'],
    ['more than there should be', idx(0x08, [2, 3], [1, 2, 3, 4, 5, 6, 7]), 'array_length'],
    ['more than anybody has', idx(0x0e, [0xffffffff, 0xffffffff, 0xffffffff], [1]), 'file_too_large'],
    ['a damaged archive', gzipSync(idx(0x08, [4], [1, 2, 3, 4])).fill(0x55, 12, 20), 'gzip_damaged'],
    ['an archive cut short', gzipSync(idx(0x08, [400], Array(400).fill(7))).subarray(0, -9), 'gzip_damaged'],
  ])('refuses %s', async (_, file, code) => {
    const error = await errorOf(() => readIdx(/** @type {any} */ (file)));
    expect([error.code, error.kind]).toEqual([code, code === 'file_too_large' ? 'limit' : 'caller']);
    expect(error.message).not.toContain('?');
  });

  test('says how many bytes are missing', async () => {
    const error = await errorOf(() => readIdx(idx(0x0b, [2, 3], [1, 2, 3, 4])));
    expect(error.details).toEqual({ field: 'IDX', expected: 24, actual: 16 });
  });

  test('keeps to the limit before and after unpacking, and can be stopped', async () => {
    const file = idx(0x08, [100, 100], Array(10000).fill(0));
    expect((await errorOf(() => readIdx(file, { maxBytes: 10000 }))).code).toBe('file_too_large');
    expect((await errorOf(() => readIdx(gzipSync(file), { maxBytes: 10000 }))).code).toBe('file_too_large');
    expect((await readIdx(gzipSync(file), { maxBytes: 10012 })).shape).toEqual([100, 100]);
    const promising = idx(0x08, [101, 100], Array(10000).fill(0)); // small itself, but not what it speaks of
    expect((await errorOf(() => readIdx(promising, { maxBytes: 10012 }))).code).toBe('file_too_large');
    const error = await errorOf(() => readIdx(file, { signal: AbortSignal.abort() }));
    expect(error.code).toBe('cancelled');
  });

  const images = 'mnist/t10k-images-idx3-ubyte.gz';
  test.skipIf(!hasData(images))('MNIST: test images and their labels', async () => {
    const [{ data, shape }, labels] = await Promise.all([
      dataBlob(images).then((blob) => readIdx(blob)),
      dataBlob('mnist/t10k-labels-idx1-ubyte.gz').then((blob) => readIdx(blob)),
    ]);
    expect([shape, labels.shape]).toEqual([[10000, 28, 28], [10000]]);
    expect([...labels.data.subarray(0, 10)]).toEqual([7, 2, 1, 0, 4, 1, 4, 9, 5, 9]);
    // Digits are white on black: the border is black, and so is most of the rest.
    const image = /** @type {Uint8Array} */ (data).subarray(0, 784);
    expect([...image.subarray(0, 28)].every((value) => value === 0)).toBe(true);
    expect(image.reduce((sum, value) => sum + value, 0)).toBe(18454);
    const counts = new Array(10).fill(0);
    for (const label of labels.data) counts[label]++;
    expect(counts).toEqual([980, 1135, 1032, 1010, 982, 892, 958, 1028, 974, 1009]);
  });
});
