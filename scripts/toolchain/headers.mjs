/** xsimd and doctest: headers only. One folder holds the two and nothing else, as it goes on every include path. */
import { existsSync } from 'node:fs';
import { cp, mkdir, readFile, symlink } from 'node:fs/promises';
import { join } from 'node:path';
import { CACHE } from '../lib/paths.mjs';
import { withLock } from '../lib/lock.mjs';
import { bringTree } from './debian.mjs';

/** Which version decides about the bits of exp and its kin, so only this one will do. */
const XSIMD = {
  header: 'xsimd/config/xsimd_config.hpp',
  wanted: /XSIMD_VERSION_MAJOR 13\b[^]*XSIMD_VERSION_MINOR 2\b/,
};
const DOCTEST = {
  header: 'doctest/doctest.h',
  wanted: /DOCTEST_VERSION_MAJOR 2\b[^]*DOCTEST_VERSION_MINOR 4\b/,
};

const INSTALLED = ['/usr/include', '/usr/local/include'];

/** @type {import("./debian.mjs").Recipe} */
const RECIPE = { name: 'headers', megabytes: 20, packages: ['libxsimd-dev', 'doctest-dev'] };

/** The folder that holds xsimd/ and doctest/. */
export async function provideHeaders() {
  const own = process.env.NW_DEPS_INCLUDE;
  if (own && (await holds(own))) return own;
  for (const folder of INSTALLED) if (await holds(folder)) return linked(folder);
  const tree = await bringTree(RECIPE, async (root) => {
    for (const name of ['xsimd', 'doctest'])
      await cp(join(root, 'usr/include', name), join(root, 'include', name), { recursive: true });
  });
  return join(tree, 'include');
}

async function holds(folder) {
  const texts = await Promise.all(
    [XSIMD, DOCTEST].map(({ header }) => readFile(join(folder, header), 'utf8').catch(() => '')),
  );
  return XSIMD.wanted.test(texts[0]) && DOCTEST.wanted.test(texts[1]);
}

/** The whole of /usr/include on the path of a cross compiler would be a disaster: link the two folders. */
async function linked(folder) {
  const include = join(CACHE, `headers-of${folder.replaceAll('/', '-')}`);
  await withLock(join(CACHE, 'lock'), 'linking headers', async () => {
    await mkdir(include, { recursive: true });
    for (const name of ['xsimd', 'doctest'])
      if (!existsSync(join(include, name))) await symlink(join(folder, name), join(include, name));
  });
  return include;
}
