/**
 * What this machine has: data, and what `NW_REQUIRE` says must be there.
 *
 * `NW_REQUIRE` is a list such as "browsers,data" (.ci sets it): what it names fails a test when it is missing; what
 * it does not name skips the test with a line that says so.
 */
import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { gunzipSync } from 'node:zlib';

/** The repository's root. */
export const ROOT = fileURLToPath(new URL('../../..', import.meta.url)).replace(/\/$/, '');

const required = (process.env.NW_REQUIRE ?? '').split(/[\s,]+/).filter(Boolean);

/** @param {'browsers' | 'data'} what */
export const isRequired = (what) => required.includes(what);

/** The folder of real data, or null. */
export const DATA_DIR =
  [process.env.NW_DATA_DIR, join(dirname(ROOT), 'shared', 'data')].find((path) => path && existsSync(path)) ??
  null;

/** @param {string} name  a file under the data folder */
export function dataFile(name) {
  const path = DATA_DIR && join(DATA_DIR, name);
  return path && existsSync(path) ? path : null;
}

/** The bytes of a data file, unpacked when its name ends in .gz. @param {string} name */
export function readData(name) {
  const path = dataFile(name);
  if (!path) throw new Error(`${name} is not under ${DATA_DIR ?? 'any data folder'}`);
  const bytes = readFileSync(path);
  return name.endsWith('.gz') ? gunzipSync(bytes) : bytes;
}

/**
 * Declares a test that needs real data: skipped, and said so, where a file is missing.
 *
 * @param {import('vitest').TestAPI} test
 * @param {string[]} files
 */
export function testWithData(test, files) {
  const missing = files.filter((name) => !dataFile(name));
  if (missing.length === 0 || isRequired('data')) return test;
  return (/** @type {string} */ title, ..._rest) =>
    test.skip(`${title} (skipped: no ${missing.join(', ')}; set NW_DATA_DIR)`, () => {});
}
