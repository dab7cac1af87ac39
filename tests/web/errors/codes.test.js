import { readFile } from 'node:fs/promises';
import { expect, test } from 'vitest';
import { parseErrors, renderErrors } from '../../../scripts/gen-errors.mjs';
import { ERRORS } from '../../../web/errors/codes.js';

const read = (/** @type {string} */ path) => readFile(new URL(`../../../${path}`, import.meta.url), 'utf8');

test('codes.js: is what gen-errors makes of errors.def today', async () => {
  const entries = parseErrors(await read('engine/core/errors.def'));
  expect(await read('web/errors/codes.js')).toBe(renderErrors(entries));
  expect(Object.keys(ERRORS)).toEqual(entries.map(({ name }) => name));
});

test('codes.js: numbers are unique', () => {
  const numbers = Object.values(ERRORS).map(({ number }) => number);
  expect(new Set(numbers).size).toBe(numbers.length);
});
