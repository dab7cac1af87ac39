/**
 * A node that is new enough for the tools (Vite wants the most): the one that runs this, or Debian 13's.
 *
 * Debian 12's own node is 18. These scripts run on it; what they call does not.
 */
import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { copyFile, lstat, mkdir, readFile, readlink, rm, symlink, writeFile } from 'node:fs/promises';
import { constants } from 'node:os';
import { basename, delimiter, join } from 'node:path';
import { Failure, say } from '../lib/log.mjs';
import { run } from '../lib/run.mjs';
import { bringTree, libraryFolder } from './debian.mjs';

const OLDEST = [20, 19]; // Vite 8; the newest Vitest and puppeteer-core want 22, so older ones of them are pinned

/** @type {import('./debian.mjs').Recipe} */
const RECIPE = {
  name: 'node',
  megabytes: 350,
  packages: [
    ...[
      'nodejs',
      'libnode115',
      'node-acorn',
      'node-cjs-module-lexer',
      'node-minimatch',
      'node-undici',
      'patchelf',
    ],
    ...[
      'libbrotli1',
      'libc6',
      'libcares2',
      'libgcc-s1',
      'libicu76',
      'libnghttp2-14',
      'libssl3t64',
      'libstdc++6',
    ],
    ...['libuv1t64', 'libzstd1', 'zlib1g'],
  ],
  programs: ['usr/bin/node'],
};

/** Returns when node is new enough; otherwise runs this script again with one that is, and ends with its exit code. */
export async function requireNode() {
  const [major, minor] = process.versions.node.split('.').map(Number);
  if (major > OLDEST[0] || (major === OLDEST[0] && minor >= OLDEST[1])) return;
  say(`node is ${process.version}; the tools want ${OLDEST.join('.')} or later. Taking Debian 13's.`);
  const tree = await bringTree(RECIPE, async (root) => {
    await shortenPaths(root);
    await linkScripts(root);
    await run(join(root, 'usr/bin/node'), ['-p', 'process.version'], { label: 'node: trying it' });
  });
  await linkScripts(tree);
  const bin = join(tree, 'usr/bin');
  process.exit(await again(join(bin, 'node'), bin));
}

/** Runs this very script with another node, which also goes first on PATH, for npm and whatever calls node by name. */
async function again(node, bin) {
  const child = spawn(node, process.argv.slice(1), {
    stdio: 'inherit',
    env: { ...process.env, PATH: `${bin}${delimiter}${process.env.PATH}` },
  });
  // Ctrl+C reaches both; the child decides when it is over.
  process.on('SIGINT', () => {});
  process.on('SIGTERM', () => child.kill('SIGTERM'));
  return new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('close', (code, signal) => resolve(code ?? 128 + (constants.signals[signal] ?? 0)));
  });
}

// Debian's node reads some of its own scripts from /usr/share/nodejs when it starts; where they are is baked into
// libnode. Those of the system are of another version or missing. A path of any home folder would be too long to be put
// in place of the old one, so a short link leads to the tree; it is looked after at every start.

const BAKED = [
  'cjs-module-lexer/lexer.js',
  'cjs-module-lexer/dist/lexer.js',
  'undici/undici-fetch.js',
  'acorn/dist/acorn.js',
  'acorn-walk/dist/walk.js',
  'minimatch/dist/cjs/index.bundle.js',
];

const shortLink = (root) => `/var/tmp/nw-${process.getuid()}-${basename(root).slice(-6)}`;
const flatFolder = (root) => join(root, 'baked');

/** Puts the short paths into libnode, and the scripts where these lead. */
async function shortenPaths(root) {
  const library = join(libraryFolder(root), 'libnode.so.115');
  const bytes = await readFile(library);
  await mkdir(flatFolder(root));
  for (const [i, script] of BAKED.entries()) {
    const old = Buffer.from(`/usr/share/nodejs/${script}\0`);
    const at = bytes.indexOf(old);
    if (at === -1 || bytes.indexOf(old, at + 1) !== -1)
      throw new Failure(`libnode does not hold ${script} once, as it did when this was written.`);
    const short = Buffer.from(`${shortLink(root)}/${i}.js\0`);
    if (short.length > old.length) throw new Failure(`${short} is too long a path.`);
    bytes.fill(0, at, at + old.length);
    short.copy(bytes, at);
    await copyFile(join(root, 'usr/share/nodejs', script), join(flatFolder(root), `${i}.js`));
  }
  await writeFile(library, bytes);
}

/** /var/tmp is everybody's, and is cleaned at times: the link must be ours and lead to our tree. */
async function linkScripts(root) {
  const link = shortLink(root);
  const info = await lstat(link).catch(() => null);
  const ours = info?.isSymbolicLink() && info.uid === process.getuid();
  if (ours && (await readlink(link)) === flatFolder(root) && existsSync(join(link, '0.js'))) return;
  if (info && !ours)
    throw new Failure(`${link} belongs to somebody else. Please install node 20.19 or later.`);
  await rm(link, { force: true });
  await symlink(flatFolder(root), link);
}
