/** The real files: `NW_DATA_DIR`, else `../shared/data` beside the project. Tests that need them skip where they are not. */
import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';

const BESIDE = fileURLToPath(new URL('../../../../shared/data', import.meta.url));
const FOLDER = process.env.NW_DATA_DIR ?? BESIDE;

/** @param {string} name */
export const hasData = (name) => {
  const found = existsSync(`${FOLDER}/${name}`);
  if (!found && (process.env.NW_REQUIRE ?? '').includes('data'))
    throw new Error(`${FOLDER}/${name} is missing`);
  return found;
};

/** @param {string} name */
export const dataBlob = async (name) => new Blob([await readFile(`${FOLDER}/${name}`)]);
