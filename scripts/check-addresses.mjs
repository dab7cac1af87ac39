/**
 * No file holds the address of a package registry or mirror: everybody's own configuration names theirs. The lock file
 * records versions and checksums, no addresses.
 */
import { readFile } from 'node:fs/promises';
import { basename, relative } from 'node:path';
import { pathToFileURL } from 'node:url';
import { Failure, main } from './lib/log.mjs';
import { ROOT } from './lib/paths.mjs';
import { filesBelow } from './lib/stamps.mjs';

const SKIPPED = new Set(['.git', 'node_modules', 'build', 'dist']);
const ADDRESS = /https?:\/\/[^\s"'`)]*(?:registry|\/debian)[^\s"'`)]*/g;

/** Sentences about what must not be there. */
export async function wrongAddresses(root) {
  const skip = (path) => path !== root && SKIPPED.has(basename(path));
  const files = await filesBelow(root, skip);
  const lists = await Promise.all(
    files.map(async (file) => {
      const text = await readFile(file, 'latin1');
      const name = relative(root, file);
      const found = [...text.matchAll(ADDRESS)].map((match) => `${name} holds ${match[0]}`);
      const resolved = name === 'package-lock.json' && /"resolved"\s*:/.test(text);
      return resolved ? [...found, `${name} records addresses ("resolved"); .npmrc says how not to`] : found;
    }),
  );
  return lists.flat();
}

if (import.meta.url === pathToFileURL(process.argv[1]).href) {
  await main(async () => {
    const wrong = await wrongAddresses(ROOT);
    if (wrong.length > 0) throw new Failure(`Addresses that must not be there:\n${wrong.join('\n')}`);
  });
}
