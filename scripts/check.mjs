/** `npm run check`: what needs no build. Format, lint, types, direction of dependencies, generated files, addresses. */
import { relative } from 'node:path';
import { pathToFileURL } from 'node:url';
import { readArgs } from './lib/args.mjs';
import { Failure, main, say, since } from './lib/log.mjs';
import { ROOT } from './lib/paths.mjs';
import { run } from './lib/run.mjs';
import { filesBelow } from './lib/stamps.mjs';
import { requireNode } from './toolchain/node.mjs';

/** tsc projects: one for each world of global names. */
const PROJECTS = ['pure', 'worker', 'page', 'tools'];

const script = (path, ...args) => run(process.execPath, [path, ...args], { cwd: ROOT });
const tool = async (path, ...args) => {
  const { toolScript } = await import('./lib/packages.mjs');
  return script(toolScript(path), ...args);
};

/** Every check by name: throws a Failure with what is wrong. */
const CHECKS = {
  'format of JavaScript': () => tool('prettier/bin/prettier.cjs', '--check', '--log-level', 'warn', '.'),
  'format of C++': () => clangFormat('--dry-run', '-Werror'),
  lint: () => tool('eslint/bin/eslint.js', '--max-warnings', '0', '.'),
  ...Object.fromEntries(
    PROJECTS.map((name) => [
      `types (${name})`,
      () => tool('typescript/bin/tsc', '-p', `tsconfig.${name}.json`),
    ]),
  ),
  'direction of dependencies': () => script('scripts/check-direction.mjs'),
  'generated files': () => script('scripts/gen-errors.mjs', '--check'),
  'no registry addresses': () => script('scripts/check-addresses.mjs'),
};

/** Runs clang-format over every C++ file. */
export async function clangFormat(...args) {
  const { provideClangFormat } = await import('./toolchain/index.mjs');
  const folders = await Promise.all(['engine', 'tests'].map((folder) => filesBelow(`${ROOT}/${folder}`)));
  const files = folders.flat().filter((file) => /\.(cpp|hpp)$/.test(file));
  const program = await provideClangFormat();
  await run(program, [...args, ...files.map((file) => relative(ROOT, file))], { cwd: ROOT });
}

/**
 * Runs all checks, the rest too when one fails.
 * @returns {Promise<{ name: string, problem: string | null }[]>}
 */
export async function runChecks() {
  const { providePackages } = await import('./lib/packages.mjs');
  await providePackages();
  const results = [];
  for (const [name, check] of Object.entries(CHECKS)) {
    const start = performance.now();
    const problem = await check().then(
      () => null,
      (error) => (error instanceof Failure ? error.message : String(error.stack)),
    );
    say(`${problem ? '✗' : '✓'} ${name} (${since(start)})${problem ? `\n\n${problem}\n` : ''}`);
    results.push({ name, problem });
  }
  return results;
}

if (import.meta.url === pathToFileURL(process.argv[1]).href) {
  await main(async () => {
    readArgs({}, 'npm run check');
    await requireNode();
    const failed = (await runChecks()).filter(({ problem }) => problem);
    if (failed.length === 0) return;
    const names = failed.map(({ name }) => name).join(', ');
    throw new Failure(`Not in order: ${names}. \`npm run format\` mends format and generated files.`);
  });
}
