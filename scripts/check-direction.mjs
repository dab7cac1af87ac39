/**
 * The direction of dependencies: a module imports only from itself and from modules above it in its list.
 * Reads #include and import lines; says each wrong arrow.
 */
import { readFile } from 'node:fs/promises';
import { dirname, join, relative } from 'node:path';
import { pathToFileURL } from 'node:url';
import { Failure, main } from './lib/log.mjs';
import { ROOT } from './lib/paths.mjs';
import { filesBelow } from './lib/stamps.mjs';

/** From the ground up, as ARCHITECTURE.md shows them. */
export const ENGINE = [
  ...['core', 'simd', 'parallel', 'kernels', 'layers', 'model', 'data', 'training', 'inspect', 'bindings'],
];
export const WEB = [
  ...['errors', 'schema', 'messages', 'formats', 'render', 'engine', 'worker', 'api', 'elements'],
  ...['playground', 'lessons'],
];

/** Headers of others that one module alone may include. */
const RESERVED = [
  { header: /^xsimd\//, only: 'simd' },
  { header: /^emscripten\//, only: 'bindings' },
];

const INCLUDE = /^[ \t]*#[ \t]*include[ \t]*([<"])([^>"]+)[>"]/gm;
const IMPORTS = [
  /^[ \t]*(?:import|export)\b[^'"();]*?['"]([^'"]+)['"]/gm, // import … from, export … from, import '…'
  /\bimport\(\s*['"`]([^'"`]+)['"`]/g, // dynamic, and in JSDoc types
  /\bnew URL\(\s*['"`]([^'"`]+)['"`]\s*,\s*import\.meta\.url/g,
];

/** Wrong arrows of the C++ files below `folder`, as sentences. */
export async function wrongIncludes(folder) {
  return check(folder, /\.(cpp|hpp|def)$/, ENGINE, (text, module, name) => {
    const wrong = [];
    for (const [, bracket, path] of text.matchAll(INCLUDE)) {
      const reserved = RESERVED.find(({ header }) => header.test(path));
      if (reserved && reserved.only !== module)
        wrong.push(`${name} includes ${path}, as only ${reserved.only} may`);
      if (bracket === '"') wrong.push(...arrow(ENGINE, module, path.split('/')[0], name, path));
    }
    return wrong;
  });
}

/** Wrong arrows of the JavaScript files below `folder`, as sentences. */
export async function wrongImports(folder) {
  return check(folder, /\.js$/, WEB, (text, module, name) => {
    const paths = IMPORTS.flatMap((pattern) => [...text.matchAll(pattern)].map((match) => match[1]));
    return paths
      .filter((path) => path.startsWith('.'))
      .flatMap((path) => {
        const target = join(dirname(name), path);
        return arrow(WEB, module, target.split('/')[0], name, path);
      });
  });
}

function arrow(order, from, to, name, path) {
  const [here, there] = [order.indexOf(from), order.indexOf(to)];
  if (there === -1) return [`${name} imports ${path}, which is in no module`];
  return there <= here ? [] : [`${name} imports ${path}, but ${to} stands below ${from}`];
}

async function check(folder, pattern, order, wrongIn) {
  const generated = join(folder, 'engine', 'modules');
  const skip = (path) => path === generated || path === join(folder, 'public');
  const files = (await filesBelow(folder, skip)).filter((file) => pattern.test(file));
  const lists = await Promise.all(
    files.map(async (file) => {
      const name = relative(folder, file);
      const module = name.split('/')[0];
      if (!order.includes(module)) return [`${name} is in no module`];
      return wrongIn(await readFile(file, 'utf8'), module, name);
    }),
  );
  return lists.flat();
}

if (import.meta.url === pathToFileURL(process.argv[1]).href) {
  await main(async () => {
    const wrong = [
      ...(await wrongIncludes(join(ROOT, 'engine'))),
      ...(await wrongImports(join(ROOT, 'web'))),
    ];
    if (wrong.length > 0) throw new Failure(`Wrong direction of dependencies:\n${wrong.join('\n')}`);
  });
}
