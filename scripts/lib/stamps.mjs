/**
 * Stamps: a step is skipped when the content of everything it reads is what it was when the step last ended well.
 *
 * Content, not time: a checkout, a branch change and back, or a touched file costs nothing.
 */
import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdir, readFile, readdir, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { BUILD, ROOT } from './paths.mjs';

/**
 * All files below a folder or the file itself, sorted, as paths. Missing paths hold none.
 *
 * @param {string} path
 * @param {(path: string) => boolean} [skip]
 * @returns {Promise<string[]>}
 */
export async function filesBelow(path, skip = () => false) {
  if (skip(path)) return [];
  let entries;
  try {
    entries = await readdir(path, { withFileTypes: true });
  } catch (error) {
    if (error.code === 'ENOTDIR') return [path];
    if (error.code === 'ENOENT') return [];
    throw error;
  }
  const lists = await Promise.all(
    entries.map((entry) => {
      const child = join(path, entry.name);
      if (entry.isDirectory()) return filesBelow(child, skip);
      return skip(child) ? [] : [child];
    }),
  );
  return lists.flat().sort();
}

/** Hash of the names and contents of files and folders (relative to the repository) and of some more values. */
export async function contentHash(paths, values = {}, skip) {
  const files = (await Promise.all(paths.map((path) => filesBelow(join(ROOT, path), skip)))).flat();
  const contents = await Promise.all(files.map((file) => readFile(file)));
  const hash = createHash('sha256').update(JSON.stringify(values));
  files.forEach((file, i) =>
    hash.update(`\0${file.slice(ROOT.length)}\0${contents[i].length}\0`).update(contents[i]),
  );
  return hash.digest('hex');
}

/**
 * Runs `body` unless the stamp `name` still holds `hash` and every file of `outputs` exists.
 * @returns {Promise<boolean>} whether it ran
 */
export async function unlessStamped(name, hash, outputs, body) {
  const stamp = join(BUILD, 'stamps', name);
  const old = await readFile(stamp, 'utf8').catch(() => '');
  if (old === hash && outputs.every((file) => existsSync(file))) return false;
  await rm(stamp, { force: true });
  await body();
  await mkdir(dirname(stamp), { recursive: true });
  await writeFile(stamp, hash);
  return true;
}
