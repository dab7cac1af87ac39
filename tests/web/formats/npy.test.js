import { gzipSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { readNpy } from '../../../web/formats/npy.js';
import { errorOf } from '../support/errors.js';

/**
 * An npy file by the published format: the header is padded with spaces to a multiple of 64 bytes and ends with a newline.
 *
 * @param {string} header
 * @param {ArrayLike<number>} bytes
 */
function npy(header, bytes, [major, minor] = [1, 0]) {
  const lengthBytes = major === 1 ? 2 : 4;
  const unpadded = 8 + lengthBytes + Buffer.byteLength(header) + 1;
  const padding = (64 - (unpadded % 64)) % 64;
  const text = Buffer.from(`${header}${' '.repeat(padding)}\n`);
  const head = Buffer.alloc(8 + lengthBytes);
  head.write('\x93NUMPY', 'latin1');
  head.writeUInt8(major, 6);
  head.writeUInt8(minor, 7);
  if (major === 1) head.writeUInt16LE(text.length, 8);
  else head.writeUInt32LE(text.length, 8);
  return new Uint8Array(Buffer.concat([head, text, Buffer.from(/** @type {any} */ (bytes))]));
}

const dict = (descr, shape, order = 'False') =>
  `{'descr': '${descr}', 'fortran_order': ${order}, 'shape': ${shape}, }`;

/** Values as bytes, written by Node. */
const bytesOf = (write, bytes, values) => {
  const buffer = Buffer.alloc(bytes * values.length);
  values.forEach((value, i) => /** @type {any} */ (buffer)[write](value, bytes * i));
  return buffer;
};

describe('readNpy', () => {
  test.each([
    ['<f4', 4, 'writeFloatLE', [-0.5, 1.5, 3e30], Float32Array],
    ['>f4', 4, 'writeFloatBE', [-0.5, 1.5, 3e30], Float32Array],
    ['<f8', 8, 'writeDoubleLE', [-0.1, 1e-300, 7], Float64Array],
    ['>f8', 8, 'writeDoubleBE', [-0.1, 1e-300, 7], Float64Array],
    ['|i1', 1, 'writeInt8', [0, -128, 127], Int8Array],
    ['|u1', 1, 'writeUInt8', [0, 128, 255], Uint8Array],
    ['<i2', 2, 'writeInt16LE', [-2, 300, 32767], Int16Array],
    ['>i2', 2, 'writeInt16BE', [-2, 300, 32767], Int16Array],
    ['<i4', 4, 'writeInt32LE', [-2, 70000, 2147483647], Int32Array],
    ['>i4', 4, 'writeInt32BE', [-2, 70000, 2147483647], Int32Array],
    ['<u2', 2, 'writeUInt16LE', [0, 300, 65535], Uint16Array],
    ['>u4', 4, 'writeUInt32BE', [0, 70000, 4294967295], Uint32Array],
    ['<u4', 4, 'writeUInt32LE', [0, 70000, 4294967295], Uint32Array],
    ['|b1', 1, 'writeUInt8', [0, 1, 1], Uint8Array],
    ['=i2', 2, 'writeInt16LE', [-2, 300, 32767], Int16Array],
  ])('%s', async (descr, bytes, write, values, Numbers) => {
    const { data, shape } = await readNpy(npy(dict(descr, '(3,)'), bytesOf(write, bytes, values)));
    expect(data).toEqual(/** @type {any} */ (Numbers).from(values));
    expect(shape).toEqual([3]);
  });

  test.each(['<', '>'])('%si8: whole numbers stay exact, or are refused', async (order) => {
    const write = order === '<' ? 'writeBigInt64LE' : 'writeBigInt64BE';
    const exact = [-3n, 0n, BigInt(Number.MAX_SAFE_INTEGER)];
    const { data } = await readNpy(npy(dict(`${order}i8`, '(3,)'), bytesOf(write, 8, exact)));
    expect(data).toEqual(Float64Array.from(exact, Number));
    const error = await errorOf(() =>
      readNpy(npy(dict(`${order}i8`, '(1,)'), bytesOf(write, 8, [2n ** 53n]))),
    );
    expect([error.code, error.details.actual]).toEqual(['array_inexact', '9007199254740992']);
  });

  test('Fortran order becomes row-major, in two and in three dimensions', async () => {
    // a[i][j] = 10 i + j, column by column.
    const two = await readNpy(npy(dict('|u1', '(2, 3)', 'True'), [0, 10, 1, 11, 2, 12]));
    expect([...two.data]).toEqual([0, 1, 2, 10, 11, 12]);
    const shape = [2, 3, 4];
    const fortran = new Uint8Array(24);
    const rowMajor = new Uint8Array(24);
    for (let i = 0; i < 2; i++)
      for (let j = 0; j < 3; j++)
        for (let k = 0; k < 4; k++) {
          const value = 100 * i + 10 * j + k;
          fortran[i + 2 * j + 6 * k] = value;
          rowMajor[12 * i + 4 * j + k] = value;
        }
    const three = await readNpy(npy(dict('|u1', '(2, 3, 4)', 'True'), fortran));
    expect(three).toEqual({ data: rowMajor, shape });
    expect((await readNpy(npy(dict('|u1', '(2, 3, 4)'), fortran))).data).toEqual(fortran);
    expect([...(await readNpy(npy(dict('|u1', '(3,)', 'True'), [1, 2, 3]))).data]).toEqual([1, 2, 3]);
  });

  test.each([
    [1, 0],
    [2, 0],
    [3, 0],
  ])('version %i.%i', async (...version) => {
    const file = npy(dict('<i2', '(1, 2)'), [1, 0, 255, 255], version);
    expect(await readNpy(file)).toEqual({ data: Int16Array.of(1, -1), shape: [1, 2] });
    expect((await readNpy(new Blob([gzipSync(file)]))).shape).toEqual([1, 2]);
  });

  test('shapes: none, empty, as Python 2 wrote them, and keys in another order and other quotes', async () => {
    expect(await readNpy(npy(dict('|u1', '()'), [9]))).toEqual({ data: Uint8Array.of(9), shape: [] });
    expect((await readNpy(npy(dict('<f8', '(0, 5)'), []))).shape).toEqual([0, 5]);
    expect((await readNpy(npy(dict('|u1', '(2L, 1L)'), [1, 2]))).shape).toEqual([2, 1]);
    const other = `{"shape":(2,),"fortran_order":False,"descr":"|u1"}`;
    expect((await readNpy(npy(other, [1, 2]))).shape).toEqual([2]);
  });

  test.each([
    ['an empty file', new Uint8Array(0), 'array_magic'],
    ['text', new TextEncoder().encode('1,2,3\n4,5,6\n'), 'array_magic'],
    ['a zip of arrays', new TextEncoder().encode('PK\x03\x04rest of an npz file'), 'array_magic'],
    ['magic alone', npy(dict('|u1', '(1,)'), [1]).slice(0, 6), 'array_length'],
    ['version 4', npy(dict('|u1', '(1,)'), [1], [4, 0]), 'array_header'],
    ['version 1.1', npy(dict('|u1', '(1,)'), [1], [1, 1]), 'array_header'],
    ['a header cut short', npy(dict('|u1', '(1,)'), [1]).slice(0, 40), 'array_length'],
    ['values cut short', npy(dict('<f4', '(2,)'), [0, 0, 0, 0, 0, 0, 0]), 'array_length'],
    ['two arrays in one file', npy(dict('|u1', '(1,)'), [1, 2]), 'array_length'],
    ['objects', npy(dict('|O', '(1,)'), [1]), 'array_objects'],
    ['half precision', npy(dict('<f2', '(1,)'), [0, 0]), 'array_type'],
    ['complex numbers', npy(dict('<c8', '(1,)'), new Uint8Array(8)), 'array_type'],
    ['text in an array', npy(dict('<U5', '(1,)'), new Uint8Array(20)), 'array_type'],
    ['a type by a name of all objects', npy(dict('toString', '(1,)'), [1]), 'array_type'],
    [
      'records',
      npy(`{'descr': [('x', '<f4')], 'fortran_order': False, 'shape': (1,), }`, [0, 0, 0, 0]),
      'array_type',
    ],
    ['no shape', npy(`{'descr': '|u1', 'fortran_order': False, }`, [1]), 'array_header'],
    ['no order', npy(`{'descr': '|u1', 'shape': (1,), }`, [1]), 'array_header'],
    ['a negative size', npy(dict('|u1', '(-1,)'), [1]), 'array_header'],
    ['a size that is none', npy(dict('|u1', '(1, x)'), [1]), 'array_header'],
    [
      'more than anybody has',
      npy(dict('<f8', '(9007199254740991, 9007199254740991)'), [1]),
      'file_too_large',
    ],
  ])('refuses %s', async (_, file, code) => {
    const error = await errorOf(() => readNpy(file));
    expect(error.code).toBe(code);
    expect(error.message).not.toContain('?');
    expect(() => structuredClone(error.toWire())).not.toThrow();
  });

  test('keeps to its limit and can be stopped', async () => {
    const file = npy(dict('|u1', '(1000,)'), new Uint8Array(1000));
    expect((await errorOf(() => readNpy(file, { maxBytes: 1000 }))).code).toBe('file_too_large');
    expect((await errorOf(() => readNpy(file, { signal: AbortSignal.abort() }))).code).toBe('cancelled');
  });
});
