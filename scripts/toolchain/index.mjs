/** The toolchain: found on this machine, or brought into ~/.cache/neuron-weights. Each part only when it is needed. */
import { join } from 'node:path';
import { run, which } from '../lib/run.mjs';
import { bringTree } from './debian.mjs';
import { LLVM_LIBRARIES, provideEmscripten } from './emscripten.mjs';
import { provideHeaders } from './headers.mjs';
import { provideHostTools } from './host.mjs';

/**
 * What a native or a wasm build needs.
 *
 * @param {{ wasm: boolean }} kind
 * @returns {Promise<Record<string, string>>} environment variables for cmake and what it calls
 */
export async function provideBuildTools({ wasm }) {
  await provideHostTools(
    ['cmake', 'ninja', 'g++', ...(wasm ? ['python3'] : [])].filter((tool) => !(wasm && tool === 'g++')),
  );
  const env = { NW_DEPS_INCLUDE: await provideHeaders(), NW_NODE: process.execPath };
  if (!wasm) return env;
  const { root, env: more } = await provideEmscripten();
  return { ...env, ...more, EMSCRIPTEN_ROOT: root };
}

/** clang-format of LLVM 19, whose output differs from other versions'. Full path. */
export async function provideClangFormat() {
  for (const name of ['clang-format-19', 'clang-format']) {
    const path = which(name);
    if (path && /version 19\./.test((await run(path, ['--version'], { allowFailure: true })).stdout))
      return path;
  }
  const program = 'usr/lib/llvm-19/bin/clang-format';
  const { tree } = await provideEmscripten(); // it lies in the same tree, with its libraries
  if (tree) return join(tree, program);
  const packages = ['clang-format-19', 'patchelf', ...LLVM_LIBRARIES];
  return join(
    await bringTree({ name: 'clang-format', megabytes: 400, packages, programs: [program] }),
    program,
  );
}
