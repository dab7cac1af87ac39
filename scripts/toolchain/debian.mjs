/**
 * Packages of Debian 13, unpacked into a folder of our own: no root, nothing of the system touched.
 *
 * apt-get does the fetching and checks the signatures, with a state folder of its own; the programs are then
 * pointed at the libraries beside them with patchelf, so that they run on an older Debian, too.
 */
import { existsSync } from 'node:fs';
import { mkdir, readFile, readdir, rename, rm, stat, statfs, writeFile } from 'node:fs/promises';
import { availableParallelism, cpus } from 'node:os';
import { join } from 'node:path';
import { createHash } from 'node:crypto';
import { withLock } from '../lib/lock.mjs';
import { Failure, say, since } from '../lib/log.mjs';
import { CACHE } from '../lib/paths.mjs';
import { run, which } from '../lib/run.mjs';

const RELEASE = 'trixie'; // Debian 13
const REVISION = 3; // grows when what is done to the packages changes, so that old trees are not taken for new ones
const KEYRING = '/usr/share/keyrings/debian-archive-keyring.gpg';

/** Where Debian keeps libraries, and what its dynamic loader is called, by node's name of the processor. */
const MACHINES = {
  x64: { triplet: 'x86_64-linux-gnu', loader: 'ld-linux-x86-64.so.2' },
  arm64: { triplet: 'aarch64-linux-gnu', loader: 'ld-linux-aarch64.so.1' },
};

/**
 * @typedef {object} Recipe
 * @property {string} name        of the folder in the cache, and in progress lines
 * @property {string[]} packages
 * @property {Record<string, string[]>} [tar]  more arguments for tar, by package: what to leave out
 * @property {string[]} [programs]  to be pointed at the libraries of the tree; relative paths
 * @property {string[]} [rpath]   folders of libraries beside Debian's usual one; relative paths
 * @property {number} megabytes   roughly, on the disk, while it is being made
 */

/**
 * Brings a tree into the cache, once, and returns its root. A changed recipe makes a new tree.
 *
 * @param {Recipe} recipe
 * @param {(root: string, libraries: string) => Promise<void>} [finish]  last touches and the smoke test
 */
export async function bringTree(recipe, finish = async () => {}) {
  const key = createHash('sha256')
    .update(JSON.stringify([REVISION, recipe]))
    .digest('hex')
    .slice(0, 8);
  const root = join(CACHE, `${recipe.name}-${key}`);
  const complete = join(root, '.complete');
  if (existsSync(complete)) return root;
  await withLock(join(CACHE, 'lock'), `bringing ${recipe.name}`, async () => {
    if (existsSync(complete)) return; // the other process brought it
    const start = performance.now();
    await checkHost(recipe);
    const work = join(CACHE, `${recipe.name}-${key}.partial`);
    await rm(work, { recursive: true, force: true });
    await rm(root, { recursive: true, force: true });
    try {
      await mkdir(join(work, 'root'), { recursive: true });
      const debs = await download(recipe, work);
      await unpack(recipe, debs, join(work, 'root'));
      await rename(join(work, 'root'), root); // before patching: absolute paths get baked in
    } finally {
      await rm(work, { recursive: true, force: true });
    }
    await patch(recipe, root);
    await finish(root, libraryFolder(root));
    await writeFile(complete, '');
    say(`${recipe.name} is ready in ${root} (${since(start)})`);
  });
  return root;
}

export const libraryFolder = (root) => join(root, 'usr/lib', MACHINES[process.arch].triplet);

async function checkHost({ name, megabytes }) {
  const instead = '\nWhat can be done by hand stands in CONTRIBUTING.md, under "Tools".';
  if (process.platform !== 'linux' || !MACHINES[process.arch])
    throw new Failure(
      `${name} can be brought on Linux on x86-64 or arm64 only; this is ${process.platform} on ${process.arch}.${instead}`,
    );
  for (const program of ['apt-get', 'dpkg-deb', 'tar'])
    if (!which(program))
      throw new Failure(`${name} is brought with ${program}, which this machine lacks.${instead}`);
  if (!existsSync(KEYRING))
    throw new Failure(
      `${KEYRING} is missing (Debian's signing keys). Type: apt-get install debian-archive-keyring`,
    );
  await mkdir(CACHE, { recursive: true });
  const { bavail, bsize } = await statfs(CACHE);
  if (bavail * bsize < megabytes * 1e6)
    throw new Failure(
      `${name} needs ${megabytes} MB in ${CACHE} while it is being made; that much is not free.`,
    );
}

/** The mirror that this machine's apt already uses: what reaches the machine's own packages reaches these. */
async function mirror() {
  if (process.env.NW_DEBIAN_MIRROR) return process.env.NW_DEBIAN_MIRROR;
  const format = '$(REPO_URI) $(ORIGIN) $(RELEASE)';
  const { stdout } = await run('apt-get', ['indextargets', '--format', format, 'Created-By: Packages']);
  const osRelease = await readFile('/etc/os-release', 'utf8').catch(() => '');
  const isDebian = /^ID=debian$/m.test(osRelease);
  for (const line of stdout.split('\n')) {
    const [uri, origin] = line.split(' ');
    // apt knows no origin before its first update, as in a fresh container.
    if (uri && !/security/.test(line) && (origin === 'Debian' || (isDebian && !origin))) return uri;
  }
  throw new Failure(
    'This machine\'s apt uses no Debian mirror. Set NW_DEBIAN_MIRROR to the address of one, or see CONTRIBUTING.md, "Tools".',
  );
}

/** Fetches the packages; returns the paths of the .deb files by package. */
async function download({ name, packages }, work) {
  const apt = await isolatedApt(work);
  await apt(['-qq', 'update'], { label: `${name}: asking the Debian mirror for its list of packages` });
  const { stdout } = await apt(['--print-uris', 'download', ...packages]);
  const total = [...stdout.matchAll(/^'[^']*' \S+ (\d+)/gm)].reduce(
    (sum, match) => sum + Number(match[1]),
    0,
  );
  const debs = join(work, 'debs');
  await mkdir(debs);
  await apt(['-qq', 'download', ...packages], {
    cwd: debs,
    label: `${name}: downloading ${packages.length} packages, ${megabytes(total)}`,
    progress: async () => `${megabytes(await folderSize(debs))} of ${megabytes(total)}`,
  });
  const files = await readdir(debs);
  return Object.fromEntries(
    packages.map((wanted) => [
      wanted,
      join(
        debs,
        files.find((file) => file.startsWith(`${wanted}_`)),
      ),
    ]),
  );
}

/** apt-get with its own lists and sources; the machine's proxies and logins stay in force. */
async function isolatedApt(work) {
  const state = join(work, 'apt');
  await mkdir(join(state, 'lists/partial'), { recursive: true });
  await mkdir(join(state, 'cache/archives/partial'), { recursive: true });
  await writeFile(join(state, 'status'), '');
  await writeFile(
    join(state, 'sources.list'),
    `deb [signed-by=${KEYRING}] ${await mirror()} ${RELEASE} main\n`,
  );
  const settings = {
    'Dir::State': state,
    'Dir::State::status': join(state, 'status'),
    'Dir::State::Lists': join(state, 'lists'),
    'Dir::Cache': join(state, 'cache'),
    'Dir::Etc::sourcelist': join(state, 'sources.list'),
    'Dir::Etc::sourceparts': '/dev/null',
    'Dir::Etc::preferences': '/dev/null',
    'Dir::Etc::preferencesparts': '/dev/null',
    'Acquire::Languages': 'none',
    'Acquire::Retries': '3',
    'APT::Sandbox::User': '',
    'APT::Update::Post-Invoke-Success': '',
    'APT::Update::Post-Invoke': '',
    'DPkg::Post-Invoke': '',
  };
  const options = Object.entries(settings).flatMap(([key, value]) => ['-o', `${key}=${value}`]);
  return async (args, more) => {
    try {
      return await run('apt-get', [...options, ...args], more);
    } catch (error) {
      throw new Failure(
        `${error.message}\n\nDebian 13's packages could not be fetched. Is there a network, and does \`apt-get update\` work? ` +
          'NW_DEBIAN_MIRROR names another mirror.',
      );
    }
  };
}

/** Unpacks as many packages at once as there are cores: decompression is what takes the time. */
async function unpack({ name, tar = {} }, debs, root) {
  const start = performance.now();
  const script = 'set -o pipefail; deb=$1; shift; dpkg-deb --fsys-tarfile "$deb" | tar -x "$@"';
  const sizes = await Promise.all(Object.values(debs).map(async (file) => (await stat(file)).size));
  // Largest first, so that no core waits for a late large one.
  const queue = Object.keys(debs).map((wanted, i) => ({ wanted, size: sizes[i] }));
  queue.sort((a, b) => b.size - a.size);
  const count = queue.length;
  say(`${name}: unpacking ${count} packages …`);
  let done = 0;
  const heartbeat = setInterval(() => say(`  ${since(start)}  ${done} of ${count}`), 10_000);
  const worker = async () => {
    for (let next = queue.shift(); next; next = queue.shift()) {
      const common = ['-C', root, '--exclude=./usr/share/doc', '--exclude=./usr/share/man'];
      await run('bash', ['-c', script, '--', debs[next.wanted], ...common, ...(tar[next.wanted] ?? [])]);
      done++;
    }
  };
  try {
    await Promise.all(Array.from({ length: (availableParallelism ?? (() => cpus().length))() }, worker));
  } finally {
    clearInterval(heartbeat);
  }
  say(`  done, ${since(start)}`);
}

/**
 * Points the programs at the tree's own loader and libraries.
 *
 * --force-rpath: the libraries' own libraries shall come from the tree, too, and the newer kind of entry (RUNPATH) does not
 * say so. Without it they come from the system, where they are of another version or missing.
 */
async function patch({ name, programs = [], rpath = [] }, root) {
  if (programs.length === 0) return;
  const start = performance.now();
  const libraries = libraryFolder(root);
  const loader = join(libraries, MACHINES[process.arch].loader);
  const path = [...rpath.map((folder) => join(root, folder)), libraries].join(':');
  // patchelf itself comes from Debian 13: it is started through the loader that fits it.
  const tool = ['--library-path', libraries, join(root, 'usr/bin/patchelf')];
  const patchelf = (...args) => run(loader, [...tool, ...args]);
  say(`${name}: pointing ${programs.length} programs at their libraries …`);
  for (const entry of await readdir(libraries, { withFileTypes: true })) {
    const file = join(libraries, entry.name);
    // A library with a RUNPATH of its own would not look where its program says.
    if (
      entry.isFile() &&
      /\.so(\.|$)/.test(entry.name) &&
      (await patchelf('--print-rpath', file)).stdout.trim()
    )
      await patchelf('--remove-rpath', file);
  }
  for (const program of programs) {
    const file = join(root, program);
    await patchelf('--set-interpreter', loader, '--force-rpath', '--set-rpath', path, file);
    await checkLibraries(loader, file, root);
  }
  say(`  ${programs.length} of ${programs.length} done, ${since(start)}`);
}

/** A recipe that forgot a library must not work by the chance of this machine having it. */
async function checkLibraries(loader, program, root) {
  const { stdout } = await run(loader, ['--list', program], { allowFailure: true });
  const libraries = stdout.split('\n').filter((line) => line.includes('=>') || line.includes('not found'));
  const foreign = libraries.filter((line) => !line.includes(`${root}/`) && !line.includes('linux-vdso'));
  if (foreign.length > 0)
    throw new Failure(`${program} finds these libraries outside its tree:\n${foreign.join('\n')}`);
}

const megabytes = (bytes) => `${Math.round(bytes / 1e6)} MB`;

async function folderSize(folder) {
  const names = await readdir(folder).catch(() => []);
  const sizes = await Promise.all(
    names.map((file) =>
      stat(join(folder, file)).then(
        (s) => s.size,
        () => 0,
      ),
    ),
  );
  return sizes.reduce((sum, size) => sum + size, 0);
}
