import { mkdtemp, mkdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { wrongImports, wrongIncludes } from '../../scripts/check-direction.mjs';
import { ROOT } from '../../scripts/lib/paths.mjs';

let folder;
beforeEach(async () => (folder = await mkdtemp(join(tmpdir(), 'nw-direction-'))));
afterEach(() => rm(folder, { recursive: true }));

async function write(name, text) {
  await mkdir(dirname(join(folder, name)), { recursive: true });
  await writeFile(join(folder, name), text);
}

describe('includes', () => {
  test.each([
    ['kernels/a.hpp', '#include "layers/dense.hpp"', 'layers stands below kernels'],
    ['core/a.cpp', '  #  include "bindings/table.hpp"', 'bindings stands below core'],
    ['kernels/a.cpp', '#include <xsimd/xsimd.hpp>', 'only simd may'],
    ['training/a.cpp', '#include <emscripten/val.h>', 'only bindings may'],
    ['core/a.cpp', '#include "nowhere/a.hpp"', 'in no module'],
    ['a.cpp', '', 'in no module'],
  ])('%s with %s is wrong', async (name, text, words) => {
    await write(name, `// first line\n${text}\n`);
    expect(await wrongIncludes(folder)).toEqual([expect.stringContaining(words)]);
  });

  test('upwards, within a module and of the standard library are right', async () => {
    await write('layers/a.cpp', '#include <vector>\n#include "layers/b.hpp"\n#include "core/shape.hpp"\n');
    await write('simd/f32.hpp', '#include <xsimd/xsimd.hpp>\n');
    expect(await wrongIncludes(folder)).toEqual([]);
  });
});

describe('imports', () => {
  test.each([
    ["import { t } from '../worker/host.js';"],
    ["import {\n  a,\n  b,\n} from '../worker/host.js';"],
    ["export * from '../worker/host.js';"],
    ["import '../worker/host.js';"],
    ["const host = await import('../worker/host.js');"],
    ["new Worker(new URL('../worker/simd.worker.js', import.meta.url), { type: 'module' });"],
    ["/** @typedef {import('../worker/host.js').Host} Host */"],
  ])('%s in web/render is wrong', async (text) => {
    await write('render/a.js', `${text}\n`);
    expect(await wrongImports(folder)).toEqual([expect.stringContaining('worker stands below render')]);
  });

  test('upwards, within a module and of packages are right', async () => {
    await write(
      'worker/a.js',
      "import { x } from '../errors/x.js';\nimport y from './y.js';\nimport 'lit';\n",
    );
    expect(await wrongImports(folder)).toEqual([]);
  });
});

test('the repository itself has no wrong arrow', async () => {
  expect(await wrongIncludes(join(ROOT, 'engine'))).toEqual([]);
  expect(await wrongImports(join(ROOT, 'web'))).toEqual([]);
});
