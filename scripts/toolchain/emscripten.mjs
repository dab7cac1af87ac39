/** Emscripten: the machine's own when it is new enough and works, otherwise Debian 13's. */
import { mkdir, mkdtemp, realpath, rm, symlink, writeFile } from 'node:fs/promises';
import { existsSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { createHash } from 'node:crypto';
import { Failure, say } from '../lib/log.mjs';
import { CACHE } from '../lib/paths.mjs';
import { run, which } from '../lib/run.mjs';
import { bringTree } from './debian.mjs';

const OLDEST = [3, 1, 69]; // what the engine was tried with; older ones lack parts of wasm SIMD

/** Libraries that LLVM's programs of Debian 13 want, down to the C library. */
export const LLVM_LIBRARIES = [
  "libllvm19", "libclang-cpp19", "libz3-4", "libzstd1", "zlib1g", "libxml2", "libicu76", "liblzma5", "libedit2",
  "libtinfo6", "libbsd0", "libmd0", "libffi8", "libc6", "libstdc++6", "libgcc-s1",
]; // prettier-ignore

// What builds call. The tools around debug information would want fifty libraries more, for debuginfod.
const LLVM_TOOLS = ['llvm-ar', 'llvm-nm', 'llvm-objcopy', 'llvm-cxxfilt'];
const LLVM_LINKS = ['llvm-ranlib', 'llvm-strip']; // symbolic links to the tools above
const BINARYEN_TOOLS = [
  'wasm-opt',
  'wasm-metadce',
  'wasm-emscripten-finalize',
  'wasm-ctor-eval',
  'wasm-split',
  'wasm-dis',
  'wasm-as',
  'wasm2js',
];

const inLlvm = (tool) => `usr/lib/llvm-19/bin/${tool}`;

/** @type {import("./debian.mjs").Recipe} */
const RECIPE = {
  name: 'emscripten',
  megabytes: 1600,
  packages: [
    "emscripten", "binaryen", "clang-19", "lld-19", "llvm-19", "libclang-common-19-dev", "node-acorn",
    "clang-format-19", "patchelf", ...LLVM_LIBRARIES,
  ], // prettier-ignore
  tar: {
    // Variants of the system libraries that we never link. libGL stays: emcc links it unasked.
    emscripten: [
      "--exclude=*/lib/wasm32-emscripten/lto-pic", "--exclude=*/lib/wasm32-emscripten/pic",
      "--exclude=*/lib/wasm32-emscripten/lto", "--exclude=*-asan*.a", "--exclude=*-ww*.a", "--exclude=*libwasmfs*",
      "--exclude=./usr/share/emscripten/test", "--exclude=./usr/share/nodejs",
    ], // prettier-ignore
    'llvm-19': [...LLVM_TOOLS, ...LLVM_LINKS].map((tool) => `./${inLlvm(tool)}`),
  },
  programs: [
    ...['clang', 'lld', 'clang-format', ...LLVM_TOOLS].map(inLlvm),
    ...BINARYEN_TOOLS.map((tool) => `usr/bin/${tool}`),
  ],
  rpath: ['usr/lib/llvm-19/lib'],
};

/**
 * @returns {Promise<{ root: string, env: Record<string, string>, tree: string | null }>}
 *   root: the folder with emcc and cmake/; env: what its programs need; tree: the brought tree, if it is one
 */
export async function provideEmscripten() {
  const installed = await installedEmscripten();
  if (installed) return { root: installed, env: {}, tree: null };
  const tree = await bringTree(RECIPE, async (root) => {
    await configure(root);
    await smokeTest(rootIn(root), environment(root));
  });
  return { root: rootIn(tree), env: environment(tree), tree };
}

const rootIn = (tree) => join(tree, 'usr/share/emscripten');

function environment(tree) {
  const python = '/usr/bin/python3'; // Debian's own: a version manager's shim costs time on each of many calls
  return {
    EM_CONFIG: join(rootIn(tree), '.emscripten'),
    EM_NODE_JS: process.execPath,
    ...(existsSync(python) ? { EMSDK_PYTHON: python } : {}),
  };
}

async function configure(tree) {
  const emscripten = rootIn(tree);
  await mkdir(join(emscripten, 'node_modules'), { recursive: true });
  // acorn alone: with all of Debian's node modules `--emit-tsd` breaks.
  await symlink('../../nodejs/acorn', join(emscripten, 'node_modules/acorn'));
  const config = [
    'import shutil',
    `LLVM_ROOT = '${join(tree, 'usr/lib/llvm-19/bin')}'`,
    `BINARYEN_ROOT = '${join(tree, 'usr')}'`,
    "NODE_JS = shutil.which('node') or 'node'  # asked anew each time, because node may move; EM_NODE_JS wins",
    'FROZEN_CACHE = True',
  ];
  await writeFile(join(emscripten, '.emscripten'), `${config.join('\n')}\n`);
}

/** The folder of an emcc on PATH that is new enough and works; null if there is none. */
async function installedEmscripten() {
  const emcc = which('emcc');
  if (!emcc) return null;
  const { stdout } = await run(emcc, ['--version'], { allowFailure: true });
  const version = /(\d+)\.(\d+)\.(\d+)/.exec(stdout)?.slice(1).map(Number);
  if (!version || !atLeast(version, OLDEST)) {
    say(
      `${emcc} is ${version ? version.join('.') : 'of an unknown version'}; ${OLDEST.join('.')} or later is needed.`,
    );
    return null;
  }
  const root = dirname(await realpath(emcc));
  const key = createHash('sha256').update(`${root} ${version}`).digest('hex').slice(0, 8);
  const tried = join(CACHE, `emcc-works-${key}`);
  if (existsSync(tried)) return root;
  try {
    await smokeTest(root, {});
  } catch (error) {
    if (!(error instanceof Failure)) throw error;
    say(
      `${emcc} (${version.join('.')}) does not build a small program; another one is brought.\n${error.message}`,
    );
    return null;
  }
  await mkdir(CACHE, { recursive: true });
  await writeFile(tried, '');
  return root;
}

function atLeast(version, wanted) {
  const at = wanted.findIndex((part, i) => part !== version[i]);
  return at === -1 || version[at] > wanted[at];
}

/** Builds and runs one program with the parts that the engine uses: SIMD, threads, Embind, growing memory. */
async function smokeTest(root, env) {
  const folder = await mkdtemp(join(tmpdir(), 'nw-smoke-'));
  const source = join(folder, 'smoke.cpp');
  const program = join(folder, 'smoke.js');
  try {
    await writeFile(source, SMOKE);
    const flags = [
      '-O2',
      '-msimd128',
      '-pthread',
      '-lembind',
      '-sALLOW_MEMORY_GROWTH=1',
      '-Wno-pthreads-mem-growth',
    ];
    const pool = ['-sPTHREAD_POOL_SIZE=1', '-sEXIT_RUNTIME=1'];
    await run(join(root, 'em++'), [source, ...flags, ...pool, '-o', program], {
      env,
      label: 'emscripten: building a small program',
    });
    const { stdout } = await run(process.execPath, [program]);
    if (stdout.trim() !== '10')
      throw new Failure(`The small program printed ${JSON.stringify(stdout)}, not 10.`);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

const SMOKE = `
#include <emscripten/bind.h>
#include <wasm_simd128.h>
#include <cstdio>
#include <thread>
int main() {
  float lanes[4] = {};
  std::thread([&] { wasm_v128_store(lanes, wasm_f32x4_make(1, 2, 3, 4)); }).join();
  std::printf("%g\\n", lanes[0] + lanes[1] + lanes[2] + lanes[3]);
}
EMSCRIPTEN_BINDINGS(smoke) { emscripten::function("main_again", &main); }
`;
