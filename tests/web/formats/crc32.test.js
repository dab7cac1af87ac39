import { expect, test } from 'vitest';
import { crc32 } from '../../../web/formats/crc32.js';

test('crc32: the check value of the standard, whole or in pieces', () => {
  const digits = new TextEncoder().encode('123456789');
  expect(crc32(digits)).toBe(0xcbf43926);
  expect(crc32(digits.subarray(4), crc32(digits.subarray(0, 4)))).toBe(0xcbf43926);
  expect(crc32(new Uint8Array(0))).toBe(0);
});
