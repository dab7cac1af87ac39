/** node_modules as package-lock.json says; and the tools in it. */
import { readFile, realpath } from 'node:fs/promises';
import { existsSync } from 'node:fs';
import { createHash } from 'node:crypto';
import { join } from 'node:path';
import { withLock } from './lock.mjs';
import { Failure } from './log.mjs';
import { BUILD, ROOT } from './paths.mjs';
import { run, which } from './run.mjs';
import { unlessStamped } from './stamps.mjs';

const FOLDER = join(ROOT, 'node_modules');

/**
 * Runs `npm ci` unless it has run for this very lock file.
 *
 * @param {string} [folder]   of the package.json
 * @param {string} [stamp]    a name for it
 */
export async function providePackages(folder = ROOT, stamp = 'packages') {
  const lock = await readFile(join(folder, 'package-lock.json'));
  const hash = createHash('sha256').update(lock).digest('hex');
  const outputs = [join(folder, 'node_modules', '.package-lock.json')];
  await withLock(join(BUILD, `${stamp}.lock`), 'installing packages', () =>
    unlessStamped(stamp, hash, outputs, async () => {
      const label = 'Installing the packages of package-lock.json (npm ci)';
      const [npm, ...args] = [...(await npmCommand()), 'ci', '--no-audit', '--no-fund'];
      try {
        await run(npm, args, { cwd: folder, label });
      } catch (error) {
        throw new Failure(`${error.message}\n\nIs there a network, and can npm reach its registry?`);
      }
    }),
  );
}

/** npm itself, run by this very node: npm leaves out packages that are not made for the node that runs it. */
export async function npmCommand() {
  const cli = process.env.npm_execpath ?? (await npmCli());
  return [process.execPath, cli];
}

async function npmCli() {
  const npm = which('npm');
  if (!npm) throw new Failure('npm was not found on PATH. On Debian: apt-get install npm');
  const script = await realpath(npm);
  if (!script.endsWith('.js'))
    throw new Failure(`${npm} is not npm itself. Please call this by: npm run <name>`);
  return script;
}

/** Path of a tool's script below node_modules, to be run with process.execPath. */
export function toolScript(path) {
  const file = join(FOLDER, path);
  if (!existsSync(file)) throw new Failure(`${file} is missing. Remove node_modules and try again.`);
  return file;
}
